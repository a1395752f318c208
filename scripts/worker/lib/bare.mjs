// workerd alone, with nothing else in its process: for what a request costs.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from '../../lib/paths.mjs';

const ticksPerSecond = 100; // _SC_CLK_TCK of Linux

/** Runs modules in a workerd of their own, the first of them as the Worker; `start` is milliseconds to the first answer. */
export async function serve(name, modules, bindings = {}) {
  const folder = inRoot('build', 'bench', name);
  mkdirSync(folder, { recursive: true });
  for (const [file, bytes] of Object.entries(modules)) writeFileSync(`${folder}/${file}`, bytes);
  const kind = (file) => (file.endsWith('.wasm') ? 'wasm' : 'esModule');
  const list = (entries) => `[${entries.map((fields) => `(${fields})`).join(', ')}]`;
  const port = await freePort();
  writeFileSync(
    `${folder}/config.capnp`,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = ["public", "private"]))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = ${list(Object.keys(modules).map((file) => `name = "${file}", ${kind(file)} = embed "${file}"`))},
  bindings = ${list(Object.entries(bindings).map(([key, text]) => `name = "${key}", text = ${JSON.stringify(text)}`))},
  compatibilityDate = "2026-04-01",
);
`,
  );
  const {
    default: { default: workerd },
  } = await import('workerd'); // CommonJS
  const began = performance.now();
  const process = spawn(workerd, ['serve', `${folder}/config.capnp`], { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://localhost:${port}`;
  for (;;) {
    try {
      await fetch(`${url}/healthz`).then((reply) => reply.text());
      break;
    } catch {
      await wait(2);
    }
  }
  const start = performance.now() - began;
  const stop = () => new Promise((resolve) => process.once('exit', resolve).kill());
  return { url, pid: process.pid, start, stop };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** User and system time of a process up to now, in milliseconds; it is counted in steps of 10. */
export function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}
