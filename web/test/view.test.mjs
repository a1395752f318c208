// What the page shows of a request holds no secret, however the core wrote it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, moduleBytes } from './load.mjs';

const { mask } = await load('page/view.ts');
const { check } = await load('src/index.ts');
const wasm = await WebAssembly.compile(moduleBytes());

const stores = [
  { dialect: 'oss', bucket: 'bucket', region: 'cn-hangzhou' },
  { dialect: 'cos', bucket: 'bucket-1250000000', region: 'ap-guangzhou' },
  { dialect: 's3', bucket: 'bucket', region: 'us-east-1' },
];
// Each character that an escape may leave as it is or not.
const securityToken = "tok!'()*+/=~%&;en";
const customerKey = Buffer.alloc(32, "k!'(").toString('base64');
/** The token's beginning, written either way. */
const traces = /tok(!|%21)/;

for (const store of stores) {
  test(`${store.dialect}: the security token is masked in every text`, async () => {
    const credentials = { accessKeyId: 'the-id', accessKeySecret: 'the-secret', securityToken };
    const options = { ...store, key: 'k', credentials, wasm, ...(store.dialect === 'oss' ? {} : { customerKey }) };
    const { request } = await check(options);
    assert.match(JSON.stringify(request), traces, 'the token is in the request');
    for (const secrets of [['the-secret', securityToken], []]) {
      const shown = mask(request, secrets);
      const text = JSON.stringify(shown);
      assert.doesNotMatch(text, traces);
      assert.equal(text.includes(customerKey) || text.includes(encodeURIComponent(customerKey)), false);
      assert.match(text, /••/);
      assert.equal(shown.method, 'POST');
    }
  });
}

test('of a signature only the beginning is shown', async () => {
  for (const store of stores) {
    const { request } = await check({ ...store, key: 'k', credentials: { accessKeyId: 'the-id', accessKeySecret: 'the-secret' }, wasm });
    const [, authorization] = request.headers.find(([name]) => name.toLowerCase() === 'authorization');
    const [, shown] = mask(request, ['the-secret']).headers.find(([name]) => name.toLowerCase() === 'authorization');
    assert.match(shown, /signature=\w{4}••••••$/i, store.dialect);
    assert.equal(shown.slice(0, -6), authorization.slice(0, shown.length - 6));
  }
});
