/** The calls that only a page with keys makes, typed: checking options, building and signing requests, reading replies. */
import { Core, type Operation, type Reply, type Signable } from './core.ts';
import { PartwayError, type RetryAdvice } from './error.ts';
import type { Field, Pairs, Reader } from './message.ts';

const CHECK = 1,
  BUILD = 2,
  READ = 3,
  PLAN = 4,
  SIGN = 6;

/** What signs, by the core's names. The core's options are flat; a program gives these in `credentials`. */
export const signingKeys = ['accessKeyId', 'accessKeySecret', 'securityToken'] as const;

export type Form = 'header' | 'query' | 'none';

/** What the options come to. `url` is the object's, without a query. */
export interface Checked {
  dialect: string;
  scheme: string;
  bucket: string;
  key: string;
  region: string;
  host: string;
  url: string;
  /** What the store's reply to a part or an object can be compared with; "" for nothing. */
  verify: 'crc64xz' | 'md5' | '';
  /** The header that carries it. */
  verifyHeader: string;
}

/** A request that is ready to be sent, and the strings that were signed. */
export interface BuiltRequest {
  method: string;
  url: string;
  headers: [name: string, value: string][];
  /** XML or ""; the bytes of a part or an object are not in it. */
  body: string;
  /** The canonical request, and the string that was signed. */
  canonical: string;
  stringToSign: string;
}

export interface Plan {
  partSize: number;
  parts: number;
  /** One PutObject does it; there are no parts. */
  put: boolean;
}

export interface Stored {
  etag: string;
  /** CRC-64/XZ as the store told it, decimal; "" if it did not, or if CORS hides it. */
  crc64: string;
  requestId: string;
}

/** What the reply to each operation says. */
export interface Readings {
  initiate: { bucket: string; key: string; uploadId: string; requestId: string };
  uploadPart: Stored;
  listParts: {
    truncated: boolean;
    nextMarker: string;
    parts: { number: number; etag: string; size: number; crc64: string }[];
  };
  complete: Stored & { location: string; versionId: string };
  abort: { requestId: string };
  listUploads: {
    truncated: boolean;
    nextKeyMarker: string;
    nextUploadIdMarker: string;
    uploads: { key: string; uploadId: string; initiated: string }[];
  };
  putObject: Stored & { versionId: string };
  headObject: Stored & { size: number; versionId: string };
}

const readings: { [O in Operation]: (r: Reader) => Readings[O] } = {
  initiate: (r) => ({ bucket: r.text(), key: r.text(), uploadId: r.text(), requestId: r.text() }),
  uploadPart: (r) => ({ etag: r.text(), crc64: r.text(), requestId: r.text() }),
  listParts: (r) => ({
    truncated: r.flag(),
    nextMarker: r.text(),
    parts: r.list(() => ({ number: r.number(), etag: r.text(), size: r.number(), crc64: r.text() })),
  }),
  complete: (r) => ({ etag: r.text(), location: r.text(), crc64: r.text(), versionId: r.text(), requestId: r.text() }),
  abort: (r) => ({ requestId: r.text() }),
  listUploads: (r) => ({
    truncated: r.flag(),
    nextKeyMarker: r.text(),
    nextUploadIdMarker: r.text(),
    uploads: r.list(() => ({ key: r.text(), uploadId: r.text(), initiated: r.text() })),
  }),
  putObject: (r) => ({ etag: r.text(), crc64: r.text(), versionId: r.text(), requestId: r.text() }),
  headObject: (r) => ({ size: r.number(), etag: r.text(), crc64: r.text(), versionId: r.text(), requestId: r.text() }),
};

/** Throws a PartwayError where the core answers "option" or "store". */
export class KeyCore extends Core {
  check(options: Pairs): Checked {
    return this.call(CHECK, [options], (r) => ({
      dialect: r.text(),
      scheme: r.text(),
      bucket: r.text(),
      key: r.text(),
      region: r.text(),
      host: r.text(),
      url: r.text(),
      verify: r.text() as Checked['verify'],
      verifyHeader: r.text(),
    }));
  }

  /** `time` is in Unix seconds; what `args` are depends on the operation. */
  build(operation: Signable, form: Form, time: number, args: readonly string[], options: Pairs): BuiltRequest {
    return this.call(BUILD, [operation, form, time, args, options], builtRequest);
  }

  read<O extends Operation>(operation: O, dialect: string, part: number, reply: Reply): Readings[O] {
    return this.call(READ, [operation, dialect, part, reply.status, reply.headers, reply.body], readings[operation]);
  }

  /** Sizes are bytes; a `partSize` of 0 leaves the choice to the core. */
  plan(dialect: string, size: number, partSize: number): Plan {
    return this.call(PLAN, [dialect, size, partSize], (r) => ({
      partSize: r.number(),
      parts: r.number(),
      put: r.flag(),
    }));
  }

  /** Signs an arbitrary request; `fields` are those of function 6 in wasm/abi. For tests against recorded requests. */
  sign(fields: readonly Field[]): BuiltRequest & { signature: string } {
    return this.call(SIGN, fields, (r) => ({ ...builtRequest(r), signature: r.text() }));
  }

  protected override failure(kind: string, r: Reader): PartwayError {
    return kind === 'option' ? optionError(r) : storeError(r);
  }
}

function builtRequest(r: Reader): BuiltRequest {
  return {
    method: r.text(),
    url: r.text(),
    headers: r.pairs(),
    body: r.text(),
    canonical: r.text(),
    stringToSign: r.text(),
  };
}

function optionError(r: Reader): PartwayError {
  const [name, value, nearest, message] = [r.text(), r.text(), r.text(), r.text()];
  const option = (signingKeys as readonly string[]).includes(name) ? `credentials.${name}` : name;
  return new PartwayError(message.replace(name, option), {
    code: 'InvalidOption',
    option,
    value,
    nearest,
    legal: r.list(() => r.text()),
  });
}

function storeError(r: Reader): PartwayError {
  const [operation, partNumber, status, code, message] = [r.text(), r.number(), r.number(), r.text(), r.text()];
  const [requestId, retry, advice] = [r.text(), r.text() as RetryAdvice, sentence(r.text())];
  const details = { stored: r.flag(), serverTime: r.number(), retryAfter: r.number() };
  const what = partNumber ? `${operation} of part ${partNumber}` : operation;
  const why = [status ? `status ${status}` : '', code].filter(Boolean).join(', ');
  const text = [`${what} failed (${why}).`, sentence(message), advice].filter(Boolean).join(' ');
  return new PartwayError(text, { operation, partNumber, status, code, requestId, retry, advice, ...details });
}

/** With a capital and a full stop; a store's own message may have them already. */
function sentence(text: string): string {
  return text && text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?。！？]$/.test(text) ? '' : '.');
}
