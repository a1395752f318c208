/** Hashes blobs off the page's thread where that can be done, else on it. */
import { fileChanged } from '../boundary/error.ts';
import type { Algorithm, Core } from '../boundary/core.ts';
import type { BlobHasher, HashQuestion, HashReply } from './hash.ts';
import { hashWorker } from './assets.ts';
import { LITTLE, read } from './file.ts';
import type { Hasher } from './hasher.ts';
import { loaded } from './lazy.ts';
import { once } from './once.ts';
import type { Runtime } from './runtime.ts';

/** Hashes where there are no workers. */
const onPage = () => loaded(import('./pagehash.ts'));

/** Uploads that hash by the same means share a worker, which `make` makes; default: `hash.js` beside the script. */
export function openHasher({ module, core, hashers }: Runtime, make = hashWorker): Hasher {
  return once(hashers, make, () => new SharedHasher(module, core, make, () => hashers.delete(make))).join();
}

export class SharedHasher implements Hasher {
  readonly #module: WebAssembly.Module;
  readonly #core: Core;
  readonly #make: () => Worker;
  readonly #unused: () => void;
  #worker: Worker | undefined;
  #onPage: BlobHasher | undefined;
  #started = false;
  #users = 0;
  #last: Promise<unknown> = Promise.resolve();
  #answered = (_: HashReply): void => {};

  constructor(module: WebAssembly.Module, core: Core, make: () => Worker, unused: () => void) {
    this.#module = module;
    this.#core = core;
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

  /** What is little is hashed at once: the way to the worker and back takes longer. The worker has one answer under way. */
  async sums(blob: Blob, size: number, algorithms: readonly Algorithm[], signal: AbortSignal): Promise<string[]> {
    if (size <= LITTLE) {
      const bytes = await read(blob, size);
      if (!bytes) throw fileChanged(undefined);
      return algorithms.map((algorithm) => this.#core.hash(algorithm, bytes));
    }
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
    this.#onPage ??= new (await onPage()).BlobHasher(this.#module);
    return this.#onPage.sums(...question).catch((cause: unknown) => {
      this.#onPage = undefined; // an instance that has failed is spent
      throw cause instanceof WebAssembly.RuntimeError ? cause : fileChanged(cause);
    });
  }
}
