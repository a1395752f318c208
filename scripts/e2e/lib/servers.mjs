// The local store and the page's server as they are shipped, on free ports and with data of their own.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export const dist = process.env.PARTWAY_DIST ?? join(root, 'build/web');
const store = process.env.PARTWAY_STORE ?? join(root, 'build/bin/store');
const serve = process.env.PARTWAY_SERVE ?? join(root, 'build/bin/serve');

/** How long a server may take until it listens, in milliseconds. */
const PATIENCE = 10_000;

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'partway-e2e-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A page with nothing but a file to choose; tests import what they need. */
const bare =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bare</title></head><body><input type="file" id="file" aria-label="file"></body></html>';

/** Makes a folder to serve: the built files, and the page `bare`. */
export function siteIn(folder) {
  const site = join(folder, 'site');
  cpSync(dist, site, { recursive: true });
  writeFileSync(join(site, 'bare.html'), bare);
  return site;
}

/**
 * Starts both, the store without waiting for the disk; `storeArgs` are added to the store's, `serveArgs` to the page
 * server's. `site` is the folder that is served: the built files, the page `bare`, and what a test adds; `data` the
 * store's.
 */
export async function startServers(storeArgs = [], serveArgs = []) {
  const { folder, remove } = temporaryFolder();
  const data = join(folder, 'store');
  mkdirSync(data);
  const site = siteIn(folder);
  const [pagePort, storePort] = [await freePort(), await freePort()];
  const storeOrigin = `http://localhost:${storePort}`;
  const servers = [
    start(store, ['-addr', `127.0.0.1:${storePort}`, '-data', data, '-log', 'warn', '-sync=false', ...storeArgs]),
    start(serve, ['-listen', `127.0.0.1:${pagePort}`, '-root', site, '-store', storeOrigin, ...serveArgs]),
  ];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    remove();
  };
  try {
    await Promise.all([listening(storePort, servers[0]), listening(pagePort, servers[1])]);
  } catch (error) {
    await stop();
    throw error;
  }
  const page = `http://localhost:${pagePort}/`;
  return { page, bare: `${page}bare.html`, site, store: storeOrigin, storePort, data, stop };
}

function start(program, args) {
  if (!existsSync(program)) throw new Error(`${program} is missing: run "npm run build" first.`);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const server = { output: '', ended: false };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => (server.output = (server.output + text).slice(-10_000)));
  const end = new Promise((resolve) => child.once('exit', resolve));
  end.then(() => (server.ended = true));
  server.stop = async () => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 3000);
    await end;
    clearTimeout(force);
  };
  return server;
}

async function listening(port, server) {
  const deadline = Date.now() + PATIENCE;
  while (!(await accepts(port))) {
    if (server.ended || Date.now() > deadline) throw new Error(`A server did not start:\n${server.output}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
