// The element's parts that need no browser. What people see and do is in scripts/e2e/element.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { Format, clean } = await load('src/element/format.ts');
const { accepts, keyOf, parseCount, parseSize, refusalOf, tokensOf } = await load('src/element/intake.ts');
const { en } = await load('src/element/texts.ts');
const { zh } = await load('src/element/zh.ts');
const { Files } = await load('src/element/files.ts');
const { Queue } = await load('src/element/queue.ts');
const { PartwayUploadElement, defineElement } = await load('src/element/index.ts');

test('a server imports it, and defining it there does nothing', () => {
  assert.equal(typeof window, 'undefined');
  assert.equal(defineElement(), undefined);
  assert.equal(PartwayUploadElement.formAssociated, true);
});

test('both languages say the same things with the same values filled in', () => {
  assert.deepEqual(Object.keys(zh), Object.keys(en));
  const values = (text) => [...text.matchAll(/\{\d\}/g)].map(([value]) => value).sort();
  for (const [name, text] of Object.entries(en)) {
    if (name === 'errors') continue;
    assert.ok(text && zh[name], name);
    assert.deepEqual(values(zh[name]), values(text), name);
  }
});

/** @type {any[][]} */
const formatted = [
  ['en', 'bytes', [0], '0 bytes'],
  ['en', 'bytes', [1], '1 byte'],
  ['en', 'bytes', [999], '999 bytes'],
  ['en', 'bytes', [1000], '1 kB'],
  ['en', 'bytes', [1_550_000], '1.6 MB'],
  ['en', 'bytes', [999_999], '1,000 kB'],
  ['en', 'bytes', [1e12], '1 TB'],
  ['en', 'bytes', [1e17], '100,000 TB'],
  ['en', 'speed', [2_000_000], '2 MB/s'],
  ['zh-CN', 'speed', [2_000_000], '2 MB/秒'],
  ['zh-CN', 'bytes', [12], '12字节'],
  ['en', 'duration', [0.2], '1 sec'],
  ['en', 'duration', [99.5], '100 sec'],
  ['en', 'duration', [100], '2 min'],
  ['en', 'duration', [7200], '2 hr'],
  ['zh-CN', 'duration', [180], '3分钟'],
  ['en', 'percent', [0.456], '46%'],
  ['en', 'number', [10_000], '10,000'],
];
for (const [lang, what, args, want] of formatted) {
  test(`${lang}: ${what} of ${args}`, () =>
    assert.equal(new Format(lang, lang.startsWith('zh') ? zh : {})[what](...args).replace(/\s/g, ' '), want));
}

test('names: the first three and how many more', () => {
  const plain = (text) => text.replace(/[\u2068\u2069]/g, '');
  assert.equal(plain(new Format('en').names(['a', 'b', 'c', 'd', 'e'])), 'a, b, c, and 2 more');
  assert.equal(plain(new Format('en').names(['a'])), 'a');
  assert.equal(plain(new Format('zh-CN', zh).names(['a', 'b', 'c', 'd'])), 'a、b、c和另外 1 个');
});

test('a name cannot turn the writing or break a line', () => {
  assert.equal(clean('photo\u202egpj.exe\u2067\n\0'), 'photo\ufffdgpj.exe\ufffd\ufffd\ufffd');
  assert.equal(clean('照片 🙂 صورة.jpg'), '照片 🙂 صورة.jpg');
});

test('a language that is none is English', () => assert.equal(new Format('?? not one').number(1000), '1,000'));

const matching = [
  ['', 'a.exe', '', true],
  [' , ', 'a', '', true],
  ['*/*', 'a', '', true],
  ['.jpg', 'A.JPG', '', true],
  ['.jpg', 'a.jpg.exe', '', false],
  ['.tar.gz', 'x.tar.gz', '', true],
  ['.jpg', 'jpg', '', false],
  ['image/*', 'a', 'image/png', true],
  ['image/*', 'a', 'imageX/png', false],
  ['image/*', 'a.png', '', false],
  ['IMAGE/PNG', 'a', 'image/png', true],
  ['text/plain', 'a', 'text/plain;charset=utf-8', true],
  ['text/plain', 'a', 'text/plainer', false],
  ['.pdf, image/*', 'a.pdf', '', true],
  ['.pdf,image/*', 'a', 'video/mp4', false],
];
for (const [accept, name, type, want] of matching) {
  test(`accept="${accept}": ${name} ${type}`, () => assert.equal(accepts(tokensOf(accept), { name, type }), want));
}

const sizes = [
  ['', Infinity],
  ['0', 0],
  ['10485760', 10485760],
  ['10 MB', 10e6],
  ['10MiB', 10 * 2 ** 20],
  ['1.5k', 1500],
  ['2 GiB', 2 ** 31],
  ['3t', 3e12],
  ['7B', 7],
];
for (const [text, want] of sizes) test(`max-size="${text}"`, () => assert.equal(parseSize(text), want));
for (const text of ['x', '-1', '10 XB', '1e9', 'NaN', '10 MB or so'])
  test(`max-size="${text}" is refused`, () => assert.throws(() => parseSize(text), RangeError));
for (const [text, want] of [
  ['', Infinity],
  ['1', 1],
  ['20', 20],
])
  test(`max-files="${text}"`, () => assert.equal(parseCount(text), want));
for (const text of ['0', '-1', '1.5', 'many'])
  test(`max-files="${text}" is refused`, () => assert.throws(() => parseCount(text), RangeError));

const file = (name, size = 1, lastModified = 0) => new File([new Uint8Array(size)], name, { lastModified });
const found = (name, size, lastModified) => ({ file: file(name, size, lastModified), path: name });

test('the first reason counts', () => {
  const limits = { accept: ['.txt'], maxSize: 10, taken: new Set([keyOf(found('a.txt'))]) };
  assert.equal(refusalOf(found('a.txt'), limits), 'duplicate');
  assert.equal(refusalOf(found('a.txt', 2), limits), undefined);
  assert.equal(refusalOf(found('b.exe', 11), limits), 'type');
  assert.equal(refusalOf(found('b.txt', 11), limits), 'size');
  assert.equal(refusalOf(found('b.txt', 10), limits), undefined);
});

/** Files whose owner writes down what it hears; nothing is uploaded. */
function collect(prevented = []) {
  const heard = [];
  const files = new Files({
    optionsFor: async () => ({}),
    changed: () => {},
    settled: () => {},
    emit: (name, { files: given, refuse }) => {
      heard.push(name);
      for (const { file } of name === 'partway-accept' ? given : []) if (prevented.includes(file.name)) refuse(file);
      return !prevented.includes('*');
    },
    added: (items) => heard.push(...items.map(({ path }) => `+${path}`)),
    removed: (items) => heard.push(...[...items].map(({ path }) => `-${path}`)),
  });
  return { files, heard };
}
const rules = { accept: '', maxSize: Infinity, maxFiles: Infinity, single: false, autostart: false };

test('what is left out, by reason, and what is taken', () => {
  const { files, heard } = collect(['no.txt']);
  const refused = files.take([found('a'), found('a'), found('no.txt'), found('big', 99), found('b'), found('c')], {
    ...rules,
    maxSize: 10,
    maxFiles: 2,
  });
  assert.deepEqual(refused, { duplicate: ['a'], refused: ['no.txt'], size: ['big'], many: ['c'] });
  assert.deepEqual(
    heard.filter((one) => one.startsWith('+')),
    ['+a', '+b'],
  );
  assert.deepEqual(
    files.items.map(({ state }) => state),
    ['ready', 'ready'],
  );
});

test('a listener that prevents it leaves all out; there is one event for all', () => {
  const { files, heard } = collect(['*']);
  assert.deepEqual(files.take([found('a'), found('b')], rules), { refused: ['a', 'b'] });
  assert.deepEqual([files.items, heard], [[], ['partway-accept']]);
});

test('a single file is replaced by the next that is taken', () => {
  const { files } = collect();
  const single = { ...rules, single: true, accept: '.txt' };
  assert.deepEqual(files.take([found('a.txt'), found('b.txt')], single), { many: ['b.txt'] });
  assert.deepEqual(files.take([found('c.exe')], single), { type: ['c.exe'] });
  assert.deepEqual(
    files.items.map(({ path }) => path),
    ['a.txt'],
  );
  assert.deepEqual(files.take([found('d.txt')], single), {});
  assert.deepEqual(
    files.items.map(({ path }) => path),
    ['d.txt'],
  );
});

/** What a queue needs of an item. */
const stub = (name) => ({
  name,
  state: 'ready',
  enter(state) {
    this.state = state;
  },
});
const settle = () => new Promise((resolve) => setTimeout(resolve));

test('orders by whoever hears of a start begin nothing twice and leave nothing out', async () => {
  const begun = [];
  const queue = new Queue(
    async (item) => {
      begun.push(item.name);
      item.state = 'uploading';
      if (item.name === 1) items[3].state = 'ready'; // taken out, though its turn has come
      queue.pump();
    },
    () => {},
  );
  const items = Array.from({ length: 10 }, (_, i) => stub(i));
  queue.push(items);
  for (let i = 0; i < 5; i++) await settle();
  assert.deepEqual(
    begun.toSorted((a, b) => a - b),
    [0, 1, 2, 4, 5, 6, 7, 8, 9],
  );
});

test('six uploads at a time, those that pause not counted, in turn', async () => {
  const [begun, ended] = [[], []];
  const ends = new Map();
  const queue = new Queue(
    (item) => {
      begun.push(item.name);
      item.state = 'uploading';
      return new Promise((resolve) => ends.set(item, resolve));
    },
    (item) => ended.push(item.name),
  );
  const items = Array.from({ length: 9 }, (_, i) => stub(i));
  queue.push(items);
  assert.deepEqual(begun, [0, 1, 2, 3, 4, 5]);
  items[6].state = 'ready'; // taken out of turn
  items[0].state = 'paused';
  queue.pump();
  assert.deepEqual(begun, [0, 1, 2, 3, 4, 5, 7]);
  ends.get(items[1])();
  await settle();
  assert.deepEqual([begun.at(-1), ended], [8, [1]]);
  for (const end of ends.values()) end();
  await settle();
  assert.equal(queue.isBusy, false);
  queue.push([items[6]]);
  assert.equal(begun.at(-1), 6);
});
