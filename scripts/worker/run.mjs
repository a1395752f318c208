// npm run worker: the Worker in workerd, with the local store behind it, until
// Ctrl-C.
//
//   PORT=8787   the Worker's port; the store listens on the next one
import { mkdirSync } from 'node:fs';
import { build } from '../build.mjs';
import { main, say } from '../lib/log.mjs';
import { installFolder } from '../lib/npm.mjs';
import { inRoot } from '../lib/paths.mjs';
import { portsFrom, requireFree } from '../lib/ports.mjs';
import { program } from '../lib/products.mjs';
import { keepRunning } from '../lib/servers.mjs';
import { setup } from '../setup.mjs';
import { buildWorker } from './build.mjs';

main(async () => {
  const ports = portsFrom(process.env.PORT);
  await requireFree(ports.page, ports.store);
  await setup({ worker: true });
  await installFolder('scripts/worker', 'workerd and wrangler');
  await build();
  await buildWorker();
  const { devConfig, startWorker } = await import('./lib/workerd.mjs'); // not there before
  const store = `http://localhost:${ports.store}`;
  const data = inRoot('.partway', 'store');
  mkdirSync(data, { recursive: true });
  const signer = await startWorker({
    bindings: devConfig(store),
    port: ports.page,
    log: (text) => process.stdout.write(text),
  });
  const servers = [
    { program: program('store'), port: ports.store, args: ['-listen', `127.0.0.1:${ports.store}`, '-data', data] },
  ];
  try {
    await keepRunning(servers, () => {
      say(`local store   ${store}/   keeps its files in .partway/store`);
      say(`signer        ${signer.url}/s3/   in workerd; ${signer.url}/healthz; Ctrl-C ends both`);
    });
  } finally {
    await signer.stop();
  }
});
