// Loads TypeScript of web/src into Node: bundles a file in memory and imports the result.
import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export async function load(file) {
  const { outputFiles } = await build({
    entryPoints: [`${root}/web/${file}`], bundle: true, format: 'esm', target: 'es2022', write: false, logLevel: 'warning',
    define: { 'import.meta.url': '"file:///nowhere/script.js"' },
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

export function read(path) {
  return readFileSync(`${root}/${path}`);
}

/** The built module, compiled. */
export function loadModule() {
  const path = process.env.PARTWAY_WASM ?? `${root}/build/web/partway.wasm`;
  if (!existsSync(path)) throw new Error('There is no build/web/partway.wasm: run "npm run build" first.');
  return WebAssembly.compile(readFileSync(path));
}
