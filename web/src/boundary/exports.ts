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

/** A fresh instance with a memory of its own. */
export async function instantiate(module: WebAssembly.Module): Promise<Exports> {
  const instance = await WebAssembly.instantiate(module, {});
  const exports = instance.exports as unknown as Exports;
  exports._initialize?.();
  return exports;
}
