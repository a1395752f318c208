/**
 * The worker that hashes. First it gets the compiled module, then one question after the other, and answers each with
 * the sums. It is bundled into one file without imports, as bundlers copy it unread.
 */
import { BlobHasher, type HashQuestion, type HashReply } from '../platform/hash.ts';

/** As much of a worker's global scope as is used here; TypeScript's own would clash with that of the page. */
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<WebAssembly.Module | HashQuestion>) => void;
  postMessage(reply: HashReply): void;
};

let hasher: BlobHasher;

scope.onmessage = async ({ data }) => {
  if (data instanceof WebAssembly.Module) {
    hasher = new BlobHasher(data);
  } else {
    // The page tries by itself what failed here, and finds out why.
    scope.postMessage(await hasher.sums(...data).catch(() => undefined));
  }
};
