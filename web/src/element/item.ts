/** A file of the list, and its upload as soon as there is one. */
import {
  discard,
  resumable,
  resume,
  upload,
  type Options,
  type Resumable,
  type SignerOptions,
  type Upload,
  type UploadResult,
  type UploadState,
} from '../index.ts';
import { keyOf, type Found } from './intake.ts';

/** `ready`: not started yet. `queued`: others are sent first. `interrupted`: of an earlier visit. The rest as of Upload. */
export type ItemState = 'ready' | 'queued' | 'interrupted' | UploadState;

/** What a page sees of a file in the list. */
export interface UploadItem {
  /** Undefined for an upload of an earlier visit whose file was not chosen again. */
  readonly file: File | undefined;
  readonly name: string;
  /** In the folder that was chosen or dropped; else the name. */
  readonly path: string;
  readonly size: number;
  readonly state: ItemState;
  /** Bytes handed to the network. */
  readonly sent: number;
  readonly upload: Upload | undefined;
  /** What an earlier visit has left of it. */
  readonly earlier: Resumable | undefined;
  readonly result: UploadResult | undefined;
  /** A PartwayError, or what the `options` function threw. */
  readonly error: Error | undefined;
}

type Given = Options | SignerOptions;

const finals: readonly string[] = ['finished', 'failed', 'aborted'];

export class Item implements UploadItem {
  file: File | undefined;
  handle: FileSystemFileHandle | undefined;
  readonly name: string;
  path: string;
  readonly size: number;
  state: ItemState;
  sent = 0;
  /** Bytes per second. */
  speed = 0;
  secondsLeft: number | undefined;
  upload: Upload | undefined;
  result: UploadResult | undefined;
  error: Error | undefined;
  /** It could not be forgotten. */
  isStuck = false;
  /** Called when something of it has changed. */
  changed: () => void = () => {};
  readonly earlier: Resumable | undefined;
  #fileless = false;
  #paused = false;
  #cancelled = false;

  constructor(found: Found | undefined, saved?: Resumable) {
    this.file = found?.file;
    this.handle = found?.handle;
    this.earlier = saved;
    this.path = found?.path ?? saved?.name ?? '';
    this.name = this.path.slice(this.path.lastIndexOf('/') + 1);
    this.size = this.file?.size ?? saved?.size ?? 0;
    this.sent = saved?.confirmed ?? 0;
    this.state = saved ? 'interrupted' : 'ready';
    this.#fileless = !found && !saved?.hasFile;
  }

  /** Whether a person has to choose its file before it goes on. */
  get needsFile(): boolean {
    return this.#fileless;
  }

  /** See {@link keyOf}; "" without a file. */
  get key(): string {
    return this.file ? keyOf({ file: this.file, path: this.path }) : '';
  }

  get isOver(): boolean {
    return finals.includes(this.state);
  }

  /** Whether it is begun and not over. */
  get isUnderWay(): boolean {
    return !this.isOver && !['ready', 'queued', 'interrupted'].includes(this.state);
  }

  /** Whether this upload of an earlier visit seems to be that of the file. */
  isOf({ file, path }: Found): boolean {
    return !this.file && path === this.path && file.size === this.size;
  }

  adopt({ file, path, handle }: Found): void {
    Object.assign(this, { file, path, handle });
    this.#fileless = false;
  }

  enter(state: ItemState): void {
    this.state = state;
    this.changed();
  }

  /** Uploads it to the end, whatever that is. */
  async run(options: (item: UploadItem) => Promise<Given>): Promise<void> {
    this.error = this.upload = undefined;
    this.#cancelled = this.#paused = false;
    this.enter('preparing');
    try {
      const made = (this.upload = await this.#begin(await options(this)));
      if (this.#paused) made.pause();
      if (this.#cancelled) made.abort();
      for (const kind of ['statechange', 'progress']) made.addEventListener(kind, () => this.#follow(made));
      this.#follow(made);
      this.result = await made.finished;
      this.#follow(made); // the last progress may still be on its way
      this.enter('finished');
    } catch (thrown) {
      this.error = asError(thrown);
      this.speed = 0;
      this.#fileless = 'code' in this.error && this.error.code === 'FileNeeded';
      this.enter(
        this.upload?.state === 'aborted' || this.#cancelled ? 'aborted' : this.#fileless ? 'interrupted' : 'failed',
      );
    }
  }

  #begin(given: Given): Upload | Promise<Upload> {
    const { file, handle: fileHandle } = this;
    if (!file && this.earlier) return resume(this.earlier.id, given);
    return upload(file!, { name: this.path, ...(fileHandle && { fileHandle }), ...given });
  }

  /** Whether parts of it are at the store, as far as is known, and nothing is under way. */
  get isLeft(): boolean {
    return !this.isStuck && (this.state === 'interrupted' || (this.state === 'failed' && !!this.upload?.uploadId));
  }

  /** Whether it is about to be forgotten, without having gone on. */
  get isDiscarding(): boolean {
    return this.state === 'aborting' && !this.upload;
  }

  /** Whether an upload of an earlier visit is now forgotten, and gone from the store. */
  async discard(options: (item: UploadItem) => Promise<Given>): Promise<boolean> {
    const { state, upload: failed } = this;
    this.upload = undefined;
    this.enter('aborting');
    try {
      const { id } =
        (failed ? (await resumable()).find(({ uploadId }) => uploadId === failed.uploadId) : this.earlier) ?? {};
      if (id) await discard(id, await options(this));
      return true;
    } catch (thrown) {
      this.error = asError(thrown);
      this.isStuck = true;
      this.enter(state);
      return false;
    }
  }

  #follow({ state, progress }: Upload): void {
    ({ sent: this.sent, speed: this.speed, secondsLeft: this.secondsLeft } = progress);
    this.enter(finals.includes(state) ? this.state : state); // its end comes with its result
  }

  pause(): void {
    if (this.state === 'queued') return this.enter('ready');
    this.#paused = true;
    this.upload?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.upload?.resume();
  }

  /** Whether it now ends by itself, as what is under way does. */
  cancel(): boolean {
    if (!this.isUnderWay) return false;
    this.#cancelled = true;
    this.upload?.abort();
    return true;
  }
}

/** What the `options` function threw may be anything. */
const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
