import { PartwayError, toPartwayError } from '../boundary/error.ts';
import { moduleWithKeys, type Place } from './assets.ts';
import type { ModuleSource } from '../types/options.ts';

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
