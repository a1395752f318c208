// A whole upload by the module of a page without keys, message by message; and the bytes of its snapshot, which stay in
// browsers for days.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { encode, open } from './cases.mjs';

const folder = process.env.PARTWAY_DIST ?? fileURLToPath(new URL('../../build/web', import.meta.url));
const BEGIN = 7,
  RESTORE = 8,
  HANDLE = 9;
const PROVING = '1',
  SENDING = '5',
  FINISHED = '11'; // states, in the order of core/upload/states.go
const START = 13,
  SLOT = 8,
  RENEWED = 6,
  HASHED = 4,
  REPLY = 1,
  SEND = 1,
  SAVE = 7,
  DONE = 11;

class Upload {
  #module;
  constructor() {
    const instance = new WebAssembly.Instance(
      new WebAssembly.Module(readFileSync(join(folder, 'partway-nokeys.wasm'))),
      {},
    );
    instance.exports._initialize?.();
    this.#module = open(instance);
  }

  begin() {
    this.#take(this.#module.call(BEGIN, encode(['', 10, 0, '', 'the file', 100, 1, 0, 0, ''])));
    return this;
  }

  restore(snapshot) {
    this.#take(this.#module.call(RESTORE, encode([snapshot])));
    return this;
  }

  event(kind, { request = 0, part = 0, count = 0, sum = '', operation = 0, status = 0, headers = [] } = {}) {
    this.#take(
      this.#module.call(
        HANDLE,
        encode([
          this.state,
          kind,
          1000,
          7,
          request,
          part,
          count,
          0,
          0,
          sum,
          0,
          operation,
          '',
          status,
          headers.length,
          ...headers.flat(),
          '',
        ]),
      ),
    );
    return this.sent;
  }

  #take(answer) {
    let at = 0;
    const view = new DataView(answer.buffer, answer.byteOffset);
    const bytes = () => answer.slice(at + 4, (at += 4 + view.getUint32(at, true)));
    const text = () => new TextDecoder().decode(bytes());
    const list = (item) => Array.from({ length: Number(text()) }, item);
    assert.equal(text(), 'ok');
    [this.step, this.uploadId, this.file] = [text(), text(), text()];
    for (let i = 0; i < 10; i++) bytes();
    const actions = list(() => ({
      operation: text(),
      kind: Number(text()),
      request: Number(text()),
      rest: Array.from({ length: 6 }, text),
      must: text(),
      texts: list(text),
    }));
    this.sent = actions.filter(({ kind }) => kind === SEND).map(({ operation, request }) => `${operation} ${request}`);
    this.ended = actions.find(({ kind }) => kind === DONE)?.texts;
    const snapshot = bytes();
    if (actions.some(({ kind }) => kind === SAVE)) this.snapshot = snapshot;
    this.state = bytes();
    assert.equal(at, answer.length);
  }
}

const none = ['', ''];
const INITIATE = 1,
  PART = 2,
  COMPLETE = 4; // operations, in the order of core/request/request.go
const begun = {
  request: 1,
  operation: INITIATE,
  status: 200,
  headers: [['sealed', 6], ['false', 'crc64xz'], none, none, none],
};
const stored = (request, part) => ({
  request,
  part,
  operation: PART,
  status: 200,
  headers: [['x-oss-hash-crc64ecma', part]],
});

/** An upload of two parts of which the first is stored. */
function half() {
  const u = new Upload().begin();
  u.event(START);
  assert.deepEqual(u.event(SLOT), [`${INITIATE} 1`]);
  u.event(RENEWED, { part: 1, count: 2 });
  u.event(REPLY, begun);
  assert.deepEqual([u.step, u.uploadId], [SENDING, 'sealed']);
  assert.deepEqual(u.event(SLOT), [`${PART} 2`]);
  u.event(HASHED, { part: 1, sum: 1 });
  u.event(REPLY, stored(2, 1));
  return u;
}

test('an upload with a signer', () => {
  const u = half();
  assert.deepEqual(u.event(SLOT), [`${PART} 3`]);
  u.event(HASHED, { part: 2, sum: 2 });
  u.event(REPLY, stored(3, 2));
  assert.deepEqual(u.event(SLOT), [`${COMPLETE} 4`]);
  u.event(REPLY, { request: 4, operation: COMPLETE, status: 200, headers: [none, none, none, none, none] });
  assert.deepEqual([u.step, u.ended], [FINISHED, ['', '2', '0']], 'the answer shows no checksum');
});

const SNAPSHOT =
  '02080000007468652066696c65060000007365616c65640a00000000000000060000000000000002000000000000000000000000000000' +
  '30750000000000006400000001000000000000000100000000000000000000000200000004070001000000000000000100000000000000' +
  '000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000';

// Where this fails, what is stored in browsers can no longer be read as it was meant: count up `format` in
// core/upload/snapshot.go, and write the new bytes here.
test('the bytes of a snapshot', () => {
  const { snapshot } = half();
  assert.equal(Buffer.from(snapshot).toString('hex'), SNAPSHOT);
  const later = new Upload().restore(snapshot);
  assert.deepEqual([later.step, later.uploadId, later.file], ['0', 'sealed', 'the file']);
  later.event(START);
  assert.equal(later.step, PROVING);
});
