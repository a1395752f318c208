import { earlier } from './later.ts';
import type { Options, SignerOptions } from './options.ts';
import type { Upload } from './upload.ts';

/** An upload that was interrupted, in this browser. */
export interface Resumable {
  /** For {@link resume}; what it is made of may change. */
  readonly id: string;
  /** Where its signer is, as the option says it but absolute and without a slash at its end; "" for one with keys. */
  readonly signer: string;
  /** The signer's target, as the option said it; "" if none was named. */
  readonly target: string;
  readonly dialect: string;
  readonly bucket: string;
  readonly key: string;
  /** Name of the file, or the one that was given in its place, and its size. */
  readonly name: string;
  readonly size: number;
  /** Bytes that the store said it holds. */
  readonly confirmed: number;
  readonly uploadId: string;
  readonly saved: Date;
  /** Whether the browser keeps the file's handle, so that it need not be chosen again. */
  readonly hasFile: boolean;
  /** Whether this or another tab sends it now. */
  readonly underWay: boolean;
}

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
