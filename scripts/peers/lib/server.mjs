// A server as a child process on a free port.
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

/** How long a server may take until it listens, in milliseconds. */
const PATIENCE = 15_000;

/** Starts the program with the arguments for a port and waits until it listens. */
export async function startServer(program, args, env = {}) {
  const port = await freePort();
  const child = spawn(program, args(port), { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => (output = (output + text).slice(-20_000)));
  const ended = new Promise((resolve) =>
    child.once('exit', resolve).once('error', (error) => resolve((output += error.message))),
  );
  const over = ended.then(() => true);
  const stop = async () => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(force);
  };
  for (const deadline = Date.now() + PATIENCE; !(await accepts(port)); ) {
    const died = await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 30, false))]);
    if (died || Date.now() > deadline) {
      await stop();
      throw new Error(`${program} did not start:\n${output}`);
    }
  }
  return { port, stop, output: () => output };
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket
      .once('error', () => resolve(false))
      .once('connect', () => {
        socket.destroy();
        resolve(true);
      });
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
