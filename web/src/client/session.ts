/** One object at one store: builds, signs, sends and reads its requests. Keeps no progress. */
import { Core, type BuiltRequest, type Checked, type Operation, type Readings } from '../boundary/core.ts';
import { compile, instantiate } from '../boundary/module.ts';
import { askCredentials, flatten } from './flatten.ts';
import type { Options } from './options.ts';
import { send, type Body, type SendOptions } from './transport.ts';
import { opaqueBy } from './verify.ts';

interface Exchange extends SendOptions {
  args?: readonly (string | number)[];
  /** The bytes of a part or an object; the core writes every other body. */
  body?: Blob;
  partNumber?: number;
}

export class Session {
  readonly core: Core;
  readonly module: WebAssembly.Module;
  readonly target: Checked;
  /** The header by which the store said that its ETags are no MD5; "" while it has not. */
  opaque = '';
  readonly #options: Options;

  private constructor(core: Core, module: WebAssembly.Module, target: Checked, options: Options) {
    this.core = core;
    this.module = module;
    this.target = target;
    this.#options = options;
  }

  /** Checks the options; rejects before anything is sent. */
  static async open(given: Options): Promise<Session> {
    const options = { ...given }; // programs in JavaScript may give none
    const module = await compile(options.wasm);
    const core = new Core(await instantiate(module));
    return new Session(core, module, core.check(flatten(options, await askCredentials(options))), options);
  }

  /** The request as it would be sent now. */
  async build(operation: Operation, args: readonly (string | number)[] = []): Promise<BuiltRequest> {
    const pairs = flatten(this.#options, await askCredentials(this.#options));
    return this.core.build(operation, 'header', Math.floor(Date.now() / 1000), args.map(String), pairs);
  }

  async exchange<O extends Operation>(operation: O, { args = [], body, partNumber = 0, ...options }: Exchange = {}): Promise<Readings[O]> {
    const request = await this.build(operation, args);
    this.#options.onRequest?.({ operation, ...request });
    const payload: Body = body ?? (request.body ? new TextEncoder().encode(request.body) : null);
    const reply = await send(request, payload, options);
    // Without a reply it may have been the file: reading it tells, and throws what the reader should know.
    if (!reply.status && body) await body.slice(0, 1).arrayBuffer();
    this.opaque ||= opaqueBy(reply);
    return this.core.read(operation, this.target.dialect, partNumber, reply);
  }
}
