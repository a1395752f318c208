/**
 * The machine of one upload: twin of "Uploads" in wasm/abi/abi.go. What the events and actions mean is said in
 * core/upload. It lives in bytes that are kept here between two calls.
 */
import { noReply, type Core, type Operation, type Reply } from './core.ts';
import type { Bytes, Field, Flag, Reader } from './message.ts';

const BEGIN = 7,
  RESTORE = 8,
  HANDLE = 9;

/** The kinds of events, by their numbers in core/upload/event.go. */
export const Events = {
  time: 0,
  reply: 1,
  failed: 2,
  progress: 3,
  hashed: 4,
  hashFailed: 5,
  renewed: 6,
  renewFailed: 7,
  slot: 8,
  offline: 9,
  online: 10,
  woke: 11,
  fileChanged: 12,
  start: 13,
  pause: 14,
  resume: 15,
  abort: 16,
} as const;

/** The kinds of actions, by their numbers in core/upload/action.go. */
export const Actions = {
  none: 0,
  send: 1,
  cancel: 2,
  hash: 3,
  renew: 4,
  clock: 5,
  timer: 6,
  save: 7,
  forget: 8,
  want: 9,
  release: 10,
  done: 11,
  fail: 12,
} as const;

/** The operations, by their numbers in core/request/request.go. */
export const operations: readonly Operation[] = [
  '' as Operation,
  'initiate',
  'uploadPart',
  'listParts',
  'complete',
  'abort',
  'listUploads',
  'putObject',
  'headObject',
];

/** How a request went, by the numbers of upload.Verdict. */
export const Verdicts = { unused: 0, good: 1, slow: 2, lost: 3 } as const;

/** Why there is no answer, by the numbers of upload.Reason. */
export const Reasons = { network: 0, unreadable: 1, unsigned: 2, refused: 3 } as const;

export type Reason = (typeof Reasons)[keyof typeof Reasons];

export type EventKind = (typeof Events)[keyof typeof Events];

/** What has happened. Fields that the kind has no use for are left out. */
export interface MachineEvent {
  kind: EventKind;
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
  kind: number;
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

/** How an upload stands. */
export interface Standing {
  /** The number of its upload.State. */
  step: number;
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
export type MachineConfig = [
  dialect: string,
  size: number,
  partSize: number,
  verify: string,
  file: string,
  window: number,
  parallel: number,
  limitMs: number,
  stallMs: number,
  blind: Flag,
];

export class Machine {
  readonly #core: Core;
  readonly #dialect: string;
  standing!: Standing;
  /** What a later session needs, as of the last action that wanted it stored. */
  snapshot!: Bytes;
  #state!: Bytes;

  private constructor(core: Core, dialect: string, fn: number, fields: readonly Field[]) {
    this.#core = core;
    this.#dialect = dialect;
    this.#call(fn, fields);
  }

  static begin(core: Core, config: MachineConfig): Machine {
    return new Machine(core, config[0], BEGIN, config);
  }

  /** Throws if the snapshot is of another version, or damaged. */
  static restore(core: Core, dialect: string, snapshot: Bytes): Machine {
    return new Machine(core, dialect, RESTORE, [snapshot]);
  }

  /** Takes in an event; all the actions are to be performed before the next. */
  handle(event: MachineEvent): Action[] {
    const {
      kind,
      request = 0,
      part = 0,
      count = 0,
      bytes = 0,
      until = 0,
      sum = '',
      reason = 0,
      operation = '' as Operation,
      reply = noReply,
    } = event;
    const entropy = crypto.getRandomValues(new BigUint64Array(1))[0]!;
    return this.#call(HANDLE, [
      this.#state,
      kind,
      Date.now(),
      entropy,
      request,
      part,
      count,
      bytes,
      until,
      sum,
      reason,
      operations.indexOf(operation),
      this.#dialect,
      reply.status,
      reply.headers,
      reply.body,
    ]);
  }

  #call(fn: number, fields: readonly Field[]): Action[] {
    return this.#core.call(fn, fields, (r) => {
      this.standing = {
        step: r.number(),
        uploadId: r.text(),
        file: r.text(),
        algorithm: r.text() as Standing['algorithm'],
        paused: r.flag(),
        offline: r.flag(),
        size: r.number(),
        partSize: r.number(),
        sent: r.number(),
        confirmed: r.number(),
        speed: r.number(),
        left: r.number(),
        phases: r.bytes(),
      };
      const actions = r.list(action);
      this.snapshot = r.bytes();
      this.#state = r.bytes();
      return actions;
    });
  }
}

function action(r: Reader): Action {
  return {
    operation: operations[r.number()]!,
    kind: r.number(),
    request: r.number(),
    part: r.number(),
    offset: r.number(),
    size: r.number(),
    at: r.number(),
    count: r.number(),
    verdict: r.number(),
    must: r.flag(),
    texts: r.list((item) => item.text()),
  };
}
