import { PartwayError, toPartwayError } from './error.ts';
import { moduleWithKeys, type Place } from './place.ts';

/** Where the WebAssembly module comes from; the default is `partway.wasm` beside the script. */
export type ModuleSource = URL | string | Response | BufferSource | WebAssembly.Module;

/** What the module exports; wasm/abi says what each function means. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  _initialize?(): void;
  input(size: number): number;
  call(fn: number, size: number): number;
  output(): number;
  hashStart(algorithm: number): number;
  hashAdd(size: number): void;
  hashSum(): number;
}

/**
 * Compiles the module. Nothing is kept: a caller of many functions compiles once and hands the result to each as
 * `wasm`. Rejects with a PartwayError, whose code is "ModuleFailed". The page's CSP needs `script-src 'wasm-unsafe-eval'`, and `connect-src` for the file.
 */
export async function compile(source: ModuleSource | Place = moduleWithKeys): Promise<WebAssembly.Module> {
  try {
    return await (typeof source === 'function' ? source(moduleOf) : moduleOf(source));
  } catch (cause) {
    const { message } = toPartwayError(cause);
    throw new PartwayError(
      `partway.wasm could not be loaded: ${message.replace(/\?\S*/, '')}. Pass it as the option "wasm".`,
      { code: 'ModuleFailed', cause },
    );
  }
}

async function moduleOf(source: ModuleSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  const response = source instanceof Response ? source : await fetch(source as URL | string);
  if (!response.ok) throw new Error(`status ${response.status}`);
  // Not compileStreaming, which insists on a media type that many servers do not know: it would save a millisecond.
  return WebAssembly.compile(await response.arrayBuffer());
}

/** A fresh instance with a memory of its own. */
export async function instantiate(module: WebAssembly.Module): Promise<Exports> {
  const instance = await WebAssembly.instantiate(module, {});
  const exports = instance.exports as unknown as Exports;
  exports._initialize?.();
  return exports;
}
