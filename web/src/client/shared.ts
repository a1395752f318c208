/**
 * What the uploads of a page share: the compiled module, the budget of requests to each host, the workers that hash,
 * the keys of a credentials function. It is the one state at module level, because it belongs to the page and not to
 * any caller; it is made when it is first needed.
 */
import { Core } from '../boundary/core.ts';
import { compile, instantiate, type Exports, type ModuleSource } from '../boundary/module.ts';
import type { SharedHasher } from './hasher.ts';
import { Host } from './host.ts';

export interface Runtime {
  readonly module: WebAssembly.Module;
  readonly core: Core;
  readonly hosts: Map<string, Host>;
  /** By what makes their worker. */
  readonly hashers: Map<() => Worker, SharedHasher>;
}

const modules = new Map<string, Promise<WebAssembly.Module>>();
const runtimes = new WeakMap<WebAssembly.Module, Promise<Runtime>>();

/** What a map holds for a key; made when it is first asked for. */
export function once<K, V>(map: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  let found = map.get(key);
  if (!found) map.set(key, (found = make()));
  return found;
}

/** The module of a source, compiled and running; for a URL, once. `make` is what its calls are made by. */
export async function runtime(source: ModuleSource, make: (exports: Exports) => Core = (exports) => new Core(exports)): Promise<Runtime> {
  const module = await compileOnce(source);
  return once(runtimes, module, async () => ({ module, core: make(await instantiate(module)), hosts: new Map(), hashers: new Map() }));
}

/** A module that has failed once is not asked again. */
export function discardRuntime(module: WebAssembly.Module): void {
  runtimes.delete(module);
}

async function compileOnce(source: ModuleSource): Promise<WebAssembly.Module> {
  if (typeof source !== 'string' && !(source instanceof URL)) return compile(source);
  const name = String(source);
  try {
    return await once(modules, name, () => compile(source));
  } catch (thrown) {
    modules.delete(name);
    throw thrown;
  }
}

export function hostOf({ core, hosts }: Runtime, name: string): Host {
  return once(hosts, name, () => new Host(core));
}

/** Goes on in a task of its own, so that thousands of uploads that are begun at once leave the page responsive. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
