// The examples of both READMEs, run as they stand there but for the servers' ports and where the package is.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, openPage } from './lib/browser.mjs';
import { startServers } from './lib/servers.mjs';

const readmeStore = 'http://localhost:8788',
  readmePage = 'http://localhost:8787';
const scripts = { partway: './partway.js', 'partway/element': './element.js', 'partway/sign': './sign.js' };

const blocks = (file, language) => {
  const readme = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code);
};
const files = ['README.md', 'web/README.zh-CN.md'];
const examples = Object.fromEntries(files.map((file) => [file, blocks(file, 'js')]));

let servers, browser;

before(async () => {
  [servers, browser] = await Promise.all([startServers(), launch()]);
});

after(async () => {
  await browser?.close();
  await servers?.stop();
});

const here = (code) => code.replaceAll(readmeStore, servers.store).replaceAll(readmePage, servers.page.slice(0, -1));

// Runs an example as a module of a page, which may hold a piece of HTML; gives the page and what is written to the console.
async function run(code, html = '') {
  const { page, faults } = await openPage(browser, servers.bare);
  const written = [];
  page.on('console', (message) => written.push(message.text()));
  const body = here(code).replace(/from '([^.].*?)'/, (_, name) => `from '${scripts[name]}'`);
  assert.notEqual(body, code, 'the example imports the package');
  await page.route('**/readme.js', (route) => route.fulfill({ contentType: 'text/javascript', body }));
  await page.evaluate((html) => (document.body.innerHTML = html), here(html));
  await page.evaluate(() => import('/readme.js'));
  return { page, written, faults };
}

// What each example writes in the end, by what is in it.
const outcomes = [
  [/^import \{ initiate \}/, /^partway-dev\/films\/the first one\.mp4: upload \S+, request \S+$/],
  [/^import \{ upload \}.*credentials/s, /^stored, ETag "?[0-9a-fA-F]{32}(-\d+)?"?, checksum compared: true$/],
  [/^import \{ upload \}.*signer:/s, /^stored as uploads\/.*\/note\.txt, checksum compared: true$/],
  [/^import \{ presign \}/, /^PUT of \/cos\/partway-1250000000\/notes\/signed\.txt: 200$/],
  [/^import \{ defineElement \}.*querySelector/s, /^stored as uploads\/.*\/b\.txt$/],
  [/^import \{ defineElement \}.*createElement/s, /^note\.txt is stored as uploads\/.*\/note\.txt$/],
];

for (const file of files) {
  for (const [i, code] of examples[file].entries()) {
    test(`${file}, example ${i + 1} does what it says`, { timeout: 60_000 }, async () => {
      const [, expected] = outcomes.find(([is]) => is.test(code));
      const choosing = code.includes('querySelector');
      const { page, written, faults } = await run(code, choosing ? blocks(file, 'html')[0] : '');
      if (choosing)
        await page
          .locator('partway-upload input[type=file]')
          .setInputFiles({ name: 'b.txt', mimeType: 'text/plain', buffer: Buffer.from('b') });
      const last = () => expected.test(written.at(-1));
      for (const began = Date.now(); !last() && Date.now() - began < 20_000; ) await page.waitForTimeout(50); // what an element writes comes later
      assert.match(written.at(-1) ?? '', expected);
      assert.deepEqual(faults, []);
      await page.close();
    });
  }
}

test('README has an example of each kind, and initiate takes no more than ten lines', () => {
  for (const [is] of outcomes)
    assert.ok(
      examples['README.md'].some((code) => is.test(code)),
      String(is),
    );
  const initiate = examples['README.md'].find((code) => code.includes('await initiate'));
  assert.ok(initiate.match(/^const .*?^}\);$/ms)[0].split('\n').length <= 10);
});

test('the rules and policies are JSON', () => {
  for (const file of files) assert.equal(blocks(file, 'json').map((text) => JSON.parse(text)).length, 4, file);
});

test('the rules in XML can be read, and let a page send', async () => {
  const { page } = await openPage(browser, servers.bare);
  for (const file of files) {
    const [text, ...more] = blocks(file, 'xml');
    assert.deepEqual(more, []);
    const methods = await page.evaluate((xml) => {
      const document = new DOMParser().parseFromString(xml, 'application/xml');
      return [...document.querySelectorAll('CORSConfiguration > CORSRule > AllowedMethod')].map(
        (node) => node.textContent,
      );
    }, text);
    assert.deepEqual(methods, ['PUT'], file);
  }
  await page.close();
});

test('the commands exist, and the files that they name', () => {
  const root = new URL('../../', import.meta.url);
  const known = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')).scripts;
  for (const file of files) {
    const lines = blocks(file, 'sh').flatMap((text) => text.trim().split('\n'));
    assert.ok(lines.length >= 4, file);
    for (const line of lines) {
      const script = /^npm (?:run )?([\w:]+)/.exec(line)?.[1];
      const named = /--prefix (\S+) .*--config (\S+)/.exec(line)?.slice(1) ?? [];
      assert.ok(script ? known[script] : named.length && named.every((path) => existsSync(new URL(path, root))), line);
    }
  }
});

test('the picture of the folders is of folders that exist', () => {
  const root = new URL('../../', import.meta.url);
  const [, picture] = /^```\n(core\/.*?)^```$/ms.exec(readFileSync(new URL('README.md', root), 'utf8'));
  let top = '';
  for (const line of picture.trim().split('\n')) {
    const [, indent, names] = /^( *)((?:[\w-]+\/ ?)+)/.exec(line);
    for (const name of names.trim().split(' ')) {
      if (!indent) top = name;
      assert.ok(existsSync(new URL(indent ? top + name : name, root)), line);
    }
  }
});
