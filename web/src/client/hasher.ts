/** Hashes blobs off the page's thread where that can be done, else on it. */
import { fileChanged } from '../boundary/error.ts';
import type { Algorithm, BlobHasher } from '../boundary/hash.ts';
import { onPage } from './later.ts';
import { once, type Runtime } from './shared.ts';

/** What a worker is asked. */
export type HashQuestion = [blob: Blob, algorithms: readonly Algorithm[]];

/** What it answers: the sums in the order of the algorithms, or undefined if it failed. */
export type HashReply = string[] | undefined;

/** One upload's use of a hasher. */
export interface Hasher {
  /**
   * The sums in the order of the algorithms. Rejects if the file cannot be read, and with the signal's reason if that
   * aborts before its turn.
   */
  sums(blob: Blob, algorithms: readonly Algorithm[], signal: AbortSignal): Promise<string[]>;
  /** No more is asked for. To be called once; the last user's ends the worker. */
  close(): void;
}

const defaultWorker = (): Worker => new Worker(new URL('./hash.js', import.meta.url), { type: 'module' });

/** Uploads that hash by the same means share a worker, which `make` makes; default: `hash.js` beside the script. */
export function openHasher({ module, hashers }: Runtime, make = defaultWorker): Hasher {
  return once(hashers, make, () => new SharedHasher(module, make, () => hashers.delete(make))).join();
}

export class SharedHasher implements Hasher {
  readonly #module: WebAssembly.Module;
  readonly #unused: () => void;
  #worker: Worker | undefined;
  #onPage: BlobHasher | undefined;
  #users = 0;
  #last: Promise<unknown> = Promise.resolve();
  #answered = (_: HashReply): void => {};

  constructor(module: WebAssembly.Module, make: () => Worker, unused: () => void) {
    this.#module = module;
    this.#unused = unused;
    try {
      const worker = make();
      worker.onmessage = ({ data }: MessageEvent<HashReply>) => this.#answered(data);
      // It cannot be loaded, and says so once, perhaps before the first question.
      worker.onerror = () => {
        this.#worker = undefined;
        this.#answered(undefined);
      };
      worker.postMessage(module);
      this.#worker = worker;
    } catch {
      // no workers here, or the page's CSP or origin forbids this one
    }
  }

  join(): this {
    this.#users++;
    return this;
  }

  close(): void {
    if (--this.#users) return;
    this.#worker?.terminate();
    this.#unused();
  }

  /** One blob at a time: a worker has one answer under way. */
  sums(blob: Blob, algorithms: readonly Algorithm[], signal: AbortSignal): Promise<string[]> {
    const result = this.#last.then(() => this.#sums([blob, algorithms], signal));
    this.#last = result.catch(() => {});
    return result;
  }

  async #sums(question: HashQuestion, signal: AbortSignal): Promise<string[]> {
    signal.throwIfAborted();
    // Whatever kept the worker from answering, a file that cannot be read says so once more on the page.
    return (!this.#onPage && (await this.#ask(question))) || this.#sumsOnPage(question);
  }

  #ask(question: HashQuestion): Promise<HashReply> | undefined {
    return this.#worker && new Promise((resolve) => {
      this.#answered = resolve;
      this.#worker?.postMessage(question);
    });
  }

  async #sumsOnPage(question: HashQuestion): Promise<string[]> {
    this.#onPage ??= new (await onPage()).BlobHasher(this.#module);
    return this.#onPage.sums(...question).catch((cause: unknown) => {
      this.#onPage = undefined; // an instance that has failed is spent
      throw cause instanceof WebAssembly.RuntimeError ? cause : fileChanged(cause);
    });
  }
}
