/** What only some pages need: scripts of their own, which the first that needs them loads. */
import { toPartwayError } from '../boundary/error.ts';

/** What signs. */
export const withKeys = () => loaded(import('./keysession.ts'));

/** What hashes where there are no workers. */
export const onPage = () => loaded(import('./pagehash.ts'));

/** What lists and takes up the uploads of earlier sessions. */
export const earlier = () => loaded(import('./earlier.ts'));

function loaded<M>(script: Promise<M>): Promise<M> {
  return script.catch((cause: unknown) => {
    throw toPartwayError(cause);
  });
}
