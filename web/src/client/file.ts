/** What a file is recognized by. */
import type { Hasher } from './hasher.ts';

/** Bytes of each sample. */
const SAMPLE = 64 * 1024;

/** The name of a file; "" for another Blob. */
export function nameOf(file: Blob): string {
  return file instanceof File ? file.name : '';
}

/**
 * Size, time of change and the checksum of three samples. Equal ones are no proof: the machine hashes what was sent.
 * Rejects if the file cannot be read.
 */
export async function fingerprint(file: Blob, hasher: Hasher, signal: AbortSignal): Promise<string> {
  const starts = [0, Math.max(0, Math.floor((file.size - SAMPLE) / 2)), Math.max(0, file.size - SAMPLE)];
  const samples = new Blob(starts.map((start) => file.slice(start, start + SAMPLE)));
  const [crc64] = await hasher.sums(samples, ['crc64xz'], signal);
  return `${file.size} ${file instanceof File ? file.lastModified : 0} ${crc64}`;
}

/** Whether the bytes at a place can still be read: a browser notices there that a file has changed. */
export async function readable(slice: Blob): Promise<boolean> {
  try {
    await slice.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
