import { toPartwayError } from '../boundary/error.ts';

/** Pauses before a script is asked for again, in milliseconds. */
const PAUSES = [100, 1000];

/**
 * Loads a script that only some pages need. A network that drops one request is no reason to fail, so it is tried three
 * times; then the promise rejects with a PartwayError.
 */
export async function loaded<M>(load: () => Promise<M>, pauses = PAUSES): Promise<M> {
  try {
    return await load();
  } catch (cause) {
    const [pause, ...more] = pauses;
    if (pause === undefined) throw toPartwayError(cause);
    await new Promise((resolve) => setTimeout(resolve, pause));
    return loaded(load, more);
  }
}
