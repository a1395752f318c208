import { loaded } from '../platform/lazy.ts';
import type { Options, SignerOptions } from '../types/options.ts';
import type { Resumable } from '../types/results.ts';
import type { Upload } from './upload.ts';

const earlier = () => loaded(import('./resuming.ts'));

/** The uploads that can be gone on with, the latest first. */
export async function resumable(): Promise<Resumable[]> {
  return (await earlier()).resumable();
}

/**
 * Goes on with an interrupted upload. `options` are those that it was begun with: they are not stored, because there
 * may be secrets among them; others are refused with the code "InvalidOption". Without a file, that of the handle is taken, for which the browser may ask the user: call
 * it from a click. Rejects with the code "FileNeeded" if there is none.
 */
export async function resume(id: string, options: Options | SignerOptions, file?: Blob): Promise<Upload> {
  return (await earlier()).resume(id, options, file);
}

/**
 * Forgets an interrupted upload and removes its parts from the store. `options` are those that it was begun with. One
 * that is not known is none. Rejects with the code "UnderWay" while this or another tab sends it; where the store does
 * not answer, it rejects and nothing is forgotten.
 */
export async function discard(id: string, options: Options | SignerOptions): Promise<void> {
  return (await earlier()).discard(id, options);
}
