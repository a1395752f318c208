/** What place.ts says, in the file of a script tag: all of it is inside that file, the worker as a text. */
import withKeys from './partway.wasm';
import withoutKeys from './partway-nokeys.wasm';
import script from './hash.js.txt';
import type { Place } from './assets.ts';

export const moduleWithKeys: Place = (compile) => compile(withKeys);
export const moduleWithoutKeys: Place = (compile) => compile(withoutKeys);

/** Where the CSP forbids it, the page hashes. */
export function hashWorker(): Worker {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return worker;
}
