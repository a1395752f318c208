/** The requests of one upload, as they may be shown: they are masked before they are kept. */
import type { SentRequest, UploadOptions } from '../src/index.ts';
import type { Masker, Pairs, Shown } from './mask.ts';

/** One request and its answer; times are of performance.now(). */
export interface Exchange {
  readonly operation: string;
  /** From 1; 0 where the operation has none. */
  readonly part: number;
  /** Which try it is, from 1. */
  readonly attempt: number;
  readonly request: Shown;
  readonly began: number;
  /** Undefined while it is under way. */
  ended: number | undefined;
  /** 0 if nothing came back. */
  status: number;
  /** By a pause or an abort, not by the network. */
  wasCut: boolean;
  answerHeaders: Pairs;
  answerBody: string;
}

/** Requests of an upload that are kept; of the others there is only the number. */
const MOST = 2000;

/** Characters of an answer that are kept. */
const LONGEST = 4000;

/** Headers of an answer that somebody who looks for a fault wants to see. */
const ofInterest =
  /^(etag|date|retry-after|content-type|x-request-id|x-(oss|cos|amz)-(request-id|id-2|ec|trace-id|version-id|hash-crc64ecma|checksum-.*|server-side-encryption.*|expiration))$/i;

export class Trace {
  readonly exchanges: Exchange[] = [];
  leftOut = 0;
  readonly #masker: Masker;
  readonly #changed: () => void;
  readonly #isHalted: () => boolean;
  readonly #sent = new Map<SentRequest, Exchange>();
  readonly #attempts = new Map<string, number>();

  /** `isHalted`: whether the upload cuts what is under way. */
  constructor(masker: Masker, changed: () => void, isHalted: () => boolean = () => false) {
    this.#masker = masker;
    this.#changed = changed;
    this.#isHalted = isHalted;
  }

  /** The options that make an upload tell of its requests. */
  get hooks(): Pick<UploadOptions, 'onRequest' | 'onResponse'> {
    return {
      onRequest: (request) => this.#began(request),
      onResponse: ({ status, headers, body }, request) => this.#ended(request, status, headers, body),
    };
  }

  #began(request: SentRequest): void {
    const { operation } = request;
    if (this.exchanges.length >= MOST) return void this.leftOut++;
    const part = operation === 'uploadPart' ? Number(new URL(request.url).searchParams.get('partNumber')) : 0;
    const name = `${operation} ${part}`;
    const attempt = (this.#attempts.get(name) ?? 0) + 1;
    this.#attempts.set(name, attempt);
    const exchange = {
      operation,
      part,
      attempt,
      request: this.#masker.request(request),
      began: performance.now(),
      ended: undefined,
      status: 0,
      wasCut: false,
      answerHeaders: [],
      answerBody: '',
    };
    this.exchanges.push(exchange);
    this.#sent.set(request, exchange);
    this.#changed();
  }

  #ended(request: SentRequest, status: number, headers: Pairs, body: string): void {
    const exchange = this.#sent.get(request);
    if (!exchange) return;
    this.#sent.delete(request);
    exchange.ended = performance.now();
    exchange.status = status;
    exchange.wasCut = !status && this.#isHalted();
    exchange.answerHeaders = this.#masker.headers(headers.filter(([name]) => ofInterest.test(name)));
    exchange.answerBody = shortened(this.#masker.text(readable(body), 2 * LONGEST));
    this.#changed();
  }
}

/** JSON in lines: a signer's escapes in it would hide from the masker what is a URL. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text);
