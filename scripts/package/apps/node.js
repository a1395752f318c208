// In Node: what importing does, and the same calls as in a page. The argument is JSON; prints JSON.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const before = Object.getOwnPropertyNames(globalThis);
const { check, initiate, PartwayError, upload } = await import('partway');
const { presign, PartwayError: SameError } = await import('partway/sign');
const { defineElement } = await import('partway/element');
defineElement();
const globals = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));

const { options, signer, size } = JSON.parse(process.argv[2]);
const file = new File([new Uint8Array(size).map((_, i) => (i * 31) ^ (i >> 8))], 'a.bin');

const { uploadId } = await initiate({ ...options, key: 'node/begun' });
const withKeys = await upload(file, { ...options, key: 'node/keys' }).finished;
const withSigner = await upload(file, signer).finished;
const wrong = await check({ ...options, key: 'k', storageClass: 'STANDRD' }).catch((error) => ({
  nearest: error.nearest,
  same: error instanceof PartwayError && PartwayError === SameError,
}));

const wasm = await readFile(fileURLToPath(import.meta.resolve('partway/partway.wasm')));
const put = await presign({ operation: 'putObject' }, { ...options, key: 'node/put', contentType: 'text/plain', wasm });
const reply = await fetch(put.url, { method: put.method, headers: put.headers, body: 'signed in Node' });
const part = await presign(
  { operation: 'uploadPart', uploadId, partNumber: 2 },
  { ...options, key: 'node/begun', time: new Date(0) },
);

console.log(
  JSON.stringify({
    globals,
    wrong,
    uploadId,
    put: reply.status,
    part: new URL(part.url).search,
    stored: [withKeys, withSigner].map(({ key, verified }) => ({ key, verified })),
  }),
);
