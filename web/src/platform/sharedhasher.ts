/** Hashes large blobs off the page's thread where that can be done, else on it. */
import type { Algorithm } from '../boundary/core.ts';
import { fileChanged } from '../boundary/error.ts';
import type { BlobHasher, HashQuestion, HashReply } from './hash.ts';
import type { Hasher } from './hasher.ts';
import { loaded } from './lazy.ts';
import { once } from './once.ts';
import type { Runtime } from './runtime.ts';

/** One more user of the hasher that has its worker from `make`. */
export function joinHasher({ module, hashers }: Runtime, make: () => Worker): Hasher {
  return once(hashers, make, () => new SharedHasher(module, make, () => hashers.delete(make))).join();
}

class SharedHasher implements Hasher {
  readonly #module: WebAssembly.Module;
  readonly #make: () => Worker;
  readonly #unused: () => void;
  #worker: Worker | undefined;
  #onPage: BlobHasher | undefined;
  #started = false;
  #users = 0;
  #last: Promise<unknown> = Promise.resolve();
  #answered = (_: HashReply): void => {};

  constructor(module: WebAssembly.Module, make: () => Worker, unused: () => void) {
    this.#module = module;
    this.#make = make;
    this.#unused = unused;
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    try {
      const worker = this.#make();
      worker.onmessage = ({ data }: MessageEvent<HashReply>) => this.#answered(data);
      // It cannot be loaded, and says so once, perhaps before the first question.
      worker.onerror = () => {
        this.#worker = undefined;
        this.#answered(undefined);
      };
      worker.postMessage(this.#module);
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

  async sums(blob: Blob, _size: number, algorithms: readonly Algorithm[], signal: AbortSignal): Promise<string[]> {
    // One after the other: the worker answers without saying what.
    const result = this.#last.then(() => this.#sums([blob, algorithms], signal));
    this.#last = result.catch(() => {});
    return result;
  }

  async #sums(question: HashQuestion, signal: AbortSignal): Promise<string[]> {
    signal.throwIfAborted();
    this.#start();
    // Whatever kept the worker from answering, a file that cannot be read says so once more on the page.
    return (!this.#onPage && (await this.#ask(question))) || this.#sumsOnPage(question);
  }

  #ask(question: HashQuestion): Promise<HashReply> | undefined {
    return (
      this.#worker &&
      new Promise((resolve) => {
        this.#answered = resolve;
        this.#worker?.postMessage(question);
      })
    );
  }

  async #sumsOnPage(question: HashQuestion): Promise<string[]> {
    this.#onPage ??= new (await loaded(() => import('./pagehash.ts'))).BlobHasher(this.#module);
    return this.#onPage.sums(...question).catch((cause: unknown) => {
      this.#onPage = undefined; // an instance that has failed is spent
      throw cause instanceof WebAssembly.RuntimeError ? cause : fileChanged(cause);
    });
  }
}
