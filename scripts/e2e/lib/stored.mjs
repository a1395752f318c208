// Reads back what the store holds, with GET requests signed by the built module.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleReadable } from '../../lib/bundle.mjs';
import { dist } from './servers.mjs';

/** The typed calls of the core, in an instance for Node. */
export async function loadCore() {
  const folder = mkdtempSync(join(tmpdir(), 'partway-core-'));
  try {
    const outfile = join(folder, 'core.mjs');
    const contents = ['keycore', 'exports'].map((name) => `export * from './web/src/boundary/${name}.ts';`).join('\n');
    writeFileSync(outfile, await bundleReadable({ contents }));
    const { KeyCore, instantiate } = await import(pathToFileURL(outfile).href);
    return new KeyCore(await instantiate(await WebAssembly.compile(readFileSync(join(dist, 'partway.wasm')))));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Fetches an object in path style. Throws on any status but 200. */
export async function getObject(core, { dialect, bucket, key, region, credentials, store }) {
  const options = { dialect, bucket, key, region, endpoint: `${store}/${dialect}`, addressing: 'path', ...credentials };
  const { url } = core.build('getObject', 'query', Math.floor(Date.now() / 1000), [], Object.entries(options));
  const reply = await fetch(url);
  if (reply.status !== 200) throw new Error(`GET of ${key} gave ${reply.status}: ${await reply.text()}`);
  return reply;
}

/** Size and SHA-256 of an object, streamed. */
export async function digestObject(core, where) {
  const sha256 = createHash('sha256');
  let size = 0;
  for await (const chunk of (await getObject(core, where)).body) {
    sha256.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: sha256.digest('hex') };
}
