/**
 * The calls of the WebAssembly core: twin of wasm/abi/abi.go, which says what each field means. Every call is pure,
 * and throws a PartwayError where the core does not answer "ok".
 */
import { PartwayError } from './error.ts';
import { encode, Reader, type Bytes, type Field, type Pairs } from './message.ts';
import type { Exports } from './exports.ts';

const COMBINE = 5;

/** Bytes that are hashed at a time; the messages of most calls fit into it, too. */
const ROOM = 64 * 1024;

export type Operation =
  | 'initiate'
  | 'uploadPart'
  | 'listParts'
  | 'complete'
  | 'abort'
  | 'listUploads'
  | 'putObject'
  | 'headObject';

/** What can be signed: those of an upload, and those on an object that is there. */
export type Signable = Operation | 'getObject' | 'deleteObject';

/** What came back. A status of 0 means that nothing did. */
export interface Reply {
  status: number;
  headers: Pairs;
  body: string;
}

export const noReply: Reply = { status: 0, headers: [], body: '' };

/** The algorithms and the numbers that wasm/abi gives them. */
const algorithms = { crc64xz: 1, crc64nvme: 2, crc32c: 3, md5: 4 };
export type Algorithm = keyof typeof algorithms;

/** Begins a sum in an instance, which has room for one. */
export function startHash(wasm: Exports, algorithm: Algorithm): void {
  wasm.hashStart(algorithms[algorithm]);
}

/** Adds bytes by way of a room of the module's memory, which has `size` bytes. */
export function addToHash(wasm: Exports, room: number, size: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at += size) {
    const some = bytes.subarray(at, at + size);
    new Uint8Array(wasm.memory.buffer, room).set(some);
    wasm.hashAdd(some.length);
  }
}

/** CRCs decimal, MD5 in hex. The answer is two fields, each behind its length in 4 bytes: "ok", there is no other, and the sum. */
export function sumOfHash(wasm: Exports): string {
  return new TextDecoder().decode(answer(wasm, wasm.hashSum()).subarray(4 + 2 + 4));
}

/** The core in one instance. After a WebAssembly.RuntimeError the instance is spent: make another. */
export class Core {
  readonly #exports: Exports;

  constructor(exports: Exports) {
    this.#exports = exports;
  }

  /** The CRC-64/XZ of neighbouring pieces together, out of theirs and their sizes in bytes; all decimal. */
  combine(pieces: Pairs): string {
    return this.call(COMBINE, [pieces], (r) => r.text());
  }

  /** The sum of bytes that are at hand. */
  hash(algorithm: Algorithm, bytes: Bytes): string {
    const wasm = this.#exports;
    startHash(wasm, algorithm);
    addToHash(wasm, wasm.input(ROOM) >>> 0, ROOM, bytes);
    return sumOfHash(wasm);
  }

  /** Calls function `fn` of wasm/abi; the answer's fields after "ok" are read by `read`. */
  call<T>(fn: number, fields: readonly Field[], read: (r: Reader) => T): T {
    const wasm = this.#exports;
    const message = encode(fields);
    const room = wasm.input(message.length) >>> 0;
    if (!room) throw new PartwayError('A message is too large for the WebAssembly module.', { code: 'ModuleFailed' });
    new Uint8Array(wasm.memory.buffer, room).set(message);
    const reader = new Reader(answer(wasm, wasm.call(fn, message.length)));
    const kind = reader.text();
    if (kind !== 'ok') throw this.failure(kind, reader);
    const result = read(reader);
    reader.end();
    return result;
  }

  /** What an answer says that is not "ok". */
  protected failure(_kind: string, r: Reader): PartwayError {
    const texts = [r.text(), r.text(), r.text(), r.text()]; // as those of an option
    return new PartwayError(texts[3]!, { code: 'ModuleFailed' });
  }
}

/** A copy of the module's answer. The view is made after the call, which may have moved the memory. */
export function answer(wasm: Exports, size: number): Bytes {
  const at = wasm.output() >>> 0;
  return new Uint8Array((wasm.memory.buffer as ArrayBuffer).slice(at, at + (size >>> 0)));
}
