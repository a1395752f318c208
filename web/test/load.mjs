// Loads TypeScript of web/src into Node: bundles a file and imports the result.
import { build } from 'esbuild';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export async function load(file) {
  const folder = mkdtempSync(join(tmpdir(), 'partway-'));
  const outfile = join(folder, 'bundle.mjs');
  try {
    await build({
      entryPoints: [join(root, 'web', file)],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      external: ['*.wasm'],
      outfile,
      logLevel: 'warning',
    });
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
