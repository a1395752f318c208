/**
 * In the file of a script tag what place.ts says is inside that file: the module, and the worker as a text. One module does for
 * all pages, as that with keys can do whatever the other can.
 */
import bytes from './partway.wasm';
import script from './hash.js.txt';
import type { Place } from './place.ts';

export const moduleWithKeys: Place = (compile) => compile(bytes);
export const moduleWithoutKeys = moduleWithKeys;

/** Where the CSP forbids it, what is hashed is hashed on the page. */
export function hashWorker(): Worker {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  return worker;
}
