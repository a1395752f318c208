// Builds everything into build/: the page and client with the module (web/) and
// the programs of the development servers (bin/). Each product is made again
// only when something it is made from changed.
//
//   node scripts/build.mjs [--debug]
//
//   --debug   the page into build/web-debug: nothing minified, source maps, and panics of the module with their text
import { pathToFileURL } from 'node:url';
import { locked } from './lib/lock.mjs';
import { main, say, seconds } from './lib/log.mjs';
import { products } from './lib/products.mjs';
import { inRoot } from './lib/paths.mjs';
import { hashOf, isFresh, writeStamp } from './lib/stamp.mjs';
import { setup } from './setup.mjs';

export function build({ debug = false } = {}) {
  return locked(async () => {
    for (const product of products({ debug })) await make(product);
  });
}

const recipes = inRoot('scripts', 'lib', 'products.mjs');

export async function make({ name, inputs, settings = '', outputs, run }) {
  const stamp = inRoot('build', 'stamps', name.replaceAll(' ', '-'));
  const hash = hashOf([recipes, ...inputs], settings);
  if (isFresh(stamp, hash, outputs)) return;
  const began = performance.now();
  say(`building ${name}`);
  await run();
  writeStamp(stamp, hash);
  say(`built ${name} in ${seconds(began).toFixed(1)} s`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(async () => {
    await setup();
    await build({ debug: process.argv.includes('--debug') });
    say('build: everything is up to date');
  });
}
