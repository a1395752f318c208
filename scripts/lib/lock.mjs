// Lets one set-up or build work on this folder at a time. The lock is a local
// socket rather than a file: the kernel frees it when its owner dies, so a
// killed set-up leaves nothing behind to clean up.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { say } from './log.mjs';
import { root } from './paths.mjs';

const pollMs = 300;

// Runs `work` while this process holds the lock named for the folder.
export async function locked(work, name = root) {
  const server = await acquire(address(name));
  try {
    return await work();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

async function acquire(path) {
  for (let attempt = 0; ; attempt++) {
    const server = await listen(path);
    if (server) return server;
    if (await isLeftover(path)) rmSync(path, { force: true });
    else {
      if (attempt === 0) say('another set-up or build works on this folder; waiting for it to end');
      await wait(pollMs);
    }
  }
}

function listen(path) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(path, () => resolve(server));
  });
}

// Socket files, which only systems without a namespace for sockets have,
// outlive their owner: then nobody answers.
function isLeftover(path) {
  if (process.platform === 'linux' || process.platform === 'win32') return false;
  return new Promise((resolve) => {
    const socket = createConnection(path, () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error) => resolve(error.code === 'ECONNREFUSED'));
  });
}

function address(name) {
  const id = `partway-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  if (process.platform === 'linux') return `\0${id}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${id}`;
  return join(tmpdir(), `${id}.sock`);
}
