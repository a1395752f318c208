/** The bytes of a file. */
import type { Bytes } from '../boundary/message.ts';

/** Bytes that are sent from the page's memory: reading them takes less time than a slice, which another process holds. */
const IN_MEMORY = 64 * 1024;

/** Bytes that are hashed in the page's memory and on its thread: at most 3 ms. */
export const SMALL = 1024 * 1024;

/** The bytes [offset, offset + size). A small whole file is not sliced: browsers ask another process for each slice. */
export function pieceOf(file: Blob, offset: number, size: number): Blob {
  return offset === 0 && size <= IN_MEMORY ? file : file.slice(offset, offset + size);
}

/** The bytes of a small piece; undefined if they cannot be read any more. */
export async function readBytes(piece: Blob, size: number): Promise<Bytes | undefined> {
  const bytes = await piece.arrayBuffer().catch(() => undefined);
  return bytes?.byteLength === size ? new Uint8Array(bytes) : undefined;
}

/** What a request carries: a slice, or the bytes of a small piece. Undefined if it cannot be read any more. */
export async function bodyOf(piece: Blob, size: number): Promise<Blob | Bytes | undefined> {
  if (size <= IN_MEMORY) return readBytes(piece, size);
  return (await isReadable(piece)) ? piece : undefined;
}

/** Whether a piece that is not empty can still be read: browsers notice then that a file has changed. */
export async function isReadable(piece: Blob): Promise<boolean> {
  return (await readBytes(piece.slice(0, 1), 1)) !== undefined;
}
