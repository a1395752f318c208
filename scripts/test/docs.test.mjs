// The pages of the documentation: each is reached, leads somewhere, keeps to its limits, and names what there is. What
// the pieces of code do is tested in scripts/e2e/docs.test.mjs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { load } from '../../web/test/load.mjs';
import { stages } from '../lib/steps.mjs';
import { anchorsOf, blocksOf, linksOf, pages, proseOf } from '../lib/pages.mjs';
import { inRoot } from '../lib/paths.mjs';
import { filesBelow } from '../lib/stamp.mjs';

const pageNamed = (file) => pages.find((page) => page.file === file);
const readme = pageNamed('README.md');
const packageScripts = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).scripts;
const placed = (language) =>
  pages.flatMap((page) =>
    blocksOf(page)
      .filter((block) => block.language === language)
      .map((block) => ({ ...block, where: `${page.file}:${block.line}` })),
  );

test('every page is reached from the README', () => {
  const reached = new Set();
  const visit = (page) => {
    if (!page || reached.has(page.file)) return;
    reached.add(page.file);
    for (const { file } of linksOf(page)) visit(pageNamed(file));
  };
  visit(readme);
  assert.ok(reached.size > 10, `${reached.size} pages`);
  assert.deepEqual(
    pages.filter(({ file }) => !reached.has(file)).map(({ file }) => file),
    [],
  );
});

test('no link is dead', () => {
  const dead = pages.flatMap((page) =>
    linksOf(page)
      .filter(
        ({ file, anchor }) => !existsSync(inRoot(file)) || (anchor && !anchorsOf(pageNamed(file)).includes(anchor)),
      )
      .map(({ file, anchor }) => `${page.file}: ${file}#${anchor}`),
  );
  assert.deepEqual(dead, []);
});

test('the README has at most 220 lines, and no page a line of more than 120 columns but in tables', () => {
  assert.ok(readme.text.trimEnd().split('\n').length <= 220);
  const long = pages.flatMap(({ file, text }) =>
    text
      .split('\n')
      .map((line, i) => [line, `${file}:${i + 1}`])
      .filter(([line]) => [...line].length > 120 && !(line.startsWith('|') && file !== 'README.md'))
      .map(([, where]) => where),
  );
  assert.deepEqual(long, []);
});

test('pictures are there, and below 200 kB', () => {
  const pictures = pages.flatMap(linksOf).filter(({ file }) => /\.(png|webp)$/.test(file));
  assert.ok(pictures.length > 0);
  for (const { file } of pictures) {
    const { size } = statSync(inRoot(file));
    assert.ok(size > 10_000 && size < 200_000, `${file}: ${size} bytes`);
  }
});

test('every piece of code is of a kind that is tested', () => {
  const tested = ['js', 'html', 'json', 'xml', 'sh', 'go', 'mermaid', ''];
  const others = pages.flatMap((page) =>
    blocksOf(page)
      .filter(({ language }) => !tested.includes(language))
      .map(({ language, line }) => `${page.file}:${line} ${language}`),
  );
  assert.deepEqual(others, []);
});

test('rules, policies and configurations are JSON', () => {
  const all = placed('json');
  assert.ok(all.length > 5);
  for (const { code, where } of all) assert.doesNotThrow(() => JSON.parse(code), where);
});

test('the rules of buckets.md are those that npx partway rules prints, and so is the one in the README', async () => {
  const { rulesOf } = await load('node/cli/rules.ts');
  const buckets = {
    s3: { bucket: 'my-bucket', region: 'us-east-1' },
    oss: { bucket: 'my-bucket', region: 'cn-hangzhou' },
    cos: { bucket: 'my-bucket-1250000000', region: 'ap-guangzhou' },
  };
  const shown = new Set(
    blocksOf(pageNamed('web/docs/buckets.md')).map(({ language, code }) => plain(language === 'json', code)),
  );
  for (const [dialect, bucket] of Object.entries(buckets)) {
    const facts = { bucket: { dialect, ...bucket }, prefix: 'uploads/', days: 7, origins: ['https://www.example.com'] };
    for (const [what, rule] of Object.entries(rulesOf(facts)))
      assert.ok(shown.has(plain(!rule.startsWith('<'), rule)), `${what} of ${dialect}:\n${rule}`);
  }
  for (const file of ['README.md', 'web/README.zh-CN.md'])
    for (const { code } of blocksOf(pageNamed(file)).filter(({ language }) => language === 'json'))
      assert.ok(shown.has(plain(true, code)), code);
});

/** A rule however it is indented. */
const plain = (isJSON, text) => (isJSON ? JSON.stringify(JSON.parse(text)) : text.replace(/>\s+/g, '>').trim());

/** What is wrong with a command of the package's; "" for nothing. */
function partwayFault(command) {
  const [name, ...flags] = command.match(/(?<=partway )\w+|--\w+/g) ?? [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [inRoot('build/node/cli.js'), name, '--help'], {
    encoding: 'utf8',
  });
  if (status !== 0) return stderr.trim();
  const unknown = flags.find((flag) => !stdout.split(/\s+/).includes(flag));
  return unknown ? `${name} takes no ${unknown}` : '';
}

/** What is wrong with a command; "" for nothing. */
function faultOf(command) {
  if (/^npx partway \w/.test(command)) return partwayFault(command);
  const npm = /^npm (?:run )?([\w:]+)/.exec(command)?.[1];
  if (npm && npm !== 'install' && !packageScripts[npm]) return `there is no script ${npm}`;
  const steps = /^npm test -- --only (\S+)/.exec(command)?.[1]?.split(',') ?? [];
  const unknown = steps.find((step) => !stages.flat(2).some(({ name }) => name === step));
  if (unknown) return `there is no step ${unknown}`;
  const paths = command.match(/(?:^|\s)\.?\/?(?:core|scripts|wasm|web)\/\S+/g) ?? [];
  const missing = paths.map((path) => path.trim().replace(/\/\.\.\.$/, '')).find((path) => !existsSync(inRoot(path)));
  if (missing) return `there is no ${missing}`;
  const goTest = /^go test (\S+) .*-run (\S+)/.exec(command);
  if (goTest && !goTestsIn(goTest[1]).some((name) => new RegExp(goTest[2]).test(name))) return 'no test is run';
  const version = /partway-(\S+)\.tgz/.exec(command)?.[1];
  if (version && version !== JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).version) return 'another version';
  return /^(npm|npx|node|go) /.test(command) ? '' : 'it is of a kind that is not tested';
}

const goTestsIn = (folder) =>
  filesBelow([folder], (file) => file.endsWith('_test.go')).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^func ((?:Test|Fuzz)\w+)/gm)].map(([, name]) => name),
  );

test('the commands exist, and what they name', () => {
  const inFences = placed('sh').flatMap(({ code, where }) =>
    code
      .split('\n')
      .filter((line) => line.trim())
      .map((line) => [line.replace(/\s+#.*/, ''), where]),
  );
  const inProse = pages.flatMap((page) =>
    [...proseOf(page).matchAll(/`((?:npm|npx|go|node) [^`]+)`/g)].map(([, line]) => [
      line.replaceAll('\n', ' '),
      page.file,
    ]),
  );
  assert.ok(inFences.length > 20 && inProse.length > 10);
  const wrong = [...inFences, ...inProse].map(([line, where]) => [where, line, faultOf(line)]);
  assert.deepEqual(
    wrong.filter(([, , fault]) => fault),
    [],
  );
});

test('scripts/README.md has every command and every step of npm test', () => {
  const { text } = pageNamed('scripts/README.md');
  for (const { name } of stages.flat(2)) assert.match(text, new RegExp(`^\\|.*\`${name}\`.*\\|.*\\|$`, 'm'), name);
  for (const name of Object.keys(packageScripts)) assert.match(text, new RegExp(`npm (run )?${name}\\b`), name);
});

test('a command that is none is found', () => {
  assert.equal(faultOf('npm run nothing'), 'there is no script nothing');
  assert.equal(faultOf('npm test -- --only e2e,nothing'), 'there is no step nothing');
  assert.equal(faultOf('go test ./core/nothing -run X'), 'there is no ./core/nothing');
  assert.equal(faultOf('go test ./core/plan -run Nothing'), 'no test is run');
  assert.equal(faultOf('npx partway init --stor oss'), 'init takes no --stor');
  assert.match(faultOf('npx partway innit'), /There is no command "innit"/);
  assert.equal(faultOf('rm -rf build'), 'it is of a kind that is not tested');
});

test('files and folders that pages name are there', () => {
  const named = pages.flatMap((page) =>
    [...proseOf(page).matchAll(/`((?:core|wasm|web|scripts|\.github)\/[\w./-]+)`/g)].map(([, path]) => [
      page.file,
      path,
    ]),
  );
  assert.ok(named.length > 20);
  assert.deepEqual(
    named.filter(([, path]) => !existsSync(inRoot(path)) && !existsSync(inRoot(path.replace(/\/\.dev\.vars$/, '')))),
    [],
  );
});

test('tests that pages name are there', () => {
  const go = goTestsIn('core').concat(goTestsIn('wasm'), goTestsIn('scripts'));
  const js = filesBelow(['web', 'scripts', 'wasm'], (file) => /\.test\.mjs$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const tables = pageNamed('web/docs/security.md').text.match(/^\| threat .*\n(\|.*\n)+/gm);
  const names = tables.flatMap((table) =>
    table
      .trim()
      .split('\n')
      .slice(2)
      .flatMap((row) => {
        const all = [...row.split(' | ')[2].matchAll(/`([^`]+)`/g)].map(([, name]) => name);
        assert.ok(all.length > 0, `no test is named: ${row}`);
        return all;
      }),
  );
  assert.ok(names.length > 10);
  assert.deepEqual(
    names.filter((name) => !(/^(Test|Fuzz)/.test(name) ? go.includes(name) : js.includes(name))),
    [],
  );
});

// Folders that hold nothing of the project's own.
const foreign = ['node_modules', 'build'];

test('the picture of the folders is of all folders', () => {
  const { code } = blocksOf(pageNamed('.github/CONTRIBUTING.md')).find(({ language }) => language === '');
  const path = [];
  const drawn = code
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const [, indent, names] = /^( *)((?:[\w-]+\/ ?)+)/.exec(line);
      path.length = indent.length / 2;
      const all = names.trim().split(' ');
      const above = path.join('');
      path.push(all[0]);
      return all.map((name) => above + name);
    });
  for (const folder of drawn) assert.ok(existsSync(inRoot(folder)), folder);
  const foldersIn = (folder) =>
    readdirSync(inRoot(folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !foreign.includes(entry.name) && !entry.name.startsWith('.'))
      .map(({ name }) => `${folder}${name}/`);
  const complete = ['', 'core/', 'wasm/', 'web/', 'web/src/'];
  assert.deepEqual(
    complete.flatMap(foldersIn).filter((folder) => !drawn.includes(folder)),
    [],
    'folders that are not in the picture',
  );
});
