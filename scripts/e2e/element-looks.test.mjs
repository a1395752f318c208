// How <partway-upload> looks and stays usable: axe-core, narrow and enlarged pages, both directions, ten thousand files.
// PARTWAY_SHOTS=<folder> keeps a picture of each state, to be looked at.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test as plainTest } from 'node:test';
import { launch } from './lib/browser.mjs';
import { openElement, startElementServers } from './lib/element.mjs';

const test = (name, run) => plainTest(name, { timeout: 120_000 }, run);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let servers, browser;

before(async () => {
  [servers, browser] = await Promise.all([startElementServers(), launch()]);
});

after(async () => {
  await browser?.close();
  await servers?.stop();
});

/** An element in most of the states that there are: files ready, paused, failed, stored; one left out. */
async function openStates(context) {
  const opened = await openElement(
    browser,
    servers,
    'target="oss" multiple accept=".bin,image/*" max-size="400 MB" name="files"',
    context,
  );
  const { page } = opened;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 3e6,
  });
  await page.evaluate(async () => {
    const element = document.querySelector('partway-upload');
    const make = (name, size) => new File([new Uint8Array(size)], name);
    Object.assign(element, {
      signer: '/',
      options: ({ path }) => {
        if (path.startsWith('refused'))
          throw new Error('The signer says that nobody is signed in. Sign in and try again.');
        return {};
      },
    });
    element.add([
      make('stored.bin', 1234),
      make('a film of a holiday in the mountains, day 12, morning, unabridged.bin', 90e6),
      make('refused.bin', 10),
      make('moving.bin', 60e6),
    ]);
    element.start();
    await new Promise((resolve) => element.addEventListener('partway-complete', resolve, { once: true }));
    while (!element.items[3].sent || !element.items[1].sent) await new Promise((resolve) => setTimeout(resolve, 50));
    element.items[1].upload.pause();
    element.add([make('ready صورة.bin', 5e6), make('notes.exe', 10)]);
  });
  await page.waitForTimeout(1500);
  return opened;
}

async function check(page, faults) {
  const { violations, passes } = await page.evaluate(
    `${axe}; axe.run(document, { resultTypes: ['violations', 'passes'] })`,
  );
  assert.ok(passes.length > 15, 'axe has run');
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)]),
    [],
  );
  assert.deepEqual(faults, []);
}

/** Whether nothing sticks out of the page sideways. */
const fits = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

/** @type {any[]} */
const looks = [
  ...[360, 768, 1280].flatMap((width) => ['light', 'dark'].map((colorScheme) => ({ width, colorScheme }))),
  { width: 768, colorScheme: 'light', lang: 'zh-CN' },
  { width: 360, colorScheme: 'dark', lang: 'zh-CN' },
  { width: 360, colorScheme: 'light', dir: 'rtl' },
  { width: 1280, colorScheme: 'dark', dir: 'rtl' },
  { width: 640, colorScheme: 'light', zoom: 2 },
];
for (const { width, colorScheme, lang = 'en', dir = 'ltr', zoom = 1 } of looks) {
  const name = [width, colorScheme, lang, dir, `${zoom * 100} %`].join(', ');
  test(`axe finds nothing, and nothing sticks out: ${name}`, async () => {
    const { page, faults } = await openStates({
      viewport: { width: width / zoom, height: 1000 },
      deviceScaleFactor: zoom,
      colorScheme,
      lang,
    });
    await page.evaluate((to) => (document.documentElement.dir = to), dir);
    assert.equal(await page.getByRole('listitem').count(), 5);
    if (process.env.PARTWAY_SHOTS)
      await page.screenshot({
        path: join(process.env.PARTWAY_SHOTS, `${name.replace(/\W+/g, '-')}.png`),
        fullPage: true,
      });
    assert.ok(await fits(page));
    await check(page, faults);
    await page.close();
  });
}

test('text of twice the size fits 360 pixels', async () => {
  const { page, faults } = await openStates({ viewport: { width: 360, height: 1000 } });
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  if (process.env.PARTWAY_SHOTS)
    await page.screenshot({ path: join(process.env.PARTWAY_SHOTS, 'large-text.png'), fullPage: true });
  assert.ok(await fits(page));
  await check(page, faults);
  await page.close();
});

test('nothing moves for those who want that', async () => {
  const { page } = await openStates({ reducedMotion: 'reduce' });
  const durations = await page.evaluate(() =>
    [...document.querySelector('partway-upload').shadowRoot.querySelectorAll('*')].map(
      (node) => getComputedStyle(node).transitionDuration,
    ),
  );
  assert.deepEqual([...new Set(durations)], ['0s']);
  await page.close();
});

/**
 * Tasks of the page's main thread while `run` runs, in milliseconds of its processor time: what other programs of the
 * machine take meanwhile is no work of the page's.
 */
async function tasksOf(page, run) {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', '__metadata'] });
  const result = await run();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents
    .filter(({ name, pid, tid, tdur }) => /RunTask$/.test(name) && tdur && threads.has(`${pid} ${tid}`))
    .map(({ tdur }) => tdur / 1000);
  assert.ok(tasks.length > 10, 'tasks were traced');
  return {
    result,
    sum: Math.round(tasks.reduce((a, b) => a + b, 0)),
    longest: Math.round(Math.max(...tasks)),
    long: tasks.filter((ms) => ms > 50).map(Math.round),
  };
}

/** Runs in the page: goes through the list steadily and by leaps, and looks whether there are rows in its middle. */
async function scroll() {
  const list = document.querySelector('partway-upload').shadowRoot.querySelector('[part=list]');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let [steps, blank] = [0, 0];
  for (let at = 0; at < list.scrollHeight - list.clientHeight; at += steps % 40 === 39 ? list.scrollHeight / 12 : 150) {
    list.scrollTop = at;
    await frame();
    await frame();
    const { x, y, height } = list.getBoundingClientRect();
    if (
      !list
        .getRootNode()
        .elementFromPoint(x + 50, y + height / 2)
        ?.closest('[part~=row]')
    )
      blank++;
    steps++;
  }
  list.scrollTop = list.scrollHeight;
  await new Promise((resolve) => setTimeout(resolve, 500));
  return { steps, blank, last: [...list.querySelectorAll('[part=name]')].at(-1).textContent };
}

test('ten thousand files: painted and scrolled without a long task', async () => {
  const { page, faults } = await openElement(browser, servers, 'signer="/" multiple');
  await page.evaluate(() => {
    globalThis.files = Array.from({ length: 10_000 }, (_, i) => new File(['x'], `file ${i}.bin`, { lastModified: i }));
  });
  const adding = await tasksOf(page, () =>
    page.evaluate(async () => {
      document.querySelector('partway-upload').add(globalThis.files);
      for (let i = 0; i < 4; i++) await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return document.querySelector('partway-upload').shadowRoot.querySelectorAll('[part~=row]').length;
    }),
  );
  const scrolling = await tasksOf(page, () => page.evaluate(scroll));
  const { steps, blank, last } = scrolling.result;
  console.log(
    `10,000 files: ${adding.sum} ms of main thread till they are painted, the longest task ${adding.longest} ms; ${adding.result} rows made`,
  );
  console.log(
    `scrolling, ${steps} steps: the longest task ${scrolling.longest} ms, ${scrolling.sum} ms in all; ${blank} steps without rows in the middle`,
  );
  assert.ok(adding.sum < 200, `${adding.sum} ms`);
  assert.ok(adding.result < 120, `${adding.result} rows`);
  assert.deepEqual(scrolling.long, []);
  assert.equal(last, 'file 9999.bin');
  assert.deepEqual(faults, []);
  await page.close();
});
