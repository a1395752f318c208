// Who may import whom in web/: arrows go down the floors, and no file is part of a circle. Imports of types count.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

// From the lowest floor to the highest: a folder, or a file that stands in web/src itself, and what it may import beside
// itself. Whatever is named must stand in a line above, exist, and be used.
const mayImport = {
  'web/src/boundary': [],
  'web/src/types': ['web/src/boundary'],
  'web/src/platform': ['web/src/boundary', 'web/src/types'],
  'web/src/session': ['wasm/worker/signer', 'web/src/boundary', 'web/src/types', 'web/src/platform'],
  'web/src/persistence': ['web/src/boundary', 'web/src/types'],
  'web/src/run': ['web/src/boundary', 'web/src/types', 'web/src/platform', 'web/src/session', 'web/src/persistence'],
  'web/src/api': [
    'web/src/boundary',
    'web/src/types',
    'web/src/platform',
    'web/src/session',
    'web/src/persistence',
    'web/src/run',
  ],
  'web/src/worker': ['web/src/platform'],
  'web/src/index.ts': ['web/src/boundary', 'web/src/types', 'web/src/platform', 'web/src/api'],
  'web/src/sign.ts': ['web/src/boundary', 'web/src/types', 'web/src/session', 'web/src/index.ts'],
  'web/src/element': ['web/src/index.ts'],
  'web/src/global.ts': ['web/src/index.ts', 'web/src/element'],
  'web/page': ['web/src/index.ts', 'web/src/element'],
};

// The signer's messages, generated from its Go types; it is no floor of web/.
const foreign = ['wasm/worker/signer'];

// Made by the build, or files that a bundler puts in.
const built = /\.(wasm|txt)$/;

const floorOf = (file) => (file.startsWith('web/src/') && dirname(file) === 'web/src' ? file : dirname(file));

/** The files of web/ but for tests and declarations: { path: text }. */
function sources() {
  const all = {};
  for (const folder of ['web/src', 'web/page']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const file = join(folder, name).replaceAll('\\', '/');
      if (file.endsWith('.ts') && !file.endsWith('.d.ts')) all[file] = readFileSync(join(root, file), 'utf8');
    }
  }
  return all;
}

/** What a file imports, as paths from the root: values, types, and what is loaded on demand. */
function importsOf(file, text) {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const specifiers = [...code.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier]) => specifier);
  return specifiers
    .filter((specifier) => !built.test(specifier))
    .map((specifier) => relative(root, join(root, dirname(file), specifier)).replaceAll('\\', '/'));
}

/** What is wrong, one sentence each. */
function problemsOf(files) {
  const graph = new Map(Object.entries(files).map(([file, text]) => [file, importsOf(file, text)]));
  return [...arrowsUp(graph), ...circles(graph)];
}

function* arrowsUp(graph) {
  const used = new Set();
  for (const [file, imported] of graph) {
    const from = floorOf(file);
    if (!mayImport[from]) yield `${file} is on no floor of the table`;
    for (const other of imported) {
      const to = floorOf(other);
      used.add(`${from} ${to}`);
      if (!graph.has(other) && !foreign.includes(to)) yield `${file} imports ${other}, which is not there`;
      else if (from !== to && !mayImport[from]?.includes(to)) yield `${file} must not import ${other}`;
    }
  }
  const floors = Object.keys(mayImport);
  for (const [i, from] of floors.entries())
    for (const to of mayImport[from]) {
      if (!used.has(`${from} ${to}`)) yield `${from} no longer imports ${to}: take it off the table`;
      if (![...floors.slice(0, i), ...foreign].includes(to)) yield `the table lets ${from} import ${to} above it`;
    }
}

/** Depth first; a file that is met again while it is open closes a circle. */
function circles(graph) {
  const found = [];
  const open = [];
  const done = new Set();
  const visit = (file) => {
    if (done.has(file)) return;
    if (open.includes(file)) {
      found.push(`a circle: ${[...open.slice(open.indexOf(file)), file].join(' -> ')}`);
      return;
    }
    open.push(file);
    graph.get(file)?.forEach(visit);
    open.pop();
    done.add(file);
  };
  [...graph.keys()].forEach(visit);
  return found;
}

test('imports go down the floors, and there is no circle', () => {
  const files = sources();
  assert.ok(Object.keys(files).length > 60, `${Object.keys(files).length} files`);
  assert.deepEqual(problemsOf(files), []);
});

/** The sources with one line more. */
const withLine = (file, line) => {
  const files = sources();
  assert.ok(files[file], file);
  return { ...files, [file]: `${line}\n${files[file]}` };
};

// The circle of old: the driver took its types from whoever drives it, and what all share knew the hasher that uses it.
for (const [file, line, circle] of [
  ['web/src/run/driver.ts', "import type { UploadObserver } from './lifecycle.ts';", 'run/lifecycle.ts'],
  ['web/src/platform/runtime.ts', "import type { SharedHasher } from './sharedhasher.ts';", 'platform/sharedhasher.ts'],
  ['web/src/platform/assets.ts', "import type { compile } from './compile.ts';", 'platform/compile.ts'],
  ['web/src/session/keysession.ts', "const open = () => import('./open.ts');", 'session/open.ts'],
]) {
  test(`a circle is found: ${file} and ${circle}`, () => {
    const found = problemsOf(withLine(file, line));
    assert.ok(
      found.some((problem) => problem.startsWith('a circle: ') && problem.includes(circle) && problem.includes(file)),
      found.join('\n'),
    );
  });
}

test('an arrow up is found, and a file that is on no floor', () => {
  const up = problemsOf(withLine('web/src/types/options.ts', "import type { Upload } from '../api/upload.ts';"));
  assert.ok(up.includes('web/src/types/options.ts must not import web/src/api/upload.ts'), up.join('\n'));
  const stray = problemsOf({ ...sources(), 'web/src/client/stray.ts': 'export {};' });
  assert.deepEqual(stray, ['web/src/client/stray.ts is on no floor of the table']);
});
