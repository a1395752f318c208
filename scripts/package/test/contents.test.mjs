// What the tarball holds: judged by publint and attw, typed for both ways of resolving, and the same bytes each time.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { inRoot } from '../../lib/paths.mjs';
import { makePackage } from '../build.mjs';
import { installedApp } from '../lib/app.mjs';

const run = promisify(execFile);
const tarball = process.env.PARTWAY_TARBALL;
const node = (script, ...args) => run(process.execPath, [inRoot(script), ...args]).catch(({ stdout, stderr }) => assert.fail(stdout + stderr));

let app;

before(async () => {
  app = await installedApp();
});

after(() => app?.remove());

test('publint has nothing to say', async () => {
  const { messages, pkg } = await publint({ pkgDir: app.inside, level: 'suggestion', strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('@arethetypeswrong/cli finds every entry typed', async () => {
  const files = ['partway.wasm', 'partway-nokeys.wasm', 'hash.js', 'partway.global.js'];
  await node('scripts/package/node_modules/@arethetypeswrong/cli/dist/index.js', tarball, '--profile', 'esm-only', '--exclude-entrypoints', ...files);
});

for (const [module, moduleResolution] of [['nodenext', 'nodenext'], ['esnext', 'bundler']]) {
  test(`wrong options do not compile, right ones do: ${moduleResolution}`, { timeout: 60_000 }, async () => {
    for (const file of ['options.types.ts', 'signing.types.ts']) {
      const text = readFileSync(inRoot('web/test', file), 'utf8');
      const code = text.replace("'../src/index.ts'", "'partway'").replace("'../src/sign.ts'", "'partway/sign'");
      assert.notEqual(code, text);
      writeFileSync(join(app.folder, file), code);
    }
    const compilerOptions = { target: 'es2022', lib: ['es2022', 'dom'], module, moduleResolution, types: [], strict: true, noEmit: true, skipLibCheck: false };
    const element = "import { PartwayUploadElement } from 'partway/element';\nexport const made: PartwayUploadElement = document.createElement('partway-upload');\n";
    writeFileSync(join(app.folder, 'element.types.ts'), element);
    writeFileSync(join(app.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.types.ts'] }));
    await node('node_modules/typescript/bin/tsc', '-p', app.folder);
  });
}

test('bundled and packed twice it is the same bytes', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'partway-package-'));
  const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
  try {
    assert.equal(hash(await makePackage(folder)), hash(tarball));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
