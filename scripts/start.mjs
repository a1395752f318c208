// npm start: sets up, builds, and runs the local store and the page's server
// until Ctrl-C.
//
//   PORT=8787   the page's port; the store listens on the next one
import { mkdirSync } from 'node:fs';
import { build } from './build.mjs';
import { main, say } from './lib/log.mjs';
import { inRoot } from './lib/paths.mjs';
import { portsFrom, requireFree } from './lib/ports.mjs';
import { program } from './lib/products.mjs';
import { keepRunning } from './lib/servers.mjs';
import { setup } from './setup.mjs';

main(async () => {
  const ports = portsFrom(process.env.PORT);
  await requireFree(ports.page, ports.store);
  await setup();
  await build();
  await requireFree(ports.page, ports.store); // building may have taken a while

  const store = `http://localhost:${ports.store}`;
  const data = inRoot('.partway', 'store');
  mkdirSync(data, { recursive: true });
  const servers = [
    {
      program: program('store'),
      port: ports.store,
      args: ['-listen', `127.0.0.1:${ports.store}`, '-data', data, '-faults'],
    },
    {
      program: program('serve'),
      port: ports.page,
      args: ['-listen', `127.0.0.1:${ports.page}`, '-root', inRoot('build', 'web'), '-store', store, '-weather'],
    },
  ];
  await keepRunning(servers, () => {
    say(`local store   ${store}/   keeps its files in .partway/store`);
    say(`open          http://localhost:${ports.page}/   Ctrl-C ends both`);
  });
});
