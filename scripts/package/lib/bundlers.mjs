// The same app built by each bundler, as it comes: no plugin and no setting for the package. `file` is the script to load.
import { join } from 'node:path';

const entry = (folder) => join(folder, 'main.js');

export const bundlers = [
  { name: 'vite', file: 'main.js', module: true, takesFiles: true, build: vite },
  { name: 'webpack', file: 'main.js', takesFiles: true, build: webpack },
  { name: 'rollup', file: 'main.js', module: true, build: rollup },
  {
    name: 'esbuild',
    file: 'main.js',
    build: (folder, out) => esbuild({ entryPoints: [entry(folder)], outfile: join(out, 'main.js') }),
  },
  {
    name: 'esbuild-splitting',
    file: 'main.js',
    module: true,
    build: (folder, out) => esbuild({ entryPoints: [entry(folder)], outdir: out, format: 'esm', splitting: true }),
  },
];

async function vite(folder, out) {
  const { build } = await import('vite');
  const rollupOptions = { input: entry(folder), output: { entryFileNames: 'main.js' } };
  await build({ root: folder, configFile: false, logLevel: 'warn', base: './', build: { outDir: out, rollupOptions } });
}

async function webpack(folder, out) {
  const { default: compile } = await import('webpack');
  const stats = await new Promise((resolve, reject) => {
    compile({ mode: 'production', context: folder, entry: './main.js', output: { path: out } }, (error, stats) =>
      error ? reject(error) : resolve(stats),
    );
  });
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
}

// Rollup itself finds no packages; everybody has this plugin for that.
async function rollup(folder, out) {
  const { rollup } = await import('rollup');
  const { nodeResolve } = await import('@rollup/plugin-node-resolve');
  const graph = await rollup({
    input: entry(folder),
    plugins: [nodeResolve({ browser: true })],
    onwarn: ({ message }) => {
      throw new Error(message);
    },
  });
  await graph.write({ dir: out });
}

async function esbuild(options) {
  const { build } = await import('esbuild');
  // It warns that there is no import.meta in a script that is no module: the package does without.
  await build({ ...options, bundle: true, minify: true, logLevel: 'error' });
}
