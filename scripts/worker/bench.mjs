// npm run worker:bench: what the Worker costs, beside a Worker of aws4fetch that
// does nothing but sign, in the same workerd. CPU time is that of the workerd
// process, and nothing else runs in it; wall time is one client's, one request
// after the other.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from '../build.mjs';
import { bundleReadable } from '../lib/bundle.mjs';
import { main, say } from '../lib/log.mjs';
import { installFolder } from '../lib/npm.mjs';
import { inRoot } from '../lib/paths.mjs';
import { setup } from '../setup.mjs';
import { builds, buildWorker } from './build.mjs';
import { cpuMs, serve } from './lib/bare.mjs';

const rounds = 5;
const requests = 200; // of each kind in a round, and before the first: V8 compiles what is used often

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

const files = ['worker.mjs', 'runtime.mjs', 'wasm_exec.js', 'app.wasm'];

async function measureOurs(name, store) {
  const { devConfig } = await import('./lib/workerd.mjs');
  say(`the build with ${name}`);
  const modules = Object.fromEntries(files.map((file) => [file, readFileSync(`${builds[name]}/${file}`)]));
  const { PARTWAY, PARTWAY_SECRETS } = devConfig(store);
  const { url, pid, start, stop } = await serve(name, modules, { PARTWAY: JSON.stringify(PARTWAY), PARTWAY_SECRETS });
  const ask = async (path, init) => {
    const reply = await fetch(`${url}${path}`, init);
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return reply.json();
  };
  const post = (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) });
  const get = (path) => () => ask(path);
  const begin = (parts) => () =>
    post('/s3/multipart', { filename: 'a', size: parts * 8 * 2 ** 20, partSize: 8 * 2 ** 20, target: 's3' });
  const { uploadId, key } = await begin(100)();
  const batch = (count) =>
    get(
      `/s3/multipart/${uploadId}/batch?key=${encodeURIComponent(key)}&partNumbers=${Array.from({ length: count }, (_, i) => i + 1)}`,
    );
  const costs = await measure(pid, stop, {
    nothing: get('/healthz'),
    one: batch(1),
    hundred: batch(100),
    begun: begin(64),
    async upload() {
      const small = await post('/s3/multipart', { filename: 'a', size: 100_000, target: 's3' });
      await fetch(small.urls[0], { method: 'PUT', headers: small.headers, body: new Uint8Array(100_000) });
      await post(`/s3/multipart/${small.uploadId}/complete?key=${encodeURIComponent(small.key)}`, {});
    },
  });
  return { name: `Partway, ${name}`, gzip: gzipped(modules), start, ...costs };
}

const gzipped = (modules) =>
  Object.values(modules).reduce((sum, bytes) => sum + gzipSync(bytes, { level: 9 }).length, 0);

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
  const packages = { modules: inRoot('scripts/worker/node_modules'), platform: 'browser' };
  const modules = { 'worker.mjs': await bundleReadable({ contents: theirs, minify: true, ...packages }) };
  const { url, pid, start, stop } = await serve('aws4fetch', modules);
  const get = (n) => () => fetch(`${url}?n=${n}`).then((reply) => reply.text());
  const costs = await measure(pid, stop, { nothing: get(0), one: get(1), hundred: get(100) });
  return { name: 'aws4fetch, signs only', gzip: gzipped(modules), start, ...costs };
}

/** CPU and wall milliseconds of a request of each kind: the median of the rounds, which take turns. Then workerd is stopped. */
async function measure(pid, stop, kinds) {
  const found = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const [kind, request] of Object.entries(kinds)) {
        const [cpu, wall] = [cpuMs(pid), performance.now()];
        for (let i = 0; i < requests; i++) await request();
        if (round > 0)
          found[kind].push({
            cpu: (cpuMs(pid) - cpu) / requests,
            wall: (performance.now() - wall) / requests,
          });
      }
    }
  } finally {
    await stop();
  }
  const median = (list, key) => list.map((one) => one[key]).sort((a, b) => a - b)[(rounds - 1) / 2];
  return Object.fromEntries(
    Object.entries(found).map(([kind, list]) => [kind, { cpu: median(list, 'cpu'), wall: median(list, 'wall') }]),
  );
}

function print(rows) {
  const columns = [
    'gzip kB',
    'first answer ms',
    'nothing',
    '100 URLs',
    'begin, 64 URLs',
    'small upload, both requests',
    'signatures per CPU ms',
    '100 URLs, wall ms',
  ];
  console.log(`\nCPU ms of a request, but where it says otherwise:\n\n${['', ...columns].join(' | ')}`);
  const ms = (of) => (of ? of.cpu.toFixed(2) : '-');
  for (const { name, gzip, start, nothing, one, hundred, begun, upload } of rows) {
    const perMs = 99 / (hundred.cpu - one.cpu);
    console.log(
      [
        name,
        (gzip / 1000).toFixed(1),
        start.toFixed(0),
        ms(nothing),
        ms(hundred),
        ms(begun),
        ms(upload),
        perMs.toFixed(0),
        hundred.wall.toFixed(2),
      ].join(' | '),
    );
  }
}
