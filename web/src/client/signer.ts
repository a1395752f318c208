/**
 * Requests that a signer answers for: no key comes into the page. It is an HTTP service, wasm/worker/signer; the routes
 * are those that Uppy's Companion serves for S3. The page itself sends the bytes, by URLs that the signer has signed.
 */
import { noReply, type Operation, type Reply } from '../boundary/core.ts';
import { invalidOption, PartwayError, type RetryAdvice } from '../boundary/error.ts';
import { moduleWithoutKeys } from '../boundary/place.ts';
import type { SignerOptions } from './options.ts';
import type { Answer, Outgoing, Renewed, Session, Target, Told } from './session.ts';
import { hostOf, LARGE, runtime, type Host, type Runtime } from './shared.ts';
import { send, type SendOptions } from './transport.ts';

/** What a signer is told of a file. */
export interface FileFacts {
  /** "" for a Blob that is no File. */
  name: string;
  size: number;
  type: string;
}

/** As many parts' URLs as one call signs. */
const WINDOW = 100;

type Json = Readonly<Record<string, unknown>>;

export class SignerSession implements Session {
  readonly runtime: Runtime;
  readonly id: string;
  target: Target = { dialect: '', bucket: '', key: '', url: '', verify: '', verifyHeader: '' };
  readonly host: Host;
  readonly window = WINDOW;
  readonly until = 0;
  readonly unseen = []; // it is the signer that asks
  readonly #options: SignerOptions;
  readonly #file: FileFacts;
  readonly #base: string;
  readonly #urls = new Map<number, string>();
  #headers: [string, string][] = [];

  private constructor(runtime: Runtime, base: string, options: SignerOptions, file: FileFacts) {
    this.runtime = runtime;
    this.#base = base;
    this.id = `${base} ${options.target ?? ''}`;
    this.host = hostOf(runtime, this.id);
    this.#options = options;
    this.#file = file;
  }

  static async open(options: SignerOptions, file: FileFacts): Promise<SignerSession> {
    const base = baseOf(options.signer);
    return new SignerSession(await runtime(options.wasm ?? moduleWithoutKeys), base, options, file);
  }

  plan(size: number): ReturnType<Session['plan']> {
    return { dialect: '', verify: '', partSize: 0, whole: size <= LARGE };
  }

  async send({ operation, texts, part, uploadId, slice, ...options }: Outgoing): Promise<Answer> {
    if (slice) {
      const url = this.#urls.get(part || 1);
      if (!url) throw new PartwayError('The signer gave no URL for it.', { code: 'SignerFailed', retry: 'again' });
      const request = { method: 'PUT', url, headers: this.#headers };
      this.#options.onRequest?.({ operation, ...request, canonical: '', stringToSign: '' });
      return send(request, slice, options);
    }
    const { name, size, type } = this.#file;
    const { target, partSize, metadata } = this.#options;
    switch (operation) {
      case 'initiate': return this.#begun(await this.#ask('POST', '', options, { filename: name, size, type, target, partSize, metadata }));
      case 'listParts': return this.#ask('GET', this.#path(uploadId), options);
      case 'complete': return this.#ask('POST', this.#path(uploadId, '/complete'), options, { sum: texts[0] });
      default: return this.#ask('DELETE', this.#path(uploadId), options);
    }
  }

  async renew(part: number, count: number, uploadId: string, signal: AbortSignal): Promise<Renewed> {
    const numbers = Array.from({ length: count }, (_, i) => part + i);
    const { json, ...reply } = await this.#ask('GET', `${this.#path(uploadId, '/batch')}&partNumbers=${numbers}`, { signal });
    if (reply.status !== 200) throw errorOf('uploadPart', 0, reply);
    return this.#take(part, Object.values(json['presignedUrls'] ?? {}), json);
  }

  read(operation: Operation, part: number, reply: Reply): Told {
    if (reply.status !== 200) throw errorOf(operation, part, reply);
    return fieldsOf(reply);
  }

  #path(uploadId: string, more = ''): string {
    return `/${encodeURIComponent(uploadId)}${more}?key=${encodeURIComponent(this.target.key)}`;
  }

  /** An answer that is no JSON is somebody else's, and none. */
  async #ask(method: string, path: string, options: SendOptions, body?: Json): Promise<Answer & { json: Json }> {
    const { headers: given } = this.#options;
    const extra = typeof given === 'function' ? await given() : given;
    const headers = Object.entries({ ...(body && { 'content-type': 'application/json' }), ...extra });
    const { status, headers: told, body: text } = await send({ method, url: this.#base + path, headers }, body ? JSON.stringify(body) : null, options);
    try {
      const json = JSON.parse(text);
      return { status, json, headers: valuesOf(json, told.find(([name]) => name === 'retry-after')?.[1]), body: text };
    } catch {
      return { ...noReply, json: {} };
    }
  }

  #begun({ json, ...answer }: Answer & { json: Json }): Answer {
    if (answer.status !== 200) return answer;
    for (const name of Object.keys(this.target) as (keyof Target)[]) this.target[name] = String(json[name] ?? '');
    return { ...answer, renewed: this.#take(1, json['urls'], json) };
  }

  #take(part: number, urls: unknown, { headers, until }: Json): Renewed {
    const list = Array.isArray(urls) ? urls : [];
    this.#headers = Object.entries(headers ?? {});
    for (const [i, url] of list.entries()) this.#urls.set(part + i, String(url));
    return { part, count: list.length, until: Number(until) || 0 };
  }
}

function baseOf(signer: string | URL): string {
  try {
    return `${new URL(signer, globalThis.location?.href).href.replace(/\/+$/, '')}/s3/multipart`;
  } catch {
    throw invalidOption('signer', 'is no URL.');
  }
}

/** What the module reads, in the order that wire.ReadSigner says. */
function valuesOf(json: Json, after: unknown): [string, string][] {
  const parts = Array.isArray(json) ? json : [];
  const pairs = [
    [json['uploadId'], json['partSize']], [json['put'], json['verify']], [json['etag'], json['crc64']], [json['code'], json['retry']],
    [json['stored'], after], ...parts.flatMap((part) => [[part.PartNumber, part.Size], [part.ETag, part.CRC64]]),
  ];
  return pairs.map(([name, value]) => [String(name ?? ''), String(value ?? '')]);
}

/** What an answer says: the signer's JSON, or the headers of the store's. */
function fieldsOf({ headers, body }: Reply): Readonly<Record<string, string>> {
  try {
    return JSON.parse(body);
  } catch {
    return Object.fromEntries(headers.map(([name, value]) => [name.replace(/^x-\w+-request-id$/i, 'requestId'), value]));
  }
}

/** The store's own document is read for the code only: it may repeat what was signed. */
function errorOf(operation: string, partNumber: number, reply: Reply): PartwayError {
  const { code = /<Code>([\w.-]+)</.exec(reply.body)?.[1] ?? '', message = '', retry, requestId = '' } = fieldsOf(reply);
  const what = partNumber ? `${operation} of part ${partNumber}` : operation;
  return new PartwayError(`${what} failed (status ${reply.status}${code && `, ${code}`}). ${message}`.trim(), {
    operation, partNumber, status: reply.status, code: code || 'SignerFailed', requestId,
    retry: (retry as RetryAdvice | undefined) ?? (reply.status && reply.status < 500 ? 'never' : 'again'),
  });
}
