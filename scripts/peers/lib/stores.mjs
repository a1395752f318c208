// The processes that the SDKs speak to: the local store with a right and two
// wrong clocks, and proxies in front of it that change requests.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from './server.mjs';
import { alterBody, alterHeader, startTamper } from './tamper.mjs';

/** What a bucket's CORS rules have to expose for the SDKs' HEAD requests; the default of the store suffices for uploads alone. */
const exposed = [
  'ETag',
  'Date',
  'Content-Length',
  'Cache-Control',
  'Content-Disposition',
  'Content-Type',
  ...['oss', 'cos', 'amz'].flatMap((s) => ['author', 'trace-id', 'zero', 'who'].map((name) => `x-${s}-meta-${name}`)),
  ...['oss', 'cos', 'amz'].flatMap((s) =>
    ['storage-class', 'server-side-encryption', 'request-id'].map((name) => `x-${s}-${name}`),
  ),
  'x-oss-hash-crc64ecma',
  'x-cos-hash-crc64ecma',
  'x-amz-checksum-crc32',
  'x-amz-checksum-type',
];

const cors = {
  rules: [
    {
      origins: ['http://localhost:*'],
      methods: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'],
      headers: ['*'],
      expose: exposed,
      maxAge: 600,
    },
  ],
};

/** Starts all; `ports` names them. */
export async function startStores(program) {
  const folder = mkdtempSync(join(tmpdir(), 'partway-peers-'));
  const rules = join(folder, 'cors.json');
  writeFileSync(rules, JSON.stringify(cors));
  const started = [];
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  const store = async (name, ...flags) => {
    const server = await startServer(program, (port) => [
      '-listen',
      `127.0.0.1:${port}`,
      '-data',
      join(folder, name),
      '-cors',
      rules,
      '-log',
      'warn',
      '-sync=false',
      '-sts',
      'partway-sts-key:partway-sts-secret:partway/sts+token==',
      ...flags,
    ]);
    started.push(server);
    return server.port;
  };
  const tamper = async (port, change) => {
    const proxy = await startTamper(port, change);
    started.push(proxy);
    return proxy.port;
  };
  try {
    const here = await store('here');
    const ports = {
      here,
      ahead: await store('ahead', '-clock', '20m'),
      behind: await store('behind', '-clock', '-20m'),
      alterHeader: await tamper(here, alterHeader),
      alterBody: await tamper(here, alterBody),
    };
    return { ports, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
