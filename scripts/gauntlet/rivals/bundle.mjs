// The other libraries, bundled for the page. They are among the peers' packages.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { inRoot } from '../../lib/paths.mjs';
import { installPackages } from '../../peers/lib/parts.mjs';

const rivals = [
  { name: 'ali-oss', dialect: 'oss' },
  { name: 'cos-js-sdk-v5', dialect: 'cos' },
  { name: 'uppy', dialect: 's3' },
  { name: 'lib-storage', dialect: 's3' },
];

export async function bundleRivals({ minify = false } = {}) {
  await installPackages();
  const { outputFiles } = await build({
    entryPoints: rivals.map(({ name }) => fileURLToPath(new URL(`${name}.js`, import.meta.url))),
    nodePaths: [inRoot('scripts', 'peers', 'node_modules')],
    outdir: '/',
    entryNames: '[name]-contestant',
    bundle: true,
    minify,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    write: false,
    logLevel: 'error',
  });
  const bundles = Object.fromEntries(
    outputFiles.map(({ path, contents }) => [`/${path.split(/[\\/]/).at(-1)}`, contents]),
  );
  return { rivals, bundles };
}
