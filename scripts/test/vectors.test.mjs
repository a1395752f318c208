// go test of a folder of vectors outside the module says what is in the folder now.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inRoot } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

const vectors = JSON.parse(readFileSync(inRoot('core/testdata/vectors/cos.json'), 'utf8')).slice(0, 3);

test('a changed folder of vectors is never reported from the cache', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  const put = () => writeFileSync(join(folder, 'some.json'), JSON.stringify(vectors));
  const check = () => run('go', ['test', './core/sign', '-run', 'Vectors', '-v'], { env: { PARTWAY_VECTORS: folder } });
  try {
    put();
    for (let times = 0; times < 2; times++) {
      const { code, output } = await check();
      assert.equal(code, 0, output);
      assert.match(output, /vectors: \d+ checked, 0 failed/);
      assert.doesNotMatch(output, /cached/);
    }
    const { signature } = vectors[0].expect;
    vectors[0].expect.signature = (signature[0] === '0' ? '1' : '0') + signature.slice(1); // a file of the same size
    put();
    const { code, output } = await check();
    assert.notEqual(code, 0, output);
    assert.match(output, /vectors: \d+ checked, 1 failed/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
