// Every piece of code in the documentation, run as it stands there but for the servers' ports and where the package is.
// What it prints stands in its comments. The commands and all else that needs no browser: scripts/test/docs.test.mjs.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { blocksOf, pages, printsOf } from '../lib/pages.mjs';
import { inRoot } from '../lib/paths.mjs';
import { run as runProgram } from '../lib/run.mjs';
import { makeGlobal } from '../package/build.mjs';
import { launch, openPage } from './lib/browser.mjs';
import { startServers, temporaryFolder } from './lib/servers.mjs';

const docsStore = 'http://localhost:8788',
  docsPage = 'http://localhost:8787';
const scripts = { partway: './partway.js', 'partway/element': './element.js', 'partway/sign': './sign.js' };
const ofNode = { partway: inRoot('build/web/partway.js'), 'partway/testing': inRoot('build/node/testing.js') };
const temporary = temporaryFolder();
let servers, browser;

before(async () => {
  [servers, browser] = await Promise.all([startServers(), launch()]);
  await makeGlobal(join(servers.site, 'partway.global.js'));
});

after(async () => {
  await browser?.close();
  await servers?.stop();
  temporary.remove();
});

const here = (code) => code.replaceAll(docsStore, servers.store).replaceAll(docsPage, servers.page.slice(0, -1));

/** The pieces of code in one language, each with what is to come of it and the HTML that stands before it. */
function piecesIn(language) {
  return pages.flatMap((page) => {
    let html = '';
    return blocksOf(page).flatMap((block) => {
      if (block.language === 'html') html = block.code;
      if (block.language !== language) return [];
      return [{ ...block, html, prints: printsOf(block), where: `${page.file}:${block.line}` }];
    });
  });
}

const isOfNode = ({ code }) => /from '(node:|partway\/testing)/.test(code);
const js = piecesIn('js');
const inPages = js.filter((piece) => !isOfNode(piece));

/** The code with the package's entries where they are here; others stay. */
const importing = (code, places) =>
  code.replace(/from '(.+?)'/g, (all, from) => (places[from] ? `from '${places[from]}'` : all));

/** The HTML belongs to the next piece of code if that needs it: an element, a global, a policy. */
const needsHTML = ({ code, html }) =>
  (html.includes('<partway-upload') && code.includes('querySelector')) ||
  (html.includes('<script') && code.includes('window.partway')) ||
  (html.includes('<meta') && code.includes('strict'));

for (const [i, piece] of inPages.entries()) {
  test(`${piece.where} does what it says`, { timeout: 60_000 }, async () => {
    assert.ok(piece.prints.length > 0, 'it says what it prints');
    const [name, script] = [`docs-${i}.html`, `docs-${i}.js`];
    const code = importing(here(piece.code), scripts);
    writeFileSync(join(servers.site, script), code);
    const html = needsHTML(piece) ? here(piece.html) : '';
    writeFileSync(join(servers.site, name), `<!doctype html><html lang="en"><meta charset="utf-8">${html}</html>`);
    const { page, faults } = await openPage(browser, servers.page + name);
    const written = [];
    page.on('console', (message) => written.push(message.text()));
    await page.evaluate((path) => import(path), `/${script}`);
    const last = () => written.slice(-piece.prints.length);
    const fits = () => piece.prints.every((line, n) => line.test(last()[n] ?? ''));
    for (const began = Date.now(); !fits() && Date.now() - began < 20_000; ) await page.waitForTimeout(50); // events come later
    for (const [n, line] of piece.prints.entries()) assert.match(last()[n] ?? '', line, written.join('\n'));
    assert.deepEqual(faults, []);
    await page.close();
  });
}

/** Runs a program, whose whole output is what the page says. */
async function runPiece({ code, prints }, file, program, args) {
  assert.ok(prints.length > 0, 'it says what it prints');
  const folder = join(temporary.folder, file.replace('.', '-'));
  mkdirSync(folder);
  writeFileSync(join(folder, file), importing(here(code), ofNode));
  const { code: status, output } = await runProgram(program, [...args, join(folder, file)]);
  assert.equal(status, 0, output);
  const lines = output.trimEnd().split('\n');
  assert.equal(lines.length, prints.length, output);
  for (const [n, line] of prints.entries()) assert.match(lines[n], line);
}

for (const [i, piece] of js.filter(isOfNode).entries())
  test(`${piece.where} does what it says, in Node`, () => runPiece(piece, `piece${i}.mjs`, process.execPath, []));

for (const [i, piece] of piecesIn('go').entries())
  test(`${piece.where} does what it says, in Go`, { timeout: 120_000 }, () =>
    runPiece(piece, `piece${i}.go`, 'go', ['run']),
  );

test('no piece of HTML is left out', () => {
  const used = new Set(inPages.filter(needsHTML).map(({ html }) => html));
  for (const { code, where } of piecesIn('html')) assert.ok(used.has(code), where);
});

test('there are pieces of code of each kind, and initiate takes no more than ten lines', () => {
  assert.ok(inPages.length > 12 && js.some(isOfNode) && piecesIn('go').length > 0);
  const initiate = inPages.find(({ code }) => code.includes('await initiate'));
  assert.ok(initiate.code.match(/^const .*?^}\);$/ms)[0].split('\n').length <= 10);
});

test('rules in XML can be read: CORS lets a page send, and what is unfinished is removed', async () => {
  const { page } = await openPage(browser, servers.bare);
  const rules = piecesIn('xml');
  assert.ok(rules.length > 2);
  for (const { code, where } of rules) {
    const [kind, said] = await page.evaluate((xml) => {
      const document = new DOMParser().parseFromString(xml, 'application/xml');
      const told = document.querySelectorAll(
        'CORSRule > AllowedMethod, Rule > * > Days, Rule > * > DaysAfterInitiation',
      );
      return [document.documentElement.localName, [...told].map((node) => node.textContent)];
    }, code);
    const expected = { CORSConfiguration: ['PUT'], LifecycleConfiguration: ['7'] }[kind];
    assert.deepEqual(said, expected, where);
  }
  await page.close();
});
