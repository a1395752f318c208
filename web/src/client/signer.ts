/** Requests that are signed outside the page: no key comes into it. */
import type { Operation, Reply } from '../boundary/core.ts';
import { PartwayError, toPartwayError } from '../boundary/error.ts';
import type { Host } from './host.ts';
import type { SignerOptions } from './options.ts';
import type { Answer, Outgoing, Renewed, Session, Target } from './session.ts';
import { hostOf, runtime, type Runtime } from './shared.ts';
import { send, type Sendable } from './transport.ts';

/** What a signer is told of a file. */
export interface FileFacts {
  /** "" for a Blob that is no File. */
  name: string;
  size: number;
  type: string;
}

/** Where a file goes, and what the store's replies can be compared with ("" for nothing) by which header. */
export type SignedTarget = Target;

/**
 * Who has the keys. Its functions reject where no answer came, which is tried again, or with a PartwayError whose
 * `retry` is "never".
 */
export interface Signer {
  /** Says where a file goes. Asked once for each upload, before anything is sent. */
  open(file: FileFacts): Promise<SignedTarget>;
  /**
   * Performs initiate, listParts, complete, abort or headObject at the store, and gives the store's reply as it is.
   * `args` are those of the operation in wasm/abi. With the reply to initiate it may give the URLs of the first parts.
   */
  perform(target: SignedTarget, operation: Operation, args: readonly string[], signal?: AbortSignal): Promise<Reply & { window?: SignedWindow }>;
  /** Signs PUTs: of `count` parts from number `first` on, or of the whole object where both are 0. */
  sign(target: SignedTarget, uploadId: string, first: number, count: number): Promise<SignedWindow>;
}

/** URLs of parts that follow each other, or of the object. */
export interface SignedWindow {
  urls: readonly string[];
  /** Headers that every one of them was signed with. */
  headers?: readonly (readonly [name: string, value: string])[];
  /** When they expire, in milliseconds since 1970; 0 if it is not known. */
  until: number;
}

/** As many as one call signs. */
const WINDOW = 100;

export class SignerSession implements Session {
  readonly runtime: Runtime;
  readonly target: SignedTarget;
  readonly host: Host;
  readonly window = WINDOW;
  readonly until = 0;
  readonly #options: SignerOptions;
  readonly #parts = new Map<number, Sendable>();

  private constructor(runtime: Runtime, target: SignedTarget, options: SignerOptions) {
    this.runtime = runtime;
    this.target = target;
    this.host = hostOf(runtime, new URL(target.url).host);
    this.#options = options;
  }

  static async open(options: SignerOptions, file: FileFacts): Promise<SignerSession> {
    const target = options.signer.open(file).catch((thrown: unknown) => {
      throw unsigned(thrown);
    });
    const [made, found] = await Promise.all([runtime(options.wasm ?? new URL('./partway-nokeys.wasm', import.meta.url)), target]);
    return new SignerSession(made, found, options);
  }

  async send({ operation, args, part, slice, ...options }: Outgoing): Promise<Answer> {
    if (!slice) return this.#perform(operation, args, options.signal);
    const request = operation === 'putObject' ? requestsOf(await this.#sign('', 0, 0))[0] : this.#parts.get(part);
    if (!request) throw unsigned('There is no URL for it.');
    this.#options.onRequest?.({ operation, ...request, canonical: '', stringToSign: '' });
    return send(request, slice, options);
  }

  async renew(part: number, count: number, uploadId: string): Promise<Renewed | undefined> {
    return this.#take(part, await this.#sign(uploadId, part, count));
  }

  async #perform(operation: Operation, args: readonly string[], signal?: AbortSignal): Promise<Answer> {
    try {
      const { window, ...reply } = await this.#options.signer.perform(this.target, operation, args, signal);
      return window ? { ...reply, renewed: this.#take(1, window) } : reply;
    } catch (thrown) {
      signal?.throwIfAborted();
      if (thrown instanceof PartwayError && !thrown.retryable) throw thrown;
      return { status: 0, headers: [], body: '' };
    }
  }

  #sign(uploadId: string, first: number, count: number): Promise<SignedWindow> {
    return this.#options.signer.sign(this.target, uploadId, first, count).catch((thrown: unknown) => {
      throw unsigned(thrown);
    });
  }

  #take(first: number, window: SignedWindow): Renewed {
    const requests = requestsOf(window);
    for (const [i, request] of requests.entries()) this.#parts.set(first + i, request);
    return { part: first, count: requests.length, until: window.until };
  }
}

function requestsOf({ urls, headers = [] }: SignedWindow): Sendable[] {
  return urls.map((url) => ({ method: 'PUT', url, headers }));
}

function unsigned(thrown: unknown): PartwayError {
  if (thrown instanceof PartwayError) return thrown;
  const { message } = toPartwayError(thrown);
  return new PartwayError(`The signer failed: ${message}`, { code: 'SignerFailed', retry: 'again', cause: thrown });
}
