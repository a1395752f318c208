import { loaded } from '../platform/lazy.ts';
import type { Options, SignerOptions, UploadOptions } from '../types/options.ts';
import type { Resumable } from '../types/results.ts';
import type { Upload } from './upload.ts';

const resuming = () => loaded(() => import('./resuming.ts'));

/** The uploads that can be continued, the latest first. `storage` is the option that they were begun with. */
export async function resumable({ storage }: Pick<UploadOptions, 'storage'> = {}): Promise<Resumable[]> {
  return (await resuming()).resumable(storage);
}

/**
 * Goes on with an interrupted upload. `options` are those that it was begun with: they are not stored, because there
 * may be secrets among them; others are refused with the code "InvalidOption". Without a file, that of the handle is taken, for which the browser may ask the user: call
 * it from a click. Rejects with the code "FileNeeded" if there is none.
 */
export async function resume(id: string, options: Options | SignerOptions, file?: Blob): Promise<Upload> {
  return (await resuming()).resume(id, options, file);
}

/**
 * Forgets an interrupted upload and removes its parts from the store. `options` are those that it was begun with. One
 * that is not known is none. Rejects with the code "UnderWay" while this or another tab sends it; where the store does
 * not answer, it rejects and nothing is forgotten.
 */
export async function discard(id: string, options: Options | SignerOptions): Promise<void> {
  return (await resuming()).discard(id, options);
}
