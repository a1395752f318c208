import { fileChanged } from '../boundary/error.ts';
import { hashWorker } from './assets.ts';
import { readBytes, SMALL } from './file.ts';
import type { Hasher } from './hasher.ts';
import { loaded } from './lazy.ts';
import type { Runtime } from './runtime.ts';

const loadShared = () => loaded(() => import('./sharedhasher.ts'));

/** Loads ahead of need what a file of so many bytes will be hashed by. */
export function preloadHasher(size: number): void {
  if (size > SMALL) loadShared().catch(() => {}); // who needs it hears of it
}

/**
 * Small blobs are hashed at once: the way to a worker and back takes longer. For larger ones uploads that hash by the
 * same means share a worker, which `make` makes.
 */
export function openHasher(runtime: Runtime, make = hashWorker): Hasher {
  let shared: Promise<Hasher> | undefined;
  return {
    async sums(blob, size, algorithms, signal) {
      if (size <= SMALL) {
        const bytes = await readBytes(blob, size);
        if (!bytes) throw fileChanged(undefined);
        return algorithms.map((algorithm) => runtime.core.hash(algorithm, bytes));
      }
      shared ??= loadShared().then(({ joinHasher }) => joinHasher(runtime, make));
      return (await shared).sums(blob, size, algorithms, signal);
    },
    close() {
      shared?.then(
        (hasher) => hasher.close(),
        () => {},
      );
    },
  };
}
