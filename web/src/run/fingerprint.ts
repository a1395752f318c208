import type { Hasher } from '../platform/hasher.ts';

/** Bytes of each sample. */
const SAMPLE = 64 * 1024;

/**
 * Size, time of change and the checksum of three samples, by which an upload recognizes its file. Equal ones are no
 * proof: the machine hashes what was sent. Rejects if the file cannot be read.
 */
export async function fingerprintOf(file: Blob, size: number, hasher: Hasher, signal: AbortSignal): Promise<string> {
  const starts = [0, Math.max(0, Math.floor((size - SAMPLE) / 2)), Math.max(0, size - SAMPLE)];
  const samples = new Blob(starts.map((start) => file.slice(start, start + SAMPLE)));
  const [crc64] = await hasher.sums(samples, samples.size, ['crc64xz'], signal);
  return `${size} ${file instanceof File ? file.lastModified : 0} ${crc64}`;
}
