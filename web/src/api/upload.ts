import { Events, type EventKind } from '../boundary/machine.ts';
import { abortedError, invalidOption, toPartwayError } from '../boundary/error.ts';
import type { UploadObserver } from '../run/job.ts';
import { runUpload } from '../run/lifecycle.ts';
import type { Driver } from '../run/driver.ts';
import { isA, isSignal } from '../platform/kinds.ts';
import { turn } from '../platform/queue.ts';
import type { Options, SignerOptions } from '../types/options.ts';
import type { Part, Progress, TabProgress, UploadResult, UploadState } from '../types/results.ts';

/**
 * In the order of upload.State. An upload that has failed keeps the state that it failed in until `finished` settles,
 * which announces the last three.
 */
const states: readonly (UploadState | undefined)[] = [
  'preparing', // idle
  'resuming', // proving
  'resuming', // listing
  'resuming', // discarding
  'initiating', // beginning
  'uploading', // sending
  'uploading', // putting
  'completing', // completing
  'completing', // asking
  'completing', // verifying
  'aborting', // aborting
  'completing', // done
  undefined, // failed
  'aborting', // aborted
];

/** The shortest time between two events of progress: about a frame of the screen, in milliseconds. */
const FRAME = 16;

/**
 * One upload under way. Events: `statechange` when `state` has changed, `progress` when `progress` or `parts` have, at
 * most once a frame. A final state comes once, just before `finished` settles.
 */
export class Upload extends EventTarget {
  /** Resolves when the object is stored; rejects with a PartwayError, whose code is "Aborted" after an abort. */
  readonly finished: Promise<UploadResult>;

  readonly #file: Blob;
  #total: number | undefined;
  readonly #aborting = new AbortController();
  #driver: Driver | undefined;
  #elsewhere: TabProgress | undefined;
  #paused = false;
  /** Whether anything of the file has been sent in this session. */
  #sending = false;
  /** What it is while there is no driver. */
  #before: UploadState = 'preparing';
  #state: UploadState = 'preparing';
  #over = false;
  #frame: ReturnType<typeof setTimeout> | undefined;

  constructor(file: Blob, options: Options | SignerOptions) {
    super();
    this.#file = file;
    this.finished = this.#run(file, { ...options });
    this.finished.catch(() => {}); // who listens to the events has heard of it
  }

  /** "preparing" at first. */
  get state(): UploadState {
    return this.#state;
  }

  /** The store's ID of the upload, as soon as there is one; stays "" if the file goes whole. */
  get uploadId(): string {
    return this.#driver?.standing.uploadId ?? '';
  }

  /** In order; empty until they are planned. */
  get parts(): readonly Readonly<Part>[] {
    return this.#driver?.parts ?? [];
  }

  /** As it is now; a new object each time. */
  get progress(): Progress {
    const { sent = 0, confirmed = 0, speed = 0, left = -1 } = this.#driver?.standing ?? this.#elsewhere ?? {};
    this.#total ??= isBlob(this.#file) ? this.#file.size : 0; // not before: a browser may ask another process for it
    return { sent, confirmed, total: this.#total, speed, secondsLeft: left < 0 ? undefined : left / 1000 };
  }

  /**
   * Cuts the parts in flight, or a file that goes whole; they are sent again later. What completes the upload is not cut
   * any more.
   */
  pause(): void {
    this.#paused = true;
    this.#order(Events.pause);
  }

  /** Goes on after a pause; else does nothing. */
  resume(): void {
    this.#paused = false;
    this.#order(Events.resume);
  }

  /**
   * Ends the upload, cuts what is in flight and removes its parts from the store; `finished` then rejects with the code
   * "Aborted" and the reason as its cause. Too late after the end.
   */
  abort(reason?: unknown): void {
    if (this.#over || this.#aborting.signal.aborted) return;
    this.#aborting.abort(abortedError(reason));
    this.#order(Events.abort);
  }

  #order(kind: EventKind): void {
    this.#driver?.post({ kind });
    this.#changed();
  }

  async #run(file: Blob, options: Options | SignerOptions): Promise<UploadResult> {
    const signal = isSignal(options.signal) ? options.signal : undefined; // what is none is refused with the options
    const onAbort = (): void => this.abort(signal?.reason);
    try {
      await turn(); // thousands may begin at once; and whoever made it hears of a wrong option by the events too
      signal?.addEventListener('abort', onAbort);
      if (signal?.aborted) onAbort();
      if (!isBlob(file)) throw invalidOption('file', 'is no File and no other Blob.');
      const result = await runUpload(file, options, this.#observer());
      this.#end('finished');
      return result;
    } catch (thrown) {
      const error = toPartwayError(thrown);
      this.#end(error.code === 'Aborted' ? 'aborted' : 'failed');
      throw error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #observer(): UploadObserver {
    return {
      signal: this.#aborting.signal,
      following: (progress) => {
        this.#elsewhere = progress;
        this.#before = 'waiting';
        this.#changed();
        this.#progressed();
      },
      driven: (driver) => {
        this.#driver = driver;
        driver.start(this.#paused ? Events.pause : undefined);
      },
      changed: () => this.#changed(),
    };
  }

  #changed(): void {
    if (this.#over) return;
    const standing = this.#driver?.standing;
    if (standing) this.#progressed();
    let state = standing ? states[standing.step] : this.#before;
    this.#sending ||= state === 'uploading';
    if (state === 'resuming' && this.#sending) state = 'uploading'; // it asks for what the replies to parts did not show
    if (!state) return;
    if (state === 'aborting') this.#enter(state);
    else if (this.#paused && state !== 'completing')
      this.#enter('paused'); // too late for what completes
    else this.#enter(standing?.offline ? 'offline' : state);
  }

  #end(state: UploadState): void {
    this.#over = true;
    if (this.#frame) this.#announce(); // nothing comes after the end
    this.#enter(state);
  }

  #enter(state: UploadState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.dispatchEvent(new Event('statechange'));
  }

  /** Announces progress, of several at a time the last. */
  #progressed(): void {
    this.#frame ??= setTimeout(() => this.#announce(), FRAME);
  }

  #announce(): void {
    clearTimeout(this.#frame);
    this.#frame = undefined;
    this.dispatchEvent(new Event('progress'));
  }
}

const isBlob = (file: unknown): boolean => isA(/ (Blob|File)\]/, file);

/**
 * Uploads a file or any other Blob, of 0 bytes to what the store takes as an object. It begins at once and never throws:
 * whatever is wrong rejects `finished` with a PartwayError, wrong options before any request. Who only listens to the
 * events need not handle that rejection.
 */
export function upload(file: Blob, options: Options | SignerOptions): Upload {
  return new Upload(file, options);
}
