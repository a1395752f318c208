import type { Standing } from '../boundary/machine.ts';

/** One part as it stands. A file that is sent whole has one, with the number 1. */
export interface Part {
  /** From 1. */
  readonly number: number;
  /** Where it begins in the file, in bytes. */
  readonly offset: number;
  /** Bytes; 0 for the only part of an empty file. */
  readonly size: number;
  /** Back to "waiting" when it was cut and has to be sent again. */
  state: 'waiting' | 'sending' | 'stored';
  /** Bytes handed to the network, 0 to `size`. */
  sent: number;
  /** As the store gave it, quotes and all; "" until it is known, and where CORS hides it. */
  etag: string;
  /** CRC-64/XZ of its bytes, decimal; "" until it is known. */
  crc64: string;
}

const states = ['waiting', 'sending', 'stored'] as const;

export function partsOf({ size, partSize, phases }: Standing): Part[] {
  return Array.from(phases, (_, i) => ({
    number: i + 1,
    offset: i * partSize,
    size: Math.min(partSize, size - i * partSize),
    state: 'waiting',
    sent: 0,
    etag: '',
    crc64: '',
  }));
}

/** Brings the parts to what the machine says. */
export function follow(parts: readonly Part[], phases: Uint8Array): void {
  for (const [i, part] of parts.entries()) {
    const state = states[phases[i]!]!;
    if (state === part.state) continue;
    part.state = state;
    part.sent = state === 'stored' ? part.size : 0;
  }
}
