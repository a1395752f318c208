import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { flatten, askCredentials } = await load('src/client/flatten.ts');

const cases = [
  { name: 'texts as they are', options: { dialect: 'oss', key: ' a ' }, want: [['dialect', 'oss'], ['key', ' a ']] },
  { name: 'nothing for undefined and null', options: { region: undefined, acl: null }, want: [] },
  { name: 'an empty text stays, for the core to judge', options: { key: '' }, want: [['key', '']] },
  { name: 'numbers and flags', options: { partSize: 1048576, sequential: true, forbidOverwrite: false }, want: [['partSize', '1048576'], ['sequential', 'true'], ['forbidOverwrite', 'false']] },
  { name: 'maps by entry', options: { metadata: { author: '张三', n: '1' }, tags: { a: '' } }, want: [['metadata.author', '张三'], ['metadata.n', '1'], ['tags.a', '']] },
  { name: 'a map that is none', options: { metadata: 'x' }, want: [['metadata', 'x']] },
  { name: 'a date', options: { expires: new Date(0) }, want: [['expires', '1970-01-01T00:00:00.000Z']] },
  { name: 'an object as JSON', options: { callback: { callbackUrl: 'https://x' } }, want: [['callback', '{"callbackUrl":"https://x"}']] },
  { name: 'an option nobody knows goes to the core', options: { storageclas: 'IA' }, want: [['storageclas', 'IA']] },
  { name: 'what is the client\'s stays here', options: { credentials: {}, signal: {}, wasm: {}, worker: () => {}, onRequest: () => {} }, want: [] },
];
for (const { name, options, want } of cases) {
  test(name, () => assert.deepEqual(flatten(options), want));
}

test('credentials become pairs', () => {
  const pairs = flatten({ key: 'k' }, { accessKeyId: 'i', accessKeySecret: 's', securityToken: undefined });
  assert.deepEqual(pairs, [['key', 'k'], ['accessKeyId', 'i'], ['accessKeySecret', 's']]);
});

test('credentials may come from a function', async () => {
  assert.deepEqual(await askCredentials({ credentials: async () => ({ accessKeyId: 'i' }) }), { accessKeyId: 'i' });
});

test('a credentials function that fails is the cause', async () => {
  const cause = new Error('no network');
  await assert.rejects(askCredentials({ credentials: () => Promise.reject(cause) }), { code: 'CredentialsFailed', cause });
});

for (const value of ['\ud83d', 'a\udc00b', '\udc00\ud83d']) {
  test(`half a character is refused: ${JSON.stringify(value)}`, () => {
    assert.throws(() => flatten({ key: value }), { code: 'InvalidOption', option: 'key' });
    assert.throws(() => flatten({ tags: { [value]: 'x' } }), { code: 'InvalidOption' });
  });
}

test('a whole pair is no half', () => assert.deepEqual(flatten({ key: '😀' }), [['key', '😀']]));
