/**
 * Requests that a signer answers for: no key comes into the page. It is an HTTP service, wasm/worker/signer; the routes
 * are those that Uppy's Companion serves for S3. The page itself sends the bytes, by URLs that the signer has signed.
 */
import type {
  BeginRequest,
  CompleteAnswer,
  CompleteRequest,
  ErrorAnswer,
  ListedPart,
  PlannedAnswer,
  WindowAnswer,
} from '../../../wasm/worker/signer/api.ts';
import { noReply, type Reply } from '../boundary/core.ts';
import { PartwayError, type RetryAdvice } from '../boundary/error.ts';
import { moduleWithoutKeys } from '../platform/assets.ts';
import { checkClientOptions, signerRules } from './clientoptions.ts';
import { signerBase } from './signerbase.ts';
import type { SignerOptions } from '../types/options.ts';
import type { Target } from '../types/target.ts';
import type { SendOptions } from '../types/transport.ts';
import type { Answer, Renewed, Session } from './session.ts';
import { LARGE } from '../platform/queue.ts';
import { hostOf, runtime } from '../platform/runtime.ts';
import { sendSeen } from '../platform/transport.ts';

/** What a signer is told of a file. */
export interface FileFacts {
  /** "" for a Blob that is no File. */
  name: string;
  size: number;
  type: string;
}

/** As many parts' URLs as one call signs. */
const WINDOW = 100;

/** What any of its answers may hold. An answer is hostile input: a field may be missing, or be something else. */
type Told = Partial<PlannedAnswer & WindowAnswer & CompleteAnswer & ErrorAnswer>;

/** What it is told; an undefined field is not sent. */
type Tell<T> = { readonly [K in keyof T]: T[K] | undefined };

/** An upload by the URLs that a signer gives. Rejects before anything is sent. */
export async function openSigner(options: SignerOptions, { name, size, type }: FileFacts): Promise<Session> {
  await checkClientOptions(options, signerRules);
  const { wasm, partSize, metadata, options: chosen } = options;
  const target = options.target ?? '';
  const base = signerBase(options.signer)!; // it was checked
  const id = `${base} ${target}`;
  const made = await runtime(wasm ?? moduleWithoutKeys);
  const ask = askerOf(options, base);
  const urls = new Map<number, string>();
  let headers: [string, string][] = [];
  const path = (uploadId: string, more = ''): string =>
    `/${encodeURIComponent(uploadId)}${more}?key=${encodeURIComponent(session.target.key)}`;
  const take = (
    part: number,
    list: Readonly<Record<string, string>> | readonly string[] | undefined,
    { headers: given, until }: Told,
  ): Renewed => {
    const fresh = Object.values(list ?? {}); // an array, or an object by part number
    headers = Object.entries(given ?? {});
    for (const [i, url] of fresh.entries()) urls.set(part + i, String(url));
    return { part, count: fresh.length, until: Number(until) || 0 };
  };
  const session: Session = {
    runtime: made,
    id,
    target: { dialect: '', bucket: '', key: '', url: '', verify: '', verifyHeader: '' },
    host: hostOf(made, id),
    window: WINDOW,
    until: 0,
    unseen: [], // it is the signer that asks
    plan: () => ({ dialect: '', verify: '', partSize: 0, whole: size <= LARGE }),
    async send({ operation, texts, part, uploadId, slice, ...how }) {
      if (slice) {
        const url = urls.get(part || 1);
        if (!url) throw new PartwayError('The signer gave no URL.', { code: 'SignerFailed', retry: 'again' });
        return sendSeen(options, { operation, method: 'PUT', url, headers, ...unsigned }, slice, how);
      }
      switch (operation) {
        case 'initiate': {
          const { json, ...answer } = await ask(operation, 'POST', '', how, {
            filename: name,
            size,
            type,
            target,
            partSize,
            metadata,
            options: chosen,
          } satisfies Tell<BeginRequest>);
          if (answer.status !== 200) return answer;
          for (const field of Object.keys(session.target) as (keyof Target)[])
            session.target[field] = String(json[field] ?? '');
          return { ...answer, renewed: take(1, json.urls, json) };
        }
        case 'listParts':
          return ask(operation, 'GET', path(uploadId), how);
        case 'complete':
          return ask(operation, 'POST', path(uploadId, '/complete'), how, {
            sum: texts[0],
          } satisfies Tell<CompleteRequest>);
        default:
          return ask(operation, 'DELETE', path(uploadId), how);
      }
    },
    async renew(part, count, uploadId, signal) {
      const numbers = Array.from({ length: count }, (_, i) => part + i);
      const { json, ...reply } = await ask('sign', 'GET', `${path(uploadId, '/batch')}&partNumbers=${numbers}`, {
        signal,
      });
      if (reply.status !== 200) throw errorOf('uploadPart', 0, reply);
      return take(part, json.presignedUrls, json);
    },
    read(operation, part, reply) {
      if (reply.status !== 200) throw errorOf(operation, part, reply);
      return { callback: '', ...fieldsOf(reply) };
    },
  };
  return session;
}

/** The page signs none of the requests. */
const unsigned = { body: '', canonical: '', stringToSign: '' };

type Asker = (
  operation: string,
  method: string,
  path: string,
  how: SendOptions,
  json?: object,
) => Promise<Answer & { json: Told }>;

/** What asks the signer at `base`. An answer that is no JSON is somebody else's, and none. */
const askerOf =
  (options: SignerOptions, base: string): Asker =>
  async (operation, method, path, how, json) => {
    const { headers: given } = options;
    const body = json ? JSON.stringify(json) : '';
    const extra = typeof given === 'function' ? await given() : given;
    const headers = Object.entries({ ...(body && { 'content-type': 'application/json' }), ...extra });
    const {
      status,
      headers: told,
      body: text,
    } = await sendSeen(options, { ...unsigned, operation, method, url: base + path, headers, body }, body || null, how);
    try {
      const json = JSON.parse(text);
      return { status, json, headers: valuesOf(json, told.find(([name]) => name === 'retry-after')?.[1]), body: text };
    } catch {
      return { ...noReply, json: {} };
    }
  };

/** What the module reads, in the order that wire.ReadSigner says. */
function valuesOf(json: Told, after: unknown): [string, string][] {
  const parts: readonly ListedPart[] = Array.isArray(json) ? json : [];
  const pairs = [
    [json.uploadId, json.partSize],
    [json.put, json.verify],
    [json.etag, json.crc64],
    [json.code, json.retry],
    [json.stored, after],
    ...parts.flatMap((part) => [
      [part.PartNumber, part.Size],
      [part.ETag, part.CRC64],
    ]),
  ];
  return pairs.map(([name, value]) => [String(name ?? ''), String(value ?? '')]);
}

/** What an answer says: the signer's JSON, or the headers of the store's. */
function fieldsOf({ headers, body }: Reply): Readonly<Record<string, string>> {
  try {
    return JSON.parse(body);
  } catch {
    return Object.fromEntries(
      headers.map(([name, value]) => [name.replace(/^x-\w+-request-id$/i, 'requestId'), value]),
    );
  }
}

/** The store's own document is read for the code only: it may repeat what was signed. */
function errorOf(operation: string, partNumber: number, reply: Reply): PartwayError {
  const {
    code = /<Code>([\w.-]+)</.exec(reply.body)?.[1] ?? '',
    message = '',
    retry,
    requestId = '',
  }: Partial<Record<keyof ErrorAnswer, string>> = fieldsOf(reply);
  const what = partNumber ? `${operation} of part ${partNumber}` : operation;
  return new PartwayError(`${what} failed (status ${reply.status}${code && `, ${code}`}). ${message}`.trim(), {
    operation,
    partNumber,
    status: reply.status,
    code: code || 'SignerFailed',
    requestId,
    retry: (retry as RetryAdvice | undefined) ?? (reply.status && reply.status < 500 ? 'never' : 'again'),
  });
}
