/** One object at one store: what its requests are signed with, and where they go. Keeps no progress. */
import type { BuiltRequest, Checked, Core, Operation, Readings } from '../boundary/core.ts';
import type { Host } from './host.ts';
import { flatten } from './flatten.ts';
import { keysOf, type Keys } from './keys.ts';
import type { Options } from './options.ts';
import { hostOf, runtime, type Runtime } from './shared.ts';
import { send, type Body } from './transport.ts';

export class Session {
  readonly runtime: Runtime;
  readonly target: Checked;
  readonly keys: Keys;
  readonly host: Host;
  readonly #options: Options;

  private constructor(runtime: Runtime, target: Checked, keys: Keys, options: Options) {
    this.runtime = runtime;
    this.target = target;
    this.keys = keys;
    this.host = hostOf(runtime, target.host);
    this.#options = options;
  }

  /** Checks the options; rejects before anything is sent. */
  static async open(options: Options): Promise<Session> {
    const made = await runtime(options.wasm);
    const keys = keysOf(options.credentials);
    await keys.ready();
    return new Session(made, made.core.check(flatten(options, keys.current)), keys, options);
  }

  get core(): Core {
    return this.runtime.core;
  }

  /** The request as it would be sent now, by the store's clock. */
  build(operation: Operation, args: readonly string[] = []): BuiltRequest {
    const time = Math.floor((Date.now() + this.host.offset) / 1000);
    return this.core.build(operation, 'header', time, args, flatten(this.#options, this.keys.current));
  }

  /** Builds a request that is about to be sent. */
  prepare(operation: Operation, args?: readonly string[]): BuiltRequest {
    const request = this.build(operation, args);
    this.#options.onRequest?.({ operation, ...request });
    return request;
  }

  /** Sends a request without a file's bytes, once. Rejects with a PartwayError. */
  async exchange<O extends Operation>(operation: O, signal?: AbortSignal): Promise<Readings[O]> {
    const request = this.prepare(operation);
    const reply = await send(request, bodyOf(request), { signal });
    return this.core.read(operation, this.target.dialect, 0, reply);
  }
}

/** What the core wrote as the body of a request. */
export function bodyOf(request: BuiltRequest): Body {
  return request.body ? new TextEncoder().encode(request.body) : null;
}
