// A whole upload by the module of a page without keys, message by message; and the bytes of snapshots, which stay in
// browsers for days, by both modules.
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
  LISTING = '2',
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
  /** @type {any} */ step;
  /** @type {any} */ uploadId;
  /** @type {any} */ file;
  #module;
  constructor(file = 'partway-nokeys.wasm') {
    const instance = /** @type {any} */ (
      new WebAssembly.Instance(new WebAssembly.Module(readFileSync(join(folder, file))), {})
    );
    instance.exports._initialize?.();
    this.#module = open(instance);
  }

  begin(what = ['', 10, 0, '', 'the file', 100]) {
    this.#take(this.#module.call(BEGIN, encode([...what, 1, 0, 0, ''])));
    return this;
  }

  restore(snapshot) {
    this.#take(this.#module.call(RESTORE, encode([snapshot])));
    return this;
  }

  event(kind, fields = {}) {
    const { request = 0, part = 0, count = 0, sum = '', operation = 0, status = 0, headers = [] } = fields;
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
          fields.dialect ?? '',
          status,
          headers.length,
          ...headers.flat(),
          fields.body ?? '',
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
    assert.equal(text(), 'ok', new TextDecoder().decode(answer));
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

/** The same with keys, of three parts of which two are stored; the second has an ETag that is no MD5. */
function halfWithKeys() {
  const u = new Upload('partway.wasm').begin(['oss', 300_000, 102_400, 'crc64xz', 'the file', 0]);
  const reply = (request, operation, part, headers, body) =>
    u.event(REPLY, { request, operation, part, dialect: 'oss', status: 200, headers, body });
  u.event(START);
  u.event(SLOT);
  reply(1, INITIATE, 0, [], '<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>');
  for (const [part, etag] of ['"900150983CD24FB0D6963F7D28E17F72"', '"opaque"'].entries()) {
    u.event(SLOT);
    u.event(HASHED, { part: part + 1, sum: 7 });
    reply(part + 2, PART, part + 1, [
      ['etag', etag],
      ['x-oss-hash-crc64ecma', 7],
    ]);
  }
  return u;
}

const { default: snapshots } = await import('./testdata/snapshots.json', { with: { type: 'json' } });

// Where this fails, what is stored in browsers can no longer be read as it was meant: count up `format` in
// core/upload/snapshot.go, and add the new bytes to testdata/snapshots.json. Those of older formats stay there.
for (const [name, make] of Object.entries({ signer: half, keys: halfWithKeys })) {
  test(`the bytes of a snapshot change with its format only: ${name}`, () => {
    const bytes = Buffer.from(make().snapshot).toString('hex');
    const format = Number.parseInt(bytes.slice(0, 2), 16);
    assert.equal(
      format,
      Math.max(...Object.keys(snapshots).map(Number)),
      'the newest format of testdata/snapshots.json',
    );
    assert.equal(bytes, snapshots[format][name].join(''), `format ${format} has other bytes: it needs another number`);
  });

  test(`what is read of a snapshot: ${name}`, () => {
    const earlier = make();
    const later = new Upload(name === 'keys' ? 'partway.wasm' : undefined).restore(earlier.snapshot);
    assert.deepEqual([later.step, later.uploadId, later.file], ['0', earlier.uploadId, 'the file']);
    later.event(START);
    assert.equal(later.step, PROVING);
    for (let part = 1; later.step === PROVING; part++) later.event(HASHED, { part, sum: name === 'keys' ? 7 : 1 });
    later.event(SLOT);
    assert.equal(later.step, LISTING);
  });
}

test('a snapshot of another format is refused', () => {
  const { snapshot } = half();
  const [format] = snapshot;
  const earlier = Object.entries(snapshots).filter(([number]) => Number(number) !== format);
  for (const bytes of [
    ...[format - 1, format + 1].map((other) => Uint8Array.of(other, ...snapshot.subarray(1))),
    ...earlier.map(([, { signer }]) => Buffer.from(signer.join(''), 'hex')),
  ]) {
    assert.throws(() => new Upload().restore(bytes), /other version/);
  }
});
