// Makes one script of TypeScript, and one more for each module that is imported only when it is needed. What these have
// in common stays in the first: rollup lets the others import it from there. Three tools, each for what it is best at:
// rollup for the graph, esbuild for TypeScript and the names of private fields, terser for all the rest.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { inRoot } from './paths.mjs';

const target = 'es2022';

// `name` is that of the script, `chunks` are those of the modules that it imports when they are needed, `outside` says
// which source is a script of its own, { source: script }, and `wasm` where the script finds one that holds a module.
export async function bundle({ name, entry, chunks = [], outside = {}, wasm = (module) => `./${module}.js`, folder }) {
  const graph = await graphOf({ [name]: inRoot(entry) }, [elsewhere(outside, wasm), typescript]);
  const { output } = await graph.generate({
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    plugins: [smaller],
  });
  const made = output.map(({ fileName }) => fileName).sort();
  const expected = [name, ...chunks].map((script) => `${script}.js`).sort();
  if (made.join() !== expected.join()) throw new Error(`${entry} became ${made}, not ${expected}.`);
  mkdirSync(folder, { recursive: true });
  for (const { fileName, code } of output) writeFileSync(join(folder, fileName), code);
}

// Makes one script of all, which sets a global. `instead` says which source takes the place of which, `texts` are
// modules that are made here, { name: code }.
export async function bundleGlobal({ file, entry, global, instead, texts }) {
  const graph = await graphOf(inRoot(entry), [replaced(instead, texts), typescript]);
  const { output } = await graph.generate({
    format: 'iife',
    name: global,
    inlineDynamicImports: true,
    plugins: [smaller],
  });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, output[0].code);
}

async function graphOf(input, plugins) {
  const { rollup } = await import('rollup'); // none of the three is there before the set-up
  return rollup({ input, plugins, preserveEntrySignatures: 'allow-extension', onwarn });
}

function onwarn({ message }) {
  throw new Error(message);
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
    if (texts[basename(path)]) return { id: `\0${basename(path)}` };
    const [other] = Object.entries(instead)
      .filter(([source]) => from && resolve(dirname(from), path) === inRoot(source))
      .map(([, other]) => other);
    return other && inRoot(other);
  },
  load: (id) => texts[id.slice(1)],
});

const typescript = {
  name: 'typescript',
  resolveId: (path, from) => (from ? resolve(dirname(from), path) : undefined),
  async transform(code, file) {
    if (!file.endsWith('.ts')) return undefined;
    const { transform } = await import('esbuild');
    // verbatimModuleSyntax: nothing is imported for its types' sake.
    const made = await transform(code, {
      sourcefile: file,
      loader: 'ts',
      target,
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    return { code: made.code, map: null };
  },
};

const smaller = {
  name: 'smaller',
  async renderChunk(code, _chunk, { format }) {
    const { transform } = await import('esbuild');
    const { minify } = await import('terser');
    let { code: made } = await transform(code, {
      minify: true,
      ...(format === 'es' && { format: 'esm' }),
      target,
      legalComments: 'none',
    });
    // Twice, functions first in the end: 35 bytes of brotli less of the client.
    for (const hoist_funs of [false, true]) {
      made = (await minify(made, { module: format === 'es', ecma: 2022, compress: { passes: 3, hoist_funs } })).code;
    }
    return { code: made, map: null };
  },
};
