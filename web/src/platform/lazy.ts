/** What only some pages need is in scripts of their own, which the first that needs them loads. */
import { toPartwayError } from '../boundary/error.ts';

/** Waits for a script; a failure to load it becomes a PartwayError. */
export function loaded<M>(script: Promise<M>): Promise<M> {
  return script.catch((cause: unknown) => {
    throw toPartwayError(cause);
  });
}
