// The steps of npm test. Each returns an outcome (lib/outcome.mjs).
import { build } from '../build.mjs';
import { gauntlet } from '../gauntlet/main.mjs';
import { packed } from '../package/check.mjs';
import { peers } from '../peers/run.mjs';
import { worker } from '../worker/check.mjs';
import { fuzz } from './fuzz.mjs';
import { installFolder } from './npm.mjs';
import { failed, ofCommand, ofGoTest, ofNodeTest, passed } from './outcome.mjs';
import { inRoot, root } from './paths.mjs';
import { findChromium } from './probe.mjs';
import { program } from './products.mjs';
import { run } from './run.mjs';
import { checkSizes } from './sizes.mjs';
import { filesBelow } from './stamp.mjs';
import { cCompiler, staticcheck } from './tools.mjs';

const sources = ['core', 'wasm', 'web', 'scripts'];
const ofOtherSteps = ['e2e', 'worker', 'package'].map((folder) => inRoot('scripts', folder));
const biomeProgram = [inRoot('node_modules/@biomejs/biome/bin/biome')];
const unitTest = (file) => /\.test\.m?[jt]s$/.test(file) && !ofOtherSteps.some((folder) => file.startsWith(folder));

// Stages come one after the other. In a stage the lanes go side by side, and the steps of a lane one after the other:
// what has to be quick has the machine for itself. `built` marks the steps that need what the build makes.
export const stages = [
  [[{ name: 'build', run: buildAll }]],
  [
    [
      { name: 'gofmt', run: gofmt },
      { name: 'biome', run: biome },
      { name: 'vet', run: vet },
      { name: 'staticcheck', run: lint },
      { name: 'go-core', run: goTestCore },
      { name: 'go', run: goTest },
      { name: 'go-ownhash', run: goTestOwnHash },
      { name: 'go-nokeys', run: goTestNoKeys },
      { name: 'fuzz', run: fuzz },
      { name: 'package', built: true, run: packed },
    ],
    [
      { name: 'types', run: types },
      { name: 'size', built: true, run: size },
      { name: 'js', built: true, run: jsTest },
      { name: 'worker', built: true, run: worker },
      { name: 'peers', built: true, run: peers },
    ],
  ],
  [[{ name: 'e2e', built: true, run: browserTest }]],
  [[{ name: 'gauntlet', built: true, run: () => gauntlet() }]],
];

async function gofmt() {
  const files = filesBelow(sources, (file) => file.endsWith('.go'));
  if (files.length === 0) return failed('no Go files were found');
  const { code, output } = await run('gofmt', ['-l', ...files]);
  return code === 0 && output === '' ? passed() : failed(`not formatted by gofmt:\n${output}`);
}

// Formatting and lint of TypeScript, JavaScript, JSON and CSS; .biome.jsonc says which rules and why.
async function biome() {
  return ofCommand(await run(process.execPath, [...biomeProgram, 'check', '--error-on-warnings', '--colors=off', '.']));
}

// The peers are a module of their own, which ./... leaves out.
const goModules = [root, inRoot('scripts', 'peers', 'go')];

// A checker of Go code in each module: one check, which fails with all they say.
async function inGoModules(command, args) {
  let all = { code: 0, output: '' };
  for (const cwd of goModules) {
    const { code, output } = await run(command, args, { cwd });
    all = { code: all.code || code, output: all.output + output };
  }
  return ofCommand(all);
}

async function vet() {
  return inGoModules('go', ['vet', './...']);
}

async function lint() {
  const checker = await staticcheck();
  if (!checker.program) return failed(checker.problem);
  return inGoModules(checker.program, ['./...']);
}

// The core has no goroutine, and its simulations are slow under the race detector.
async function goTestCore() {
  return ofGoTest(await run('go', ['test', '-json', './core/...']));
}

// With the race detector wherever a C compiler is there to link it.
async function goTest() {
  const env = cCompiler();
  const race = env ? ['-race'] : [];
  if (!env) console.log('          without the race detector: there is no C compiler');
  return ofGoTest(await run('go', ['test', '-json', ...race, './wasm/...', './scripts/...'], { env: env ?? {} }));
}

// What hashes, once more on the hashes the module is built with.
const hashing = [
  './core',
  './core/checksum',
  './core/internal/hash/...',
  './core/options',
  './core/sign',
  './core/wire',
];
async function goTestOwnHash() {
  return ofGoTest(await run('go', ['test', '-json', '-tags', 'ownhash', ...hashing]));
}

// The module of pages without keys.
async function goTestNoKeys() {
  return ofGoTest(await run('go', ['test', '-json', '-tags', 'nokeys', './wasm/browser/module']));
}

// What a page loads knows nothing of Node; what Node runs does.
// Types come from packages that other steps use.
const packagesOfTests = {
  'scripts/package': 'bundlers, publint and attw',
  'scripts/worker': 'workerd, wrangler and Uppy',
  'scripts/peers': "the vendors' JavaScript SDKs",
};

// Scripts and tests are JavaScript that tsc checks; scripts/tsconfig.json takes in the tests of web and wasm as well.
async function types() {
  for (const [folder, what] of Object.entries(packagesOfTests)) await installFolder(folder, what);
  const tsc = inRoot('node_modules/typescript/bin/tsc');
  let all = { code: 0, output: '' };
  for (const project of ['web', 'web/node', 'scripts']) {
    const { code, output } = await run(process.execPath, [tsc, '--noEmit', '-p', project]);
    all = { code: all.code || code, output: all.output + output };
  }
  return ofCommand(all);
}

async function buildAll() {
  await build();
  return passed();
}

async function jsTest() {
  const files = filesBelow(sources, unitTest);
  return nodeTest(files, {});
}

async function size() {
  checkSizes();
  return passed();
}

async function browserTest() {
  return nodeTest(['--test-concurrency=2', ...filesBelow(['scripts/e2e'], (file) => file.endsWith('.test.mjs'))], {
    PARTWAY_DIST: inRoot('build', 'web'),
    PARTWAY_STORE: program('store'),
    PARTWAY_SERVE: program('serve'),
    CHROMIUM: findChromium(),
  });
}

// Node's tests have no limit of their own; this one is far above what they take.
const limitMs = 30 * 60_000;

// node --test without a file looks for tests of its own choice.
async function nodeTest(args, env) {
  if (!args.some((arg) => arg.includes('.test.'))) return failed('no test file was found');
  return ofNodeTest(await run(process.execPath, ['--test', '--test-reporter=spec', ...args], { env, limitMs }));
}
