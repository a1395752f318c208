// The page about failures has every code that the core, the client and the signer know. Those of the stores are drawn
// into it by a test of core/dialect.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pages } from '../lib/pages.mjs';
import { filesBelow } from '../lib/stamp.mjs';

const page = pages.find(({ file }) => file === 'web/docs/troubleshooting.md');
const documented = new Set([...page.text.matchAll(/`([A-Z]\w+)`/g)].map(([, code]) => code));

/** The client's code, comments left out, and that without the element, whose texts a page can replace. */
const codeIn = (folders) =>
  filesBelow(folders, (file) => file.endsWith('.ts'))
    .map((file) => readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/ .*/g, ''))
    .join('\n');
const client = codeIn(['web/src/api', 'web/src/boundary', 'web/src/persistence', 'web/src/run', 'web/src/session']);
const all = codeIn(['web/src']);
/** Texts that the page looks up, in the first cells of its tables. */
const lookedUp = [...page.text.matchAll(/^\| "(.*?)" \|/gm)].map(([, text]) => text);

/** All that a pattern finds in the sources below some folders, tests left out. */
const found = (pattern, kind, ...folders) =>
  filesBelow(folders, (file) => file.endsWith(kind) && !/(_test\.go|\.test\.mjs)$/.test(file)).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, code]) => code),
  );

const codes = {
  'the machine': found(/^\tCode\w+ += "(\w+)"/gm, '.go', 'core/upload'),
  'the reading of answers': found(/^\t[A-Z]\w+ += "([A-Z]\w+)" +\/\//gm, '.go', 'core/wire/error.go'),
  'the policy of a signer': found(/^\t[A-Z]\w+ += "([A-Z]\w+)" +\/\//gm, '.go', 'core/grant'),
  'the signer': [
    ...found(/refuse\(\s*http\.\w+,\s*"([A-Z]\w+)"/g, '.go', 'wasm/worker'),
    ...found(/Code = "([A-Z]\w+)"/g, '.go', 'wasm/worker'),
  ],
  'the client': [
    ...found(/code: '([A-Z]\w+)'/g, '.ts', 'web/src'),
    ...found(/^ +(?:\['\w+', '|case ')([A-Z]\w+)'/gm, '.ts', 'web/src/run'),
  ],
};

for (const [who, known] of Object.entries(codes)) {
  test(`troubleshooting.md has every code of ${who}`, () => {
    assert.ok(known.length >= 3, `${known.length} codes were found`);
    assert.deepEqual(
      [...new Set(known)].filter((code) => !documented.has(code)),
      [],
    );
  });
}

test('troubleshooting.md has every sentence of the client', () => {
  const sentences = [...client.matchAll(/(['`])([A-Z][^'`\n]{10,}[.!])\1/g)].map(([, , text]) =>
    text.replace(/\$\{.*?\}/g, '…'),
  );
  assert.ok(sentences.length > 10, sentences.join('\n'));
  assert.deepEqual(
    sentences.filter((sentence) => !lookedUp.includes(sentence)),
    [],
  );
});

test('every text in troubleshooting.md is one that the client says', () => {
  assert.ok(lookedUp.length > 15);
  assert.deepEqual(
    lookedUp.filter((text) => !text.split('…').every((piece) => all.includes(piece))),
    [],
  );
});
