// The ports of the development servers.
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from './log.mjs';

// The page's port and, one above, the store's.
export function portsFrom(text = '8787') {
  const page = Number(text);
  if (!/^\d+$/.test(text) || page < 1 || page > 65534) {
    throw new UserError(`PORT is ${JSON.stringify(text)}; it has to be a number from 1 to 65534.`);
  }
  return { page, store: page + 1 };
}

// The servers listen on 127.0.0.1 only, but browsers look for localhost at ::1, too.
export async function requireFree(...ports) {
  for (const port of ports) {
    const problem = (await listenOnce(port, '127.0.0.1')) ?? withoutIPv6(await listenOnce(port, '::1'));
    if (problem === 'EADDRINUSE') {
      throw new UserError(
        `Port ${port} is in use. Choose another with PORT=9000 npm start; the store takes the port after it.`,
      );
    }
    if (problem)
      throw new UserError(`Port ${port} cannot be used (${problem}). Choose another with PORT=9000 npm start.`);
  }
}

const withoutIPv6 = (problem) => (['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(problem) ? null : problem);

function listenOnce(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

// Resolves when something accepts connections on the port or the signal is aborted.
export async function answering(port, signal) {
  while (!signal.aborted && !(await accepts(port))) await wait(20);
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
