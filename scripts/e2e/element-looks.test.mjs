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
  const opened = await openElement(browser, servers, 'target="oss" multiple accept=".bin,image/*" max-size="400 MB" name="files"', context);
  const { page } = opened;
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 3e6 });
  await page.evaluate(async () => {
    const element = document.querySelector('partway-upload');
    const make = (name, size) => new File([new Uint8Array(size)], name);
    Object.assign(element, { signer: '/', options: ({ path }) => {
      if (path.startsWith('refused')) throw new Error('The signer says that nobody is signed in. Sign in and try again.');
      return {};
    } });
    element.add([make('stored.bin', 1234), make('a film of a holiday in the mountains, day 12, morning, unabridged.bin', 90e6), make('refused.bin', 10), make('moving.bin', 60e6)]);
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
  const { violations, passes } = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations', 'passes'] })`);
  assert.ok(passes.length > 15, 'axe has run');
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)]), []);
  assert.deepEqual(faults, []);
}

/** Whether nothing sticks out of the page sideways. */
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

const looks = [
  ...[360, 768, 1280].flatMap((width) => ['light', 'dark'].map((colorScheme) => ({ width, colorScheme }))),
  { width: 768, colorScheme: 'light', lang: 'zh-CN' }, { width: 360, colorScheme: 'dark', lang: 'zh-CN' },
  { width: 360, colorScheme: 'light', dir: 'rtl' }, { width: 1280, colorScheme: 'dark', dir: 'rtl' }, { width: 640, colorScheme: 'light', zoom: 2 },
];
for (const { width, colorScheme, lang = 'en', dir = 'ltr', zoom = 1 } of looks) {
  const name = [width, colorScheme, lang, dir, `${zoom * 100} %`].join(', ');
  test(`axe finds nothing, and nothing sticks out: ${name}`, async () => {
    const { page, faults } = await openStates({ viewport: { width: width / zoom, height: 1000 }, deviceScaleFactor: zoom, colorScheme, lang });
    await page.evaluate((to) => (document.documentElement.dir = to), dir);
    assert.equal(await page.getByRole('listitem').count(), 5);
    if (process.env.PARTWAY_SHOTS) await page.screenshot({ path: join(process.env.PARTWAY_SHOTS, `${name.replace(/\W+/g, '-')}.png`), fullPage: true });
    assert.ok(await fits(page));
    await check(page, faults);
    await page.close();
  });
}

test('text of twice the size fits 360 pixels', async () => {
  const { page, faults } = await openStates({ viewport: { width: 360, height: 1000 } });
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  if (process.env.PARTWAY_SHOTS) await page.screenshot({ path: join(process.env.PARTWAY_SHOTS, 'large-text.png'), fullPage: true });
  assert.ok(await fits(page));
  await check(page, faults);
  await page.close();
});

test('nothing moves for those who want that', async () => {
  const { page } = await openStates({ reducedMotion: 'reduce' });
  const durations = await page.evaluate(() => [...document.querySelector('partway-upload').shadowRoot.querySelectorAll('*')].map((node) => getComputedStyle(node).transitionDuration));
  assert.deepEqual([...new Set(durations)], ['0s']);
  await page.close();
});

test('ten thousand files: painted and scrolled without a long task', async () => {
  const { page, faults } = await openElement(browser, servers, 'signer="/" multiple');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  /** Seconds of the main thread since it began: all its tasks, the layout and painting among them. */
  const busy = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  await page.evaluate(() => {
    globalThis.files = Array.from({ length: 10_000 }, (_, i) => new File(['x'], `file ${i}.bin`, { lastModified: i }));
    globalThis.long = [];
    new PerformanceObserver((list) => globalThis.long.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({ entryTypes: ['longtask'] });
  });
  await page.waitForTimeout(500);
  const before = await busy();
  const { call, shown } = await page.evaluate(async () => {
    const element = document.querySelector('partway-upload');
    const began = performance.now();
    element.add(globalThis.files);
    const call = performance.now() - began;
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))); // painted
    return { call, shown: performance.now() - began };
  });
  await page.waitForTimeout(500);
  const painting = (await busy()) - before;
  const adding = await page.evaluate(() => globalThis.long.splice(0));
  const rows = await page.evaluate(() => document.querySelector('partway-upload').shadowRoot.querySelectorAll('[part~=row]').length);
  const scrolled = await page.evaluate(async () => {
    const list = document.querySelector('partway-upload').shadowRoot.querySelector('[part=list]');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let [frames, worst, blank] = [0, 0, 0];
    for (let at = 0; at < list.scrollHeight - list.clientHeight; at += frames % 40 === 39 ? list.scrollHeight / 12 : 150) { // steadily, and by leaps
      const began = performance.now();
      list.scrollTop = at;
      await frame();
      await frame();
      worst = Math.max(worst, performance.now() - began);
      const box = list.getBoundingClientRect();
      if (!list.getRootNode().elementFromPoint(box.x + 50, box.y + box.height / 2)?.closest('[part~=row]')) blank++;
      frames++;
    }
    list.scrollTop = list.scrollHeight;
    await frame();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { frames, worst: Math.round(worst), blank, last: [...list.querySelectorAll('[part=name]')].at(-1).textContent };
  });
  const scrolling = await page.evaluate(() => globalThis.long.splice(0));
  console.log(`10,000 files: call ${call.toFixed(0)} ms, painted after ${shown.toFixed(0)} ms, main thread ${(painting * 1000).toFixed(0)} ms, ${rows} rows made, long tasks ${adding.join(', ') || 'none'}`);
  console.log(`scrolling: ${scrolled.frames} steps, longest ${scrolled.worst} ms for two frames, ${scrolled.blank} without rows in the middle, long tasks ${scrolling.join(', ') || 'none'}`);
  assert.ok(painting < 0.2, `${painting} s`);
  assert.ok(rows < 120, `${rows} rows`);
  assert.deepEqual(scrolling, []);
  assert.equal(scrolled.last, 'file 9999.bin');
  assert.deepEqual(faults, []);
  await page.close();
});
