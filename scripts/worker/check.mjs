// The step of npm test: both builds in workerd, Uppy in Chromium, and a
// deployment that stops short of the internet.
import { installFolder } from '../lib/npm.mjs';
import { failed, ofNodeTest, passed } from '../lib/outcome.mjs';
import { inRoot } from '../lib/paths.mjs';
import { findChromium } from '../lib/probe.mjs';
import { program } from '../lib/products.mjs';
import { run } from '../lib/run.mjs';
import { filesBelow } from '../lib/stamp.mjs';
import { buildWorker } from './build.mjs';
import { gzipBytes, limit, wrangler } from './lib/wrangler.mjs';

const limitMs = 25 * 60_000;

export async function worker() {
  await installFolder('scripts/worker', 'workerd, wrangler and Uppy');
  await buildWorker();
  const env = {
    PARTWAY_DIST: inRoot('build', 'web'),
    PARTWAY_STORE: program('store'),
    PARTWAY_SERVE: program('serve'),
    CHROMIUM: findChromium(),
  };
  const files = filesBelow(['scripts/worker/test'], (file) => file.endsWith('.test.mjs'));
  // One file after the other: workerd and Chromium side by side are slow on two cores.
  const tests = ofNodeTest(
    await run(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files], { env, limitMs }),
  );
  const deployed = await dryRun();
  return {
    passed: tests.passed + deployed.passed,
    failed: tests.failed + deployed.failed,
    text: tests.text + deployed.text,
  };
}

async function dryRun() {
  const { program: node, args, config, quiet } = wrangler;
  const { code, output } = await run(
    node,
    [...args, 'deploy', ...config, '--dry-run', '--outdir', inRoot('build', 'worker-upload')],
    { env: { ...quiet, CI: '1' }, limitMs },
  );
  const bytes = gzipBytes(output);
  if (code !== 0 || bytes === null) return failed(`wrangler deploy --dry-run:\n${output}`);
  if (bytes > limit)
    return failed(
      `The Worker has ${bytes.toLocaleString('en')} bytes of gzip, over the limit of ${limit.toLocaleString('en')}.`,
    );
  console.log(
    `          the Worker has ${bytes.toLocaleString('en')} bytes of gzip; limit ${limit.toLocaleString('en')}`,
  );
  return passed();
}
