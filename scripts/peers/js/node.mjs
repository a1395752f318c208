// The SDKs that run in Node, against the local store. Prints one JSON line per
// check for run.mjs.
//
//   PARTWAY_STORE=build/bin/store node scripts/peers/js/node.mjs [name]
import dns from 'node:dns';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as s3 from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import OSS from 'ali-oss';
import { AwsClient } from 'aws4fetch';
import COS from 'cos-nodejs-sdk-v5';
import { startStores } from '../lib/stores.mjs';
import { checks, runChecks } from './checks.mjs';
import { tooSkewed } from './common.mjs';
import { aws } from './sdks/aws.mjs';
import { aws4fetch } from './sdks/aws4fetch.mjs';
import { cos } from './sdks/cos.mjs';
import { oss } from './sdks/oss.mjs';

// Names below localhost mean this machine (RFC 6761), which Debian's resolver does not know.
const lookup = /** @type {any} */ (dns.lookup);
dns.lookup = /** @type {any} */ ((name, ...rest) => lookup(name.endsWith('.localhost') ? 'localhost' : name, ...rest));

const pack = (bytes) => Buffer.from(bytes);
const stream = (bytes) => Readable.from([pack(bytes)]);

function packFile(bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'partway-peers-'));
  const FilePath = join(folder, 'file');
  writeFileSync(FilePath, bytes);
  return { file: { FilePath }, remove: () => rmSync(folder, { recursive: true }) };
}

const parts = { OSS, COS, s3, Upload, getSignedUrl, AwsClient, pack, packFile, stream };
// In Node, ali-oss streams parts without a digest, and leaves the clock as it is.
const inNode = { uncheckedParts: true, skew: { refused: tooSkewed } };
const sdks = [...oss.map((sdk) => ({ ...sdk, ...inNode })), { ...cos, name: 'cos-nodejs' }, aws, aws4fetch].map(
  (sdk) => ({ ...sdk, name: `${sdk.name} (node)` }),
);

const chosen = sdks.filter(({ name }) => name.includes(process.argv[2] ?? ''));
console.log(JSON.stringify({ expect: chosen.map(({ name }) => name), checks: Object.keys(checks) }));
const { ports, stop } = await startStores(process.env.PARTWAY_STORE);
try {
  for (const sdk of chosen) {
    await runChecks(sdk, parts, ports, (check, problem, absent) =>
      console.log(JSON.stringify({ peer: sdk.name, check, problem, absent })),
    );
  }
} finally {
  await stop();
}
process.exit(); // some SDKs keep timers
