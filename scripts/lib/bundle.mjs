// Makes one script of TypeScript, and one more for each module that is imported only when it is needed. What these have
// in common stays in the first: rollup lets the others import it from there. Three tools, each for what it is best at:
// rollup for the graph, esbuild for TypeScript and the names of private fields, terser for all the rest.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inRoot } from './paths.mjs';

const target = 'es2022';

// `name` is that of the script, `chunks` are those of the modules that it imports when they are needed, `outside` says
// which source is a script of its own, { source: script }.
export async function bundle({ name, entry, chunks = [], outside = {}, folder }) {
  const { rollup } = await import('rollup'); // none of the three is there before the set-up
  const plugins = [typescript(outside)];
  const graph = await rollup({ input: { [name]: inRoot(entry) }, plugins, preserveEntrySignatures: 'allow-extension', onwarn });
  const { output } = await graph.generate({ format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js', plugins: [smaller] });
  const made = output.map(({ fileName }) => fileName).sort();
  const expected = [name, ...chunks].map((script) => `${script}.js`).sort();
  if (made.join() !== expected.join()) throw new Error(`${entry} became ${made}, not ${expected}.`);
  mkdirSync(folder, { recursive: true });
  for (const { fileName, code } of output) writeFileSync(join(folder, fileName), code);
}

function onwarn({ message }) {
  throw new Error(message);
}

const typescript = (outside) => ({
  name: 'typescript',
  resolveId(path, from) {
    if (!from) return undefined;
    const file = resolve(dirname(from), path);
    const [script] = Object.entries(outside).filter(([source]) => inRoot(source) === file).map(([, script]) => script);
    return script ? { id: script, external: true } : file;
  },
  async transform(code, file) {
    const { transform } = await import('esbuild');
    // verbatimModuleSyntax: nothing is imported for its types' sake.
    const made = await transform(code, { sourcefile: file, loader: 'ts', target, tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } } });
    return { code: made.code, map: null };
  },
});

const smaller = {
  name: 'smaller',
  async renderChunk(code) {
    const { transform } = await import('esbuild');
    const { minify } = await import('terser');
    const once = await transform(code, { minify: true, format: 'esm', target, legalComments: 'none' });
    const { code: made } = await minify(once.code, { module: true, ecma: 2022, compress: { passes: 3, hoist_funs: true } });
    return { code: made, map: null };
  },
};
