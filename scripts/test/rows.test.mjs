// The types of the options are those of core/dialect: no option and no value more, none less.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inRoot } from '../lib/paths.mjs';
import { ask, run } from '../lib/run.mjs';

const rows = ask('go', ['run', './scripts/rows']);
const config = { extends: inRoot('web/tsconfig.json'), include: ['./rows.ts', inRoot('web/src/built.d.ts')] };
const options = inRoot('web/src/types/options.ts');

async function compile(code) {
  const folder = mkdtempSync(join(tmpdir(), 'partway-rows-'));
  try {
    writeFileSync(join(folder, 'rows.ts'), code.replace('./options.ts', options));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    return (await run(process.execPath, [inRoot('node_modules/typescript/bin/tsc'), '-p', folder])).output;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the types of the options are those of the rows', async () => {
  assert.match(rows, /export const oss_storageClass: .*'ColdArchive'/);
  assert.equal(await compile(rows), '');
});

test('a value or an option that drifts is found', async () => {
  const drifted = rows.replace("'ColdArchive' | ", '').replace("'mimeLimit' | ", '');
  assert.deepEqual((await compile(drifted)).match(/rows\.ts\(\d+/g).length, 2);
});
