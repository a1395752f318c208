/** What a page with keys loads beside the rest, see later.ts. */
import type { Operation, Reply, Signable } from '../boundary/core.ts';
import { KeyCore, type BuiltRequest, type Checked, type Form, type Readings } from '../boundary/keycore.ts';
import { abortedError, toPartwayError } from '../boundary/error.ts';
import { moduleWithKeys } from '../platform/assets.ts';
import { flatten } from './flatten.ts';
import { keysOf, type Keys } from './keys.ts';
import type { Options } from '../types/options.ts';
import type { Initiated, Preview } from '../types/results.ts';
import type { Outgoing, Renewed, Session, Told } from './session.ts';
import { hostOf, runtime, type Host, type Runtime } from '../platform/runtime.ts';
import { isSignal } from '../platform/kinds.ts';
import { checkClientOptions, keyRules } from './clientoptions.ts';
import type { PresignOptions, Signing } from '../types/signing.ts';
import { argumentsOf } from './signing.ts';
import { sendSeen } from '../platform/transport.ts';
import type { Body } from '../types/transport.ts';

/** Requests that are built and signed in the page. */
export class KeySession implements Session {
  readonly runtime: Runtime;
  readonly id: string;
  readonly target: Checked;
  readonly host: Host;
  readonly window = 0;
  readonly unseen = [
    'The keys may not ask for the object: allow HeadObject.',
    'The store did not answer when it was asked for the checksum.',
  ];
  readonly #core: KeyCore;
  readonly #keys: Keys;
  readonly #options: Options;

  private constructor(runtime: Runtime, keys: Keys, options: Options) {
    this.runtime = runtime;
    this.#core = runtime.core as KeyCore;
    this.target = this.#core.check(flatten(options, keys.current));
    this.id = `${this.target.dialect} ${this.target.url}`;
    this.host = hostOf(runtime, this.target.host);
    this.#keys = keys;
    this.#options = options;
  }

  /** Checks the options; rejects before anything is sent. */
  static async open(given: Options): Promise<KeySession> {
    const options = { ...given }; // programs in JavaScript may give none
    await checkClientOptions(options, keyRules);
    const made = await runtime(options.wasm ?? moduleWithKeys, (exports) => new KeyCore(exports));
    const keys = keysOf(options.credentials);
    await keys.ready();
    return new KeySession(made, keys, options);
  }

  get until(): number {
    return this.#keys.until;
  }

  plan(size: number): ReturnType<Session['plan']> {
    const { dialect, verify } = this.target;
    const partSize = this.#options.partSize ?? 0;
    return { dialect, verify, partSize, whole: this.#core.plan(dialect, size, partSize).put };
  }

  /** The request as it would be sent at that time, by the store's clock. */
  build(operation: Signable, args: readonly string[] = [], form: Form = 'header', at = Date.now()): BuiltRequest {
    const time = Math.floor((at + this.host.offset) / 1000);
    return this.#core.build(operation, form, time, args, flatten(this.#options, this.#keys.current));
  }

  async send({ operation, texts, slice, ...options }: Outgoing): Promise<Reply> {
    const request = this.build(operation, texts);
    return sendSeen(this.#options, { operation, ...request }, slice ?? bodyOf(request), options);
  }

  async renew(): Promise<Renewed | undefined> {
    const renewed = await this.#keys.renew(this.#keys.current);
    return renewed ? { part: 0, count: 0, until: this.until } : undefined;
  }

  /** Begins an upload and leaves the rest to the caller. Rejects with a PartwayError. */
  async initiate(signal: AbortSignal | undefined): Promise<Readings['initiate']> {
    const reply = await this.send({
      operation: 'initiate',
      texts: [],
      part: 0,
      uploadId: '',
      slice: undefined,
      signal,
    });
    return this.#core.read('initiate', this.target.dialect, 0, reply);
  }

  read(operation: Operation, part: number, reply: Reply): Told {
    return this.#core.read(operation, this.target.dialect, part, reply) as Told;
  }
}

/** See initiate.ts. */
export async function initiate(options: Options): Promise<Initiated> {
  const { signal } = { ...options };
  try {
    if (isSignal(signal)) signal.throwIfAborted();
    const session = await KeySession.open(options);
    const begun = await session.initiate(signal);
    const { bucket, key } = session.target; // for stores that do not name them
    return { ...begun, bucket: begun.bucket || bucket, key: begun.key || key };
  } catch (thrown) {
    throw signal?.aborted ? abortedError(signal.reason) : toPartwayError(thrown);
  }
}

/** See initiate.ts. */
export async function check(options: Options): Promise<Preview> {
  try {
    const session = await KeySession.open(options);
    return { ...session.target, request: session.build('initiate') };
  } catch (thrown) {
    throw toPartwayError(thrown);
  }
}

/** See web/src/sign.ts. */
export async function presign(
  what: Signing,
  { form = 'query', time, ...options }: PresignOptions,
): Promise<BuiltRequest> {
  try {
    const session = await KeySession.open(options as Options);
    return session.build(what?.operation ?? '', argumentsOf(what), form, time?.getTime());
  } catch (thrown) {
    throw toPartwayError(thrown);
  }
}

/** What the core wrote as the body of a request. */
function bodyOf({ body }: BuiltRequest): Body {
  return body ? new TextEncoder().encode(body) : null;
}
