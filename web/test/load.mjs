// Loads TypeScript of web/src into Node: bundles a file and imports the result.
import { build } from 'rolldown';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export async function load(file) {
  const folder = mkdtempSync(join(tmpdir(), 'partway-'));
  const outfile = join(folder, 'bundle.mjs');
  try {
    const output = { file: outfile, codeSplitting: false };
    await build({ input: join(root, 'web', file), external: [/\.wasm$/], platform: 'node', tsconfig: false, output });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function read(path) {
  return readFileSync(`${root}/${path}`);
}

/** The bytes of the built module. */
export function moduleBytes() {
  const path = process.env.PARTWAY_WASM ?? join(root, 'build/web/partway.wasm');
  if (!existsSync(path)) throw new Error('There is no build/web/partway.wasm: run "npm run build" first.');
  return readFileSync(path);
}
