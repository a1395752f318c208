/**
 * What the uploads of a page share: the compiled module, the budget of requests to each host, the workers that hash.
 * This, the queues and the keys of a credentials function are the only state at module level: it belongs to the page
 * and not to any caller, and is made when it is first needed.
 */
import { Core } from '../boundary/core.ts';
import { instantiate, type Exports } from '../boundary/exports.ts';
import type { ModuleSource } from '../types/options.ts';
import type { Place } from './assets.ts';
import { Budget } from './budget.ts';
import { compile } from './compile.ts';
import type { Hasher } from './hasher.ts';
import { once } from './once.ts';

/** What several uploads use. */
export interface Shared<T> {
  /** One more user; what it gets is to be closed. */
  join(): T;
}

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
  readonly hashers: Map<() => Worker, Shared<Hasher>>;
}

const modules = new Map<unknown, Promise<WebAssembly.Module>>();
const runtimes = new WeakMap<WebAssembly.Module, Promise<Runtime>>();

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
