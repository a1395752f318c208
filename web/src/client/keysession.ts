import type { BuiltRequest, Checked, Operation, Readings } from '../boundary/core.ts';
import { flatten } from './flatten.ts';
import type { Host } from './host.ts';
import { keysOf, type Keys } from './keys.ts';
import type { Options } from './options.ts';
import type { Outgoing, Renewed, Session } from './session.ts';
import { hostOf, runtime, type Runtime } from './shared.ts';
import { send, type Body } from './transport.ts';
import type { Reply } from '../boundary/core.ts';

/** Requests that are built and signed in the page. */
export class KeySession implements Session {
  readonly runtime: Runtime;
  readonly target: Checked;
  readonly host: Host;
  readonly window = 0;
  readonly #keys: Keys;
  readonly #options: Options;

  private constructor(runtime: Runtime, target: Checked, keys: Keys, options: Options) {
    this.runtime = runtime;
    this.target = target;
    this.host = hostOf(runtime, target.host);
    this.#keys = keys;
    this.#options = options;
  }

  /** Checks the options; rejects before anything is sent. */
  static async open(given: Options): Promise<KeySession> {
    const options = { ...given }; // programs in JavaScript may give none
    const made = await runtime(options.wasm ?? new URL('./partway.wasm', import.meta.url));
    const keys = keysOf(options.credentials);
    await keys.ready();
    return new KeySession(made, made.core.check(flatten(options, keys.current)), keys, options);
  }

  get until(): number {
    return this.#keys.until;
  }

  /** The request as it would be sent now, by the store's clock. */
  build(operation: Operation, args: readonly string[] = []): BuiltRequest {
    const time = Math.floor((Date.now() + this.host.offset) / 1000);
    return this.runtime.core.build(operation, 'header', time, args, flatten(this.#options, this.#keys.current));
  }

  async send({ operation, args, slice, ...options }: Outgoing): Promise<Reply> {
    const request = this.build(operation, args);
    this.#options.onRequest?.({ operation, ...request });
    return send(request, slice ?? bodyOf(request), options);
  }

  async renew(): Promise<Renewed | undefined> {
    const renewed = await this.#keys.renew(this.#keys.current);
    return renewed ? { part: 0, count: 0, until: this.until } : undefined;
  }

  /** Begins an upload and leaves the rest to the caller. Rejects with a PartwayError. */
  async initiate(signal: AbortSignal | undefined): Promise<Readings['initiate']> {
    const reply = await this.send({ operation: 'initiate', args: [], part: 0, slice: undefined, signal });
    return this.runtime.core.read('initiate', this.target.dialect, 0, reply);
  }
}

/** What the core wrote as the body of a request. */
function bodyOf({ body }: BuiltRequest): Body {
  return body ? new TextEncoder().encode(body) : null;
}
