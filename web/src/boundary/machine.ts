/**
 * The machine of one upload, and the budget that uploads share: twin of "Uploads" in wasm/abi/abi.go. What the events
 * and actions mean is said in core/upload. Both live in bytes that are kept here between two calls.
 */
import type { Core, Operation, Reply } from './core.ts';
import type { Bytes, Reader } from './message.ts';

const BEGIN = 7, RESTORE = 8, HANDLE = 9, BUDGET = 10;

// In the order of core/upload/event.go and action.go.
const events = [
  'time', 'reply', 'failed', 'progress', 'hashed', 'hashFailed', 'renewed', 'renewFailed', 'slot', 'offline', 'online', 'woke',
  'fileChanged', 'start', 'pause', 'resume', 'abort',
] as const;
const actions = ['none', 'send', 'cancel', 'hash', 'renew', 'clock', 'timer', 'save', 'forget', 'want', 'release', 'done', 'fail'] as const;
const reasons = ['network', 'unreadable', 'unsigned', 'refused'] as const;

export type Reason = (typeof reasons)[number];

/** What has happened. Fields that the kind has no use for are left out. */
export interface MachineEvent {
  kind: (typeof events)[number];
  request?: number;
  part?: number;
  count?: number;
  bytes?: number;
  /** Milliseconds since 1970; 0 for "not known". */
  until?: number;
  sum?: string;
  reason?: Reason;
  /** What was answered, and to what. */
  operation?: Operation;
  reply?: Reply;
}

/** What is to be done. */
export interface Action {
  operation: Operation;
  kind: (typeof actions)[number];
  request: number;
  part: number;
  offset: number;
  size: number;
  at: number;
  count: number;
  verdict: number;
  must: boolean;
  /** Arguments of the operation, or the fields of a result or failure. */
  texts: string[];
}

/** The names of upload.State. */
export type Step =
  | 'idle' | 'proving' | 'listing' | 'discarding' | 'beginning' | 'sending' | 'putting' | 'completing' | 'asking' | 'verifying'
  | 'aborting' | 'done' | 'failed' | 'aborted';

/** How an upload stands. */
export interface Standing {
  step: Step;
  uploadId: string;
  /** What the file is recognized by. */
  file: string;
  algorithm: 'crc64xz' | 'md5';
  paused: boolean;
  offline: boolean;
  size: number;
  partSize: number;
  sent: number;
  confirmed: number;
  /** Bytes per second. */
  speed: number;
  /** Milliseconds; -1 if not known. */
  left: number;
  /** For each part: 0 to be sent, 1 being sent, 2 stored. */
  phases: Bytes;
}

/** What a new upload is about; see upload.Config. Where a signer plans, dialect and verify are "" and partSize is 0. */
export interface MachineConfig {
  dialect: string;
  size: number;
  partSize: number;
  verify: string;
  file: string;
  window: number;
  parallel: number;
  /** Milliseconds; 0 for none. */
  limit: number;
  stall: number;
  blind: boolean;
}

interface Answer {
  standing: Standing;
  actions: Action[];
  snapshot: Bytes;
  state: Bytes;
}

export class Machine {
  readonly #core: Core;
  readonly #dialect: string;
  #answer: Answer;

  private constructor(core: Core, dialect: string, answer: Answer) {
    this.#core = core;
    this.#dialect = dialect;
    this.#answer = answer;
  }

  static begin(core: Core, c: MachineConfig): Machine {
    const fields = [c.dialect, c.size, c.partSize, c.verify, c.file, c.window, c.parallel, c.limit, c.stall, c.blind];
    return new Machine(core, c.dialect, core.call(BEGIN, fields, answer));
  }

  /** Throws if the snapshot is of another version, or damaged. */
  static restore(core: Core, dialect: string, snapshot: Bytes): Machine {
    return new Machine(core, dialect, core.call(RESTORE, [snapshot], answer));
  }

  get standing(): Standing {
    return this.#answer.standing;
  }

  /** What a later session needs, as of the last action that wanted it stored. */
  get snapshot(): Bytes {
    return this.#answer.snapshot;
  }

  /** Takes in an event; all the actions are to be performed before the next. */
  handle(event: MachineEvent): Action[] {
    const { kind, request = 0, part = 0, count = 0, bytes = 0, until = 0, sum = '', reason = 'network', operation = '', reply } = event;
    const entropy = crypto.getRandomValues(new BigUint64Array(1))[0]!;
    this.#answer = this.#core.call(HANDLE, [
      this.#answer.state, events.indexOf(kind), Date.now(), entropy, request, part, count, bytes, until, sum, reasons.indexOf(reason),
      operation, this.#dialect, reply?.status ?? 0, reply?.headers ?? [], reply?.body ?? '',
    ], answer);
    return this.#answer.actions;
  }
}

function answer(r: Reader): Answer {
  const standing: Standing = {
    step: r.text() as Step, uploadId: r.text(), file: r.text(), algorithm: r.text() as Standing['algorithm'],
    paused: r.flag(), offline: r.flag(),
    size: r.number(), partSize: r.number(), sent: r.number(), confirmed: r.number(), speed: r.number(), left: r.number(),
    phases: r.bytes(),
  };
  return { standing, actions: r.list(action), snapshot: r.bytes(), state: r.bytes() };
}

function action(r: Reader): Action {
  return {
    operation: r.text() as Operation, kind: actions[r.number()] ?? 'none', request: r.number(), part: r.number(), offset: r.number(),
    size: r.number(), at: r.number(), count: r.number(), verdict: r.number(), must: r.flag(), texts: r.list((item) => item.text()),
  };
}

/** Shares the requests to one host among the uploads of a page: twin of upload.Budget. */
export class Budget {
  readonly #core: Core;
  #bytes: Bytes = new Uint8Array();
  /** Requests at a time. */
  limit = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  /** An upload could use so many requests at a time. Each of these three gives the uploads that are granted one more. */
  want(upload: number, count: number): number[] {
    return this.#tell(0, upload, count, 0);
  }

  /** A request of an upload is over. */
  release(upload: number, verdict: number, size: number): number[] {
    return this.#tell(1, upload, verdict, size);
  }

  drop(upload: number): number[] {
    return this.#tell(2, upload, 0, 0);
  }

  #tell(event: number, upload: number, count: number, size: number): number[] {
    return this.#core.call(BUDGET, [this.#bytes, event, upload, count, size, Date.now()], (r) => {
      this.#bytes = r.bytes();
      this.limit = r.number();
      return r.list((item) => item.number());
    });
  }
}
