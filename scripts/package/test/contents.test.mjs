// What the tarball holds: judged by publint and attw, typed for both ways of resolving, and the same bytes each time.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { inRoot } from '../../lib/paths.mjs';
import { installedApp } from '../lib/app.mjs';

const run = promisify(execFile);
const tarball = process.env.PARTWAY_TARBALL;
const node = (script, ...args) =>
  run(process.execPath, [inRoot(script), ...args]).catch(({ stdout, stderr }) => assert.fail(stdout + stderr));

let app;

before(async () => {
  app = await installedApp();
});

after(() => app?.remove());

test('it says where its source is, and is of the version that the repository has', () => {
  const inside = JSON.parse(readFileSync(join(app.inside, 'package.json'), 'utf8'));
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  assert.match(version, /^(?!0\.0\.0)\d+\.\d+\.\d+$/);
  assert.equal(inside.version, version);
  const [, module] = /^module (\S+)$/m.exec(readFileSync(inRoot('go.mod'), 'utf8'));
  assert.deepEqual(inside.repository, { type: 'git', url: `git+https://${module}.git` });
  assert.equal(inside.bugs, `https://${module}/issues`);
  assert.equal(inside.homepage, `https://${module}#readme`);
});

test('publint has nothing to say', async () => {
  const { messages, pkg } = await publint({ pkgDir: app.inside, level: 'suggestion', strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test('@arethetypeswrong/cli finds every entry typed', async () => {
  const files = ['partway.wasm', 'partway-nokeys.wasm', 'hash.js', 'partway.global.js'];
  await node(
    'scripts/package/node_modules/@arethetypeswrong/cli/dist/index.js',
    tarball,
    '--profile',
    'esm-only',
    '--exclude-entrypoints',
    ...files,
  );
});

for (const [module, moduleResolution] of [
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
]) {
  test(`wrong options do not compile, right ones do: ${moduleResolution}`, { timeout: 60_000 }, async () => {
    for (const file of ['options.types.ts', 'signing.types.ts']) {
      const text = readFileSync(inRoot('web/test', file), 'utf8');
      const code = text.replace("'../src/index.ts'", "'partway'").replace("'../src/sign.ts'", "'partway/sign'");
      assert.notEqual(code, text);
      writeFileSync(join(app.folder, file), code);
    }
    const compilerOptions = {
      target: 'es2022',
      lib: ['es2022', 'dom'],
      module,
      moduleResolution,
      types: [],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
    };
    const element =
      "import { PartwayUploadElement } from 'partway/element';\nexport const made: PartwayUploadElement = document.createElement('partway-upload');\n";
    writeFileSync(join(app.folder, 'element.types.ts'), element);
    writeFileSync(join(app.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.types.ts'] }));
    await node('node_modules/typescript/bin/tsc', '-p', app.folder);
  });
}

test('two builds are the same bytes, modules and all', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'partway-package-'));
  const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
  try {
    const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: inRoot(),
      maxBuffer: 2 ** 26,
    });
    for (const file of stdout.split('\0').filter((name) => name && existsSync(inRoot(name))))
      cpSync(inRoot(file), join(folder, file));
    for (const tools of ['node_modules', '.tools'].filter((name) => existsSync(inRoot(name))))
      symlinkSync(inRoot(tools), join(folder, tools));
    // Without the set-up, which would install into the linked folders.
    const again =
      "import { build } from './scripts/build.mjs';\nimport { makePackage } from './scripts/package/build.mjs';\nawait build();\nawait makePackage();\n";
    writeFileSync(join(folder, 'again.mjs'), again);
    await run(process.execPath, ['again.mjs'], { cwd: folder }).catch(({ stdout, stderr }) =>
      assert.fail(stdout + stderr),
    );
    assert.equal(hash(join(folder, 'build/package', basename(tarball))), hash(tarball));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
