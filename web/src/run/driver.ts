/**
 * Performs what the machine of an upload asks for, and tells it what comes of that. Decides nothing. It is the one
 * place through which requests, timers and checksums of an upload go.
 */
import type { Operation, Reply } from '../boundary/core.ts';
import {
  Actions,
  Events,
  Reasons,
  type Action,
  type EventKind,
  type Machine,
  type MachineEvent,
  type Standing,
} from '../boundary/machine.ts';
import { toPartwayError, type PartwayError } from '../boundary/error.ts';
import type { Share } from '../platform/budget.ts';
import { pieceOf } from '../platform/file.ts';
import type { Hasher } from '../platform/hasher.ts';
import type { TabLock } from '../persistence/tablock.ts';
import type { Part, UploadResult } from '../types/results.ts';
import { failureOf, opaqueBy, resultOf, type Known } from './outcome.ts';
import { follow, partsOf } from './parts.ts';
import { sendFor } from './requests.ts';
import type { Session } from '../session/session.ts';
import { discardRuntime } from '../platform/runtime.ts';
import type { Saver } from '../persistence/saver.ts';
import { isOffline, watchSurroundings } from '../platform/connectivity.ts';

export interface DriverObserver {
  /** Aborts when the user does so before there is a driver, and with whatever reason was given. */
  readonly signal: AbortSignal;
  /** The upload stands as `driver.standing` and `driver.parts` say. */
  changed(): void;
}

export interface DriverOptions {
  file: Blob;
  session: Session;
  hasher: Hasher;
  machine: Machine;
  observer: DriverObserver;
  /** Where snapshots go. */
  saver?: Saver | undefined;
  /** Tells other tabs. */
  tabLock?: TabLock | undefined;
}

/** The longest that a timer of a browser can be set for, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

export class Driver {
  /** Settles when the machine has come to its end. */
  readonly finished: Promise<UploadResult>;
  /** Empty while a signer has yet to plan them. */
  parts: readonly Part[];

  readonly #options: DriverOptions;
  readonly #share: Share;
  readonly #ended = new AbortController();
  readonly #events: MachineEvent[] = [];
  readonly #flights = new Map<number, AbortController>();
  readonly #known: Known = { opaque: '', told: {} };
  #busy = false;
  #renewal = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #resolve!: (result: UploadResult) => void;
  #reject!: (error: PartwayError) => void;

  constructor(options: DriverOptions) {
    this.#options = options;
    this.parts = partsOf(this.standing);
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#share = options.session.host.budget.join(() => this.post({ kind: Events.slot }));
    watchSurroundings(this.#ended.signal, (kind) => this.post({ kind }));
  }

  get standing(): Standing {
    return this.#options.machine.standing;
  }

  /** Begins, with the order that was given before. */
  start(order?: EventKind): void {
    this.post({ kind: Events.renewed, until: this.#options.session.until });
    if (order) this.post({ kind: order });
    this.post({ kind: Events.start });
  }

  /** Tells the machine what has happened, in its turn. */
  post(event: MachineEvent): void {
    if (this.#ended.signal.aborted) return;
    this.#events.push(event);
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      for (let event = this.#events.shift(); event; event = this.#events.shift()) {
        this.#note(event);
        const actions = this.#options.machine.handle(event);
        if (this.parts.length !== this.standing.phases.length) this.parts = partsOf(this.standing);
        follow(this.parts, this.standing.phases);
        for (const action of actions) {
          const done = this.#perform(action);
          if (done) await done;
        }
        this.#options.tabLock?.tell(this.standing);
        this.#options.observer.changed();
      }
    } catch (thrown) {
      this.#broken(thrown);
    }
    this.#busy = false;
  }

  /** The driver itself cannot go on. What the store has stays, for another session. */
  #broken(thrown: unknown): void {
    discardRuntime(this.#options.session.runtime.module);
    this.#end();
    this.#reject(Object.assign(toPartwayError(thrown), { uploadId: this.standing.uploadId }));
  }

  /** What people are shown beside the machine's standing, and what an error will say. */
  #note(event: MachineEvent): void {
    const { kind, part: number = 0, bytes = 0, operation, reply, reason } = event;
    const part = this.parts[number - 1];
    if (kind === Events.progress && part?.state === 'sending') part.sent = Math.min(bytes, part.size);
    if (kind === Events.failed && reason !== Reasons.unreadable && isOffline())
      this.#events.unshift({ kind: Events.offline });
    if (!reply || !operation) return;
    this.#known.opaque ||= opaqueBy(reply);
    if (reply.status >= 300 || operation === 'complete') this.#known.refusal = event;
    this.#hear(operation, reply, part);
  }

  /** What replies tell of a part, or the object; one that asks for it later adds only what was missing. */
  #hear(operation: Operation, reply: Reply, part: Part | undefined): void {
    try {
      const told = this.#options.session.read(operation, 0, reply);
      if (part) part.etag = told.etag || part.etag;
      if (!['complete', 'putObject', 'headObject'].includes(operation)) return;
      const callback = /^\s*[^<\s]/.test(reply.body) ? reply.body : '';
      const found = Object.fromEntries(Object.entries({ callback, ...told }).filter(([, value]) => value));
      const before = this.#known.told;
      this.#known.told = { ...before, ...found, ...(operation === 'headObject' && before) };
    } catch {
      // A failure: the machine says what comes of it.
    }
  }

  /** Gives a promise where what follows has to wait. */
  #perform(action: Action): Promise<void> | undefined {
    const { session, saver, observer } = this.#options;
    switch (action.kind) {
      case Actions.send:
        void this.#send(action);
        break;
      case Actions.cancel:
        this.#flights.get(action.request)?.abort();
        break;
      case Actions.hash:
        void this.#hash(action);
        break;
      case Actions.renew:
        void this.#renew(action);
        break;
      case Actions.clock:
        session.host.offset = action.at;
        break;
      case Actions.timer:
        this.#setTimer(action.at);
        break;
      case Actions.save: {
        const saved = this.#save();
        return action.must ? saved : undefined;
      }
      case Actions.forget:
        return saver?.forget();
      case Actions.want:
        this.#share.want(action.count);
        break;
      case Actions.release:
        this.#share.release(action.verdict, action.size);
        break;
      case Actions.done:
        this.#end();
        this.#resolve(resultOf(action.texts, this.#known, session, this.parts, this.standing.uploadId));
        break;
      case Actions.fail:
        this.#end();
        this.#reject(failureOf(action.texts, this.#known, session, observer.signal));
        break;
    }
    return undefined;
  }

  #end(): void {
    this.#ended.abort();
    this.#events.length = 0;
    this.#setTimer(0);
    for (const cutting of [...this.#flights.values(), this.#renewal]) cutting.abort();
    this.#share.leave();
  }

  #save(): Promise<void> | undefined {
    const { session, machine, saver } = this.#options;
    const { confirmed, uploadId } = this.standing;
    return saver?.save({ target: { ...session.target }, confirmed, uploadId, snapshot: machine.snapshot.slice() });
  }

  #setTimer(at: number): void {
    clearTimeout(this.#timer);
    if (!at) return;
    // Timers come early, by a millisecond or where the wait is longer than they can be set for.
    const due = (): void => (Date.now() < at ? this.#setTimer(at) : this.post({ kind: Events.time }));
    this.#timer = setTimeout(due, Math.min(Math.max(at - Date.now(), 0), LONGEST));
  }

  async #send(action: Action): Promise<void> {
    const { request } = action;
    const cutting = new AbortController();
    const { signal } = cutting;
    const post = (event: MachineEvent): void => (signal.aborted ? undefined : this.post(event));
    this.#flights.set(request, cutting);
    try {
      post(await sendFor(action, { ...this.#options, uploadId: this.standing.uploadId, signal, post }));
    } catch (thrown) {
      // It is cut, or could not even be built.
      if (!signal.aborted)
        post({ kind: Events.failed, request, reason: this.#fault(thrown) ? Reasons.unsigned : Reasons.refused });
    }
    this.#flights.delete(request);
  }

  /** Notes an error that is no store's. Whether trying again can help. */
  #fault(thrown: unknown): boolean {
    this.#known.own = toPartwayError(thrown);
    return this.#known.own.retryable;
  }

  async #hash({ part, offset, size }: Action): Promise<void> {
    const { file, hasher } = this.#options;
    try {
      const { algorithm } = this.standing;
      const [crc64 = '', sum = crc64] = await hasher.sums(
        pieceOf(file, offset, size),
        size,
        algorithm === 'md5' ? ['crc64xz', 'md5'] : ['crc64xz'],
        this.#ended.signal,
      );
      this.parts[part - 1]!.crc64 = crc64;
      this.post({ kind: Events.hashed, part, sum });
    } catch (thrown) {
      if (toPartwayError(thrown).code === 'FileChanged')
        this.post({ kind: Events.hashFailed, part, reason: Reasons.unreadable });
      else this.#broken(thrown);
    }
  }

  /** One at a time: one that takes too long is cut. */
  async #renew({ part, count }: Action): Promise<void> {
    this.#renewal.abort();
    const { signal } = (this.#renewal = new AbortController());
    let event: MachineEvent;
    try {
      const renewed = await this.#options.session.renew(part, count, this.standing.uploadId, signal);
      event = renewed ? { kind: Events.renewed, ...renewed } : { kind: Events.renewFailed, reason: Reasons.refused };
    } catch (thrown) {
      event = { kind: Events.renewFailed, reason: this.#fault(thrown) ? Reasons.network : Reasons.refused };
    }
    if (!signal.aborted) this.post(event);
  }
}
