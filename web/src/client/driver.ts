/**
 * Performs what the machine of an upload asks for, and tells it what comes of that. Decides nothing. It is the one
 * place through which requests, timers and checksums of an upload go.
 */
import type { Operation, Reply } from '../boundary/core.ts';
import type { Action, Machine, MachineEvent, Standing } from '../boundary/machine.ts';
import { PartwayError, toPartwayError } from '../boundary/error.ts';
import type { Hasher } from './hasher.ts';
import type { Share } from './host.ts';
import { failureOf, opaqueBy, resultOf, type Refusal, type UploadResult } from './outcome.ts';
import { follow, partsOf, type Part } from './parts.ts';
import { Requests } from './requests.ts';
import type { Session, Told } from './session.ts';
import { discardRuntime } from './shared.ts';
import { isOffline, watchSurroundings } from './surroundings.ts';

/** What becomes of snapshots. */
export interface Keeper {
  save(machine: Machine): Promise<void>;
  forget(): Promise<void>;
}

export interface DriverOptions {
  file: Blob;
  session: Session;
  hasher: Hasher;
  machine: Machine;
  keeper: Keeper | undefined;
  /** The upload stands as `driver.standing` and `driver.parts` say. */
  changed(): void;
}

/** The longest that a timer of a browser can be set for, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

export class Driver {
  /** Settles when the machine has come to its end. */
  readonly finished: Promise<UploadResult>;
  /** Empty while a signer has yet to plan them. */
  parts: readonly Part[];
  /** Why the user aborted. */
  reason: unknown;

  readonly #options: DriverOptions;
  readonly #requests: Requests;
  readonly #share: Share;
  readonly #unwatch: () => void;
  readonly #ended = new AbortController();
  readonly #events: MachineEvent[] = [];
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #settle: { resolve(result: UploadResult): void; reject(error: PartwayError): void } = { resolve() {}, reject() {} };
  #opaque = '';
  #refusal: Refusal | undefined;
  #told: Told = {};
  #own: PartwayError | undefined;
  #flights = new Map<number, Action>();

  constructor(options: DriverOptions) {
    const { file, session, machine } = options;
    this.#options = options;
    this.parts = partsOf(machine.standing);
    this.finished = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.#requests = new Requests({ file, session, post: (event) => this.post(event), uploadId: () => this.standing.uploadId, fault: (error) => (this.#own = error) });
    this.#share = session.host.join(() => this.post({ kind: 'slot' }));
    this.#unwatch = watchSurroundings((kind) => this.post({ kind }));
  }

  get standing(): Standing {
    return this.#options.machine.standing;
  }

  /** Begins, with the orders that were given before. */
  start(...orders: MachineEvent['kind'][]): void {
    this.post({ kind: 'renewed', until: this.#options.session.until });
    for (const kind of [...orders, 'start'] as const) this.post({ kind });
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
        this.#options.changed();
      }
    } catch (thrown) {
      this.#broken(thrown);
    }
    this.#busy = false;
  }

  /** The driver itself cannot go on. What the store has stays, for another session. */
  #broken(thrown: unknown): void {
    const { runtime } = this.#options.session;
    if (thrown instanceof WebAssembly.RuntimeError) discardRuntime(runtime.module);
    this.#end();
    this.#settle.reject(Object.assign(toPartwayError(thrown), { uploadId: this.standing.uploadId }));
  }

  /** What people are shown beside the machine's standing, and what an error will say. */
  #note({ kind, request = 0, bytes = 0, reply, reason }: MachineEvent): void {
    const flight = this.#flights.get(request);
    const part = flight && this.parts[flight.part - 1];
    if (kind === 'progress' && part) part.sent = Math.min(bytes, part.size);
    if (kind === 'failed' && reason !== 'unreadable' && isOffline()) this.#events.unshift({ kind: 'offline' });
    if (!reply || !flight) return;
    this.#opaque ||= opaqueBy(reply);
    const etag = reply.headers.find(([name]) => name.toLowerCase() === 'etag')?.[1];
    if (part && etag) part.etag = etag;
    const { operation } = flight;
    if (reply.status >= 300 || operation === 'complete') this.#refusal = { operation, part: flight.part, reply };
    if (['complete', 'putObject', 'headObject'].includes(operation)) this.#hear(operation, reply);
  }

  /** What replies tell of the object; one that asks for it later adds only what was missing. */
  #hear(operation: Operation, reply: Reply): void {
    try {
      const told = withoutEmpty({ callback: /^\s*[^<\s]/.test(reply.body) ? reply.body : '', ...this.#options.session.read(operation, 0, reply) });
      this.#told = operation === 'headObject' ? { ...told, ...this.#told } : { ...this.#told, ...told };
    } catch {
      // A failure: the machine says what comes of it.
    }
  }

  /** Gives a promise where what follows has to wait. */
  #perform(action: Action): Promise<void> | undefined {
    const { session, keeper, machine } = this.#options;
    switch (action.kind) {
      case 'send':
        this.#flights.set(action.request, action);
        this.#requests.send(action);
        break;
      case 'cancel':
        this.#requests.cut(action.request);
        break;
      case 'hash':
        void this.#hash(action);
        break;
      case 'renew':
        void this.#renew(action);
        break;
      case 'clock':
        session.host.offset = action.at;
        break;
      case 'timer':
        this.#setTimer(action.at);
        break;
      case 'save': {
        const saved = keeper?.save(machine);
        return action.must ? saved : undefined;
      }
      case 'forget':
        return keeper?.forget();
      case 'want':
        this.#share.want(action.count);
        break;
      case 'release':
        this.#flights.delete(action.request);
        this.#share.release(action.verdict, action.size);
        break;
      case 'done':
        this.#end();
        this.#settle.resolve(resultOf(action.texts, { session, parts: this.parts, uploadId: this.standing.uploadId, opaque: this.#opaque, told: this.#told }));
        break;
      case 'fail':
        this.#end();
        this.#settle.reject(failureOf(action.texts, { session, refusal: this.#refusal, reason: this.reason, own: this.#own }));
        break;
    }
    return undefined;
  }

  #end(): void {
    this.#ended.abort();
    this.#events.length = 0;
    this.#setTimer(0);
    this.#requests.cutAll();
    this.#share.leave();
    this.#unwatch();
  }

  #setTimer(at: number): void {
    clearTimeout(this.#timer);
    if (!at) return;
    // Timers come early, by a millisecond or where the wait is longer than they can be set for.
    const due = (): void => (Date.now() < at ? this.#setTimer(at) : this.post({ kind: 'time' }));
    this.#timer = setTimeout(due, Math.min(Math.max(at - Date.now(), 0), LONGEST));
  }

  async #hash({ part, offset, size }: Action): Promise<void> {
    const { file, hasher } = this.#options;
    try {
      const { algorithm } = this.standing;
      const [crc64 = '', sum = crc64] = await hasher.sums(file.slice(offset, offset + size), algorithm === 'md5' ? ['crc64xz', 'md5'] : ['crc64xz'], this.#ended.signal);
      this.parts[part - 1]!.crc64 = crc64;
      this.post({ kind: 'hashed', part, sum });
    } catch (thrown) {
      if (thrown instanceof WebAssembly.RuntimeError) this.#broken(thrown); // no fault of the file's
      else this.post({ kind: 'hashFailed', part, reason: 'unreadable' });
    }
  }

  async #renew({ part, count }: Action): Promise<void> {
    try {
      const renewed = await this.#options.session.renew(part, count, this.standing.uploadId);
      this.post(renewed ? { kind: 'renewed', ...renewed } : { kind: 'renewFailed', reason: 'refused' });
    } catch (thrown) {
      this.#own = toPartwayError(thrown);
      this.post({ kind: 'renewFailed', reason: this.#own.retryable ? 'network' : 'refused' });
    }
  }
}

const withoutEmpty = (told: Told): Told => Object.fromEntries(Object.entries(told).filter(([, value]) => value));
