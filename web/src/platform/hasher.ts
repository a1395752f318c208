import type { Algorithm } from '../boundary/core.ts';

/** One upload's use of what hashes. */
export interface Hasher {
  /**
   * The sums of a blob of `size` bytes, in the order of the algorithms. Rejects if the file cannot be read, and with
   * the signal's reason if that aborts before its turn.
   */
  sums(blob: Blob, size: number, algorithms: readonly Algorithm[], signal: AbortSignal): Promise<string[]>;
  /** To be called once, when nothing more is hashed. The last user's call ends the worker. */
  close(): void;
}
