// npm run worker:deploy: builds the Worker, has it read its configuration, and
// hands it to wrangler. Further arguments are wrangler's: npm run worker:deploy -- --dry-run
import { spawnSync } from 'node:child_process';
import { main } from '../lib/log.mjs';
import { installFolder } from '../lib/npm.mjs';
import { root } from '../lib/paths.mjs';
import { setup } from '../setup.mjs';
import { buildWorker } from './build.mjs';
import { wrangler } from './lib/wrangler.mjs';

main(async () => {
  await setup({ worker: true });
  await installFolder('scripts/worker', 'workerd and wrangler');
  await buildWorker();
  const { unstable_readConfig: readConfig } = await import('wrangler'); // not there before
  const { requireConfig } = await import('./lib/preflight.mjs');
  const { program, args, config } = wrangler;
  const { vars, ratelimits } = readConfig({ config: config[1] });
  await requireConfig(vars, ratelimits);
  const { status } = spawnSync(program, [...args, 'deploy', ...config, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
});
