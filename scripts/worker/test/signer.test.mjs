// The signer's tests in workerd: those that the handler has to pass as a program, the hostile client's list and the search
// for what leaks among them, against Workers of both builds that this starts for them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { inRoot } from '../../lib/paths.mjs';
import { builds } from '../build.mjs';
import { startWorker } from '../lib/workerd.mjs';

const names = [
  'TestUpload',
  'TestPartsOnly',
  'TestChosenOptions',
  'TestAsCompanionServes',
  'TestWindows',
  'TestFullWindow',
  'TestForm',
  'TestSignRequest',
  'TestTicketsForOneKey',
  'TestHealth',
  'TestTargetInTheBase',
  'TestMetadataThatIsForced',
  'TestCompleteThatGoesWrong',
  'TestCompleteComparesTheChecksum',
  'TestChecksumOfTheWhole',
  'TestCompleteRecognizesTheObject',
  'TestOlderObjectIsNotTheUpload',
  'TestHostileNames',
  'TestHostileKeys',
  'TestHostileSeals',
  'TestReplayAfterCompletion',
  'TestPutOnce',
  'TestBytesThatWereNotGranted',
  'TestMoreThanTheTargetTakes',
  'TestHostileBodies',
  'TestHostileQueries',
  'TestOriginsOfPages',
  'TestJWT',
  'TestJWTInACookie',
  'TestWhatIsWrongWithAToken',
  'TestBearer',
  'TestAnotherUsersSeal',
  'TestNothingLeaks',
];

/** Starts a Worker for each configuration it is sent, once; gives the server and an end to all of it. */
async function serveWorkers(build) {
  const workers = new Map();
  const logs = new Map();
  const start = async (config) => {
    const lines = [];
    const { url, stop } = await startWorker({
      build,
      bindings: { PARTWAY: JSON.parse(config) },
      log: (text) => lines.push(text),
    });
    logs.set(url, lines);
    return { url, stop };
  };
  const server = createServer(async (request, reply) => {
    reply.setHeader('connection', 'close'); // no POST comes on a connection that has been idle too long
    let text = '';
    for await (const chunk of request) text += chunk;
    try {
      if (request.url === '/log') return reply.end(logs.get(text).join(''));
      if (!workers.has(text)) workers.set(text, start(text));
      reply.end((await workers.get(text)).url);
    } catch (error) {
      reply.writeHead(500).end(String(error.stack));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.close();
    for (const worker of workers.values())
      await worker.then(
        ({ stop }) => stop(),
        () => {},
      );
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}

for (const build of Object.keys(builds)) {
  test(`the signer in workerd, built with ${build}`, { timeout: 15 * 60_000 }, async (t) => {
    const workers = await serveWorkers(build);
    try {
      const args = [
        'test',
        '-count=1',
        '-v',
        '-timeout=14m',
        `-run=^(${names.join('|')})$`,
        './wasm/worker/signer',
        `-workers=${workers.url}`,
      ];
      const output = await new Promise((resolve) =>
        execFile('go', args, { cwd: inRoot(), maxBuffer: 2 ** 26 }, (_, out, err) => resolve(out + err)),
      );
      for (const name of names) {
        await t.test(name, () => assert.match(output, new RegExp(`^--- PASS: ${name} `, 'm'), output.slice(-8000)));
      }
    } finally {
      await workers.stop();
    }
  });
}
