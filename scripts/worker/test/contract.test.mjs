// The Worker in workerd against the local store: what only workerd shows. Its
// logic is tested in Go; here both builds speak the contract.
import assert from 'node:assert/strict';
import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { credentials, dialects } from '../../e2e/lib/dialects.mjs';
import { startServers } from '../../e2e/lib/servers.mjs';
import { digestObject, loadCore } from '../../e2e/lib/stored.mjs';
import { requireConfig } from '../lib/preflight.mjs';
import { devConfig, devSeal, startWorker } from '../lib/workerd.mjs';
import { wrangler } from '../lib/wrangler.mjs';

const MiB = 1024 * 1024;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
let servers, core;

before(async () => {
  [servers, core] = await Promise.all([startServers(), loadCore()]);
});
after(() => servers?.stop());

// Sets back when the uploads in the store began.
function makeOld(data, days) {
  for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('/upload.json')) continue;
    const record = JSON.parse(readFileSync(join(data, name), 'utf8'));
    writeFileSync(
      join(data, name),
      JSON.stringify({ ...record, initiated: new Date(Date.now() - days * 86_400_000).toISOString() }),
    );
  }
}

for (const build of ['tinygo', 'go']) {
  describe(`the build with ${build}`, () => {
    let signer;
    let log = '';
    const start = async (change) => {
      await signer?.stop();
      signer = await startWorker({ build, bindings: devConfig(servers.store, change), log: (text) => (log += text) });
    };
    // workerd closes an idle connection after seconds, perhaps just when it would be used again.
    const ask = (path, init) =>
      fetch(`${signer.url}${path}`, { ...init, headers: { ...init.headers, connection: 'close' } });
    const call = async (method, path, body, headers = {}) => {
      const reply = await ask(path, { method, body: body && JSON.stringify(body), headers });
      const text = await reply.text();
      return {
        status: reply.status,
        headers: reply.headers,
        body: reply.headers.get('content-type') === 'application/json' ? JSON.parse(text) : text,
      };
    };
    const at = ({ uploadId, key }, rest = '') =>
      `/s3/multipart/${uploadId}${rest}${rest.includes('?') ? '&' : '?'}key=${encodeURIComponent(key)}`;
    const put = async (url, headers, bytes) => (await fetch(url, { method: 'PUT', headers, body: bytes })).status;

    before(() => start());
    after(() => signer?.stop());

    for (const dialect of dialects) {
      for (const size of [0, 100_000, 64 * MiB]) {
        test(`${dialect.dialect}: ${size} bytes`, async () => {
          const bytes = randomBytes(size);
          const { status, body: begun } = await call('POST', '/s3/multipart', {
            filename: '目录 ä+b.bin',
            size,
            target: dialect.dialect,
            metadata: { a: 'b, c' },
          });
          assert.equal(status, 200, JSON.stringify(begun));
          assert.equal(begun.parts, begun.urls.length);
          for (const [i, url] of begun.urls.entries()) {
            assert.equal(
              await put(url, begun.headers, bytes.subarray(i * begun.partSize, (i + 1) * begun.partSize)),
              200,
            );
          }
          for (let i = 0; i < 2; i++) {
            const done = await call('POST', at(begun, '/complete'), {});
            assert.equal(done.status, 200, JSON.stringify(done.body));
            assert.equal(done.body.size, size);
          }
          const held = await digestObject(core, { ...dialect, store: servers.store, key: begun.key, credentials });
          assert.deepEqual(held, { size, sha256: sha256(bytes) });
        });
      }
    }

    test('a body of exactly the declared size is stored, no other', async () => {
      const { body: begun } = await call('POST', '/s3/multipart', { filename: 'a', size: 10 });
      assert.equal(await put(begun.urls[0], begun.headers, randomBytes(11)), 403);
      assert.deepEqual((await call('POST', at(begun, '/complete'), {})).status, 409);
    });

    test('windows, lists, aborts and failures', async () => {
      const { body: begun } = await call('POST', '/s3/multipart', { filename: 'a', size: 20 * MiB, partSize: 5 * MiB });
      const { body: window } = await call('GET', at(begun, '/batch?partNumbers=2,4'));
      assert.deepEqual(Object.keys(window.presignedUrls), ['2', '4']);
      assert.equal(await put(window.presignedUrls['4'], window.headers, randomBytes(5 * MiB)), 200);
      const { body: parts } = await call('GET', at(begun));
      assert.deepEqual([parts.length, parts[0].PartNumber, parts[0].Size], [1, 4, 5 * MiB]);
      const early = await call('POST', at(begun, '/complete'));
      assert.deepEqual([early.status, early.body.code, early.body.retry], [409, 'InvalidPart', 'ask']);
      assert.equal((await call('DELETE', at(begun))).status, 200);
      const gone = await call('GET', at(begun));
      assert.deepEqual([gone.status, gone.body.code, gone.body.retry], [404, 'NoSuchUpload', 'restart']);
      const forged = await call('GET', at({ ...begun, uploadId: `${begun.uploadId}A` }));
      assert.deepEqual([forged.status, forged.body.code], [403, 'SealInvalid']);
    });

    test('pages and bodies that are not welcome', async () => {
      const origin = { origin: 'https://evil.example' };
      assert.equal((await call('POST', '/s3/multipart', { filename: 'a' }, origin)).status, 403);
      const preflight = await call('OPTIONS', '/s3/multipart', undefined, {
        origin: 'http://localhost:1',
        'access-control-request-method': 'POST',
      });
      assert.deepEqual(
        [preflight.status, preflight.headers.get('access-control-allow-origin')],
        [204, 'http://localhost:1'],
      );
      for (const [body, status] of [
        [`{"filename":"${'a'.repeat(70_000)}"}`, 413],
        ['['.repeat(60_000), 400],
        ['{', 400],
      ]) {
        const reply = await ask('/s3/multipart', { method: 'POST', body });
        assert.equal(reply.status, status);
        assert.equal(reply.headers.get('cache-control'), 'no-store');
      }
      assert.deepEqual(
        (await call('GET', '/healthz')).body.targets.map(({ name }) => name),
        ['s3', 'cos', 'oss'],
      );
    });

    test('nobody without auth from elsewhere, nor with a seal that everybody knows', async () => {
      const answer = async (worker) => {
        const reply = await worker.dispatchFetch('https://signer.example/s3/multipart', {
          method: 'POST',
          body: '{"filename":"a","size":1}',
        });
        return [reply.status, (await reply.json()).code];
      };
      assert.deepEqual(await answer(signer.worker), [500, 'ConfigurationInvalid']);
      const { PARTWAY, PARTWAY_SECRETS } = devConfig(servers.store);
      const secrets = PARTWAY_SECRETS.replace(devSeal, randomBytes(32).toString('base64'));
      const sealed = await startWorker({ build, bindings: { PARTWAY, PARTWAY_SECRETS: secrets } });
      try {
        assert.deepEqual(await answer(sealed.worker), [403, 'AuthRequired']);
      } finally {
        await sealed.stop();
      }
    });

    test('tokens, by the key set of an issuer', async () => {
      const keys = {
        RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
        ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      };
      const other = {
        RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
        ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
      };
      const jwks = Object.entries(keys).map(([kid, { publicKey }]) => ({
        ...publicKey.export({ format: 'jwk' }),
        kid,
      }));
      const issuer = createServer((_, reply) => reply.end(JSON.stringify({ keys: jwks }))).listen(0, '127.0.0.1');
      await new Promise((resolve) => issuer.once('listening', resolve));
      const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const token = (alg, signature, claims = {}, head = {}) => {
        const text = `${part({ alg, kid: alg, ...head })}.${part({ sub: 'ann', aud: 'uploads', exp: Date.now() / 1000 + 60, ...claims })}`;
        return `${text}.${signature(text).toString('base64url')}`;
      };
      const signed =
        ({ privateKey }) =>
        (text) =>
          sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
      for (const alg of ['RS256', 'ES256']) {
        await start((config) => {
          config.auth = {
            kind: 'jwt',
            algorithm: alg,
            audience: 'uploads',
            jwks: `http://localhost:${issuer.address().port}/`,
          };
          for (const target of Object.values(config.targets)) target.key = '{user}/{uuid}';
        });
        const knock = (bearer) =>
          call(
            'POST',
            '/s3/multipart',
            { filename: 'a', size: 1 },
            bearer ? { authorization: `Bearer ${bearer}` } : {},
          );
        const right = await knock(token(alg, signed(keys[alg])));
        assert.equal(right.status, 200, JSON.stringify(right.body));
        assert.match(right.body.key, /^ann\//);
        for (const [why, bad] of Object.entries({
          'no token': '',
          'another key': token(alg, signed(other[alg])),
          'no signature': token(alg, () => Buffer.alloc(0)),
          expired: token(alg, signed(keys[alg]), { exp: Date.now() / 1000 - 60 }),
          'another audience': token(alg, signed(keys[alg]), { aud: 'other' }),
          'alg none': token('none', () => Buffer.alloc(0), {}, { kid: alg }),
          'the public key as a secret': token(
            'HS256',
            (text) =>
              createHmac('sha256', keys[alg].publicKey.export({ type: 'spki', format: 'pem' }))
                .update(text)
                .digest(),
            {},
            { kid: alg },
          ),
        })) {
          assert.equal((await knock(bad)).status, 401, `${alg}: ${why}`);
        }
      }
      issuer.close();
      await start();
    });

    test('the webhook is told', async () => {
      let told;
      let calls = 0;
      const received = new Promise((resolve) => (told = resolve));
      const hook = createServer((request, reply) => {
        let text = '';
        request
          .on('data', (chunk) => (text += chunk))
          .on('end', () => {
            if (++calls === 1) return reply.writeHead(503).end(); // it is told again
            reply.end();
            told({ text, time: request.headers['x-partway-time'], signature: request.headers['x-partway-signature'] });
          });
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => hook.once('listening', resolve));
      const secret = 'a webhook secret of tests';
      await start((config) => {
        config.webhook = { url: `http://localhost:${hook.address().port}/`, secret };
      });
      const { body: begun } = await call('POST', '/s3/multipart', { filename: 'a', size: 1 });
      assert.equal(await put(begun.urls[0], begun.headers, 'x'), 200);
      assert.equal((await call('POST', at(begun, '/complete'), {})).status, 200);
      const { text, time, signature } = await received;
      hook.close();
      assert.equal(signature, `v1=${createHmac('sha256', secret).update(`${time}.${text}`).digest('hex')}`);
      assert.equal(JSON.parse(text).key, begun.key);
      await start();
    });

    test('the janitor runs by cron and removes what is old, in every store', async () => {
      await start((config) => (config.janitor = { days: 7, most: 1000 }));
      const begin = async (target) => {
        const { body: begun } = await call('POST', '/s3/multipart', { filename: 'a', size: 64 * MiB, target });
        return { target, begun, list: async () => (await call('GET', at(begun))).status };
      };
      const old = await Promise.all(dialects.map(({ dialect }) => begin(dialect)));
      for (const { begun } of old)
        assert.equal(await put(begun.urls[0], begun.headers, Buffer.alloc(begun.partSize)), 200);
      makeOld(servers.data, 8);
      const fresh = await Promise.all(dialects.map(({ dialect }) => begin(dialect)));
      log = '';
      const worker = await signer.worker.getWorker();
      assert.equal((await worker.scheduled({ cron: '0 3 * * *' })).outcome, 'ok');
      for (const upload of old) assert.equal(await upload.list(), 404, `${upload.target}: what is old is gone`);
      for (const upload of fresh) assert.equal(await upload.list(), 200, `${upload.target}: what is not stays`);
      await start();
      for (const { target } of old)
        assert.match(log, new RegExp(`"route":"janitor","target":"${target}","ms":\\d+,"aborted":\\d+}`));
    });

    test('a wrong configuration is named in the log and nowhere else', async () => {
      log = '';
      await start((config) => (config.targets.s3.buket = 'x'));
      const reply = await call('GET', '/healthz');
      assert.deepEqual([reply.status, reply.body.code], [500, 'ConfigurationInvalid']);
      assert.doesNotMatch(JSON.stringify(reply.body), /buket/);
      // A page of any origin may read that, and the janitor does not look as if it had worked.
      const asked = await call('OPTIONS', '/s3/multipart', undefined, {
        origin: 'https://page.example',
        'access-control-request-method': 'POST',
      });
      assert.deepEqual(
        [
          asked.status,
          asked.headers.get('access-control-allow-origin'),
          reply.headers.get('access-control-allow-origin'),
        ],
        [204, '*', '*'],
      );
      const { outcome } = await (await signer.worker.getWorker()).scheduled({ cron: '0 3 * * *' });
      assert.notEqual(outcome, 'ok');
      await start();
      assert.equal(log.match(/targets\.s3\.buket is not in the schema\. Did you mean "bucket"\?/g).length >= 2, true);
    });

    test('random IDs differ, and no secret is in the log', async () => {
      const keys = new Set();
      for (let i = 0; i < 20; i++) keys.add((await call('POST', '/s3/multipart', { filename: 'a', size: 1 })).body.key);
      assert.equal(keys.size, 20);
      await start();
      assert.match(log, /"route":"begin"/);
      for (const secret of ['partway-dev-secret', devSeal, 'partway-dev-key', 'Signature='])
        assert.ok(!log.includes(secret));
    });
  });
}

test('a configuration is read before it is deployed', async () => {
  const { unstable_readConfig: readConfig } = await import('wrangler');
  const { vars, ratelimits } = readConfig({ config: wrangler.config[1] });
  await requireConfig(vars, ratelimits);
  await assert.rejects(requireConfig(vars), /beginsPerMinute needs PARTWAY_BEGINS among the ratelimits/);
  const changed = (change) => {
    const { PARTWAY } = structuredClone(vars);
    delete PARTWAY.beginsPerMinute; // which needs a binding
    change(PARTWAY);
    return { PARTWAY };
  };
  for (const auth of [{ kind: 'bearer' }, { kind: 'jwt', algorithm: 'HS256' }])
    await requireConfig(changed((config) => (config.auth = auth)));
  await requireConfig(changed((config) => (config.webhook = { url: 'https://hook.example/' })));
  await assert.rejects(
    requireConfig(changed((config) => (config.orgins = []))),
    /orgins is not in the schema\. Did you mean "origins"\?/,
  );
  await assert.rejects(
    requireConfig(changed((config) => (config.targets.files.bucket = 'A'))),
    /targets\.files is refused: .*bucket/,
  );
  await assert.rejects(requireConfig({}), /auth\.kind is missing/);
});
