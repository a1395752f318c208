// Every option of the client's × wrong values × both modes × every call: refused by name, with what is legal, before
// any request.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, moduleBytes, read } from './load.mjs';

const { check, discard, initiate, resumable, resume, upload } = await load('src/index.ts');
const { presign } = await load('src/sign.ts');
const { keyRules, signerRules, uploadRules } = await load('src/session/clientoptions.ts');

const file = new Blob(['x']);
const sent = [];
const transport = {
  tellsProgress: false,
  send: async (request) => {
    sent.push(request);
    return { status: 0, headers: [], body: '' };
  },
};
const common = { transport, wasm: await WebAssembly.compile(moduleBytes()) };
const keys = {
  ...common,
  dialect: 'oss',
  bucket: 'bucket',
  key: 'k',
  region: 'cn-hangzhou',
  credentials: { accessKeyId: 'id', accessKeySecret: 'the-secret' },
};
const signer = {
  ...common,
  wasm: await WebAssembly.compile(read('build/web/partway-nokeys.wasm')),
  signer: 'https://signer.example/sign',
};

const noNumbers = ['5', 'x', true, {}, [], () => 1, new Date(), Number.NaN, Infinity, -Infinity, -1, 0];
const noTexts = [1, Number.NaN, true, {}, ['a'], () => 'a'];
const noFunctions = ['x', 1, true, {}, []];
const noObjects = ['x', 1, true, [], new Map()];

const wrongValues = {
  partSize: [...noNumbers, 0.5, 5e6 + 0.5, 6 * 1024 ** 3],
  parallel: [...noNumbers, 20, 7, 1.5, 0.5],
  timeLimit: [...noNumbers, 1e-4, 1e9],
  stallTime: [...noNumbers, 0.05, 3601],
  resume: ['no', 'false', 0, 1, {}, []],
  fileHandle: ['x', 1, true, {}, new Blob()],
  name: noTexts,
  signal: ['x', 1, true, {}, new AbortController()],
  wasm: [1, true, {}, [], () => 1, new Map()],
  worker: noFunctions,
  transport: [...noObjects, {}, { send: 1 }, () => 1],
  storage: [...noObjects, {}, { put: 1 }, () => 1],
  onRequest: noFunctions,
  onResponse: noFunctions,
  credentials: noObjects,
  signer: [1, true, {}, [], 'localhost:8787', 'ftp://signer.example', undefined, null],
  target: noTexts,
  headers: [...noObjects, { a: 1 }, { 'a b': 'x' }, { a: 'x\ny' }, { a: '\u4e2d' }],
  metadata: [...noObjects, { a: 1 }, { a: null }, { a: {} }],
  options: [...noObjects, { a: null }, { a: [] }, { a: { b: 1 } }],
};

const calls = {
  keys: {
    upload: (options) => upload(file, options).finished,
    initiate,
    check,
    presign: (options) => presign({ operation: 'initiate' }, options),
    resume: (options) => resume('id', options, file),
    discard: (options) => discard('id', options),
  },
  signer: {
    upload: (options) => upload(file, options).finished,
    resume: (options) => resume('id', options, file),
    discard: (options) => discard('id', options),
  },
};

const modes = {
  keys: { base: keys, names: Object.keys({ ...uploadRules, ...keyRules }) },
  signer: { base: signer, names: Object.keys({ ...uploadRules, ...signerRules }) },
};

test('the table has every option, and no other', () => {
  const all = Object.keys({ ...uploadRules, ...keyRules, ...signerRules });
  assert.deepEqual(Object.keys(wrongValues).sort(), all.sort());
});

for (const [mode, { base, names }] of Object.entries(modes)) {
  for (const name of names) {
    for (const [call, run] of Object.entries(calls[mode])) {
      test(`${mode}, ${call}: ${name}`, async () => {
        for (const value of wrongValues[name]) {
          const what = `${name}: ${typeof value === 'string' ? `'${value}'` : Object.prototype.toString.call(value)}`;
          await assert.rejects(
            async () => run({ ...base, [name]: value }),
            (/** @type {any} */ error) => {
              assert.equal(error.name, 'PartwayError', `${what}: ${error}`);
              assert.deepEqual([error.code, error.option], ['InvalidOption', name], `${what}: ${error}`);
              assert.match(error.message, new RegExp(`^${name} .*must be `), what);
              return true;
            },
            what,
          );
        }
        assert.deepEqual(sent, [], 'nothing was sent');
      });
    }
  }
}

for (const [mode, { base }] of Object.entries(modes)) {
  test(`${mode}: what is legal, and the nearest, is said`, async () => {
    for (const [name, value, nearest, legal] of [
      ['parallel', 20, '6', 'a whole number from 1 to 6'],
      ['parallel', 1.6, '2', 'a whole number from 1 to 6'],
      ['timeLimit', -1, '0.001', 'a number of seconds from 0.001 to 31,622,400'],
      ['stallTime', 0, '0.1', 'a number of seconds from 0.1 to 3,600'],
      ['stallTime', Infinity, '3600', 'a number of seconds from 0.1 to 3,600'],
      ['parallel', 'x', '', 'a whole number from 1 to 6'],
      ['resume', 'no', '', 'true or false'],
    ]) {
      const error = await upload(file, { ...base, [name]: value }).finished.catch((thrown) => thrown);
      assert.deepEqual([error.nearest, error.legal], [nearest, [legal]]);
      assert.equal(error.value, typeof value === 'number' ? String(value) : '');
      assert.equal(error.message, `${name}${typeof value === 'number' ? ` is ${value}, but` : ''} must be ${legal}.`);
    }
  });

  test(`${mode}: undefined and null are not given`, async () => {
    for (const name of Object.keys({ ...uploadRules, ...(mode === 'keys' ? {} : signerRules) })) {
      if (['signer', 'transport', 'wasm'].includes(name)) continue;
      for (const nothing of [undefined, null]) {
        sent.length = 0;
        const u = upload(file, {
          ...base,
          [name]: nothing,
          timeLimit: 0.2,
          ...(name === 'timeLimit' && { timeLimit: nothing }),
        });
        setTimeout(() => u.abort(), 100);
        const error = await u.finished.catch((thrown) => thrown);
        assert.notEqual(error.code, 'InvalidOption', `${name}: ${error.message}`);
        assert.ok(sent.length > 0, name);
      }
    }
    sent.length = 0;
  });
}

test('the storage of interrupted uploads is checked, too', async () => {
  for (const storage of wrongValues.storage)
    await assert.rejects(resumable({ storage }), { code: 'InvalidOption', option: 'storage' });
});

test('a secret among the values is not shown', async () => {
  const error = await upload(file, { ...keys, credentials: 'the-secret' }).finished.catch((thrown) => thrown);
  assert.equal(JSON.stringify({ ...error, message: error.message }).includes('the-secret'), false);
});
