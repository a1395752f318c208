// What the checks and the SDKs share, in Node and in pages.

export const region = 'cn-hangzhou';

/** What a store whose clock is ahead, or behind, says to a signature of our time. */
export const tooSkewed = { ahead: 'RequestTimeTooSkewed', behind: 'RequestTimeTooSkewed' };

/** Bytes that are the same on every run and differ from one seed to the next. */
export function content(size, seed) {
  const bytes = new Uint8Array(size);
  let x = (seed * 0x9e3779b9 + 0x7f4a7c15) | 1;
  for (let i = 0; i < size; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    bytes[i] = x;
  }
  return bytes;
}

export function split(bytes, size) {
  const pieces = [];
  for (let at = 0; at < bytes.length || at === 0; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

/** Whatever an SDK hands out, as plain bytes. */
export async function bytesOf(data) {
  if (data instanceof Blob) return new Uint8Array(await data.arrayBuffer());
  return data instanceof Uint8Array ? new Uint8Array(data) : new Uint8Array(data);
}

/** The code in an error document, or undefined. */
export const codeIn = (xml) => /<Error>.*?<Code>([^<]+)<\/Code>/s.exec(xml)?.[1];

/** What the work gives, or an error once it has taken that many seconds: what hangs is a failure too. */
export function within(seconds, work) {
  let timer;
  const late = new Promise(
    (_, reject) => (timer = setTimeout(() => reject(new Error(`no end within ${seconds} s`)), seconds * 1000)),
  );
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
