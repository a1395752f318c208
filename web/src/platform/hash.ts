/** Hashing inside the module, over bytes that are streamed through a small room in its memory. */
import { addToHash, startHash, sumOfHash, type Algorithm } from '../boundary/core.ts';
import { instantiate, type Exports } from '../boundary/exports.ts';

// 256 KiB: copy and CRC together are fastest between 64 and 256, and the copy stays in the processor's cache.
const ROOM = 256 * 1024;

/** Bytes per read of a file; two such pieces are in memory at a time. */
const PIECE = 4 * 1024 * 1024;

// V8 lets the pieces behind us gather to some 130 MiB, whatever their size, unless one more allocation would make young
// buffers more than 32 MiB. One of that size, which is never touched and so is no memory, keeps them to 45 (Chromium 156).
const SWEEP = 32 * 1024 * 1024;

/** One running checksum. It owns its instance, which has room for one stream only. */
export class Checksum {
  readonly #wasm: Exports;
  readonly #algorithm: Algorithm;
  readonly #room: number;

  constructor(wasm: Exports, algorithm: Algorithm) {
    this.#wasm = wasm;
    this.#algorithm = algorithm;
    this.#room = wasm.input(ROOM) >>> 0;
    this.start();
  }

  start(): void {
    startHash(this.#wasm, this.#algorithm);
  }

  add(bytes: Uint8Array): void {
    addToHash(this.#wasm, this.#room, ROOM, bytes);
  }

  sum(): string {
    return sumOfHash(this.#wasm);
  }
}

/** Reads a blob once, in pieces, and gives the sum of each checksum. */
export async function hashBlob(checksums: readonly Checksum[], blob: Blob): Promise<string[]> {
  for (const checksum of checksums) checksum.start();
  // Not blob.stream(): its BYOB reader now and then waits for ever in Chromium 156 (measured, 3 of 11 files of 1 GiB).
  const read = (at: number): Promise<ArrayBuffer> => blob.slice(at, at + PIECE).arrayBuffer();
  let ahead = read(0);
  for (let at = 0; at < blob.size; at += PIECE) {
    const piece = new Uint8Array(await ahead);
    ahead = read(at + PIECE); // while this one is hashed
    ahead.catch(() => {}); // awaited in its turn
    for (const checksum of checksums) checksum.add(piece);
    Reflect.construct(ArrayBuffer, [SWEEP]); // in words that no minifier takes for idle
  }
  await ahead;
  return checksums.map((checksum) => checksum.sum());
}

/** What a worker is asked. */
export type HashQuestion = [blob: Blob, algorithms: readonly Algorithm[]];

/** What it answers: the sums in the order of the algorithms, or undefined if it failed. */
export type HashReply = string[] | undefined;

/** Hashes one blob after the other, by whatever algorithms are asked for. */
export class BlobHasher {
  readonly #module: WebAssembly.Module;
  readonly #checksums = new Map<Algorithm, Promise<Checksum>>();

  constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  /** The sums in the order of the algorithms. Ask again when the answer is there. */
  async sums(blob: Blob, algorithms: readonly Algorithm[]): Promise<string[]> {
    return hashBlob(await Promise.all(algorithms.map((algorithm) => this.#checksum(algorithm))), blob);
  }

  #checksum(algorithm: Algorithm): Promise<Checksum> {
    let found = this.#checksums.get(algorithm);
    if (!found)
      this.#checksums.set(algorithm, (found = instantiate(this.#module).then((wasm) => new Checksum(wasm, algorithm))));
    return found;
  }
}
