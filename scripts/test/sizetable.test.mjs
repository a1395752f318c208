// The sizes in the README are those of what is built, but for a little: who changes more draws the table anew.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '../lib/paths.mjs';
import { sizeOf, withKeys, withSigner } from '../lib/sizes.mjs';
import { drawn, shownIn, withTable } from '../lib/sizetable.mjs';

const readme = readFileSync(inRoot('README.md'), 'utf8');
const most = 0.03; // of a size

const built = (files) => sizeOf(files.map((file) => inRoot('build', 'web', file)));

for (const [name, files] of Object.entries({
  'partway, with a signer': withSigner,
  'partway, with keys': withKeys,
  'partway/element, with a signer': ['element.js', ...withSigner],
})) {
  test(`the README's size of ${name} is within ${most * 100} % (npm run size -- --draw)`, () => {
    const shown = shownIn(readme).find((row) => row.name === name);
    const now = built(files);
    for (const column of ['raw', 'brotli'])
      assert.ok(
        Math.abs(shown[column] - now[column]) <= most * now[column],
        `${shown[column]}, and now ${now[column]}`,
      );
  });
}

test('the README says in its first lines what the table says', () => {
  const [, claimed] = /with a signer loads ([\d.]+) kB/.exec(readme);
  const { brotli } = shownIn(readme).find(({ name }) => name === 'partway, with a signer');
  assert.equal(Number(claimed), brotli / 1000);
});

test('what is drawn can be read, and what was there is replaced', () => {
  const rows = [
    { name: 'a', raw: 1234, brotli: 567 },
    { name: 'b 1.0 + c', raw: 12_345_600, brotli: 100 },
  ];
  const again = withTable(withTable(readme, []), rows);
  assert.ok(again.includes(drawn(rows)) && again.includes('with a signer loads 0.6 kB'));
  assert.deepEqual(shownIn(again), [
    { name: 'a', raw: 1200, brotli: 600 },
    { name: 'b 1.0 + c', raw: 12_345_600, brotli: 100 },
  ]);
  assert.throws(() => withTable('no place', rows), /no place/);
});
