// What the build makes, from what, and how.
import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { UserError } from './log.mjs';
import { inRoot, root } from './paths.mjs';
import { ask, run } from './run.mjs';
import { filesBelow } from './stamp.mjs';
import { tinygo } from './tinygo.mjs';

const web = (name) => inRoot('build', 'web', name);
export const program = (name) => inRoot('build', 'bin', process.platform === 'win32' ? `${name}.exe` : name);

const goSource = (file) => (file.endsWith('.go') && !file.endsWith('_test.go')) || file.endsWith('.json');
export const goFiles = (...folders) => [...filesBelow(folders, goSource), ...filesBelow(['go.mod', 'go.sum'])];
const pageSource = (file) => file.endsWith('.ts');

// What the target file core.json allows. Any more, and wasm-opt would use it.
const wasmFeatures = ['bulk-memory', 'mutable-globals', 'nontrapping-float-to-int', 'sign-ext'].map((name) => `--enable-${name}`);

// In the order they are built.
export function products() {
  const modules = [wasm('partway.wasm', []), wasm('partway-nokeys.wasm', ['-tags', 'nokeys'])];
  return [...modules, client(), worker(), element(), page(), pageFiles(), goProgram('store'), goProgram('serve', 'wasm/worker/signer')];
}

// The module, with keys and without: a page whose signer keeps the keys checks
// no options and signs nothing, and loads the smaller one.
function wasm(file, tags) {
  const { program: compiler, env, name } = tinygo();
  const output = web(file);
  // -gc=leaking: a call drops all it allocated, see wasm/browser/arena.go.
  // -panic=trap and -no-debug leave out texts nobody could read in a browser.
  const flags = ['-opt=z', '-gc=leaking', '-panic=trap', '-no-debug', ...tags];
  return {
    name: file,
    inputs: goFiles('core', 'wasm'),
    settings: `${name} ${ask('go', ['env', 'GOVERSION'])} ${flags.join(' ')}`,
    outputs: [output],
    async run() {
      mkdirSync(dirname(output), { recursive: true });
      const raw = `${output}.unfinished`;
      await must(compiler, ['build', ...flags, '-target', inRoot('wasm/browser/core.json'), '-o', raw, './wasm/browser'], env);
      // A second pass for size saves some more percent after TinyGo's own. The
      // sections that name compilers and features are of no use to browsers.
      await must('wasm-opt', ['-Oz', '--strip-producers', '--strip-target-features', ...wasmFeatures, raw, '-o', raw]);
      renameSync(raw, output);
    },
  };
}

// What signs is a file of its own, keysession.js, which only a page with keys
// loads; what it has in common with the rest is in chunk.js.
const client = () => bundle('partway', 'web/src/index.ts', ['keysession', 'chunk']);
const worker = () => bundle('hash', 'web/src/worker/hash.ts');
const page = () => bundle('page', 'web/page/page.ts');

// It imports the client as built, so that a page loads that once. Chinese
// pages load zh.js beside it.
const element = () => bundle('element', 'web/src/element/index.ts', ['zh'], [outside]);
const outside = { name: 'outside', setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/index\.ts$/ }, () => ({ path: './partway.js', external: true })) };

function bundle(name, entry, chunks = [], plugins = []) {
  return {
    name: `${name}.js`,
    inputs: filesBelow(['web/src', 'web/page', 'web/tsconfig.json', 'package-lock.json']),
    settings: entry,
    outputs: [name, ...chunks].map((file) => web(`${file}.js`)),
    async run() {
      const { build } = await import('esbuild'); // not there before the set-up
      await build({
        entryPoints: [{ in: inRoot(entry), out: name }],
        outdir: web('.'),
        splitting: chunks.length > 0,
        chunkNames: '[name]',
        absWorkingDir: root,
        bundle: true,
        format: 'esm',
        target: 'es2022',
        minify: true,
        legalComments: 'none',
        charset: 'utf8',
        plugins,
        logLevel: 'warning',
      });
    },
  };
}

// The page's files that are served as they are.
function pageFiles() {
  const inputs = filesBelow(['web/page'], (file) => !pageSource(file));
  const copies = inputs.map((file) => ({ from: file, to: web(basename(file)) }));
  return {
    name: 'page',
    inputs,
    outputs: copies.map(({ to }) => to),
    async run() {
      if (inputs.length === 0) throw new UserError('web/page holds no files.');
      mkdirSync(web('.'), { recursive: true });
      for (const { from, to } of copies) copyFileSync(from, to);
    },
  };
}

function goProgram(name, ...more) {
  return {
    name,
    inputs: goFiles('core', `scripts/${name}`, ...more),
    settings: ask('go', ['env', 'GOVERSION']),
    outputs: [program(name)],
    run: () => must('go', ['build', '-trimpath', '-buildvcs=false', '-o', program(name), `./scripts/${name}`]),
  };
}

export async function must(command, args, env) {
  const { code, output } = await run(command, args, { env });
  if (code !== 0) throw new UserError(`${basename(command)} ${args.join(' ')}\nfailed:\n\n${output}`);
}
