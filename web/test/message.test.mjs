// The same fixtures as wasm/abi/abi_test.go: both sides agree on every byte.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, read } from './load.mjs';

const { encode, Reader } = await load('src/boundary/message.ts');
const fixtures = JSON.parse(String(read('wasm/abi/testdata/messages.json')));

test('there are fixtures', () => {
  assert.ok(fixtures.messages.length > 5 && fixtures.malformed.length > 3);
});

for (const { name, fields, base64 } of fixtures.messages) {
  test(`message: ${name}`, () => {
    const message = Buffer.from(base64, 'base64');
    assert.deepEqual(Buffer.from(encode(fields)), message);
    const reader = new Reader(new Uint8Array(message));
    for (const field of fields) assert.equal(reader.text(), field);
    reader.end();
    assert.throws(() => reader.text(), RangeError, 'a field after the last');
  });
}

for (const { name, base64 } of fixtures.malformed) {
  test(`malformed: ${name}`, () => {
    const reader = new Reader(new Uint8Array(Buffer.from(base64, 'base64')));
    assert.throws(() => {
      for (let i = 0; i < 10; i++) reader.text();
    }, RangeError);
  });
}

test('lists and numbers go out as counts and decimals', () => {
  const message = encode([7, ['a', 'b'], [['name', 'value']], []]);
  const reader = new Reader(message);
  assert.equal(reader.number(), 7);
  assert.deepEqual(
    reader.list((r) => r.text()),
    ['a', 'b'],
  );
  assert.deepEqual(reader.pairs(), [['name', 'value']]);
  assert.deepEqual(reader.pairs(), []);
  reader.end();
});

test('what is left over is a fault', () => {
  const reader = new Reader(encode(['a', 'b']));
  reader.text();
  assert.throws(() => reader.end(), RangeError);
});

test('a byte order mark and a NUL survive', () => {
  assert.equal(new Reader(encode(['\ufeffa\0b'])).text(), '\ufeffa\0b');
});
