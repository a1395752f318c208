// What the build makes for Node: the package's tests helper with the local store as WebAssembly, and its command.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { bundleReadable } from './bundle.mjs';
import { inRoot } from './paths.mjs';
import { ask, must } from './run.mjs';
import { filesBelow, goFiles } from './stamp.mjs';

const made = (name) => inRoot('build', 'node', name);

export function nodeProducts() {
  return [
    storeModule(),
    script('testing.js', 'web/node/testing/index.ts'),
    hostScript(),
    script('cli.js', 'web/node/cli/main.ts'),
  ];
}

// The local store by standard Go, for any system that Node runs on. Measured against a ready program for each system, as
// esbuild has them: 2.6 MB once instead of 4 MB for each of six; starts in 0.3 s instead of 0.05; takes 100 MiB a second
// instead of 150. One file that a test can begin in a thread of its own, and that needs no optional package, wins.
function storeModule() {
  const output = made('store/store.wasm.br');
  return {
    name: 'store.wasm',
    inputs: goFiles('core', 'scripts/internal', 'scripts/store'),
    settings: ask('go', ['env', 'GOVERSION']),
    outputs: [output],
    async run() {
      mkdirSync(dirname(output), { recursive: true });
      const raw = made('store/store.wasm.unpacked');
      const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
      await must('go', ['build', ...flags, '-o', raw, './scripts/store'], { GOOS: 'js', GOARCH: 'wasm' });
      // The best quality takes half a minute and saves a tenth more.
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 };
      writeFileSync(output, brotliCompressSync(readFileSync(raw), { params }));
      rmSync(raw);
    },
  };
}

// The thread of the store, with Go's own glue beside it.
function hostScript() {
  const product = script('store/host.js', 'web/node/testing/host.ts');
  const glue = made('store/wasm_exec.js');
  return {
    ...product,
    outputs: [...product.outputs, glue],
    async run() {
      await product.run();
      copyFileSync(join(ask('go', ['env', 'GOROOT']), 'lib', 'wasm', 'wasm_exec.js'), glue);
    },
  };
}

// Scripts for Node are not made smaller: nobody downloads them to see a page, and whoever debugs can read them.
function script(name, entry) {
  const output = made(name);
  return {
    name: `node ${name}`,
    inputs: filesBelow(['web/node', 'web/src', 'package.json', 'package-lock.json', 'scripts/lib/bundle.mjs']),
    settings: entry,
    outputs: [output],
    async run() {
      const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
      const code = await bundleReadable({
        entry: inRoot(entry),
        outside: ['./wasm_exec.js', /\.wasm$/],
        banner: name === 'cli.js' ? '#!/usr/bin/env node' : '',
        define: { PARTWAY_VERSION: JSON.stringify(version) },
      });
      mkdirSync(dirname(output), { recursive: true });
      writeFileSync(output, code);
    },
  };
}
