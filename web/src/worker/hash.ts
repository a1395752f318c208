/**
 * The worker that hashes. First it gets the compiled module and the algorithms, then one blob after the other,
 * and answers each with its sums. It is bundled into one file without imports, as bundlers copy it unread.
 */
import { Checksum, hashBlob, type Algorithm } from '../boundary/hash.ts';
import { instantiate } from '../boundary/module.ts';
import type { HashReply } from '../client/hasher.ts';

type Start = { module: WebAssembly.Module; algorithms: readonly Algorithm[] };

/** As much of a worker's global scope as is used here; TypeScript's own would clash with that of the page. */
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Start | Blob>) => void;
  postMessage(reply: HashReply): void;
};

let checksums: Promise<Checksum[]>;

async function sums(blob: Blob): Promise<HashReply> {
  try {
    return await hashBlob(await checksums, blob);
  } catch {
    return undefined; // the page tries by itself, and finds out why
  }
}

scope.onmessage = async ({ data }) => {
  if (data instanceof Blob) {
    scope.postMessage(await sums(data));
  } else {
    checksums = Promise.all(data.algorithms.map(async (a) => new Checksum(await instantiate(data.module), a)));
  }
};
