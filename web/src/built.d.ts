/** What the build makes of the module, to be imported where it cannot be fetched: a script with its bytes, in workerd the module itself. */
declare module '*.wasm' {
  const source: BufferSource | WebAssembly.Module;
  export default source;
}

/** A script as a text. */
declare module '*.js.txt' {
  const script: string;
  export default script;
}
