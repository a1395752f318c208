// Interrupted uploads: by which name they are known, where their signer is, and how they are forgotten.
import assert from 'node:assert/strict';
import { after, before, test as plainTest } from 'node:test';
import { launch, openPage } from './lib/browser.mjs';
import { dialects, MiB, optionsFor } from './lib/dialects.mjs';
import { startServers } from './lib/servers.mjs';

const test = (name, run) => plainTest(name, { timeout: 90_000 }, run);
let servers, browser;

before(async () => {
  [servers, browser] = await Promise.all([startServers(['-faults']), launch()]);
});

after(async () => {
  await browser?.close();
  await servers?.stop();
});

async function open() {
  const context = await browser.newContext();
  const { page, faults } = await openPage(context, servers.bare);
  const close = async () => {
    assert.deepEqual(faults, []);
    await context.close();
  };
  return { page, close };
}

/** What the store has seen of an operation. */
async function count(operation) {
  const { seen } = await (await fetch(`http://127.0.0.1:${servers.storePort}/_partway/faults`)).json();
  return seen.filter(({ op }) => op === operation).length;
}

/** Uploads files of one name, each until a part is stored, and leaves them paused; what is left of them in the browser. */
const interrupt = (page, all, size) =>
  page.evaluate(
    async ([given, bytes]) => {
      const { upload, resumable } = await import('/partway.js');
      for (const options of given) {
        const u = upload(new File([new Uint8Array(bytes)], 'a.bin', { lastModified: 1 }), { ...options, parallel: 1 });
        await new Promise((resolve, reject) => {
          u.finished.catch(reject);
          u.addEventListener('progress', () => u.progress.confirmed && resolve(u.pause()));
        });
      }
      while ((await resumable()).some(({ confirmed }) => !confirmed))
        await new Promise((resolve) => setTimeout(resolve, 20));
      return resumable();
    },
    [all, size],
  );

/** Forgets the upload of that name; how many are left then, or what the error said. */
const discard = (page, name, options) =>
  page.evaluate(
    async ([which, given]) => {
      const { discard, resumable } = await import('/partway.js');
      const { id } = (await resumable()).find((one) => one.name === which);
      try {
        await discard(id, given);
        return (await resumable()).map((one) => one.name);
      } catch ({ name, code, message }) {
        return { name, code, message };
      }
    },
    [name, options],
  );

for (const where of ['a signer', 'keys']) {
  test(`${where}: files of one name in two folders go on by themselves, and one is forgotten`, async () => {
    const { page, close } = await open();
    const [oss] = dialects;
    const one =
      where === 'keys'
        ? { ...optionsFor(oss, servers.store, 'one key'), partSize: oss.part }
        : { signer: `${servers.page}/`, target: 'oss' };
    const size = where === 'keys' ? 8 * oss.part : 24 * MiB;
    const left = await interrupt(
      page,
      ['day 1/a.bin', 'day 2/a.bin'].map((name) => ({ ...one, name })),
      size,
    );
    assert.deepEqual(
      left.map(({ name }) => name),
      ['day 2/a.bin', 'day 1/a.bin'],
    );
    assert.notEqual(left[0].uploadId, left[1].uploadId);
    assert.deepEqual(
      left.map(({ signer }) => signer),
      Array(2).fill(where === 'keys' ? '' : servers.page.slice(0, -1)),
    );
    assert.equal((await discard(page, 'day 1/a.bin', one)).code, 'UnderWay', 'it is only paused here');
    await page.reload();
    const other = where === 'keys' ? { ...one, key: 'other' } : { ...one, target: 's3' };
    assert.deepEqual(await discard(page, 'day 1/a.bin', other), {
      name: 'PartwayError',
      code: 'InvalidOption',
      message: 'options are not those of this upload.',
    });
    const before = await count('abort');
    assert.deepEqual(await discard(page, 'day 1/a.bin', one), ['day 2/a.bin']);
    assert.ok((await count('abort')) > before, 'the store was told');
    const result = await page.evaluate(
      async ([options, bytes]) => {
        const { resumable, resume } = await import('/partway.js');
        const [{ id }] = await resumable();
        return (await resume(id, options, new File([new Uint8Array(bytes)], 'a.bin', { lastModified: 1 }))).finished;
      },
      [one, size],
    );
    assert.deepEqual([result.uploadId, result.verified], [left[0].uploadId, true]);
    await close();
  });
}

test('where the store does not answer nothing is forgotten', async () => {
  const { page } = await open();
  const [oss] = dialects;
  const options = { ...optionsFor(oss, servers.store, 'k'), partSize: oss.part };
  await interrupt(page, [options], 8 * oss.part);
  await page.reload();
  await page.clock.install(); // it is tried again and again, with pauses between
  await page.route(`${servers.store}/**`, (route) =>
    route.fulfill({ status: 503, headers: { 'access-control-allow-origin': '*' }, body: '' }),
  );
  const over = discard(page, 'a.bin', options);
  let answer;
  void over.then((given) => (answer = given));
  for (let tries = 0; tries < 100 && !answer; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await page.clock.fastForward(20_000);
  }
  assert.equal(answer?.code, 'NoReply');
  assert.equal(await page.evaluate(async () => (await (await import('/partway.js')).resumable()).length), 1);
  await page.unrouteAll({ behavior: 'wait' });
  await page.clock.resume();
  assert.deepEqual(await discard(page, 'a.bin', options), []);
  await page.context().close(); // Chromium itself writes of the failures into the console
});
