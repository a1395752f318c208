// How the page looks and stays usable: axe-core, narrow and wide, light and dark, both languages, in three states. A
// picture of each is kept in build/screenshots, to be looked at.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test as plainTest } from 'node:test';
import { launch, openPage } from './lib/browser.mjs';
import { MiB } from './lib/dialects.mjs';
import { makeFile } from './lib/files.mjs';
import { startServers, temporaryFolder } from './lib/servers.mjs';

const test = (name, run) => plainTest(name, { timeout: 120_000 }, run);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = fileURLToPath(new URL('../../build/screenshots', import.meta.url));
const temporary = temporaryFolder();
let servers, browser, file;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  [servers, browser, file] = await Promise.all([
    startServers(['-faults'], ['-weather']),
    launch(),
    makeFile(temporary.folder, 24 * MiB),
  ]);
});

after(async () => {
  await browser?.close();
  await servers?.stop();
  temporary.remove();
});

/** Axe finds nothing, nothing sticks out sideways, and there is a picture. */
async function look(page, name) {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.waitForTimeout(200); // rows that were far away are made
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  assert.ok(
    await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    `${name}: something sticks out`,
  );
  const { violations, passes } = await page.evaluate(
    `${axe}; axe.run(document, { resultTypes: ['violations', 'passes'] })`,
  );
  assert.ok(passes.length > 15, 'axe has run');
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)]),
    [],
    name,
  );
}

const upload = (page) => page.evaluate(() => document.querySelector('partway-upload').start());
const stored = (page) =>
  page.waitForFunction(() => document.querySelector('partway-upload').items.every(({ result }) => result));

const looks = [360, 768, 1280].flatMap((width) => ['light', 'dark'].map((colorScheme) => ({ width, colorScheme })));
for (const locale of ['en', 'zh-CN']) {
  test(`${locale}: empty, a wrong option, uploaded with a request in full`, async () => {
    const { page, faults } = await openPage(browser, servers.page, { locale });
    const all = async (state) => {
      for (const { width, colorScheme } of looks) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await look(page, `${width}-${colorScheme}-${locale}-${state}`);
      }
    };
    await page.locator('partway-upload input[type=file]').waitFor({ state: 'attached' });
    await all('1-empty');
    await page.locator('input[value=keys]').check();
    for (const details of await page.locator('form details').all())
      await details.evaluate((node) => (node.open = true));
    await page.fill('[name=storageClass]', 'Archve');
    await page.getByRole('alert').filter({ hasText: 'Archive' }).waitFor();
    await all('2-wrong');
    await page.fill('[name=storageClass]', '');
    for (const details of await page.locator('form details').all())
      await details.evaluate((node) => (node.open = false));
    await page.check('#fault-busy');
    await page.setInputFiles('partway-upload input[type=file]', file.path);
    await upload(page);
    await stored(page);
    await page.locator('#requests').focus();
    await page.keyboard.press('ArrowDown');
    await all('3-uploaded');
    assert.deepEqual(
      faults.filter((fault) => !/Failed to load resource/.test(fault)),
      [],
    );
    await page.close();
  });
}

test('text of twice the size fits 360 pixels', async () => {
  const { page } = await openPage(browser, servers.page, { viewport: { width: 360, height: 900 } });
  await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  await page.setInputFiles('partway-upload input[type=file]', file.path);
  await upload(page);
  await stored(page);
  await page.locator('#requests').focus();
  await look(page, 'large-text');
  await page.close();
});
