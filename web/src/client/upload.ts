import { abortedError, PartwayError, toPartwayError } from '../boundary/error.ts';
import { drive, type Control, type Part, type Phase, type UploadResult } from './drive.ts';
import { checkSignal } from './flatten.ts';
import type { Options } from './options.ts';

/** In this order, "paused" between any two of the first; the last three are final. */
export type UploadState = Phase | 'paused' | 'finished' | 'failed' | 'aborted';

/** How far an upload is, in bytes. */
export interface Progress {
  /** Handed to the network; falls when a part has to be sent again. */
  sent: number;
  /** What the store has said it holds. Never falls. */
  confirmed: number;
  /** The file's size. */
  total: number;
}

/**
 * One upload under way. Events: `statechange` when `state` has changed, `progress` when `progress` or `parts` have.
 * A final state comes once, just before `finished` settles.
 */
export class Upload extends EventTarget {
  /** Resolves when the object is stored; rejects with a PartwayError, whose code is "Aborted" after an abort. */
  readonly finished: Promise<UploadResult>;
  /** The store's ID of the upload, as soon as there is one; stays "" if the file goes whole. */
  uploadId = '';
  /** In order; empty until they are planned. */
  parts: readonly Readonly<Part>[] = [];

  readonly #total: number;
  readonly #aborting = new AbortController();
  #phase: Exclude<UploadState, 'paused'> = 'preparing';
  #resumed: PromiseWithResume | undefined;
  #cut = new AbortController();

  constructor(file: Blob, options: Options) {
    super();
    this.#total = isBlob(file) ? file.size : 0;
    this.finished = this.#run(file, { ...options });
    this.finished.catch(() => {}); // who listens to the events has heard of it
  }

  /** "preparing" at first. */
  get state(): UploadState {
    return this.#resumed ? 'paused' : this.#phase;
  }

  /** As it is now; a new object each time. */
  get progress(): Progress {
    const confirmed = this.parts.reduce((sum, part) => sum + (part.state === 'stored' ? part.size : 0), 0);
    return { sent: this.parts.reduce((sum, part) => sum + part.sent, 0), confirmed, total: this.#total };
  }

  /**
   * Cuts the part in flight, which is sent again later; a file that goes whole and has been handed over is left to be
   * stored. Too late while completing and after the end.
   */
  pause(): void {
    if (this.#resumed || this.#tooLate) return;
    this.#resumed = promiseWithResume();
    if (this.#phase === 'uploading' && !this.#handedOver) this.#cut.abort();
    this.#changed();
  }

  /** Goes on after a pause; else does nothing. */
  resume(): void {
    const paused = this.#resumed;
    if (!paused) return;
    this.#resumed = undefined;
    paused.resume();
    this.#changed();
  }

  /**
   * Ends the upload and removes its parts from the store; `finished` then rejects with the code "Aborted" and the reason
   * as its cause. Too late while completing and after the end.
   */
  abort(reason?: unknown): void {
    if (this.#tooLate || this.#aborting.signal.aborted) return;
    this.#aborting.abort(abortedError(reason));
    this.#cut.abort(this.#aborting.signal.reason);
    this.resume();
  }

  get #tooLate(): boolean {
    return !['preparing', 'initiating', 'uploading'].includes(this.#phase);
  }

  /** A PutObject that is cut now may be stored all the same, and sent again would meet its own object. */
  get #handedOver(): boolean {
    return !this.uploadId && this.progress.sent === this.#total;
  }

  async #run(file: Blob, { signal, ...options }: Options): Promise<UploadResult> {
    const onAbort = (): void => this.abort(signal?.reason);
    try {
      await undefined; // so that whoever made it hears of a wrong option by the events too
      checkSignal(signal);
      signal?.addEventListener('abort', onAbort);
      if (signal?.aborted) onAbort();
      if (!isBlob(file)) throw new PartwayError('The file is no File and no other Blob.', { code: 'InvalidOption', option: 'file' });
      const result = await drive(file, options, this.#control());
      this.#enter('finished');
      return result;
    } catch (thrown) {
      const error = toPartwayError(thrown);
      this.#enter(error.code === 'Aborted' ? 'aborted' : 'failed');
      throw error;
    } finally {
      signal?.removeEventListener?.('abort', onAbort); // what is no signal may have none
    }
  }

  #control(): Control {
    return {
      signal: this.#aborting.signal,
      enter: (phase) => this.#enter(phase),
      began: (uploadId) => void (this.uploadId = uploadId),
      planned: (parts) => void (this.parts = parts),
      progressed: () => this.dispatchEvent(new Event('progress')),
      ready: () => this.#ready(),
      step: (run) => this.#step(run),
    };
  }

  async #ready(): Promise<void> {
    while (this.#resumed) await this.#resumed.promise;
    this.#aborting.signal.throwIfAborted();
  }

  async #step<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    for (;;) {
      await this.#ready();
      const { signal } = (this.#cut = new AbortController());
      try {
        return await run(signal);
      } catch (thrown) {
        if (!signal.aborted || this.#aborting.signal.aborted) throw thrown;
      }
    }
  }

  #enter(phase: Exclude<UploadState, 'paused'>): void {
    this.#phase = phase;
    if (this.#tooLate) this.#resumed = undefined;
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event('statechange'));
  }
}

/** Those of other windows are none by `instanceof`. */
function isBlob(file: unknown): boolean {
  return /\[object (Blob|File)\]/.test(Object.prototype.toString.call(file));
}

interface PromiseWithResume {
  promise: Promise<void>;
  resume(): void;
}

function promiseWithResume(): PromiseWithResume {
  let resume = (): void => {};
  const promise = new Promise<void>((resolve) => (resume = resolve));
  return { promise, resume };
}

/**
 * Uploads a file or any other Blob, of 0 bytes to what the store takes as an object. It begins at once and never throws:
 * whatever is wrong rejects `finished` with a PartwayError, wrong options before any request. Who only listens to the
 * events need not handle that rejection.
 */
export function upload(file: Blob, options: Options): Upload {
  return new Upload(file, options);
}
