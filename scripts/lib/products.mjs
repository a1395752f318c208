// What the build makes, from what, and how.
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { bundle } from './bundle.mjs';
import { UserError } from './log.mjs';
import { nodeProducts } from './nodeproducts.mjs';
import { inRoot } from './paths.mjs';
import { ask, must } from './run.mjs';
import { filesBelow, goFiles } from './stamp.mjs';
import { debugTinygo, tinygo } from './tinygo.mjs';

// Where the page is built. The debug build has a folder of its own, with the same names in it.
export const webFolder = (debug) => inRoot('build', debug ? 'web-debug' : 'web');

export const program = (name) => inRoot('build', 'bin', process.platform === 'win32' ? `${name}.exe` : name);

const pageSource = (file) => file.endsWith('.ts');

// What the target file core.json allows. Any more, and wasm-opt would use it.
const wasmFeatures = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'sign-ext'].map(
  (name) => `--enable-${name}`,
);

// Flat code whose loops are found anew is 60 bytes of brotli smaller, and addresses in loads 70 more. The latter asks that
// nothing is reached below address 1024 by overflow: that is the end of the stack, which grows down to it. CRC-64 is 8 % slower by it, at 2.4 GB/s.
const wasmPasses = ['--flatten', '--rereloop', '--low-memory-unused', '-Oz', '-Oz'];

// What a page calls; see Exports in web/src/boundary/exports.ts.
const exported = ['memory', '_initialize', 'input', 'call', 'output', 'hashStart', 'hashAdd', 'hashSum'];

// In the order they are built.
export function products({ debug = false } = {}) {
  const module = debug ? debugWasm : wasm;
  return [
    module('partway.wasm', []),
    module('partway-nokeys.wasm', ['-tags', 'nokeys']),
    ...[client, worker, sign, element, page].map((one) => script(one, debug)),
    pageFiles(debug),
    goProgram('store'),
    goProgram('serve', 'wasm/worker/signer'),
    ...nodeProducts(),
  ];
}

// The module, with keys and without: a page whose signer keeps the keys checks
// no options and signs nothing, and loads the smaller one.
function wasm(file, tags) {
  const { program: compiler, env, name } = tinygo();
  const output = join(webFolder(false), file);
  // -gc=leaking: a call drops all it allocated, see wasm/browser/arena.go.
  // -panic=trap and -no-debug leave out texts nobody could read in a browser.
  const flags = ['-opt=z', '-gc=leaking', '-panic=trap', '-no-debug', ...tags];
  return {
    name: file,
    inputs: goFiles('core', 'wasm/abi', 'wasm/browser'),
    settings: `${name} ${ask('go', ['env', 'GOVERSION'])} ${flags.join(' ')}`,
    outputs: [output, `${output}.js`],
    async run() {
      mkdirSync(dirname(output), { recursive: true });
      const raw = `${output}.unfinished`;
      await must(
        compiler,
        ['build', ...flags, '-target', inRoot('wasm/browser/core.json'), '-o', raw, './wasm/browser'],
        env,
      );
      // TinyGo exports some functions of its runtime; without them, a second pass for size saves some more percent. The
      // sections that name compilers and features are of no use to browsers.
      const graph = `${raw}.json`;
      writeFileSync(
        graph,
        JSON.stringify([
          { name: 'page', root: true, reaches: exported },
          ...exported.map((name) => ({ name, export: name })),
        ]),
      );
      await must('wasm-metadce', [...wasmFeatures, '--graph-file', graph, raw, '-o', raw]);
      rmSync(graph);
      await must('wasm-opt', [
        ...wasmPasses,
        '--strip-producers',
        '--strip-target-features',
        ...wasmFeatures,
        raw,
        '-o',
        raw,
      ]);
      renameSync(raw, output);
      writeFileSync(`${output}.js`, scriptOf(readFileSync(output)));
    },
  };
}

// The module with names, line numbers and texts of its panics, as TinyGo made it: see debugTinygo and
// scripts/debug/panics.js.
function debugWasm(file, tags) {
  const { program: compiler, env, name } = debugTinygo();
  const output = join(webFolder(true), file);
  return {
    name: `${file} to debug`,
    inputs: goFiles('core', 'wasm/abi', 'wasm/browser'),
    settings: `${name} ${ask('go', ['env', 'GOVERSION'])} ${[...debugFlags, ...tags].join(' ')}`,
    outputs: [output, `${output}.js`],
    async run() {
      mkdirSync(dirname(output), { recursive: true });
      const target = inRoot('wasm/browser/core.json');
      await must(compiler, ['build', ...debugFlags, ...tags, '-target', target, '-o', output, './wasm/browser'], env);
      writeFileSync(`${output}.js`, scriptOf(readFileSync(output)));
    },
  };
}

export const debugFlags = ['-opt=1', '-gc=leaking', '-panic=print'];

// The module as a script, see web/src/platform/assets.ts.
export const scriptOf = (module) =>
  `export default Uint8Array.from(atob("${module.toString('base64')}"),c=>c.charCodeAt(0));\n`;

// With what only some pages load, see web/src/platform/lazy.ts.
export const client = {
  name: 'partway',
  entry: 'web/src/index.ts',
  chunks: ['keysession', 'sharedhasher', 'pagehash', 'durable', 'resuming', 'wrongoption'],
};

// It imports nothing, as bundlers copy it unread.
const worker = { name: 'hash', entry: 'web/src/worker/hash.ts' };

// These import the client as built, like anybody's page. Chinese pages load zh.js beside the element.
const outside = { 'web/src/index.ts': './partway.js' };
const element = { name: 'element', entry: 'web/src/element/index.ts', chunks: ['zh'], outside };
const page = {
  name: 'page',
  entry: 'web/page/page.ts',
  outside: { ...outside, 'web/src/element/index.ts': './element.js' },
};

// Signs with what pages with keys load.
export const sign = {
  name: 'sign',
  entry: 'web/src/sign.ts',
  outside: { ...outside, 'web/src/session/keysession.ts': './keysession.js' },
};

function script({ name, chunks = [], ...how }, debug) {
  const folder = webFolder(debug);
  const banner = inRoot('scripts/debug/panics.js');
  const sources = ['web/src', 'web/page', 'web/tsconfig.json', 'package-lock.json', 'scripts/lib/bundle.mjs'];
  return {
    name: `${name}.js${debug ? ' to debug' : ''}`,
    inputs: [...filesBelow(sources), ...(debug ? [banner] : [])],
    settings: how.entry,
    outputs: [name, ...chunks].map((file) => join(folder, `${file}.js`)),
    run: () =>
      bundle({ name, chunks, ...how, folder, debug: debug ? { banner: readFileSync(banner, 'utf8') } : undefined }),
  };
}

// The page's files that are served as they are.
function pageFiles(debug) {
  const folder = webFolder(debug);
  const inputs = filesBelow(['web/page'], (file) => !pageSource(file));
  const copies = inputs.map((file) => ({ from: file, to: join(folder, basename(file)) }));
  return {
    name: debug ? 'page to debug' : 'page',
    inputs,
    outputs: copies.map(({ to }) => to),
    async run() {
      if (inputs.length === 0) throw new UserError('web/page holds no files.');
      mkdirSync(folder, { recursive: true });
      for (const { from, to } of copies) copyFileSync(from, to);
    },
  };
}

function goProgram(name, ...more) {
  return {
    name,
    inputs: goFiles('core', 'scripts/internal', `scripts/${name}`, ...more),
    settings: ask('go', ['env', 'GOVERSION']),
    outputs: [program(name)],
    run: () => must('go', ['build', '-trimpath', '-buildvcs=false', '-o', program(name), `./scripts/${name}`]),
  };
}
