// npm run size: what a page loads in order to upload. Fails over the limit.
import { build } from './build.mjs';
import { main } from './lib/log.mjs';
import { checkSizes } from './lib/sizes.mjs';
import { setup } from './setup.mjs';

main(async () => {
  await setup();
  await build();
  checkSizes();
});
