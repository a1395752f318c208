/** The bytes of a file. */
import type { Bytes } from '../boundary/message.ts';

/** Up to so many bytes are read into the page: that is sooner done than what slices and workers cost. */
export const LITTLE = 64 * 1024;

/** The bytes [offset, offset + size). A browser asks another process for each slice, so a whole file that is little is none. */
export function pieceOf(file: Blob, offset: number, size: number): Blob {
  return offset === 0 && size <= LITTLE ? file : file.slice(offset, offset + size);
}

/** The bytes of what is little; undefined if they cannot be read any more. */
export async function read(piece: Blob, size: number): Promise<Bytes | undefined> {
  const bytes = await piece.arrayBuffer().catch(() => undefined);
  return bytes?.byteLength === size ? new Uint8Array(bytes) : undefined;
}

/** What a request carries: a slice, which goes to the network untouched, or bytes. Undefined if it cannot be read any more. */
export async function bodyOf(piece: Blob, size: number): Promise<Blob | Bytes | undefined> {
  if (size <= LITTLE) return read(piece, size);
  return (await readable(piece)) ? piece : undefined;
}

/** Whether the bytes of what is not little can still be read: a browser notices there that a file has changed. */
export async function readable(piece: Blob): Promise<boolean> {
  return (await read(piece.slice(0, 1), 1)) !== undefined;
}
