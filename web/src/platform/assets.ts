/**
 * Where the files are that stand beside the scripts. Bundlers read the expressions with `import.meta.url`: they stay as they are.
 * The file of a script tag has all of it inside, see inside.ts.
 */
import type { ModuleSource } from '../types/options.ts';

/** Makes a module of what the build made. */
export type Place = (compile: (source: ModuleSource) => Promise<WebAssembly.Module>) => Promise<WebAssembly.Module>;

/** Not every bundler takes the file along, and Node cannot fetch one: a script holds the same. */
const beside =
  (file: () => URL, script: () => Promise<{ default: ModuleSource }>): Place =>
  async (compile) => {
    try {
      return await compile(file());
    } catch {
      return compile((await script()).default);
    }
  };

export const moduleWithKeys = beside(
  () => new URL('./partway.wasm', import.meta.url),
  () => import('./partway.wasm'),
);
export const moduleWithoutKeys = beside(
  () => new URL('./partway-nokeys.wasm', import.meta.url),
  () => import('./partway-nokeys.wasm'),
);

export const hashWorker = (): Worker => new Worker(new URL('./hash.js', import.meta.url), { type: 'module' });
