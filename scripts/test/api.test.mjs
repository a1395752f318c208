// The pages about the API and the element have every option, field, attribute, event and method that the types have.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '../lib/paths.mjs';
import { filesBelow } from '../lib/stamp.mjs';
import { manifest } from '../package/contents.mjs';

const read = (...path) => readFileSync(inRoot('web', ...path), 'utf8');
const types = filesBelow(['web/src/types'])
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const error = read('src', 'boundary', 'error.ts');
const element = read('src', 'element', 'element.ts');
const events = read('src', 'element', 'events.ts');
const item = read('src', 'element', 'item.ts');

/** The members of an interface or a class in a source. */
function membersOf(source, name) {
  const [, body] = new RegExp(`(?:interface|class) ${name}[^{]*\\{\\n(.*?)^\\}`, 'ms').exec(source) ?? [];
  assert.ok(body, name);
  return [...body.matchAll(/^ {2}(?:readonly |declare |get |set |async )*(\w+)(?:\??:|\()/gm)]
    .map(([, member]) => member)
    .filter((member) => !['constructor', 'if', 'for'].includes(member) && !/Callback$/.test(member));
}

/** What a page says in code, words of it, too: `add(files)` is add and files. */
const said = (page) =>
  new Set([...read('docs', page).matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code.split(/[^\w-]+/)));

function documented(page, names) {
  assert.ok(names.length > 2, names.join());
  const all = said(page);
  assert.deepEqual(
    names.filter((name) => !all.has(name)),
    [],
    `missing in web/docs/${page}`,
  );
}

for (const name of ['UploadOptions', 'SignerOptions', 'CommonOptions', 'SentRequest', 'Transport', 'SendOptions'])
  test(`api.md has every member of ${name}`, () => {
    const ofObjects = said('stores.md'); // what the rows say of objects is drawn there
    documented('api.md', [
      ...membersOf(types, name).filter((member) => !ofObjects.has(member)),
      'signer',
      'key',
      'url',
    ]);
  });

test('api.md has every field of a result', () => documented('api.md', membersOf(types, 'UploadResult')));
test('api.md has every field of an error', () =>
  documented(
    'api.md',
    membersOf(error, 'ErrorDetails').filter((name) => name !== 'serverTime'),
  ));
test('api.md has every state', () => {
  const [, union] = /export type UploadState =(.*?);/s.exec(types);
  documented(
    'api.md',
    [...union.matchAll(/'(\w+)'/g)].map(([, state]) => state),
  );
});

test('element.md has every attribute', () => {
  const [, list] = /observedAttributes = \[(.*?)\]/s.exec(element);
  documented(
    'element.md',
    [...list.matchAll(/'([\w-]+)'/g)].map(([, name]) => name),
  );
});
test('element.md has every property and method', () =>
  documented(
    'element.md',
    membersOf(element, 'PartwayUploadElement').filter((name) => !['maxSize', 'maxFiles'].includes(name)),
  ));
test('element.md has every event', () =>
  documented(
    'element.md',
    [...events.matchAll(/'(partway-\w+)': CustomEvent/g)].map(([, name]) => name),
  ));
test('element.md has every field of an item', () => documented('element.md', membersOf(item, 'UploadItem')));
test('element.md has every part, slot, property and state of its styles', () => {
  const [doc] = /\/\*\*(?:(?!\*\/).)*@csspart.*?\*\//s.exec(element);
  const names = [...doc.matchAll(/(--partway-[\w-]+|@(?:slot|cssstate) ([\w-]+) -)/g)].map(
    ([, whole, name]) => name ?? whole,
  );
  const parts = [...doc.matchAll(/@csspart (.*?) - /g)].flatMap(([, list]) => list.match(/[\w-]+/g));
  documented('element.md', [...names, ...parts.filter((name) => !['and', 'the', 'state'].includes(name))]);
});

const store = read('node', 'testing', 'store.ts');
const faults = read('node', 'testing', 'faults.ts');
for (const name of ['StoreOptions', 'Store'])
  test(`testing.md has every member of ${name}`, () => documented('testing.md', membersOf(store, name)));
for (const name of ['FaultRule', 'Faults'])
  test(`testing.md has every member of ${name}`, () => documented('testing.md', membersOf(faults, name)));
test('testing.md has every kind of fault', () => {
  const [, kinds] = /^ {2}do: (.*);$/m.exec(faults);
  documented(
    'testing.md',
    [...kinds.matchAll(/'(\w+)'/g)].map(([, kind]) => kind),
  );
});

test('loading.md has every entry of the package', () => {
  const { exports } = manifest();
  const entries = Object.keys(exports).map((path) => path.replace('./', 'partway/'));
  documented(
    'loading.md',
    entries.filter((path) => !/\.$|package\.json/.test(path)).flatMap((path) => path.match(/[\w-]+/g)),
  );
});
