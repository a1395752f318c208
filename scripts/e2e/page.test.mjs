// The page as a person uses it: picks a dialect and a file, watches, reads what went wrong.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test as plainTest } from 'node:test';
import { launch, openPage } from './lib/browser.mjs';
import { dialects, MiB } from './lib/dialects.mjs';
import { makeFile } from './lib/files.mjs';
import { startServers, temporaryFolder } from './lib/servers.mjs';

// What hangs is a failure too.
const test = (name, run) => plainTest(name, { timeout: 60_000 }, run);
const temporary = temporaryFolder();
let servers, browser, file;

before(async () => {
  [servers, browser, file] = await Promise.all([startServers(), launch(), makeFile(temporary.folder, 24 * MiB)]);
});

after(async () => {
  await browser?.close();
  await servers?.stop();
  temporary.remove();
});

async function open(context) {
  const { page, faults } = await openPage(browser, servers.page, context);
  const close = async () => {
    assert.deepEqual(faults, []);
    await page.close();
  };
  return { page, close };
}

/** The name or ID of what has the focus. */
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('name') ?? document.activeElement.id);

/** Whether nothing sticks out of the page sideways. */
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

for (const { dialect, bucket } of dialects) {
  test(`${dialect}: choose, upload, read the result`, async () => {
    const { page, close } = await open();
    await page.locator(`input[value=${dialect}]`).check();
    await page.setInputFiles('#file', file.path);
    assert.equal(await page.inputValue('[name=bucket]'), bucket);
    assert.equal(await page.inputValue('[name=key]'), `file-${file.size}.bin`);
    await page.getByText('Options of the object').click();
    await page.fill('[name=partSize]', '5');
    await page.locator('#method', { hasText: 'POST' }).waitFor();
    assert.match(await page.textContent('#url'), new RegExp(`^${servers.store}/${dialect}/${bucket}/file-${file.size}\\.bin\\?uploads`));
    await page.getByRole('button', { name: 'Upload', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'Uploaded' }).waitFor();
    const result = await page.textContent('#result');
    assert.match(result, /Upload ID\S+/);
    assert.ok(result.includes(file.crc64) && result.includes('equal on both sides'), result);
    assert.equal(await page.locator('#parts li[data-state=stored]').count(), 5);
    assert.equal(await page.getAttribute('#progress', 'value'), '1');
    assert.match(await page.textContent('#request-hint'), /as it was sent/i);
    assert.equal(await page.locator('#result a').getAttribute('href').then((href) => new URL(href).pathname.endsWith(`file-${file.size}.bin`)), true);
    const shown = await page.textContent('body');
    assert.equal(shown.includes('partway-dev-secret'), false);
    await close();
  });
}

test('a misspelt storage class is explained, and put right with one click', async () => {
  const { page, close } = await open();
  await page.setInputFiles('#file', file.path);
  await page.getByText('Options of the object').click();
  const field = page.getByLabel('Storage class');
  await field.fill('Archve');
  await page.getByRole('alert').filter({ hasText: 'Did you mean "Archive"?' }).waitFor();
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  assert.equal(await page.textContent('#request-hint'), 'Shown again as soon as the options are right.');
  const [below, above] = await Promise.all([page.locator('#problem').boundingBox(), field.boundingBox()]);
  assert.ok(below.y > above.y && below.y < above.y + 2 * above.height, 'the problem stands right below its field');
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.getByRole('status').filter({ hasText: 'Failed' }).waitFor();
  assert.equal(await focused(page), 'storageClass');
  await page.getByRole('button', { name: 'Use “Archive”' }).click();
  assert.equal(await field.inputValue(), 'Archive');
  await page.locator('#problem').waitFor({ state: 'hidden' });
  assert.equal(await field.getAttribute('aria-invalid'), null);
  assert.match(await page.textContent('#headers'), /x-oss-storage-class\s*Archive/);
  await close();
});

test('the core knows what a field may hold', async () => {
  const { page, close } = await open();
  await page.locator('input[value=cos]').check();
  await page.locator('#storageClass-values option[value=DEEP_ARCHIVE]').waitFor({ state: 'attached' });
  await close();
});

test('a refused signature is said in words', async () => {
  const { page, close } = await open();
  await page.setInputFiles('#file', file.path);
  await page.getByText('Address and keys').click();
  await page.getByLabel('Access key secret').fill('wrong-secret');
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  const problem = page.getByRole('alert').filter({ hasText: 'SignatureDoesNotMatch' });
  await problem.waitFor();
  assert.match(await problem.textContent(), /^The upload failed\..*\(status 403, SignatureDoesNotMatch\)\. The .*\. Check the secret .*\.Request ID: \S+/);
  assert.equal(await focused(page), 'start');
  assert.equal(await page.textContent('#state'), 'Failed');
  await close();
});

test('a store that is down, and no file', async () => {
  const { page } = await open();
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'Choose a file first.' }).waitFor();
  assert.equal(await focused(page), 'file');
  await page.getByLabel('Language').selectOption('zh-CN');
  await page.getByRole('alert').filter({ hasText: '请先选择文件。' }).waitFor();
  await new Promise((resolve) => setTimeout(resolve, 400)); // longer than until the next check
  assert.equal(await page.getByRole('alert').isVisible(), true);
  await page.getByLabel('语言').selectOption('en');
  await page.setInputFiles('#file', file.path);
  await page.route(`${servers.store}/**`, (route) => route.abort());
  await page.clock.install(); // ten tries with pauses between them take a minute
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  const failed = page.getByRole('alert').filter({ hasText: 'The upload failed.' });
  for (let tries = 0; tries < 40 && !(await failed.isVisible()); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await page.clock.fastForward(20_000);
  }
  await failed.waitFor();
  assert.equal(await page.textContent('#state'), 'Failed');
  await page.close(); // Chromium itself writes of the lost request into the console
});

test('pause, resume and abort are there while it runs', async () => {
  const { page, close } = await open();
  await page.setInputFiles('#file', file.path);
  await page.getByText('Options of the object').click();
  await page.fill('[name=partSize]', '1');
  await page.route(`${servers.store}/**`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await route.continue().catch(() => {});
  });
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('status').filter({ hasText: 'Paused' }).waitFor();
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('status').filter({ hasText: /Uploading|Initiating/ }).waitFor();
  await page.getByRole('button', { name: 'Abort' }).click();
  await page.getByRole('status').filter({ hasText: 'Aborted' }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Upload', exact: true }).isEnabled(), true);
  await close();
});

test('the speed is that of the time without the pauses, and each state is said once', async () => {
  const { page, close } = await open();
  await page.setInputFiles('#file', file.path);
  await page.getByText('Options of the object').click();
  await page.fill('[name=partSize]', '1');
  await page.route(`${servers.store}/**`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await route.continue().catch(() => {});
  });
  await page.evaluate(() => {
    globalThis.said = [];
    new MutationObserver(() => globalThis.said.push(document.querySelector('#state').textContent)).observe(document.querySelector('#state'), { childList: true });
  });
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  // In bytes per second, as soon as the page shows one.
  const speed = async () => {
    const text = await page.locator('#amount', { hasText: '/s' }).textContent();
    const [, amount, unit] = /· ([\d.,]+) (\w+)\/s/.exec(text);
    return Number(amount) * 1024 ** ['B', 'KiB', 'MiB'].indexOf(unit);
  };
  const before = await speed();
  await page.getByRole('button', { name: 'Pause' }).click();
  await new Promise((resolve) => setTimeout(resolve, 4000));
  await page.getByRole('button', { name: 'Resume' }).click();
  const after = await speed();
  assert.ok(after > before / 2, `${before} B/s before the pause, ${after} B/s after it`);
  await page.getByRole('status').filter({ hasText: 'Uploaded' }).waitFor();
  const said = await page.evaluate(() => globalThis.said);
  assert.deepEqual(said.filter((text, i) => text === said[i - 1]), []);
  await close();
});

test('a file dropped beside the zone does not replace the page, and text may be dropped', async () => {
  const { page, close } = await open();
  const prevented = await page.evaluate(() => ['dragover', 'drop'].flatMap((name) => [new File(['x'], 'x'), 'text'].map((dropped) => {
    const dataTransfer = new DataTransfer();
    if (typeof dropped === 'string') dataTransfer.setData('text/plain', dropped);
    else dataTransfer.items.add(dropped);
    return !document.body.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
  })));
  assert.deepEqual(prevented, [true, false, true, false]);
  await close();
});

test('Chinese, by the browser\'s wish and by choice', async () => {
  const { page, close } = await open({ locale: 'zh-CN' });
  await page.getByRole('button', { name: '上传', exact: true }).waitFor();
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  await page.getByLabel('语言').selectOption('en');
  await page.getByRole('button', { name: 'Upload', exact: true }).waitFor();
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('[data-text]')].filter((e) => !e.textContent).map((e) => e.dataset.text)), []);
  await close();
});

test('every field has a name, and the keyboard reaches them', async () => {
  const { page, close } = await open();
  for (const field of await page.locator('main input, main select, main textarea, header select').all()) {
    assert.notEqual(await field.evaluate((e) => e.labels?.[0]?.textContent.trim() ?? ''), '', await field.getAttribute('name'));
  }
  await page.setInputFiles('#file', file.path);
  await page.getByLabel('Object key').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'Uploaded' }).waitFor();
  await close();
});

for (const width of [320, 360, 768, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${width} pixels wide, ${colorScheme}: nothing sticks out`, async () => {
      const { page, close } = await open({ viewport: { width, height: 900 }, colorScheme });
      await page.setInputFiles('#file', file.path);
      await page.getByRole('button', { name: 'Upload', exact: true }).click();
      await page.getByRole('status').filter({ hasText: 'Uploaded' }).waitFor();
      for (const details of await page.locator('details').all()) await details.evaluate((e) => (e.open = true));
      assert.ok(await fits(page));
      const picture = await page.screenshot({ fullPage: true });
      assert.ok(picture.length > 20_000, 'the picture is blank');
      if (process.env.PARTWAY_SCREENSHOTS) await page.screenshot({ fullPage: true, path: join(process.env.PARTWAY_SCREENSHOTS, `${width}-${colorScheme}.png`) });
      await close();
    });
  }
}
