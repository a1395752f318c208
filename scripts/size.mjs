// npm run size: what a page loads in order to upload. Fails over the limit.
import { build } from './build.mjs';
import { main } from './lib/log.mjs';
import { inRoot } from './lib/paths.mjs';
import { judge, measureFiles, table } from './lib/sizes.mjs';
import { setup } from './setup.mjs';

// The page itself is not among them: it is the caller's.
const loaded = ['partway.js', 'partway.wasm', 'hash.js'];

main(async () => {
  await setup();
  await build();
  const rows = measureFiles(loaded.map((name) => ({ name, path: inRoot('build', 'web', name) })));
  console.log(`\n${table(rows)}\n`);
  console.log(judge(rows.at(-1).brotli));
});
