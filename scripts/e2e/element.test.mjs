// <partway-upload> as a person uses it, in both languages, with the signer of the dev server and the local store.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test as plainTest } from 'node:test';
import { launch } from './lib/browser.mjs';
import { dialects, MiB, optionsFor } from './lib/dialects.mjs';
import { openElement, startElementServers } from './lib/element.mjs';
import { eventually } from './lib/eventually.mjs';
import { makeFile } from './lib/files.mjs';
import { temporaryFolder } from './lib/servers.mjs';

const test = (name, run) => plainTest(name, { timeout: 120_000 }, run);
const temporary = temporaryFolder();
let servers, browser, file;

before(async () => {
  [servers, browser, file] = await Promise.all([
    startElementServers(['-faults']),
    launch(),
    makeFile(temporary.folder, 24 * MiB),
  ]);
});

after(async () => {
  await browser?.close();
  await servers?.stop();
  temporary.remove();
});

/** A page with an element; its `close` fails if anything went wrong on it, a breach of the CSP included. */
async function open(attributes, context) {
  const { page, faults } = await openElement(browser, servers, attributes, context);
  const close = async () => {
    assert.deepEqual(faults, []);
    await page.close();
  };
  const row = (name) => page.getByRole('listitem').filter({ hasText: name });
  return { page, faults, close, row, input: page.locator('partway-upload input[type=file]') };
}

const events = ['accept', 'reject', 'start', 'progress', 'complete', 'error', 'finish'];

/** Writes down the element's events, at the document, as they leave the shadow tree; `heard` gives them. */
async function listen(page) {
  await page.evaluate((names) => {
    globalThis.heard = [];
    for (const name of names)
      document.addEventListener(`partway-${name}`, ({ detail }) =>
        globalThis.heard.push([name, detail.path ?? detail.item?.path ?? detail.message ?? '']),
      );
  }, events);
  return async (...kinds) => (await page.evaluate(() => globalThis.heard)).filter(([name]) => kinds.includes(name));
}

/** Gives files to the element as a program would: `[name, size, type]`. */
const add = (page, ...files) =>
  page.evaluate((given) => {
    document
      .querySelector('partway-upload')
      .add(
        given.map(
          ([name, size, type = '']) =>
            new File([new Uint8Array(size).fill(name.length)], name, { type, lastModified: 1 }),
        ),
      );
  }, files);

/** So many bytes a second go out at most. */
async function throttle(page, uploadThroughput) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput,
  });
}

const state = (page, read) =>
  page.evaluate(`(() => { const e = document.querySelector('partway-upload'); return ${read}; })()`);

/** Begins an upload and leaves it when a part is stored and a snapshot was written; gives its ID. */
async function interrupt(page, input) {
  await throttle(page, 12 * MiB);
  await page.evaluate(() => (document.querySelector('partway-upload').options = { parallel: 1 }));
  await input.setInputFiles(file.path);
  await page.waitForFunction(() => {
    const element = document.querySelector('partway-upload');
    if (element.items[0]?.upload?.progress.confirmed) element.pause();
    return element.items[0]?.state === 'paused';
  });
  await page.waitForFunction(async () => (await (await import('./partway.js')).resumable())[0]?.confirmed > 0); // a snapshot
  return state(page, 'e.items[0].upload.uploadId');
}

for (const { dialect } of dialects) {
  test(`${dialect}: choose, upload by the signer, and the key is the form's value`, async () => {
    const { page, close, row, input } = await open(`signer="/" target="${dialect}" autostart name="attachment"`);
    const heard = await listen(page);
    await input.setInputFiles(file.path);
    await row('file-').filter({ hasText: 'Verified' }).waitFor();
    const { crc64, verified, key } = await state(
      page,
      '(({ crc64, verified, key }) => ({ crc64, verified, key }))(e.items[0].result)',
    );
    assert.deepEqual([crc64, verified], [file.crc64, true]);
    assert.match(key, /^uploads\/.+\/file-\d+\.bin$/);
    const form = () => page.evaluate(() => [...new FormData(document.querySelector('form'))]);
    await eventually(async () => assert.deepEqual(await form(), [['attachment', key]]));
    await eventually(async () => assert.equal(await state(page, 'e.value'), key));
    const order = async () => (await heard('accept', 'start', 'complete', 'error', 'finish')).map(([name]) => name);
    await eventually(async () => assert.deepEqual(await order(), ['accept', 'start', 'complete', 'finish']));
    await eventually(async () => assert.ok((await heard('progress')).length > 0));
    await close();
  });
}

test('keys in the page: options by a function', async () => {
  const { page, close, row } = await open('multiple autostart');
  const [dialect] = dialects;
  await page.evaluate(
    (all) => {
      document.querySelector('partway-upload').options = async ({ path }) => ({
        ...all,
        key: `of the element/${path}`,
      });
    },
    optionsFor(dialect, servers.store, ''),
  );
  await add(page, ['a.txt', 10], ['b.txt', 20]);
  await row('a.txt').filter({ hasText: 'Uploaded' }).waitFor();
  await row('b.txt').filter({ hasText: 'Uploaded' }).waitFor();
  await eventually(async () =>
    assert.deepEqual(await state(page, 'e.keys'), ['of the element/a.txt', 'of the element/b.txt']),
  );
  await close();
});

const languages = {
  en: {
    upload: 'Upload',
    pause: 'Pause',
    resume: 'Resume',
    cancel: 'Cancel',
    remove: 'Remove',
    retry: 'Retry',
    pauseAll: 'Pause all',
    resumeAll: 'Resume all',
    clear: 'Clear finished',
    paused: 'Paused',
    done: 'Uploaded',
    verified: 'Verified',
    failed: 'Failed',
    choose: 'Choose files',
    count: '1 of 2 uploaded',
    go: 'Continue',
    interrupted: 'Interrupted earlier',
    refused: [
      /Already in the list: .?a\.txt.?\./,
      /type that is taken here \(\.txt\): .?c\.exe.?\./,
      /Larger than 1 kB: .?big\.txt.?\./,
      /More than 3: .?e\.txt.?, .?f\.txt.?, .?g\.txt.?, and 2 more\./,
    ],
  },
  'zh-CN': {
    upload: '上传',
    pause: '暂停',
    resume: '继续',
    cancel: '取消',
    remove: '移除',
    retry: '重试',
    pauseAll: '全部暂停',
    resumeAll: '全部继续',
    clear: '清除已完成',
    paused: '已暂停',
    done: '上传完成',
    verified: '已校验',
    failed: '上传失败',
    choose: '选择文件',
    count: '已上传 1 / 2',
    go: '续传',
    interrupted: '上次中断',
    refused: [
      /已在列表中：.?a\.txt.?。/,
      /不是可接受的类型（\.txt）：.?c\.exe.?。/,
      /超过 1 kB：.?big\.txt.?。/,
      /超过 3 个：.?e\.txt.?、.?f\.txt.?、.?g\.txt.?和另外 2 个。/,
    ],
  },
};

for (const [lang, say] of Object.entries(languages)) {
  test(`${lang}: start, pause, resume, cancel, clear`, async () => {
    const { page, close, row, input } = await open('signer="/" target="oss" multiple', { lang });
    const button = (within, name) => within.getByRole('button', { name, exact: true });
    await page.getByText(say.choose).waitFor();
    await input.setInputFiles(file.path);
    await add(page, ['small.txt', 10]);
    const [big, small] = [row('file-'), row('small.txt')];
    await throttle(page, 6 * MiB);
    await button(page, say.upload).click();
    await small.filter({ hasText: say.verified }).waitFor();
    await page.getByText(say.count).waitFor();
    await button(big, `${say.pause} file-${file.size}.bin`).click();
    await big.filter({ hasText: say.paused }).waitFor();
    const sent = await state(page, 'e.items[0].sent');
    await page.waitForTimeout(400);
    assert.equal(await state(page, 'e.items[0].sent'), sent);
    await button(big, `${say.resume} file-${file.size}.bin`).click();
    await button(page, say.pauseAll).click();
    await big.filter({ hasText: say.paused }).waitFor();
    await button(page, say.resumeAll).click();
    await big.filter({ hasText: 'MB/' }).waitFor(); // a speed
    await button(page, say.clear).click();
    await small.waitFor({ state: 'detached' });
    await button(big, `${say.cancel} file-${file.size}.bin`).click();
    await big.waitFor({ state: 'detached' });
    await eventually(async () => assert.deepEqual(await state(page, '[e.items.length, e.keys]'), [0, []]));
    await close();
  });

  test(`${lang}: what is left out is told at once, in words`, async () => {
    const { page, close } = await open('signer="/" multiple accept=".txt" max-size="1 kB" max-files="3"', { lang });
    const heard = await listen(page);
    await add(page, ['a.txt', 1]);
    await add(
      page,
      ['a.txt', 1],
      ['b.txt', 1],
      ['c.exe', 1],
      ['big.txt', 1001],
      ['d.txt', 1],
      ...['e', 'f', 'g', 'h', 'i'].map((name) => [`${name}.txt`, 1]),
    );
    const told = await page.locator('partway-upload [part=notice]').textContent();
    for (const pattern of say.refused) assert.match(told, pattern);
    await eventually(async () => assert.equal(await page.getByRole('listitem').count(), 3));
    await eventually(async () => assert.equal((await heard('reject')).length, 1));
    await page.waitForFunction(
      (text) =>
        document.querySelector('partway-upload').shadowRoot.querySelector('[role=status]').textContent.includes(text),
      told,
    );
    await add(page, ['a.exe', 1]);
    await add(page);
    await eventually(async () => assert.equal(await page.locator('partway-upload [part=notice]').isVisible(), false));
    await close();
  });

  test(`${lang}: a failure says what to do, and retrying helps`, async () => {
    const { page, close, row } = await open('target="oss" autostart', { lang });
    await page.evaluate(() => {
      let calls = 0;
      Object.assign(document.querySelector('partway-upload'), {
        signer: '/',
        options: () => {
          if (!calls++) throw new Error('Nobody is signed in.');
          return {};
        },
      });
    });
    const heard = await listen(page);
    await add(page, ['a.txt', 10]);
    await row('a.txt').filter({ hasText: say.failed }).filter({ hasText: 'Nobody is signed in.' }).waitFor();
    await eventually(async () => assert.equal(await state(page, 'e.validity.customError'), true));
    await page.getByRole('button', { name: `${say.retry} a.txt` }).click();
    await row('a.txt').filter({ hasText: say.done }).waitFor();
    const ends = async () => (await heard('error', 'complete')).map(([name]) => name);
    await eventually(async () => assert.deepEqual(await ends(), ['error', 'complete']));
    await eventually(async () => assert.equal(await state(page, 'e.validity.valid'), true));
    await close();
  });

  test(`${lang}: an upload of an earlier visit is offered, and goes on`, async () => {
    const context = await browser.newContext();
    const { page, close, row, input } = await open('signer="/" target="oss" multiple autostart', {
      lang,
      within: context,
    });
    const uploadId = await interrupt(page, input);
    await page.reload();
    const offer = row('file-').filter({ hasText: say.interrupted });
    await offer.waitFor();
    await eventually(async () =>
      assert.deepEqual(await state(page, '[e.progress.files, e.validity.valid]'), [0, true]),
    );
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      offer.getByRole('button', { name: say.go }).click(),
    ]);
    await chooser.setFiles(file.path);
    await row('file-').filter({ hasText: say.verified }).waitFor();
    assert.deepEqual(await state(page, '[e.items.length, e.items[0].result.uploadId, e.items[0].result.crc64]'), [
      1,
      uploadId,
      file.crc64,
    ]);
    await close();
    await context.close();
  });

  test(`${lang}: what an earlier visit left is removed from the store, too, and other pages' uploads are not shown`, async () => {
    const context = await browser.newContext();
    const { page, close, row, input } = await open('signer="/" target="oss" multiple autostart', {
      lang,
      within: context,
    });
    await interrupt(page, input);
    await page.reload();
    const offer = row('file-').filter({ hasText: say.interrupted });
    await offer.waitFor();
    for (const elsewhere of ['signer="/elsewhere" target="oss"', 'signer="/" target="s3"', 'target="oss"']) {
      const other = await open(`${elsewhere} multiple`, { lang, within: context });
      await other.page.waitForTimeout(500);
      assert.equal(await other.page.getByRole('listitem').count(), 0, elsewhere);
      await other.close();
    }
    await offer.getByRole('button', { name: say.remove }).click();
    await row('file-').waitFor({ state: 'detached' });
    await eventually(async () =>
      assert.deepEqual(await page.evaluate(async () => (await import('./partway.js')).resumable()), []),
    );
    await eventually(async () => {
      const { seen } = await (await fetch(`http://127.0.0.1:${servers.storePort}/_partway/faults`)).json();
      assert.ok(seen.some(({ op, status }) => op === 'abort' && status === 204));
    });
    await close();
    await context.close();
  });
}

test('files of one name in two folders are two uploads', async () => {
  const { page, close, row } = await open('signer="/" target="oss" multiple');
  await page.evaluate(() => {
    const make = (folder) =>
      Object.defineProperty(new File([new Uint8Array(9 << 20)], 'a.bin', { lastModified: 1 }), 'webkitRelativePath', {
        value: `${folder}/a.bin`,
      });
    const element = document.querySelector('partway-upload');
    element.add(['day 1', 'day 2'].map(make));
    element.start();
  });
  for (const path of ['day 1/a.bin', 'day 2/a.bin']) await row(path).filter({ hasText: 'Verified' }).waitFor();
  const [one, two] = await state(page, 'e.items.map(({ result }) => result.uploadId)');
  assert.notEqual(one, two);
  await close();
});

test('pause and resume by keyboard alone', async () => {
  const { page, close, row, input } = await open('signer="/" target="oss"', {
    more: '<input id="before" aria-label="before">',
  });
  const choosing = page.waitForEvent('filechooser'); // asked for early: a key is quicker than the browser is told of it
  await throttle(page, 8 * MiB);
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document.activeElement.shadowRoot ?? document;
      return activeElement?.ariaLabel || activeElement?.textContent || activeElement?.id || activeElement?.type;
    });
  await page.focus('#before');
  await page.keyboard.press('Tab');
  await eventually(async () => assert.equal(await focused(), 'file'));
  await page.keyboard.press('Space');
  await (await choosing).setFiles(file.path);
  await page.getByRole('button', { name: 'Upload', exact: true }).waitFor();
  await page.keyboard.press('Tab');
  await eventually(async () => assert.equal(await focused(), 'Upload'));
  await page.keyboard.press('Enter');
  await row('file-').filter({ hasText: 'Uploading' }).waitFor();
  await eventually(async () => assert.equal(await focused(), 'Pause all', 'the focus stays where the button was'));
  await page.keyboard.press('Tab');
  await eventually(async () => assert.equal(await focused(), `Pause file-${file.size}.bin`));
  await page.keyboard.press('Space');
  await row('file-').filter({ hasText: 'Paused' }).waitFor();
  await eventually(async () => assert.equal(await focused(), `Resume file-${file.size}.bin`));
  await page.keyboard.press('Space');
  await row('file-').filter({ hasText: 'Verified' }).waitFor();
  await eventually(async () =>
    assert.equal(await focused(), `Remove file-${file.size}.bin`, 'the focus goes on to what there is to do'),
  );
  await eventually(async () => assert.equal(await state(page, 'e.items[0].result.crc64'), file.crc64));
  await page.keyboard.press('Enter');
  await row('file-').waitFor({ state: 'detached' });
  await eventually(async () => assert.equal(await focused(), 'file'));
  await eventually(async () => assert.equal(await input.evaluate((node) => node.matches(':focus')), true));
  await close();
});

test('arrow keys go from file to file, far away too', async () => {
  const { page, close } = await open('signer="/" multiple');
  await add(page, ...Array.from({ length: 300 }, (_, i) => [`file ${i}`, 1]));
  const name = () => page.evaluate(() => document.activeElement.shadowRoot.activeElement.ariaLabel);
  await page.getByRole('button', { name: 'Remove file 0', exact: true }).focus();
  const expected = [
    ['ArrowDown', 'Remove file 1'],
    ['End', 'Remove file 299'],
    ['ArrowUp', 'Remove file 298'],
    ['Delete', 'Remove file 299'],
    ['Delete', 'Remove file 297'],
    ['Home', 'Remove file 0'],
  ];
  for (const [key, want] of expected) {
    await page.keyboard.press(key);
    await eventually(async () => assert.equal(await name(), want, key));
    await page.waitForTimeout(120);
    assert.equal(await name(), want, `${key}, a little later`);
  }
  await eventually(async () => assert.equal(await state(page, 'e.items.length'), 298));
  await close();
});

test('drop files and folders, paste, and nothing while disabled', async () => {
  const { page, close, row } = await open('signer="/" multiple');
  const folder = join(temporary.folder, 'holiday');
  mkdirSync(join(folder, 'day 1'), { recursive: true });
  for (const name of ['a.txt', 'day 1/b.txt', 'day 1/照片.txt']) writeFileSync(join(folder, name), name);
  writeFileSync(join(temporary.folder, 'alone.txt'), 'alone');
  const session = await page.context().newCDPSession(page);
  const { x, y } = await page.locator('partway-upload [part~=dropzone]').boundingBox();
  const drag = (type) =>
    session.send('Input.dispatchDragEvent', {
      type,
      x: x + 20,
      y: y + 20,
      data: { items: [], files: [folder, join(temporary.folder, 'alone.txt')], dragOperationsMask: 1 },
    });
  await drag('dragEnter');
  await drag('dragOver');
  await page.locator('partway-upload [part~=dragging]').waitFor();
  await eventually(async () => assert.equal(await state(page, "e.matches(':state(dragging)')"), true));
  await drag('drop');
  await row('照片.txt').waitFor();
  await eventually(async () =>
    assert.equal(await state(page, 'e.items.at(-1).path'), 'alone.txt', 'in the order of the drop'),
  );
  assert.deepEqual((await state(page, 'e.items.map((item) => item.path)')).sort(), [
    'alone.txt',
    'holiday/a.txt',
    'holiday/day 1/b.txt',
    'holiday/day 1/照片.txt',
  ]);
  await eventually(async () => assert.equal(await page.locator('partway-upload [part~=dragging]').count(), 0));
  const paste = () =>
    page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
      const input = document.querySelector('partway-upload').shadowRoot.querySelector('input');
      input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true }));
    });
  await paste();
  await row('image.png').waitFor();
  await page.evaluate(() =>
    document
      .querySelector('partway-upload')
      .removeItem(document.querySelector('partway-upload').items.find(({ name }) => name === 'image.png')),
  );
  await page.evaluate(() => (document.querySelector('partway-upload').disabled = true));
  await paste();
  for (const type of ['dragEnter', 'dragOver', 'drop']) await drag(type);
  await page.waitForTimeout(200);
  assert.equal(await state(page, 'e.items.length'), 4);
  await eventually(async () => assert.equal(await page.locator('partway-upload input').isDisabled(), true));
  await close();
});

test('a failed upload that is removed leaves nothing at the store', async () => {
  const { page, close, row } = await open('signer="/" target="oss" autostart');
  await page.evaluate(() => (document.querySelector('partway-upload').options = { timeLimit: 3 }));
  await throttle(page, MiB);
  await add(page, ['late.bin', 20 * MiB]);
  await row('late.bin').filter({ hasText: 'Failed' }).waitFor();
  const uploads = (await state(page, 'e.items.map(({ upload }) => upload.uploadId)')).filter(Boolean);
  assert.equal(uploads.length, 1);
  await throttle(page, -1);
  await page.getByRole('button', { name: 'Remove late.bin' }).click();
  await row('late.bin').waitFor({ state: 'detached' });
  await eventually(async () => {
    const { seen } = await (await fetch(`http://127.0.0.1:${servers.storePort}/_partway/faults`)).json();
    const begun = seen.findLastIndex(({ op }) => op === 'initiate');
    assert.ok(seen.slice(begun).some(({ op, status }) => op === 'abort' && status === 204));
  });
  await eventually(async () =>
    assert.deepEqual(await page.evaluate(async () => (await import('./partway.js')).resumable()), []),
  );
  await close();
});

test('a wrong limit takes nothing, and is reported', async () => {
  const { page, faults } = await open('signer="/" max-size="10 XB" max-files="2" multiple');
  await add(page, ['a.txt', 1], ['b.txt', 2]);
  assert.deepEqual(await state(page, 'e.items.length'), 0);
  assert.match(faults.join(), /max-size="10 XB" is no size/);
  await page.evaluate(() => document.querySelector('partway-upload').setAttribute('max-size', '10 MB'));
  await add(page, ['a.txt', 1], ['b.txt', 2], ['c.txt', 3]);
  assert.deepEqual(await state(page, 'e.items.length'), 2);
  await page.close();
});

test('a listener can refuse a file', async () => {
  const { page, close } = await open('signer="/" multiple');
  await page.evaluate(() =>
    document.addEventListener('partway-accept', ({ detail: { files, refuse } }) => {
      for (const { file } of files) if (file.name === 'no.txt') refuse(file);
    }),
  );
  await add(page, ['no.txt', 1], ['yes.txt', 1]);
  await eventually(async () => assert.deepEqual(await state(page, 'e.items.map((item) => item.path)'), ['yes.txt']));
  await eventually(async () =>
    assert.match(await page.locator('partway-upload [part=notice]').textContent(), /Not taken: .no\.txt/),
  );
  await close();
});

test('the form: required, unsent, uploaded, reset', async () => {
  const { page, close, row } = await open('signer="/" target="s3" multiple required name="files"');
  const validity = () =>
    state(page, '[e.checkValidity(), e.validity.valueMissing, e.validity.customError, e.validationMessage]');
  await eventually(async () => assert.deepEqual(await validity(), [false, true, false, 'Choose a file.']));
  await add(page, ['a.txt', 5], ['b.txt', 6]);
  await page.getByRole('button', { name: 'Upload', exact: true }).waitFor();
  await eventually(async () => assert.deepEqual(await validity(), [false, false, true, 'Upload the files first.']));
  await page.getByRole('button', { name: 'Send' }).click();
  assert.equal(
    await page.evaluate(() => document.activeElement.localName),
    'partway-upload',
    'the browser shows what is missing',
  );
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/s3/multipart', (route) => held.then(() => route.continue()));
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  await eventually(async () =>
    assert.deepEqual(await validity(), [false, false, true, 'Wait until everything is uploaded.']),
  );
  release();
  await page.waitForFunction(() => document.querySelector('partway-upload').keys.length === 2);
  await row('b.txt').filter({ hasText: 'Uploaded' }).waitFor();
  await eventually(async () => assert.deepEqual(await validity(), [true, false, false, '']));
  await eventually(async () =>
    assert.equal(await page.evaluate(() => new FormData(document.querySelector('form')).getAll('files').length), 2),
  );
  await page.evaluate(() => document.querySelector('form').reset());
  await row('a.txt').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.querySelector('partway-upload').validity.valueMissing);
  await eventually(async () =>
    assert.deepEqual(await page.evaluate(() => [...new FormData(document.querySelector('form'))]), []),
  );
  await close();
});

test('properties set before the element is defined, texts in place of its own, slots and parts', async () => {
  const { page, close } = await open('hidden');
  await page.evaluate(() => {
    const early = document.createElement('early-upload');
    Object.assign(early, {
      signer: '/',
      multiple: true,
      maxSize: '2 kB',
      options: { target: 'oss' },
      texts: { choose: 'Fichiers', hint: 'ou déposez-les' },
    });
    early.lang = 'fr';
    early.innerHTML = '<b slot="icon">⬆</b><i>below</i>';
    document.querySelector('main').append(early);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      'early-upload { --partway-accent: rgb(1, 2, 3); } early-upload::part(label) { color: rgb(4, 5, 6); } early-upload::part(fill) { color: rgb(7, 8, 9); }',
    );
    document.adoptedStyleSheets = [sheet];
  });
  const seen = await page.evaluate(async () => {
    const { PartwayUploadElement } = await import('./element.js');
    customElements.define('early-upload', class extends PartwayUploadElement {});
    const early = document.querySelector('early-upload');
    while (!early.shadowRoot?.querySelector('[part~=label]')?.firstChild) await new Promise(requestAnimationFrame);
    const part = (name) => early.shadowRoot.querySelector(`[part~=${name}]`);
    return {
      own: Object.keys(early),
      attributes: [early.getAttribute('signer'), early.getAttribute('max-size'), early.hasAttribute('multiple')],
      options: early.options,
      label: part('label').firstChild.textContent,
      color: getComputedStyle(part('label')).color,
      fill: getComputedStyle(part('fill')).backgroundColor,
      fillInk: getComputedStyle(part('fill')).color,
    };
  });
  assert.deepEqual(seen, {
    own: [],
    attributes: ['/', '2 kB', true],
    options: { target: 'oss' },
    label: 'Fichiers',
    color: 'rgb(4, 5, 6)',
    fill: 'rgb(1, 2, 3)',
    fillInk: 'rgb(7, 8, 9)',
  });
  await eventually(async () => assert.equal(await page.getByText('below').isVisible(), true));
  await close();
});
