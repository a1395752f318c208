// Files that are the same on every run, and what is known of them by other means than Partway's.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const BLOCK = 1024 * 1024;

/** Writes a file of that size; each block of it differs from all others. */
export async function makeFile(folder, size) {
  const path = join(folder, `file-${size}.bin`);
  await pipeline(blocks(size), createWriteStream(path, { highWaterMark: 8 * BLOCK }));
  return { path, ...(await digestFile(path)) };
}

/** Size, SHA-256 in hex and CRC-64/XZ in decimal. */
export async function digestFile(path) {
  return { size: statSync(path).size, ...(await digest(createReadStream(path, { highWaterMark: BLOCK }))) };
}

function* blocks(size) {
  const noise = Buffer.alloc(BLOCK);
  for (let i = 0, x = 0x9e3779b9; i < BLOCK; i += 4) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    noise.writeInt32LE(x | 0, i);
  }
  for (let at = 0; at < size; at += BLOCK) {
    const block = Buffer.from(noise.subarray(0, Math.min(BLOCK, size - at)));
    if (block.length >= 8) block.writeDoubleLE(at + 1);
    yield block;
  }
}

/** SHA-256 in hex and CRC-64/XZ in decimal of a stream. */
async function digest(stream) {
  const sha256 = createHash('sha256');
  const crc = new CRC64();
  for await (const chunk of stream) {
    sha256.update(chunk);
    crc.update(chunk);
  }
  return { sha256: sha256.digest('hex'), crc64: crc.sum() };
}

// The polynomial of CRC-64/XZ, bits reversed, in two halves.
const [HIGH, LOW] = [0xc96c5795, 0xd7870f42];

/** By tables and pairs of 32-bit numbers, four bytes at a time: another way than the module's, on purpose. */
class CRC64 {
  #high = -1;
  #low = -1;
  #highs = new Int32Array(1024);
  #lows = new Int32Array(1024);

  constructor() {
    for (let byte = 0; byte < 256; byte++) {
      let [high, low] = [0, byte];
      for (let zeros = 0; zeros < 4; zeros++) {
        for (let bit = 0; bit < 8; bit++) {
          const odd = low & 1;
          low = (low >>> 1) | (high << 31);
          high >>>= 1;
          if (odd) [high, low] = [high ^ HIGH, low ^ LOW];
        }
        this.#highs[zeros * 256 + byte] = high;
        this.#lows[zeros * 256 + byte] = low;
      }
    }
  }

  update(bytes) {
    let [high, low] = [this.#high, this.#low];
    const [highs, lows] = [this.#highs, this.#lows];
    const whole = bytes.length & ~3;
    for (let i = 0; i < whole; i += 4) {
      low ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
      const [a, b, c, d] = [768 + (low & 255), 512 + ((low >>> 8) & 255), 256 + ((low >>> 16) & 255), low >>> 24];
      low = high ^ lows[a] ^ lows[b] ^ lows[c] ^ lows[d];
      high = highs[a] ^ highs[b] ^ highs[c] ^ highs[d];
    }
    for (let i = whole; i < bytes.length; i++) {
      const entry = (low ^ bytes[i]) & 255;
      low = ((low >>> 8) | (high << 24)) ^ lows[entry];
      high = (high >>> 8) ^ highs[entry];
    }
    [this.#high, this.#low] = [high, low];
  }

  sum() {
    return String((BigInt(~this.#high >>> 0) << 32n) | BigInt(~this.#low >>> 0));
  }
}
