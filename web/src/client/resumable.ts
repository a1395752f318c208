import { earlier } from './later.ts';
import type { Options, SignerOptions } from './options.ts';
import type { Upload } from './upload.ts';

/** An upload that was interrupted, in this browser. */
export interface Resumable {
  /** For {@link resume}; what it is made of may change. */
  readonly id: string;
  readonly dialect: string;
  readonly bucket: string;
  readonly key: string;
  /** Name and size of the file. */
  readonly name: string;
  readonly size: number;
  /** Bytes that the store said it holds. */
  readonly confirmed: number;
  readonly uploadId: string;
  readonly saved: Date;
  /** Whether the browser keeps the file's handle, so that it need not be chosen again. */
  readonly hasFile: boolean;
}

/** The uploads that can be gone on with, the latest first. */
export async function resumable(): Promise<Resumable[]> {
  return (await earlier()).resumable();
}

/**
 * Goes on with an interrupted upload. `options` are those that it was begun with: they are not stored, because there
 * may be secrets among them. Without a file, that of the handle is taken, for which the browser may ask the user: call
 * it from a click. Rejects with the code "FileNeeded" if there is none.
 */
export async function resume(id: string, options: Options | SignerOptions, file?: Blob): Promise<Upload> {
  return (await earlier()).resume(id, options, file);
}
