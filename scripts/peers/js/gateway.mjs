// versitygw, a real S3 server, takes uploads from our page in Chromium. What it
// wrote is read back twice: by the vendor's SDK, and from its folder on disk.
// Prints one JSON line per check for run.mjs.
//
//   PARTWAY_VERSITYGW=build/bin/versitygw node scripts/peers/js/gateway.mjs
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import { launch, openPage, uploadPicked } from '../../e2e/lib/browser.mjs';
import { makeFile } from '../../e2e/lib/files.mjs';
import { siteIn } from '../../e2e/lib/servers.mjs';
import { startServer } from '../lib/server.mjs';
import { alterBody, startTamper } from '../lib/tamper.mjs';
import { within } from './common.mjs';

const MiB = 1024 * 1024;
const Bucket = 'partway-peers';
const region = 'us-east-1';
const credentials = { accessKeyId: 'partway-dev-key', accessKeySecret: 'partway-dev-secret' };

const folder = mkdtempSync(join(tmpdir(), 'partway-gateway-'));
const started = [];
let client, browser, gateway, proxy, webRoot;

/** Starts something that has a stop(). */
const keep = async (starting) => {
  const it = await starting;
  started.unshift(it);
  return it;
};

/** A page with the built client, allowed to connect to that port. */
async function pageFor(port) {
  const serve = process.env.PARTWAY_SERVE;
  const server = await keep(
    startServer(serve, (own) => [
      '-listen',
      `127.0.0.1:${own}`,
      '-root',
      webRoot,
      '-store',
      `http://localhost:${port}`,
    ]),
  );
  return openPage(browser, `http://localhost:${server.port}/bare.html`);
}

async function start() {
  const [root, sidecar] = [join(folder, 'root'), join(folder, 'metadata')];
  for (const path of [root, sidecar]) mkdirSync(path);
  webRoot = siteIn(folder);
  gateway = await keep(
    startServer(
      process.env.PARTWAY_VERSITYGW,
      // Metadata in a folder beside the data: not every file system has extended attributes.
      (port) => ['--port', `127.0.0.1:${port}`, '--region', region, 'posix', '--sidecar', sidecar, root],
      { ROOT_ACCESS_KEY: credentials.accessKeyId, ROOT_SECRET_KEY: credentials.accessKeySecret },
    ),
  );
  proxy = await keep(startTamper(gateway.port, alterBody));
  client = new S3({
    region,
    endpoint: `http://127.0.0.1:${gateway.port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.accessKeySecret },
  });
  await client.createBucket({ Bucket });
  await client.putBucketCors({
    Bucket,
    CORSConfiguration: {
      CORSRules: [
        {
          AllowedOrigins: ['http://localhost:*'],
          AllowedMethods: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'],
          AllowedHeaders: ['*'],
          ExposeHeaders: ['ETag', 'x-amz-request-id'],
          MaxAgeSeconds: 600,
        },
      ],
    },
  });
  browser = await launch();
}

const optionsFor = (key, port = gateway.port) => ({
  dialect: 's3',
  bucket: Bucket,
  region,
  key,
  endpoint: `http://localhost:${port}`,
  addressing: 'path',
  credentials,
});

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function pick(page, size) {
  const file = await makeFile(folder, size);
  await page.setInputFiles('#file', file.path);
  return file;
}

/** Uploads through the page and compares what the server says, serves and wrote. */
async function uploadAndCompare({ page, faults }, size, key, more = {}) {
  const file = await pick(page, size);
  const { result, error } = await uploadPicked(page, { ...optionsFor(key), ...more });
  assert.equal(error, undefined);
  assert.equal(result.verified, true, result.unverifiedReason);
  assert.equal(result.crc64, file.crc64);
  const served = await client.getObject({ Bucket, Key: key });
  assert.equal(sha256(await served.Body.transformToByteArray()), file.sha256, 'what the server serves');
  assert.equal(sha256(readFileSync(join(folder, 'root', Bucket, key))), file.sha256, 'what the server wrote');
  assert.deepEqual(faults, []);
  return { result, served };
}

const noUploads = async () =>
  assert.equal((await client.listMultipartUploads({ Bucket })).Uploads?.length ?? 0, 0, 'uploads left behind');

/** Aborts as the request of a part is made, or that many milliseconds after it left. Gives the code of the failure. */
function abortAtPart(page, part, later) {
  return page.evaluate(
    async ([options, part, later]) => {
      const { upload } = await import('/partway.js');
      let sent = 0;
      const running = upload(document.querySelector('#file').files[0], {
        ...options,
        onRequest({ operation }) {
          if (operation !== 'uploadPart' || ++sent !== part) return;
          if (later === null) running.abort();
          else setTimeout(() => running.abort(), later);
        },
      });
      return running.finished.then(
        () => 'finished',
        ({ code }) => code,
      );
    },
    [{ ...optionsFor('aborted'), partSize: 5 * MiB }, part, later],
  );
}

const checks = {
  async 'put, head'(site) {
    for (const size of [0, 1, 5 * MiB]) await uploadAndCompare(site, size, `put/${size}`, { partSize: 5 * MiB });
  },

  async multipart(site) {
    for (const size of [5 * MiB + 1, 64 * MiB]) {
      const { result } = await uploadAndCompare(site, size, `parts/${size}`, { partSize: 5 * MiB });
      assert.equal(result.parts.length, Math.ceil(size / (5 * MiB)));
    }
    await noUploads();
  },

  // The posix backend makes files of keys: no double or trailing slashes, and no segments over 255 bytes.
  async 'odd keys'(site) {
    const keys = [
      'a b  c',
      '1+1=2',
      '100%25%',
      '#hash?query&x=y',
      `"quoted" 'too'`,
      'semi;colon,comma',
      '目录/文件 名.bin',
      '😀/👨‍👩‍👧.bin',
      '<a>{b}|c^e[f]',
      '!$()*@:=~`',
    ];
    for (const key of keys) {
      await uploadAndCompare(site, 1, key);
      await uploadAndCompare(site, 5 * MiB + 1, key, { partSize: 5 * MiB });
    }
  },

  async metadata(site) {
    const more = {
      metadata: { author: 'A. N. Other', 'trace-id': '+%7e & =' },
      contentType: 'video/mp4',
      cacheControl: 'max-age=60',
      contentDisposition: '中 文.mp4',
    };
    for (const size of [1, 5 * MiB + 1]) {
      const { served } = await uploadAndCompare(site, size, `metadata/${size}`, { ...more, partSize: 5 * MiB });
      assert.deepEqual(served.Metadata, more.metadata);
      assert.deepEqual([served.ContentType, served.CacheControl], ['video/mp4', 'max-age=60']);
      assert.match(served.ContentDisposition, /filename\*=UTF-8''%E4%B8%AD%20%E6%96%87\.mp4/);
    }
  },

  async abort({ page }) {
    await pick(page, 64 * MiB);
    assert.equal(await abortAtPart(page, 3, null), 'Aborted');
    await noUploads();
    // A part that is in flight when the abort arrives may outlive it, and the
    // upload with it: S3 says so and asks to abort again.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html (2026-11-22)
    assert.equal(await abortAtPart(page, 3, 20), 'Aborted');
    for (const { Key, UploadId } of (await client.listMultipartUploads({ Bucket })).Uploads ?? [])
      await client.abortMultipartUpload({ Bucket, Key, UploadId });
    await noUploads();
    await assert.rejects(client.headObject({ Bucket, Key: 'aborted' }), { name: 'NotFound' });
  },

  // A byte changes between page and server: the checksum tells, and nothing is called uploaded.
  async crc() {
    const { page } = await pageFor(proxy.port);
    for (const size of [100_000, 5 * MiB + 100]) {
      await pick(page, size);
      const { result, error } = await uploadPicked(page, {
        ...optionsFor(`corrupt/${size}`, proxy.port),
        partSize: 5 * MiB,
      });
      assert.equal(result, undefined);
      assert.equal(error.code, 'ChecksumMismatch', error.message);
    }
    await page.close();
  },

  async 'wrong secret'({ page }) {
    await pick(page, 10);
    const wrong = { ...optionsFor('wrong'), credentials: { ...credentials, accessKeySecret: 'another' } };
    assert.equal((await uploadPicked(page, wrong)).error.code, 'SignatureDoesNotMatch');
  },
};

console.log(JSON.stringify({ expect: ['versitygw'], checks: Object.keys(checks) }));
try {
  await start();
  const site = await pageFor(gateway.port);
  for (const [check, run] of Object.entries(checks)) {
    const problem = await within(300, run(site)).then(
      () => null,
      (error) => error.stack,
    );
    console.log(JSON.stringify({ peer: 'versitygw', check, problem }));
  }
} finally {
  await browser?.close();
  for (const it of started) await it.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
