// What a body of at most 1 MB costs in workerd: the worst that could be thought of, at every route that takes one. The
// Worker's build is what is shipped; CPU time is workerd's own, memory what the WebAssembly instance has in the end.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request as send } from 'node:http';
import { after, before, test } from 'node:test';
import { startServers } from '../../e2e/lib/servers.mjs';
import { builds } from '../build.mjs';
import { cpuMs, serve } from '../lib/bare.mjs';
import { devConfig } from '../lib/workerd.mjs';

const mostMs = 20;
const mostBytes = 8_000_000;
const rounds = 20;

// Tells with each answer how large the instance's memory has become.
const measured = `
import worker from './worker.mjs';
const Instance = WebAssembly.Instance;
let last;
WebAssembly.Instance = function (module, imports) { return (last = new Instance(module, imports)); };
export default { async fetch(request, env, ctx) {
  const reply = await worker.fetch(request, env, ctx);
  const headers = new Headers(reply.headers);
  headers.set('x-memory', String(last.exports.memory.buffer.byteLength));
  return new Response(reply.body, { status: reply.status, headers });
} };`;

let servers, worker, begun;

before(async () => {
  servers = await startServers();
  const files = ['worker.mjs', 'runtime.mjs', 'wasm_exec.js', 'app.wasm'];
  const modules = Object.fromEntries(files.map((file) => [file, readFileSync(`${builds.tinygo}/${file}`)]));
  const { PARTWAY, PARTWAY_SECRETS } = devConfig(servers.store);
  worker = await serve(
    'bodies',
    { 'measured.mjs': measured, ...modules },
    { PARTWAY: JSON.stringify(PARTWAY), PARTWAY_SECRETS },
  );
  const reply = await post('/s3/multipart', JSON.stringify({ filename: 'a', size: 20 * 2 ** 20, target: 's3' }));
  begun = JSON.parse(reply.text);
});
after(async () => {
  await worker?.stop();
  await servers?.stop();
});

/** Posts a text; in pieces it says nothing of its length. */
function post(path, text, pieces) {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(text);
    const headers = pieces ? {} : { 'content-length': body.length };
    const request = send(`${worker.url}${path}`, { method: 'POST', headers }, (reply) => {
      const chunks = [];
      reply.on('data', (chunk) => chunks.push(chunk));
      reply.on('end', () =>
        resolve({
          status: reply.statusCode,
          memory: Number(reply.headers['x-memory']),
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    let answered = false; // a body that is too long may be refused before all of it is written
    request.on('response', () => (answered = true));
    request.on('error', (error) => answered || reject(error));
    if (!pieces) return request.end(body);
    for (let i = 0; i < body.length; i += pieces) request.write(body.subarray(i, i + pieces));
    request.end();
  });
}

const size = 1_000_000;
const filled = (before, unit, after, of = size) =>
  before + unit.repeat(Math.floor((of - before.length - after.length) / unit.length)) + after;
const listOf = (unit, of) => filled('{"parts":[', `${unit},`, `${unit}]}`, of);
const part = (n, etag) => `{"PartNumber":${n},"ETag":${JSON.stringify(etag)}}`;
const parts = (count, etag) => `{"parts":[${Array.from({ length: count }, (_, i) => part(i + 1, etag))}]}`;

// Each is close to 1 MB, or as much as 10,000 parts come to.
const bodies = {
  'empty objects': listOf('{}'),
  'empty lists': listOf('[]'),
  nulls: listOf('null'),
  numbers: listOf('0'),
  'empty texts': listOf('""'),
  'all parts that there can be': parts(10_000, `"${'a'.repeat(32)}"`),
  'all parts, and long ETags': parts(10_000, 'a'.repeat(70)),
  'all parts, and escapes': parts(10_000, '\u0001'.repeat(11)),
  'one part more': parts(10_001, '"a"'),
  'objects in objects': listOf('{"a":{"a":{}}}'),
  'a part of many members': filled('{"parts":[{', '"a":0,', '"a":0}]}'),
  'one ETag after the other': filled('{"parts":[{', '"ETag":"a",', '"ETag":"a"}]}'),
  'one sum after the other': filled('{', `"sum":"${'1'.repeat(500)}",`, '"sum":"1"}'),
  'one list after the other': filled('{', '"parts":[{},{}],', '"parts":[]}'),
  'a member that nobody reads': filled('{"x":[', '0,', '0]}'),
  'members that nobody reads': filled('{', '"a":0,', '"a":0}'),
  'lists in lists': filled('{"x":[', '[[[]]],', '[]]}'),
  'brackets that stay open': filled('', '[', ''),
  'objects that stay open': filled('', '{"parts":', ''),
  'a long text': filled('{"sum":"', 'a', '"}'),
  'a text of escapes': filled('{"sum":"', '\\u0061', '"}'),
  'a text of backslashes': filled('{"sum":"', '\\\\', '"}'),
  'a text that does not end': filled('{"sum":"', 'a', ''),
  'a long name': filled('{"', 'a', '":0}'),
  'a long number': filled('{"parts":[{"PartNumber":', '9', '}]}'),
  blanks: filled('{', ' ', '}'),
  'nothing that is JSON': filled('', '\u0000', ''),
};

// As large as routes take it that begin something.
const small = 65_000;
const beginnings = {
  'many names': `{"filename":"a","metadata":{${Array.from({ length: 5_000 }, (_, i) => `"${i}":"b"`)}}}`,
  'names that are one': filled('{"filename":"a","metadata":{', '"a":"b",', '"a":"b"}}', small),
  'options of options': filled('{"filename":"a","options":{', '"a":{"b":"c"},', '"a":"b"}}', small),
  'numbers for texts': filled('{"filename":"a","metadata":{', '"a":0,', '"a":0}}', small),
  'a list': filled('{"filename":"a","x":[', '{},', '{}]}', small),
  'a long name': filled('{"filename":"', 'ä', '"}', small / 2),
  'a name of escapes': filled('{"filename":"', '\\u0061', '"}', small),
  'a long type': filled('{"filename":"a","type":"image/', 'a;', '"}', small),
};

async function cost(path, body, pieces) {
  for (let i = 0; i < 3; i++) await post(path, body, pieces);
  const from = cpuMs(worker.pid);
  let memory = 0;
  for (let i = 0; i < rounds; i++) memory = Math.max(memory, (await post(path, body, pieces)).memory);
  return { ms: (cpuMs(worker.pid) - from) / rounds, memory };
}

async function cheap(path, body, pieces) {
  let found = await cost(path, body, pieces);
  if (found.ms > mostMs) found = await cost(path, body, pieces); // V8 may have been compiling
  const text = `${found.ms.toFixed(1)} ms, ${(found.memory / 1e6).toFixed(1)} MB`;
  if (process.env.PARTWAY_COSTS) console.log(`${text}: ${path.slice(0, 14)} ${body.slice(0, 30)}`);
  assert.ok(found.ms <= mostMs, `${text}; at most ${mostMs} ms`);
  assert.ok(found.memory <= mostBytes, `${text}; at most ${mostBytes / 1e6} MB`);
}

const completion = () => `/s3/multipart/${begun.uploadId}/complete?key=${encodeURIComponent(begun.key)}`;

for (const [name, body] of Object.entries(bodies)) {
  test(`complete: ${name}`, { timeout: 120_000 }, () => cheap(completion(), body));
}
for (const [name, body] of Object.entries({ ...beginnings, '1 MB': bodies['empty objects'] })) {
  for (const path of ['/s3/multipart', '/s3/sign']) {
    test(`${path}: ${name}`, { timeout: 120_000 }, () => cheap(path, body));
  }
}
test('complete: in small pieces, of a length that nobody said', { timeout: 120_000 }, () =>
  cheap(completion(), bodies.numbers, 100),
);
test('complete: all parts are read, and none too many', async () => {
  const of = async (body) => JSON.parse((await post(completion(), body)).text);
  assert.equal((await of(bodies['all parts that there can be'])).code, 'InvalidPart');
  assert.equal((await of(bodies['one part more'])).code, 'TooManyParts');
  assert.equal((await of(bodies['empty objects'])).code, 'TooManyParts');
});
