/** Hashes blobs off the page's thread where that can be done, else on it. */
import { fileChanged } from '../boundary/error.ts';
import type { Algorithm, BlobHasher } from '../boundary/hash.ts';
import { onPage } from './later.ts';

/** What a worker is asked. */
export type HashQuestion = [blob: Blob, algorithms: readonly Algorithm[]];

/** What it answers: the sums in the order of the algorithms, or undefined if it failed. */
export type HashReply = string[] | undefined;

export interface HasherOptions {
  module: WebAssembly.Module;
  /** Makes the worker; default: `hash.js` beside the script. */
  worker: (() => Worker) | undefined;
}

/** One upload's use of a hasher. */
export interface Hasher {
  /**
   * The sums in the order of the algorithms. Rejects if the file cannot be read, and with the signal's reason if that
   * aborts before its turn.
   */
  sums(blob: Blob, algorithms: readonly Algorithm[], signal: AbortSignal): Promise<string[]>;
  /** No more is asked for. The last user's ends the worker. */
  close(): void;
}

const inUse = new Map<string, SharedHasher>();
const names = new WeakMap<object, number>();
let lastName = 0;

/** Uploads that hash by the same means share a worker. */
export function openHasher(options: HasherOptions): Hasher {
  const name = [nameOf(options.module), options.worker ? nameOf(options.worker) : 0].join();
  let shared = inUse.get(name);
  if (!shared) inUse.set(name, (shared = new SharedHasher(options, () => inUse.delete(name))));
  return shared.join();
}

function nameOf(thing: object): number {
  let name = names.get(thing);
  if (!name) names.set(thing, (name = ++lastName));
  return name;
}

class SharedHasher {
  readonly #options: HasherOptions;
  readonly #unused: () => void;
  readonly #worker: HashWorker | undefined;
  #onPage: BlobHasher | undefined;
  #users = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: HasherOptions, unused: () => void) {
    this.#options = options;
    this.#unused = unused;
    this.#worker = startWorker(options);
  }

  join(): Hasher {
    let open = true;
    this.#users++;
    return {
      sums: (blob, algorithms, signal) => this.#inTurn(() => this.#sums([blob, algorithms], signal)),
      close: () => {
        if (open && --this.#users === 0) this.#end();
        open = false;
      },
    };
  }

  #end(): void {
    this.#worker?.terminate();
    this.#unused();
  }

  /** One blob at a time: a worker has one answer under way. */
  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#last.then(run);
    this.#last = result.catch(() => {});
    return result;
  }

  async #sums(question: HashQuestion, signal: AbortSignal): Promise<string[]> {
    signal.throwIfAborted();
    // Whatever kept the worker from answering, a file that cannot be read says so once more on the page.
    return (!this.#onPage && (await this.#worker?.ask(question))) || this.#sumsOnPage(question);
  }

  async #sumsOnPage(question: HashQuestion): Promise<string[]> {
    this.#onPage ??= new (await onPage()).BlobHasher(this.#options.module);
    return this.#onPage.sums(...question).catch((cause: unknown) => {
      this.#onPage = undefined; // an instance that has failed is spent
      throw cause instanceof WebAssembly.RuntimeError ? cause : fileChanged(cause);
    });
  }
}

interface HashWorker {
  ask(question: HashQuestion): Promise<HashReply>;
  terminate(): void;
}

function defaultWorker(): Worker {
  return new Worker(new URL('./hash.js', import.meta.url), { type: 'module' });
}

function startWorker({ module, worker: make = defaultWorker }: HasherOptions): HashWorker | undefined {
  try {
    const worker = make();
    // A worker that cannot be loaded says so once, perhaps before the first question; one that is ended never answers.
    let gone = (): void => {};
    const broken = new Promise<undefined>((resolve) => (gone = () => resolve(undefined)));
    worker.onerror = gone;
    worker.postMessage(module);
    return {
      ask: (question) => Promise.race([broken, ask(worker, question)]),
      terminate: () => (worker.terminate(), gone()),
    };
  } catch {
    return undefined; // no workers here, or the page's CSP or origin forbids this one
  }
}

function ask(worker: Worker, question: HashQuestion): Promise<HashReply> {
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<HashReply>) => resolve(data);
    worker.postMessage(question);
  });
}
