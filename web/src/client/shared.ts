/**
 * What the uploads of a page share: the compiled module, the budget of requests to each host, the workers that hash,
 * the keys of a credentials function, the lines in which they wait. It is the one state at module level, because it belongs to the page and not to
 * any caller; it is made when it is first needed.
 */
import { Core } from '../boundary/core.ts';
import { compile, instantiate, type Exports, type ModuleSource } from '../boundary/module.ts';
import type { Place } from '../boundary/place.ts';
import { Budget } from './budget.ts';
import type { SharedHasher } from './hasher.ts';
import { Line } from './line.ts';

/** Above it, in bytes, a file goes in parts if nothing else is asked for. */
export const LARGE = 8 * 1024 * 1024;

/** A host that uploads of this page send to. */
export interface Host {
  /** Milliseconds that its clock is ahead of this machine's. */
  offset: number;
  readonly budget: Budget;
}

export interface Runtime {
  readonly module: WebAssembly.Module;
  readonly core: Core;
  readonly hosts: Map<string, Host>;
  /** By what makes their worker. */
  readonly hashers: Map<() => Worker, SharedHasher>;
}

const modules = new Map<unknown, Promise<WebAssembly.Module>>();
const runtimes = new WeakMap<WebAssembly.Module, Promise<Runtime>>();

/** What a map holds for a key; made when it is first asked for. */
export function once<K, V>(
  map: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  let found = map.get(key);
  if (!found) map.set(key, (found = make()));
  return found;
}

/** The module of a source, compiled and running; for a place or a URL, once. `make` is what its calls are made by. */
export async function runtime(
  source: ModuleSource | Place,
  make: (exports: Exports) => Core = (exports) => new Core(exports),
): Promise<Runtime> {
  const module = await compileOnce(source);
  return once(runtimes, module, async () => ({
    module,
    core: make(await instantiate(module)),
    hosts: new Map(),
    hashers: new Map(),
  }));
}

/** A module that has failed once is not asked again. */
export function discardRuntime(module: WebAssembly.Module): void {
  runtimes.delete(module);
}

async function compileOnce(source: ModuleSource | Place): Promise<WebAssembly.Module> {
  const name = source instanceof URL ? source.href : source;
  if (typeof name === 'object') return compile(source);
  try {
    return await once(modules, name, () => compile(source));
  } catch (thrown) {
    modules.delete(name);
    throw thrown;
  }
}

export function hostOf({ hosts }: Runtime, name: string): Host {
  return once(hosts, name, () => ({ offset: 0, budget: new Budget() }));
}

/** Small files do not wait behind large ones. There are more places than requests at a time: some uploads get ready. */
const lines = [new Line(12), new Line(6)] as const;

/** The line of a file of so many bytes. */
export const lineOf = (size: number): Line => lines[size > LARGE ? 1 : 0];
