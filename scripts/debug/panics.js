// Put in front of the debug build's scripts: what a module writes when it panics goes to the console, line by line.
{
  const { instantiate } = WebAssembly;
  let line = '';
  const putchar = (code) => {
    if (code !== 10) line += String.fromCharCode(code);
    else {
      console.error(line);
      line = '';
    }
  };
  WebAssembly.instantiate = (module, imports) =>
    instantiate.call(WebAssembly, module, { ...imports, debug: { putchar } });
}
