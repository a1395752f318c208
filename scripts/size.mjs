// npm run size: what a page loads in order to upload, and what it would load
// with other libraries. Fails over the limit.
//
//   npm run size -- --draw   writes the table into the README
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from './build.mjs';
import { bundleRivals } from './gauntlet/rivals/bundle.mjs';
import { main, say } from './lib/log.mjs';
import { inRoot } from './lib/paths.mjs';
import { checkSizes, measure, sizeOf, table, withKeys, withSigner } from './lib/sizes.mjs';
import { withTable } from './lib/sizetable.mjs';
import { makePackage } from './package/build.mjs';
import { setup } from './setup.mjs';

// What a page of each entry loads, without Chinese and what hashes where there are no workers.
const entries = {
  'partway, with a signer': withSigner,
  'partway, with keys': withKeys,
  'partway/element, with a signer': ['element.js', ...withSigner],
  'partway/sign': ['sign.js', 'partway.js', 'keysession.js', 'partway.wasm'],
  'partway.global.js': ['partway.global.js'],
};

const rivals = {
  'ali-oss': ['ali-oss'],
  'cos-js-sdk-v5': ['cos-js-sdk-v5'],
  uppy: ['@uppy/core', '@uppy/aws-s3'],
  'lib-storage': ['@aws-sdk/client-s3', '@aws-sdk/lib-storage'],
};

main(async () => {
  await setup({ worker: true });
  await build();
  checkSizes();
  await makePackage();
  const ours = Object.entries(entries).map(([name, files]) => ({
    ...sizeOf(files.map((file) => inRoot('build/package/partway/dist', file))),
    name,
  }));
  say('bundling the others');
  const { bundles } = await bundleRivals({ minify: true });
  const { dependencies } = JSON.parse(readFileSync(inRoot('scripts/peers/package.json'), 'utf8'));
  const theirs = Object.entries(rivals).map(([script, packages]) => ({
    name: packages.map((name) => `${name} ${dependencies[name]}`).join(' + '),
    ...measure(Buffer.from(bundles[`/${script}-contestant.js`])),
  }));
  console.log(
    `\nthe package's entries, and a page that uploads one file in parts by another library, bytes:\n\n${table([...ours, ...theirs])}\n`,
  );
  if (process.argv.includes('--draw')) {
    const readme = inRoot('README.md');
    writeFileSync(readme, withTable(readFileSync(readme, 'utf8'), [...ours, ...theirs]));
  }
});
