import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { foundTinygo } from '../lib/tinygo.mjs';
import { versions } from '../versions.mjs';

const folder = mkdtempSync(join(tmpdir(), 'partway-tinygo-'));
after(() => rmSync(folder, { recursive: true }));

// A folder for PATH with a tinygo that says it is of that version.
function installed(version) {
  const bin = join(folder, version);
  const program = join(bin, 'tinygo');
  mkdirSync(bin, { recursive: true });
  writeFileSync(program, `#!/bin/sh\necho "tinygo version ${version} linux/amd64 (using go version go1.26.8)"\n`);
  chmodSync(program, 0o755);
  return { PATH: [bin, process.env.PATH].join(delimiter), program };
}

test('a tinygo on PATH is used in the pinned version', () => {
  const { PATH, program } = installed(versions.tinygo);
  assert.equal(foundTinygo({ PATH })?.program, program);
});

for (const version of ['0.33.0', '0.41.1', '0.42.0', `${versions.tinygo}-dev-1234567`, '1.0.0']) {
  test(`a tinygo ${version} on PATH is used only if TINYGO names it`, () => {
    const { PATH, program } = installed(version);
    assert.equal(foundTinygo({ PATH }), null);
    const found = foundTinygo({ PATH, TINYGO: program });
    assert.equal(found?.program, program);
    assert.ok(found.name.includes(version), 'a product made by another version is made again');
  });
}

test('TINYGO names a program, or nothing is built with another one instead', () => {
  const { PATH } = installed(versions.tinygo);
  const plain = join(folder, 'plain');
  writeFileSync(plain, '');
  for (const TINYGO of [plain, join(folder, 'gone')])
    assert.throws(() => foundTinygo({ PATH, TINYGO }), {
      message: `TINYGO is ${TINYGO}, which is not TinyGo's program.`,
    });
});
