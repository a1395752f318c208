/**
 * What the uploads of a page share: the compiled module, the budget of requests to each host, the workers that hash,
 * the keys of a credentials function. It is the one state at module level, because it belongs to the page and not to
 * any caller; it is made when it is first needed.
 */
import { Core } from '../boundary/core.ts';
import { compile, instantiate, type Exports, type ModuleSource } from '../boundary/module.ts';
import { Host } from './host.ts';

export interface Runtime {
  readonly module: WebAssembly.Module;
  readonly core: Core;
  readonly hosts: Map<string, Host>;
}

const modules = new Map<string, Promise<WebAssembly.Module>>();
const runtimes = new WeakMap<WebAssembly.Module, Promise<Runtime>>();

/** The module of a source, compiled and running; for a URL, once. `make` is what its calls are made by. */
export async function runtime(source: ModuleSource, make: (exports: Exports) => Core = (exports) => new Core(exports)): Promise<Runtime> {
  const module = await compileOnce(source);
  let found = runtimes.get(module);
  if (!found) runtimes.set(module, (found = instantiate(module).then((exports) => ({ module, core: make(exports), hosts: new Map() }))));
  return found;
}

/** A module that has failed once is not asked again. */
export function discardRuntime(module: WebAssembly.Module): void {
  runtimes.delete(module);
}

function compileOnce(source: ModuleSource): Promise<WebAssembly.Module> {
  if (typeof source !== 'string' && !(source instanceof URL)) return compile(source);
  const name = String(source);
  let found = modules.get(name);
  if (!found) {
    modules.set(name, (found = compile(source)));
    found.catch(() => modules.delete(name));
  }
  return found;
}

export function hostOf({ core, hosts }: Runtime, name: string): Host {
  let host = hosts.get(name);
  if (!host) hosts.set(name, (host = new Host(core)));
  return host;
}

/** Goes on in a task of its own, so that thousands of uploads that are begun at once leave the page responsive. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
