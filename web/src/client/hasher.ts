/** Hashes blobs off the page's thread where that can be done, else on it. */
import { fileChanged } from '../boundary/error.ts';
import { Checksum, hashBlob, type Algorithm } from '../boundary/hash.ts';
import { instantiate } from '../boundary/module.ts';

/** The checksum of a blob by each algorithm asked for. */
export type Sums = Partial<Record<Algorithm, string>>;

/** What the worker answers: the sums in the order of the algorithms, or undefined if it failed. */
export type HashReply = string[] | undefined;

export interface Hasher {
  /** One blob at a time. Rejects if the file cannot be read, and with the signal's reason. */
  sums(blob: Blob, signal: AbortSignal): Promise<Sums>;
  close(): void;
}

export function createHasher(module: WebAssembly.Module, algorithms: readonly Algorithm[], makeWorker = defaultWorker): Hasher {
  const worker = startWorker(makeWorker, { module, algorithms });
  let checksums: Promise<Checksum[]> | undefined;
  const onPage = async (blob: Blob): Promise<string[]> => {
    checksums ??= Promise.all(algorithms.map(async (a) => new Checksum(await instantiate(module), a)));
    return hashBlob(await checksums, blob).catch((cause: unknown) => {
      throw cause instanceof WebAssembly.RuntimeError ? cause : fileChanged(cause);
    });
  };
  return {
    async sums(blob, signal) {
      // Whatever kept the worker from answering, a file that cannot be read says so once more on the page.
      const values = (!checksums && (await worker?.ask(blob, signal))) || (await onPage(blob));
      signal.throwIfAborted();
      return Object.fromEntries(algorithms.map((a, i) => [a, values[i]]));
    },
    close: () => worker?.terminate(),
  };
}

function defaultWorker(): Worker {
  return new Worker(new URL('./hash.js', import.meta.url), { type: 'module' });
}

interface HashWorker {
  ask(blob: Blob, signal: AbortSignal): Promise<HashReply>;
  terminate(): void;
}

function startWorker(makeWorker: () => Worker, first: unknown): HashWorker | undefined {
  try {
    const worker = makeWorker();
    // A worker that cannot be loaded says so once, perhaps before the first question.
    const broken = new Promise<undefined>((resolve) => (worker.onerror = () => resolve(undefined)));
    worker.postMessage(first);
    return { ask: (blob, signal) => Promise.race([broken, ask(worker, blob, signal)]), terminate: () => worker.terminate() };
  } catch {
    return undefined; // no workers here, or the page's CSP or origin forbids this one
  }
}

function ask(worker: Worker, blob: Blob, signal: AbortSignal): Promise<HashReply> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop);
    worker.onmessage = ({ data }: MessageEvent<HashReply>) => {
      signal.removeEventListener('abort', stop);
      resolve(data);
    };
    worker.postMessage(blob);
  });
}
