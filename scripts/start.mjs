// npm start: sets up, builds, and runs the local store and the page's server
// until Ctrl-C.
//
//   node scripts/start.mjs [--debug]
//
//   PORT=8787                     the page's port; the store listens on the next one
//   PARTWAY_DATA=.partway/store   where the store keeps its files
//   --debug                       serves the debug build, see build.mjs
import { mkdirSync } from 'node:fs';
import { relative } from 'node:path';
import { build } from './build.mjs';
import { main, say } from './lib/log.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { portsFrom, requireFree } from './lib/ports.mjs';
import { program, webFolder } from './lib/products.mjs';
import { keepRunning } from './lib/servers.mjs';
import { setup } from './setup.mjs';

main(async () => {
  const debug = process.argv.includes('--debug');
  const ports = portsFrom(process.env.PORT);
  await requireFree(ports.page, ports.store);
  await setup();
  await build({ debug });
  await requireFree(ports.page, ports.store); // building may have taken a while

  const store = `http://localhost:${ports.store}`;
  const data = process.env.PARTWAY_DATA || inRoot('.partway', 'store');
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
      args: ['-listen', `127.0.0.1:${ports.page}`, '-root', webFolder(debug), '-store', store, '-weather'],
    },
  ];
  await keepRunning(servers, () => {
    say(`local store   ${store}/   keeps its files in ${relative(root, data)}`);
    say(`open          http://localhost:${ports.page}/   Ctrl-C ends both`);
  });
});
