// The other libraries, bundled for the page as ours is. They are among the peers' packages.
import { fileURLToPath } from 'node:url';
import { bundleReadable, smaller } from '../../lib/bundle.mjs';
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
  const bundles = {};
  for (const { name } of rivals) {
    const code = await bundleReadable({
      entry: fileURLToPath(new URL(`${name}.js`, import.meta.url)),
      modules: inRoot('scripts', 'peers', 'node_modules'),
      platform: 'browser',
      minify,
    });
    bundles[`/${name}-contestant.js`] = minify ? await smaller(code, { module: true }) : code;
  }
  return { rivals, bundles };
}
