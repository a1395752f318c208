import type { Standing } from '../boundary/machine.ts';
import type { Part } from '../types/results.ts';

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
