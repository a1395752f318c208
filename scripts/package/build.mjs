// npm run package: makes the npm package and its tarball in build/package.
//
//   node scripts/package/build.mjs
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../build.mjs';
import { bundle, bundleGlobal } from '../lib/bundle.mjs';
import { main, say } from '../lib/log.mjs';
import { npm } from '../lib/npm.mjs';
import { inRoot, root } from '../lib/paths.mjs';
import { client, scriptOf, sign } from '../lib/products.mjs';
import { must } from '../lib/run.mjs';
import { filesBelow } from '../lib/stamp.mjs';
import { setup } from '../setup.mjs';
import { buildShippedWorker, builds, workerFiles } from '../worker/build.mjs';
import { declared, manifest, nodeFiles, scripts, texts } from './contents.mjs';
import { writeTypes } from './types.mjs';

const built = (file) => inRoot('build', 'web', file);

/** Makes the package out of what the build has made; gives the path of its tarball. */
export async function makePackage(folder = inRoot('build', 'package')) {
  const inside = join(folder, 'partway');
  const dist = join(inside, 'dist');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const file of scripts) copyFileSync(built(file), join(dist, file));
  mkdirSync(join(dist, 'store'));
  for (const file of nodeFiles) copyFileSync(inRoot('build', 'node', file), join(dist, file));
  for (const script of [client, sign])
    await bundle({ ...script, wasm: (module) => `../${module}`, folder: join(dist, 'workerd') });
  await buildShippedWorker();
  mkdirSync(join(dist, 'worker'));
  for (const file of workerFiles) copyFileSync(join(builds.tinygo, file), join(dist, 'worker', file));
  await makeGlobal(join(dist, 'partway.global.js'));
  await writeTypes(declared, join(inside, 'types'));
  for (const file of filesBelow(texts)) {
    const copy = join(inside, relative(root, file));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(file, copy);
  }
  writeFileSync(join(inside, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  await must(npm, ['pack', inside, '--ignore-scripts', '--pack-destination', folder, '--loglevel=error']);
  return join(folder, `${manifest().name}-${manifest().version}.tgz`);
}

/** Makes the file of a script tag, which has everything inside. */
export function makeGlobal(file) {
  return bundleGlobal({
    file,
    entry: 'web/src/global.ts',
    global: 'partway',
    instead: { 'web/src/platform/assets.ts': 'web/src/platform/inline.ts' },
    texts: {
      ...Object.fromEntries(
        ['partway.wasm', 'partway-nokeys.wasm'].map((file) => [file, scriptOf(readFileSync(built(file)))]),
      ),
      'hash.js.txt': `export default ${JSON.stringify(readFileSync(built('hash.js'), 'utf8'))};`,
    },
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(async () => {
    await setup({ worker: true });
    await build();
    say('making the package');
    say(`package: ${await makePackage()}`);
  });
}
