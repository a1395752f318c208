// The step of npm test: packs the package, and tests the tarball in apps of all kinds.
import { installFolder } from '../lib/npm.mjs';
import { ofNodeTest } from '../lib/outcome.mjs';
import { inRoot } from '../lib/paths.mjs';
import { findChromium } from '../lib/probe.mjs';
import { program } from '../lib/products.mjs';
import { run } from '../lib/run.mjs';
import { filesBelow } from '../lib/stamp.mjs';
import { makePackage } from './build.mjs';

const limitMs = 10 * 60_000;

export async function packed() {
  await installFolder('scripts/package', 'bundlers, publint and attw');
  await installFolder('scripts/worker', 'workerd, wrangler and Uppy');
  const env = {
    PARTWAY_TARBALL: await makePackage(),
    PARTWAY_DIST: inRoot('build', 'web'),
    PARTWAY_STORE: program('store'),
    PARTWAY_SERVE: program('serve'),
    CHROMIUM: findChromium(),
  };
  const files = filesBelow(['scripts/package/test'], (file) => file.endsWith('.test.mjs'));
  return ofNodeTest(
    await run(process.execPath, ['--test', '--test-concurrency=2', '--test-reporter=spec', ...files], { env, limitMs }),
  );
}
