// npm run worker:bench: what the Worker costs, beside a Worker of aws4fetch that
// does nothing but sign, in the same workerd. CPU time is that of the workerd
// process; wall time is one client's, one request after the other.
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from '../build.mjs';
import { main, say } from '../lib/log.mjs';
import { installFolder } from '../lib/npm.mjs';
import { inRoot } from '../lib/paths.mjs';
import { setup } from '../setup.mjs';
import { builds, buildWorker } from './build.mjs';

const TICKS = 100; // per second: _SC_CLK_TCK of Linux
const rounds = 300;

main(async () => {
  await setup({ worker: true });
  await installFolder('scripts/worker', 'workerd, wrangler and Uppy');
  await build();
  await buildWorker();
  const { startServers } = await import('../e2e/lib/servers.mjs');
  const servers = await startServers();
  const rows = [];
  try {
    for (const name of ['tinygo', 'go']) rows.push(await measureOurs(name, servers.store));
    rows.push(await measureTheirs());
  } finally {
    await servers.stop();
  }
  print(rows);
});

async function measureOurs(name, store) {
  const { devConfig, startWorker } = await import('./lib/workerd.mjs');
  say(`the build with ${name}`);
  const began = performance.now();
  const signer = await startWorker({ build: name, bindings: devConfig(store, ({ targets }) => (targets.oss.maxSize = 2 ** 40)) });
  const pid = workerd();
  const post = async (body) => (await fetch(`${signer.url}/s3/multipart`, { method: 'POST', body: JSON.stringify(body) })).json();
  const first = performance.now();
  await fetch(`${signer.url}/healthz`).then((reply) => reply.text());
  const cold = { start: performance.now() - began, first: performance.now() - first };
  const { uploadId, key } = await post({ filename: 'a', size: 100 * 8 * 2 ** 20, target: 's3' });
  const numbers = Array.from({ length: 100 }, (_, i) => i + 1).join(',');
  const window = `${signer.url}/s3/multipart/${uploadId}/batch?key=${encodeURIComponent(key)}&partNumbers=${numbers}`;
  const get = (url) => () => fetch(url).then((reply) => reply.text());
  const hello = await cost(pid, get(`${signer.url}/healthz`));
  const hundred = await cost(pid, get(window));
  const upload = await cost(pid, async () => {
    const begun = await post({ filename: 'a', size: 100_000, target: 's3' });
    await fetch(`${signer.url}/s3/multipart/${begun.uploadId}/complete?key=${encodeURIComponent(begun.key)}`, { method: 'POST', body: '{}' }).then((reply) => reply.text());
  });
  await signer.stop();
  const folder = builds[name];
  const gzip = ['app.wasm', 'worker.mjs', 'wasm_exec.js', 'runtime.mjs'].reduce((sum, file) => sum + gzipSync(readFileSync(`${folder}/${file}`), { level: 9 }).length, 0);
  return { name: `Partway, ${name}`, gzip, ...cold, hello, hundred, upload };
}

// A Worker that answers with as many presigned URLs as the query asks for.
const theirs = `
import { AwsClient } from 'aws4fetch';
const client = new AwsClient({ accessKeyId: 'partway-dev-key', secretAccessKey: 'partway-dev-secret', service: 's3', region: 'us-east-1' });
export default { async fetch(request) {
  const count = Number(new URL(request.url).searchParams.get('n'));
  const urls = await Promise.all(Array.from({ length: count }, async (_, i) => {
    const url = 'http://localhost:1/s3/partway-dev/uploads/a?partNumber=' + (i + 1) + '&uploadId=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx&X-Amz-Expires=900';
    return (await client.sign(url, { method: 'PUT', aws: { signQuery: true } })).url;
  }));
  return Response.json(urls);
} };`;

async function measureTheirs() {
  say('aws4fetch');
  const { build: bundle } = await import('esbuild');
  const { Miniflare } = await import('miniflare');
  const options = { stdin: { contents: theirs, resolveDir: inRoot('scripts/worker') }, bundle: true, minify: true, format: 'esm', write: false, logLevel: 'warning' };
  const [{ text }] = (await bundle(options)).outputFiles;
  const began = performance.now();
  const worker = new Miniflare({ modules: true, script: text, compatibilityDate: '2026-04-01', host: '127.0.0.1', port: 0, cf: false });
  const url = String(await worker.ready);
  const pid = workerd();
  const get = (n) => () => fetch(`${url}?n=${n}`).then((reply) => reply.text());
  const first = performance.now();
  await get(0)();
  const cold = { start: performance.now() - began, first: performance.now() - first };
  const hello = await cost(pid, get(0));
  const hundred = await cost(pid, get(100));
  await worker.dispose();
  return { name: 'aws4fetch, signs only', gzip: gzipSync(text, { level: 9 }).length, ...cold, hello, hundred, upload: null };
}

/** CPU and wall milliseconds of one of many requests. */
async function cost(pid, request) {
  for (let i = 0; i < 30; i++) await request();
  const [cpu, wall] = [ticks(pid), performance.now()];
  for (let i = 0; i < rounds; i++) await request();
  return { cpu: ((ticks(pid) - cpu) * 1000) / TICKS / rounds, wall: (performance.now() - wall) / rounds };
}

// User and system time of a process.
function ticks(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

// The workerd that this process started.
function workerd() {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const [, name, parent] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      if (name === 'workerd' && Number(parent) === process.pid) return pid;
    } catch {
      // gone meanwhile
    }
  }
  throw new Error('workerd is not running');
}

function print(rows) {
  const ms = (n) => n.toFixed(2);
  console.log(`\n${['', 'gzip kB', 'start ms', 'first ms', 'nothing: CPU ms', '100 URLs: CPU ms', 'wall ms', 'signatures per CPU ms', 'small upload: CPU ms'].join(' | ')}`);
  for (const { name, gzip, start, first, hello, hundred, upload } of rows) {
    const perMs = 100 / Math.max(0.01, hundred.cpu - hello.cpu);
    const cells = [name, (gzip / 1000).toFixed(1), start.toFixed(0), first.toFixed(0), ms(hello.cpu), ms(hundred.cpu), ms(hundred.wall), perMs.toFixed(0), upload ? ms(upload.cpu) : '-'];
    console.log(cells.join(' | '));
  }
}
