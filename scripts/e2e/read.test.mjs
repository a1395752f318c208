// Reading and deleting what was uploaded, by requests that partway/sign signed: in Node and in Chromium, in each dialect.
import assert from 'node:assert/strict';
import { after, before, test as plainTest } from 'node:test';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import { launch, openPage } from './lib/browser.mjs';
import { dialects, optionsFor } from './lib/dialects.mjs';
import { dist, startServers } from './lib/servers.mjs';

const test = (name, run) => plainTest(name, { timeout: 60_000 }, run);
const text = 'what was uploaded\n';
const keys = [
  'plain.txt',
  'a b+c%2F&=?#.txt',
  "it's (a) ~tilde*!.txt",
  '目录/é/名.txt',
  '-._/%/x',
  'response-content-type',
];
let servers, browser, page, faults, presign;

before(async () => {
  [servers, browser] = await Promise.all([startServers(), launch()]);
  ({ page, faults } = await openPage(browser, servers.bare));
  ({ presign } = await import(pathToFileURL(join(dist, 'sign.js')).href));
});

after(async () => {
  await browser?.close();
  await servers?.stop();
});

const wasm = () => readFileSync(join(dist, 'partway.wasm'));

/**
 * Signs in Node and sends from there.
 *
 * @param {any} what
 * @param {any} options
 * @param {{ body?: any, form?: string }} [how]
 */
async function inNode(what, options, { body, form = 'query' } = {}) {
  const { method, url, headers } = await presign(what, { ...options, form, wasm: wasm() });
  const reply = await fetch(url, { method, headers, body: body && new Blob([body]) });
  return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() };
}

/**
 * The same in the page.
 *
 * @param {any} what
 * @param {any} options
 * @param {{ body?: any, form?: string }} [more]
 */
function inPage(what, options, more = {}) {
  return page.evaluate(
    async ([what, options, { body, form = 'query' }]) => {
      const { presign } = await import('/sign.js');
      const { method, url, headers } = await presign(what, { ...options, form });
      const reply = await fetch(url, { method, headers, body: body && new Blob([body]) });
      return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() };
    },
    [what, options, more],
  );
}

const asks = {
  responseContentType: 'text/x-asked; charset=utf-8',
  responseContentDisposition: 'Ü 名.txt',
  responseContentLanguage: 'zh-CN',
  responseCacheControl: 'no-store, max-age=0',
  responseExpires: '2031-01-01T00:00:00Z',
};
const asked = {
  'content-type': 'text/x-asked; charset=utf-8',
  'content-disposition': 'attachment; filename="_ _.txt"; filename*=UTF-8\'\'%C3%9C%20%E5%90%8D.txt',
  'content-language': 'zh-CN',
  'cache-control': 'no-store, max-age=0',
  expires: 'Wed, 01 Jan 2031 00:00:00 GMT',
};

for (const dialect of dialects) {
  for (const [where, send] of Object.entries({ Node: inNode, Chromium: inPage })) {
    test(`${dialect.dialect}, in ${where}: what was put is read as it is, as it was asked for, and then is gone`, async () => {
      for (const key of keys) {
        const options = optionsFor(dialect, servers.store, key);
        const put = await send({ operation: 'putObject' }, options, { body: text });
        assert.equal(put.status, 200, `${key}: ${put.body}`);
        for (const form of ['query', 'header']) {
          const plain = await send({ operation: 'getObject' }, options, { form });
          assert.deepEqual([plain.status, plain.body], [200, text], `${key}, ${form}`);
          assert.notEqual(plain.headers['content-type'], asked['content-type']);
          const changed = await send({ operation: 'getObject', ...asks }, options, { form });
          assert.deepEqual([changed.status, changed.body], [200, text], `${key}, ${form}`);
          // A page sees of an answer of another origin what CORS shows it.
          const names = where === 'Node' ? Object.keys(asked) : ['content-type', 'cache-control', 'content-language'];
          for (const name of names) assert.equal(changed.headers[name], asked[name], `${key}, ${form}: ${name}`);
        }
        const { status } = await send({ operation: 'deleteObject' }, options, {
          form: key.length % 2 ? 'query' : 'header',
        });
        assert.equal(status, 204, key);
        assert.equal((await inNode({ operation: 'getObject' }, options)).status, 404, key);
      }
      assert.deepEqual(faults, []);
    });
  }
}

test('an override that was not signed is refused', async () => {
  for (const dialect of dialects) {
    const options = optionsFor(dialect, servers.store, 'signed.txt');
    await inNode({ operation: 'putObject' }, options, { body: text });
    const { url } = await presign(
      { operation: 'getObject', responseContentType: 'text/a' },
      { ...options, wasm: wasm() },
    );
    assert.equal((await fetch(url)).status, 200);
    assert.equal((await fetch(url.replace('text%2Fa', 'text%2Fb'))).status, 403, dialect.dialect);
    assert.equal((await fetch(url, { method: 'DELETE' })).status, 403, dialect.dialect);
  }
});
