// How uploads of one page wait for each other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, moduleBytes } from './load.mjs';
import { Store } from './store.mjs';

const { Queue, turn } = await load('src/platform/queue.ts');
const { upload } = await load('src/index.ts');
const never = new AbortController().signal;

/** As many microtasks as anything here takes. */
const settled = async () => {
  for (let i = 0; i < 20; i++) await undefined;
};

test('turns come in order, each in a task of its own', async () => {
  const came = [];
  const turns = [1, 2, 3].map((n) => turn().then(() => came.push(n)));
  const seen = [];
  while (came.length < 3) {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(came.length);
  }
  await Promise.all(turns);
  assert.deepEqual(came, [1, 2, 3]);
  await turn(); // one that comes when nobody waits
});

test('what a turn does is over before the next', async () => {
  const log = [];
  await Promise.all(
    ['a', 'b'].map(async (name) => {
      await turn();
      log.push(name);
      await settled();
      log.push(name);
    }),
  );
  assert.deepEqual(log, ['a', 'a', 'b', 'b']);
});

test('there are so many places, and who waits comes in order', async () => {
  const queue = new Queue(2);
  const came = [];
  const leave = {};
  for (const n of [1, 2, 3, 4]) {
    void queue.enter(never).then((left) => {
      leave[n] = left;
      came.push(n);
    });
  }
  await settled();
  assert.deepEqual(came, [1, 2]);
  leave[2]();
  leave[2](); // gives back one place, not two
  await settled();
  assert.deepEqual(came, [1, 2, 3]);
  leave[1]();
  await settled();
  assert.deepEqual(came, [1, 2, 3, 4]);
});

test('who gives up waiting takes no place', async () => {
  const queue = new Queue(1);
  const leave = await queue.enter(never);
  const controller = new AbortController();
  const given = queue.enter(controller.signal);
  const next = queue.enter(never);
  controller.abort('enough');
  await assert.rejects(given, (reason) => reason === 'enough');
  leave();
  (await next)();
  await queue.enter(never);
});

const common = {
  dialect: 'oss',
  bucket: 'bucket',
  region: 'cn-hangzhou',
  endpoint: 'http://store.example',
  wasm: await WebAssembly.compile(moduleBytes()),
  credentials: { accessKeyId: 'id', accessKeySecret: 'secret' },
};

test('a paused upload makes way, and one in the queue can be aborted', async () => {
  const store = new Store();
  const file = new Blob(['x']);
  const start = (i) => upload(file, { ...common, key: `k${i}`, transport: store.transport });
  const paused = Array.from({ length: 20 }, (_, i) => start(i));
  for (const u of paused) u.pause();
  assert.equal((await start('after').finished).verified, true);
  paused[0].abort('enough');
  await assert.rejects(paused[0].finished, { code: 'Aborted', cause: 'enough' });
  for (const u of paused.slice(1)) u.resume();
  assert.equal((await Promise.all(paused.slice(1).map((u) => u.finished))).length, 19);
});
