import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { flatten } = await load('src/session/flatten.ts');

const cases = [
  {
    name: 'texts as they are',
    options: { dialect: 'oss', key: ' a ' },
    want: [
      ['dialect', 'oss'],
      ['key', ' a '],
    ],
  },
  { name: 'nothing for undefined and null', options: { region: undefined, acl: null }, want: [] },
  { name: 'an empty text stays, for the core to judge', options: { key: '' }, want: [['key', '']] },
  {
    name: 'numbers and flags',
    options: { partSize: 1048576, sequential: true, forbidOverwrite: false },
    want: [
      ['partSize', '1048576'],
      ['sequential', 'true'],
      ['forbidOverwrite', 'false'],
    ],
  },
  {
    name: 'maps by entry',
    options: { metadata: { author: '张三', n: '1' }, tags: { a: '' } },
    want: [
      ['metadata.author', '张三'],
      ['metadata.n', '1'],
      ['tags.a', ''],
    ],
  },
  { name: 'a map that is none', options: { metadata: 'x' }, want: [['metadata', 'x']] },
  {
    name: 'no entry for undefined and null',
    options: { metadata: { a: undefined, b: null, c: '' }, tags: { n: 1 } },
    want: [
      ['metadata.c', ''],
      ['tags.n', '1'],
    ],
  },
  { name: 'a date', options: { expires: new Date(0) }, want: [['expires', '1970-01-01T00:00:00.000Z']] },
  {
    name: 'an object as JSON',
    options: { callback: { callbackUrl: 'https://x' } },
    want: [['callback', '{"callbackUrl":"https://x"}']],
  },
  { name: 'an option nobody knows goes to the core', options: { storageclas: 'IA' }, want: [['storageclas', 'IA']] },
  {
    name: "what is the client's stays here",
    options: { credentials: {}, signal: {}, wasm: {}, worker: () => {}, onRequest: () => {} },
    want: [],
  },
];
for (const { name, options, want } of cases) {
  test(name, () => assert.deepEqual(flatten(options), want));
}

test('credentials become pairs', () => {
  const pairs = flatten({ key: 'k' }, { accessKeyId: 'i', accessKeySecret: 's', securityToken: undefined });
  assert.deepEqual(pairs, [
    ['key', 'k'],
    ['accessKeyId', 'i'],
    ['accessKeySecret', 's'],
  ]);
});

test('what else a key service says is no option', () => {
  const sts = {
    accessKeyId: 'i',
    accessKeySecret: 's',
    securityToken: 't',
    expiration: '2026-11-22T12:00:00Z',
    bucket: 'evil',
  };
  assert.deepEqual(flatten({ bucket: 'b' }, sts), [
    ['bucket', 'b'],
    ['accessKeyId', 'i'],
    ['accessKeySecret', 's'],
    ['securityToken', 't'],
  ]);
});

const foreign = [
  [{ accessKeyId: 'i', secretAccessKey: 's' }, 'secretAccessKey', 'accessKeySecret'],
  [{ accessKeyId: 'i', accessKeySecret: 's', sessionToken: 't' }, 'sessionToken', 'securityToken'],
  [{ AccessKeyId: 'i', AccessKeySecret: 's', SecurityToken: 't', Expiration: '' }, 'AccessKeyId', 'accessKeyId'],
  [{ AccessKeyId: 'i', SecretAccessKey: 's', SessionToken: 't' }, 'AccessKeyId', 'accessKeyId'],
  [{ tmpSecretId: 'i', tmpSecretKey: 's', token: 't' }, 'tmpSecretId', 'accessKeyId'],
  [{ TmpSecretId: 'i', TmpSecretKey: 's', Token: 't' }, 'TmpSecretId', 'accessKeyId'],
];
for (const [credentials, given, nearest] of foreign) {
  test(`credentials by another vendor's name: ${given}, ${Object.keys(credentials).length} fields`, () => {
    assert.throws(
      () => flatten({ key: 'k' }, credentials),
      (/** @type {any} */ error) => {
        assert.deepEqual(
          [error.code, error.option, error.nearest, error.value],
          ['InvalidOption', `credentials.${given}`, nearest, ''],
        );
        assert.equal(error.message, `credentials.${given} is read by another name. Did you mean "${nearest}"?`);
        return true;
      },
    );
  });
}

test('a name of another vendor beside the right one is nothing to complain about', () => {
  const pairs = flatten({}, { accessKeyId: 'i', accessKeySecret: 's', sessionToken: undefined, secretAccessKey: 's' });
  assert.deepEqual(pairs, [
    ['accessKeyId', 'i'],
    ['accessKeySecret', 's'],
  ]);
});

const circular = {};
circular.self = circular;
/** @type {any[][]} */
const nonsense = [
  ['expires', { expires: new Date('x') }],
  ['metadata', { metadata: new Map([['a', '1']]) }],
  ['metadata', { metadata: [['a', '1']] }],
  ['metadata', { metadata: new Headers({ a: '1' }) }],
  ['metadata.a', { metadata: { a: { b: '1' } } }],
  ['tags.a', { tags: { a: new Date('x') } }],
  ['callback', { callback: circular }],
  ['callback', { callback: new Map([['callbackUrl', 'https://x']]) }],
  ['contentType', { contentType: () => 'text/plain' }],
  ['key', { key: Symbol('k') }],
];
for (const [option, options] of nonsense) {
  test(`no text can be made of ${option}: ${Object.prototype.toString.call(options[option.split('.')[0]])}`, () => {
    assert.throws(() => flatten(options), { name: 'PartwayError', code: 'InvalidOption', option });
  });
}

for (const value of ['\ud83d', 'a\udc00b', '\udc00\ud83d']) {
  test(`half a character is refused: ${JSON.stringify(value)}`, () => {
    assert.throws(() => flatten({ key: value }), { code: 'InvalidOption', option: 'key' });
    assert.throws(() => flatten({ tags: { [value]: 'x' } }), { code: 'InvalidOption' });
  });
}

test('a whole pair is no half', () => assert.deepEqual(flatten({ key: '😀' }), [['key', '😀']]));
