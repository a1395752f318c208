// Makes one script of TypeScript, and one more for each module that is imported only when it is needed. What these have
// in common stays in the first: rolldown lets the others import it from there.
//
// rolldown bundles and minifies, and terser goes over the result. Measured in brotli on the client's four scripts
// (partway, keysession, pagehash, earlier) at the time of the choice:
//
//   rolldown 1.3.3, then terser 5.51.4           13,408
//   rollup 4.68.7, esbuild 0.28.2, then terser   13,441   three tools for the same
//   rolldown alone                               13,909   3.7 % more
//   esbuild alone, with splitting                15,269   13.9 % more: what is in common becomes scripts of its own
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { inRoot, root } from './paths.mjs';

const target = 'es2022';

// `name` is that of the script, `chunks` are those of the modules that it imports when they are needed, `outside` says
// which source is a script of its own, { source: script }, and `wasm` where the script finds one that holds a module.
// With `debug` nothing is minified, each script has a source map, and the first begins with debug.banner.
/** @param {any} what */
export async function bundle({ name, entry, chunks = [], outside = {}, wasm = besideIt, folder, debug }) {
  const output = await generate(
    {
      input: { [name]: inRoot(entry) },
      plugins: [elsewhere(outside, wasm)],
      preserveEntrySignatures: 'allow-extension',
    },
    {
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      ...(debug ? { sourcemap: true, banner: ({ isEntry }) => (isEntry ? debug.banner : '') } : { minify: true }),
    },
  );
  const made = output
    .filter(({ type }) => type === 'chunk')
    .map(({ fileName }) => fileName)
    .sort();
  const expected = [name, ...chunks].map((script) => `${script}.js`).sort();
  if (made.join() !== expected.join()) throw new Error(`${entry} became ${made}, not ${expected}.`);
  for (const { fileName, code, source } of output)
    write(join(folder, fileName), debug ? (code ?? source) : await smaller(code, { module: true }));
}

const besideIt = (module) => `./${module}.js`;

// Makes one script of all, which sets a global. `instead` says which source takes the place of which, `texts` are
// modules that are made here, { name: code }.
export async function bundleGlobal({ file, entry, global, instead, texts }) {
  const [{ code }] = await generate(
    { input: inRoot(entry), plugins: [replaced(instead, texts)] },
    { format: 'iife', name: global, codeSplitting: false, minify: true },
  );
  write(file, await smaller(code, { module: false }));
}

// Makes one readable script of a source or of `contents`, whose imports are relative to the root, for Node or a test's
// page. `modules` is the node_modules that its packages come from; `outside` are the imports that stay.
/** @param {any} what */
export async function bundleReadable({ entry, contents, modules, outside = wasmFiles, define, ...more }) {
  const { platform = 'node', ...output } = more;
  const [{ code }] = await generate(
    {
      input: entry ?? 'contents',
      platform,
      transform: transform(define),
      external: outside,
      plugins: contents === undefined ? [] : [virtual(contents)],
      ...(modules && { resolve: { modules: [modules] } }),
    },
    { codeSplitting: false, ...output },
  );
  return code;
}

const wasmFiles = [/\.wasm$/];

// Packages of others ask for NODE_ENV.
const transform = (define) => ({
  target,
  typescript: { onlyRemoveTypeImports: true },
  define: { 'process.env.NODE_ENV': '"production"', ...define },
});

// One { type: 'chunk', fileName, code } for each script, one { type: 'asset', fileName, source } for each source map.
/** @param {any} input @param {any} output @returns {Promise<any[]>} */
async function generate(input, output) {
  const { rolldown } = await import('rolldown'); // not there before the set-up
  const graph = await rolldown({
    transform: transform(),
    tsconfig: false,
    onLog: refuse,
    ...input,
  });
  try {
    return (await graph.generate({ format: 'es', comments: false, ...output })).output;
  } finally {
    await graph.close();
  }
}

function refuse(level, { message }) {
  if (level === 'warn') throw new Error(message);
}

function write(file, code) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
}

const elsewhere = (outside, wasm) => ({
  name: 'elsewhere',
  resolveId(path, from) {
    if (path.endsWith('.wasm')) return { id: wasm(basename(path)), external: true };
    const [script] = Object.entries(outside)
      .filter(([source]) => from && resolve(dirname(from), path) === inRoot(source))
      .map(([, script]) => script);
    return script && { id: script, external: true };
  },
});

const replaced = (instead, texts) => ({
  name: 'replaced',
  resolveId(path, from) {
    if (basename(path) in texts) return { id: basename(path) };
    const [other] = Object.entries(instead)
      .filter(([source]) => from && resolve(dirname(from), path) === inRoot(source))
      .map(([, other]) => other);
    return other && inRoot(other);
  },
  load: (id) => (id in texts ? { code: texts[id], moduleType: 'js' } : undefined), // whatever its name ends in
});

const virtual = (contents) => ({
  name: 'virtual',
  resolveId: (path) => (path === 'contents' ? join(root, 'contents.js') : undefined),
  load: (id) => (id === join(root, 'contents.js') ? contents : undefined),
});

// Twice, functions first in the end: that is worth some bytes.
export async function smaller(code, { module }) {
  const { minify } = await import('terser');
  let made = code;
  for (const hoist_funs of [false, true])
    made = (await minify(made, { module, ecma: 2022, compress: { passes: 3, hoist_funs } })).code;
  return made;
}
