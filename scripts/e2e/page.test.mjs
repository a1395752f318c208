// The page as a person uses it, in both languages: files, where they go, what goes over the wire, and bad weather.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test as plainTest } from 'node:test';
import { load } from '../../web/test/load.mjs';
import { launch, openPage } from './lib/browser.mjs';
import { dialects, MiB } from './lib/dialects.mjs';
import { eventually } from './lib/eventually.mjs';
import { makeFile } from './lib/files.mjs';
import { startServers, temporaryFolder } from './lib/servers.mjs';

// What hangs is a failure too.
const test = (name, run) => plainTest(name, { timeout: 120_000 }, run);
const { Voice } = await load('page/texts.ts');
const { en } = await load('src/element/texts.ts');
const { zh } = await load('src/element/zh.ts');
/** What the page and the element say. */
const languages = { en: [new Voice('en').say, en], 'zh-CN': [new Voice('zh-CN').say, zh] };
const temporary = temporaryFolder();
let servers, browser, file;

before(async () => {
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

/** Chromium itself writes of each fault of the store into the console. */
const ofFaults = /^console: Failed to load resource/;

/**
 * The page; its `close` fails if anything went wrong on it, a breach of the CSP included.
 *
 * @param {any} [how] options of the browser's context, and another `url`
 */
async function open({ url = servers.page, ...context } = {}) {
  const { page, faults } = await openPage(browser, url, { viewport: { width: 1280, height: 900 }, ...context });
  await page.locator('partway-upload input[type=file]').waitFor({ state: 'attached' });
  const close = async () => {
    assert.deepEqual(
      faults.filter((fault) => !ofFaults.test(fault)),
      [],
    );
    await page.close();
  };
  const pick = (...paths) => page.setInputFiles('partway-upload input[type=file]', paths);
  const press = (name, within = page) => within.getByRole('button', { name, exact: true }).click();
  const row = (name) => page.getByRole('listitem').filter({ hasText: name });
  const requests = page.locator('#requests [role=option]');
  const option = (name) => requests.filter({ hasText: name });
  return { page, close, pick, press, row, requests, option };
}

const keys = (page) => page.locator('input[value=keys]').check();
const item = (page, read) =>
  page.evaluate(`(() => { const [item] = document.querySelector('partway-upload').items; return ${read}; })()`);

/** Everything that the page shows or holds in its elements. */
const shown = (page) => page.evaluate(() => document.body.innerHTML);

/** The same, with each request looked at in full. */
async function everything(page) {
  const texts = await page.evaluate(async () => {
    const seen = [];
    for (const option of document.querySelectorAll('#requests [role=option]')) {
      option.click();
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      seen.push(document.getElementById('request').innerHTML);
    }
    return seen;
  });
  assert.ok(texts.length && texts.every((text) => text.includes('http://localhost')), 'each request is shown');
  return [await shown(page), ...texts].join('\n');
}

for (const [lang, [say, own]] of Object.entries(languages)) {
  for (const { dialect, bucket } of dialects) {
    for (const mode of ['signer', 'keys']) {
      test(`${lang}: ${dialect}, ${mode}: choose, upload, read the result and the requests`, async () => {
        const { page, close, pick, press, row, requests, option } = await open({ locale: lang });
        if (mode === 'keys') await keys(page);
        await page.locator(`input[value=${dialect}]`).check();
        await page.getByText(say('options')).click();
        await page.getByLabel(say('partSize')).fill('6');
        await page.getByLabel(say('metadata')).fill('author: somebody');
        await pick(file.path);
        await press(own.start);
        await row('file-').filter({ hasText: own.verified }).waitFor();
        const { key, uploadId } = await item(page, 'item.result');
        const result = page.locator('#result', { hasText: say('etag') });
        await result.waitFor();
        const text = await result.textContent();
        for (const part of [say('bucketName') + bucket, key, uploadId, file.crc64, say('verified')])
          assert.ok(text.includes(part), `${part} in ${text}`);
        await eventually(async () =>
          assert.equal(new URL(await result.locator('a').getAttribute('href')).pathname.endsWith(encodeURI(key)), true),
        );
        await option(say('complete')).waitFor();
        for (let part = 1; part <= 4; part++) await option(say('uploadPart', part)).first().waitFor();
        const where = await option(say('initiate')).locator('.where').textContent();
        assert.equal(where, say(mode === 'signer' ? 'toSigner' : 'toStore'));
        await eventually(async () =>
          assert.equal(await page.locator('#waterfall .try.ok').count(), await requests.count()),
        );
        const all = await everything(page);
        for (const secret of ['partway-dev-secret', 'partway-dev-key'])
          assert.equal(all.includes(secret), false, secret);
        await close();
      });
    }
  }

  test(`${lang}: a misspelt storage class is explained, and put right with one click`, async () => {
    const { page, close } = await open({ locale: lang });
    await keys(page);
    await page.getByText(say('options')).click();
    const field = page.getByLabel(say('storageClass'));
    await field.fill('Archve');
    const problem = page.getByRole('alert').filter({ hasText: 'Did you mean "Archive"?' });
    await problem.waitFor();
    await eventually(async () =>
      assert.ok((await problem.textContent()).startsWith(say('wrongOption', say('storageClass')))),
    );
    await eventually(async () => assert.equal(await field.getAttribute('aria-invalid'), 'true'));
    const [below, above] = await Promise.all([page.locator('#problem').boundingBox(), field.boundingBox()]);
    assert.ok(below.y > above.y && below.y < above.y + 2 * above.height, 'the problem stands right below its field');
    await page.getByRole('button', { name: say('didYouMean', 'Archive') }).click();
    await eventually(async () => assert.equal(await field.inputValue(), 'Archive'));
    await problem.waitFor({ state: 'hidden' });
    await eventually(async () => assert.equal(await field.getAttribute('aria-invalid'), null));
    await page.getByText(say('preview')).click();
    await page.locator('#preview-request .headers', { hasText: /x-oss-storage-class\s*Archive/ }).waitFor();
    await close();
  });

  test(`${lang}: with a signer, too, a wrong part size is told before anything is sent`, async () => {
    const { page, close } = await open({ locale: lang });
    await eventually(async () =>
      assert.equal(await page.getByLabel(say('bucket'), { exact: true }).isVisible(), false, 'the signer says where'),
    );
    await page.getByText(say('options')).click();
    await page.getByLabel(say('partSize')).fill('0.01');
    await page.getByRole('alert').filter({ hasText: 'partSize' }).waitFor();
    await page.getByLabel(say('partSize')).fill('8');
    await page.getByRole('alert').waitFor({ state: 'hidden' });
    await keys(page);
    await page.getByLabel(say('bucket'), { exact: true }).fill('My_Bucket');
    await page.getByRole('alert').filter({ hasText: 'bucket' }).waitFor();
    await page.locator('input[value=signer]').check();
    await page.locator('#problem[hidden]').waitFor({ state: 'attached' });
    await keys(page);
    assert.equal(
      await page.getByLabel(say('bucket'), { exact: true }).inputValue(),
      'My_Bucket',
      'what was typed is kept',
    );
    await close();
  });

  test(`${lang}: a request in full, by keyboard and by the waterfall, and as curl`, async () => {
    const context = await browser.newContext({ locale: lang, permissions: ['clipboard-read', 'clipboard-write'] });
    const { page, faults } = await openPage(context, servers.page);
    await keys(page);
    await page.getByText(say('connection')).click();
    await page.getByLabel(say('accessKeyId')).fill('partway-sts-key');
    await page.getByLabel(say('accessKeySecret'), { exact: true }).fill('partway-sts-secret');
    await page.getByLabel(say('securityToken')).fill('partway-sts-token');
    await page.setInputFiles('partway-upload input[type=file]', file.path);
    await page.getByRole('button', { name: own.start, exact: true }).click();
    await page
      .locator('#requests [role=option]', { hasText: say('complete') })
      .filter({ hasText: '200' })
      .waitFor();
    await page.getByRole('listbox').focus();
    const heading = page.locator('#request h3').first();
    await eventually(async () => assert.equal(await heading.textContent(), say('initiate')));
    await page.keyboard.press('End');
    await eventually(async () => assert.equal(await heading.textContent(), say('complete')));
    await page.keyboard.press('ArrowUp');
    await eventually(async () => assert.match(await heading.textContent(), new RegExp(`^${say('uploadPart', '\\d')}`)));
    const active = await page.getByRole('listbox').getAttribute('aria-activedescendant');
    await eventually(async () => assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true'));
    const text = await page.locator('#request').textContent();
    for (const part of [
      'PUT',
      '8 MiB',
      say('canonical'),
      say('stringToSign'),
      'OSS4-HMAC-SHA256',
      'x-oss-hash-crc64ecma',
      'x-oss-request-id',
      '••••••',
    ])
      assert.ok(text.includes(part), part);
    await page.locator('#waterfall .try').first().click();
    await eventually(async () => assert.equal(await heading.textContent(), say('initiate')));
    await page.getByRole('button', { name: say('copyCurl') }).click();
    await page
      .getByRole('status')
      .filter({ hasText: say('copied') })
      .waitFor();
    const curl = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(curl, /^curl -X 'POST' 'http:\/\/localhost:\d+\/oss\/partway-dev\/file-\d+\.bin\?uploads/);
    execFileSync('sh', ['-n'], { input: curl });
    const all = (await everything(page)) + curl;
    for (const secret of ['partway-sts-secret', 'partway-sts-token', 'partway-sts-key'])
      assert.equal(all.includes(secret), false, secret);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`${lang}: the weather changes${lang === 'en' ? ', and an upload survives it' : ''}`, async () => {
    const { page, close, pick, press, row } = await open({ locale: lang });
    const sky = page.locator('#weather-state');
    await sky.filter({ hasText: say('fine') }).waitFor();
    for (const fault of ['slow', 'busy', 'cut', 'lost', 'damaged', 'half']) await page.getByLabel(say(fault)).check();
    await sky.filter({ hasText: say('rough') }).waitFor();
    await pick(file.path);
    await press(own.start);
    await page.locator('#waterfall .try.bad').first().waitFor();
    await press(say('outage'));
    await sky.filter({ hasText: say('dark') }).waitFor();
    if (lang === 'en') {
      // which takes a minute: once is enough
      await row('file-').filter({ hasText: own.verified }).waitFor({ timeout: 110_000 });
      await eventually(async () => assert.equal(await item(page, 'item.result.crc64'), file.crc64));
      await eventually(async () =>
        assert.ok((await page.locator('#waterfall .try.bad').count()) >= 3, 'what was refused'),
      );
      await eventually(async () =>
        assert.ok((await page.locator('#waterfall .try.lost').count()) >= 3, 'what was cut'),
      );
      await eventually(async () => assert.match(await page.textContent('#requests'), new RegExp(say('again', 2))));
    }
    await sky.filter({ hasText: say('rough') }).waitFor();
    for (const box of await page.locator('#faults input').all()) await box.uncheck();
    await sky.filter({ hasText: say('fine') }).waitFor();
    await close();
  });

  test(`${lang}: a refused signature is said in words`, async () => {
    const { page, close, pick, press, row, option } = await open({ locale: lang });
    await keys(page);
    await page.getByText(say('connection')).click();
    await page.getByLabel(say('accessKeySecret'), { exact: true }).fill('wrong-secret');
    await pick(file.path);
    const refused = page.waitForResponse((response) => response.status() === 403);
    await press(own.start);
    await row('file-').filter({ hasText: own.failed }).filter({ hasText: 'SignatureDoesNotMatch' }).waitFor();
    await page
      .locator('#result', { hasText: say('failedWith') })
      .filter({ hasText: 'SignatureDoesNotMatch' })
      .waitFor();
    await option('403').click();
    const whole = page.locator('#request', { hasText: '<Code>SignatureDoesNotMatch' }); // the store's own document
    const text = await whole.textContent();
    const document = await (await refused).text();
    for (const secret of ['OSSAccessKeyId', 'SignatureProvided', 'StringToSignBytes'].map(
      (name) => document.match(`<${name}>(.+?)</${name}>`)[1],
    )) {
      assert.equal(text.includes(secret), false, secret);
    }
    await close();
  });

  test(`${lang}: an upload of an earlier visit goes on where it began, whatever the form says now`, async () => {
    const { page, close, pick, press, row } = await open({ locale: lang });
    await page.getByLabel(say('slow')).check();
    await page.getByText(say('options')).click();
    await page.getByLabel(say('partSize')).fill('1'); // so that most of it is still to be sent when a part is stored
    await pick(file.path);
    await press(own.start);
    await page.waitForFunction(() => document.querySelector('partway-upload').items[0]?.upload?.progress.confirmed);
    await press(own.pauseAll);
    const uploadId = await item(page, 'item.upload.uploadId');
    await page.waitForFunction(async () => (await (await import('./partway.js')).resumable())[0]?.confirmed > 0);
    await page.reload();
    await page.locator('input[value=cos]').check();
    await row('file-').filter({ hasText: own.interrupted }).waitFor();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: own.continue }).click(),
    ]);
    await chooser.setFiles(file.path);
    await row('file-').filter({ hasText: own.verified }).waitFor();
    await eventually(async () =>
      assert.deepEqual(await item(page, '[item.result.uploadId, item.result.crc64]'), [uploadId, file.crc64]),
    );
    await close();
  });

  test(`${lang}: of several uploads one is chosen to be looked at`, async () => {
    const { page, close, pick, press, row, option } = await open({ locale: lang });
    await keys(page);
    const { path } = await makeFile(temporary.folder, 1000);
    await pick(path, file.path);
    await press(own.start);
    for (const name of ['file-1000', 'file-2']) await row(name).filter({ hasText: own.verified }).waitFor();
    await page.getByRole('combobox', { name: say('upload'), exact: true }).selectOption({ label: 'file-1000.bin' });
    await page.locator('#result', { hasText: say('whole') }).waitFor();
    await option(say('putObject')).waitFor();
    await page
      .getByRole('combobox', { name: say('upload'), exact: true })
      .selectOption({ label: `file-${file.size}.bin` });
    await option(say('uploadPart', 3)).waitFor();
    await eventually(async () => assert.equal(await option(say('putObject')).count(), 0));
    await close();
  });
}

test('the store knows of the weather, in order, before an upload begins', async () => {
  const { page, close, pick, press, row } = await open();
  const [told, events] = [[], []];
  let chosen;
  const allChosen = new Promise((resolve) => (chosen = resolve));
  await page.locator('#weather-state').filter({ hasText: 'Fine' }).waitFor();
  await page.route('**/weather', async (route) => {
    const { rules, bytesPerSecond } = route.request().postDataJSON();
    events.push('tell');
    await (told.length ? new Promise((resolve) => setTimeout(resolve, 100)) : allChosen);
    told.push([bytesPerSecond, rules.length]);
    events.push('told');
    await route.continue();
  });
  page.on('request', (request) => request.url().includes('/s3/') && events.push('begin'));
  await pick((await makeFile(temporary.folder, 1000)).path);
  for (const fault of ['A slow line', 'The store is busy']) await page.getByLabel(fault).check();
  await page.getByLabel('A slow line').uncheck();
  await press('Upload');
  chosen();
  await row('file-').filter({ hasText: 'Verified' }).waitFor();
  assert.deepEqual(told, [
    [3_000_000, 0],
    [undefined, 1],
    [undefined, 1],
    [undefined, 1],
  ]);
  assert.deepEqual(events.slice(0, 9), [...Array(4).fill(['tell', 'told']).flat(), 'begin']);
  await page.getByLabel('The store is busy').uncheck();
  await page.locator('#weather-state').filter({ hasText: 'Fine' }).waitFor();
  await page.unroute('**/weather');
  await close();
});

test('requests that begin and end in the same tick are told apart', async () => {
  const { page, close, pick, press, row, option } = await open();
  await page.addInitScript(() => {
    performance.now = () => 1;
  });
  await page.reload();
  await pick(file.path);
  await press('Upload');
  await row('file-').filter({ hasText: 'Verified' }).waitFor();
  for (const name of ['Part 2', 'Part 1', 'Complete']) {
    await option(name).click();
    await eventually(async () => assert.equal(await page.locator('#request h3').first().textContent(), name));
  }
  await close();
});

test('the form is sent nowhere while the page still waits for its configuration', async () => {
  const { page, faults } = await openPage(browser, servers.page);
  await page.route('**/config.json', () => {});
  await page.reload({ waitUntil: 'commit' });
  await page.locator('summary[data-text=options]').evaluate((summary) => {
    summary.parentElement.open = true;
  });
  await page.locator('[name=partSize]').fill('8');
  await page.locator('#form').evaluate((form) => form.requestSubmit());
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
  assert.equal(page.url(), servers.page);
  assert.equal(await page.locator('[name=partSize]').inputValue(), '8');
  assert.deepEqual(faults, []);
  await page.close();
});

test('a whole upload with pause and resume by keyboard alone', async () => {
  const { page, close, row } = await open();
  const choosing = page.waitForEvent('filechooser'); // asked for early: a key is quicker than the browser is told of it
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 8 * MiB,
  });
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document.activeElement.shadowRoot ?? document;
      return activeElement?.ariaLabel || activeElement?.textContent || activeElement?.type;
    });
  /** Presses the tabulator until that has the focus. */
  const reach = async (name) => {
    for (let tries = 0; tries < 40 && (await focused()) !== name; tries++) await page.keyboard.press('Tab');
    assert.equal(await focused(), name);
  };
  await page.evaluate(() => document.activeElement.blur());
  await reach('file');
  await page.keyboard.press('Space');
  await (await choosing).setFiles(file.path);
  await page.getByRole('button', { name: 'Upload', exact: true }).waitFor();
  await reach('Upload');
  await page.keyboard.press('Enter');
  await reach(`Pause file-${file.size}.bin`);
  await page.waitForFunction(() => document.querySelector('partway-upload').items[0].sent > 0);
  await page.keyboard.press('Enter');
  await row('file-').filter({ hasText: 'Paused' }).waitFor();
  await eventually(async () => assert.equal(await focused(), `Resume file-${file.size}.bin`));
  await page.locator('#waterfall .try.cut').first().waitFor();
  assert.equal(await page.locator('#waterfall .try.lost').count(), 0, 'a person cut it, not the network');
  assert.ok(!(await page.textContent('#summary')).includes('failed'));
  await page.keyboard.press('Enter');
  await row('file-').filter({ hasText: 'Verified' }).waitFor();
  await eventually(async () => assert.equal(await item(page, 'item.result.crc64'), file.crc64));
  await close();
});

test('the core knows what a field may hold', async () => {
  const { page, close } = await open();
  await keys(page);
  await page.locator('input[value=cos]').check();
  await page.locator('#storageClass-values option[value=DEEP_ARCHIVE]').waitFor({ state: 'attached' });
  await close();
});

test('a file dropped beside the zone does not replace the page, and text may be dropped', async () => {
  const { page, close } = await open();
  const prevented = await page.evaluate(() =>
    ['dragover', 'drop'].flatMap((name) =>
      [new File(['x'], 'x'), 'text'].map((dropped) => {
        const dataTransfer = new DataTransfer();
        if (typeof dropped === 'string') dataTransfer.setData('text/plain', dropped);
        else dataTransfer.items.add(dropped);
        return !document.body.dispatchEvent(new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
      }),
    ),
  );
  assert.deepEqual(prevented, [true, false, true, false]);
  await close();
});

test("Chinese, by the browser's wish and by choice", async () => {
  const { page, close } = await open({ locale: 'zh-CN' });
  await page.getByText(zh.choose, { exact: true }).waitFor();
  await eventually(async () => assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN'));
  await page.getByLabel('语言').selectOption('en');
  await page.getByText(en.choose, { exact: true }).waitFor();
  assert.deepEqual(
    await page.evaluate(() =>
      [...document.querySelectorAll('[data-text]')].filter((e) => !e.textContent).map((e) => e.dataset.text),
    ),
    [],
  );
  await close();
});

test('a store without faults has no weather', async () => {
  const plain = await startServers();
  try {
    const { page, close } = await open({ url: plain.page });
    await page.getByText(en.choose, { exact: true }).waitFor();
    assert.equal(await page.locator('#weather').isVisible(), false);
    assert.equal(await page.evaluate(async () => (await fetch('weather', { method: 'POST' })).status), 405);
    await close();
  } finally {
    await plain.stop();
  }
});
