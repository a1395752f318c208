import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, missingMessage } from '../lib/plan.mjs';
import { versions } from '../versions.mjs';

// A Debian machine with Go, Node and npm, root at the keyboard, and no more.
const fresh = {
  platform: 'linux',
  arch: 'x64',
  debian: true,
  admin: 'root',
  node: '20.20.2',
  npm: true,
  go: '1.26.8',
  tinygo: false,
  tinygoBuilt: false,
  llvm: false,
  wasmOpt: null,
  chromium: null,
  wasiLibc: false,
  npmFresh: false,
};
const ready = {
  ...fresh,
  tinygoBuilt: true,
  llvm: true,
  wasmOpt: '108',
  chromium: '/usr/bin/chromium',
  wasiLibc: true,
  npmFresh: true,
};
const { tinygo, wasmOpt, chromium } = versions.debian;
const pinned = `TinyGo ${versions.tinygo}, or another that the variable TINYGO names`;
const nothing = { packages: [], npm: false, tinygo: false };

for (const { name, facts, browser = true, worker = false, want } of [
  {
    name: 'fresh, for the Worker',
    facts: { ...ready, wasiLibc: false },
    worker: true,
    want: { ...nothing, packages: versions.debian.worker },
  },
  { name: 'second time, for the Worker', facts: ready, worker: true, want: nothing },
  {
    name: 'fresh, for the tests',
    facts: fresh,
    want: { packages: [...tinygo, ...wasmOpt, ...chromium], npm: true, tinygo: true },
  },
  {
    name: 'fresh, for start',
    facts: fresh,
    browser: false,
    want: { packages: [...tinygo, ...wasmOpt], npm: true, tinygo: true },
  },
  {
    name: 'fresh, with sudo',
    facts: { ...fresh, admin: 'sudo' },
    want: { packages: [...tinygo, ...wasmOpt, ...chromium], npm: true, tinygo: true },
  },
  { name: 'second time', facts: ready, want: nothing },
  { name: 'second time, without root', facts: { ...ready, admin: null }, want: nothing },
  { name: 'second time, not Debian', facts: { ...ready, debian: false, admin: null }, want: nothing },
  { name: 'the lock file changed', facts: { ...ready, npmFresh: false }, want: { ...nothing, npm: true } },
  { name: 'the pinned TinyGo changed', facts: { ...ready, tinygoBuilt: false }, want: { ...nothing, tinygo: true } },
  { name: 'wasm-opt is too old', facts: { ...ready, wasmOpt: '101' }, want: { ...nothing, packages: wasmOpt } },
  { name: 'LLVM was removed', facts: { ...ready, llvm: false }, want: { ...nothing, packages: tinygo } },
  {
    name: 'a TinyGo that is there already needs no LLVM',
    facts: { ...fresh, tinygo: true, wasmOpt: '102', admin: null, chromium: '/x' },
    want: { packages: [], npm: true, tinygo: false },
  },
  {
    name: 'a TinyGo that is there already brings no wasm-opt',
    facts: { ...fresh, tinygo: true, chromium: '/x' },
    want: { packages: ['binaryen'], npm: true, tinygo: false },
  },
  {
    name: 'macOS with everything',
    facts: { ...ready, platform: 'darwin', debian: false, llvm: false, tinygo: true },
    want: nothing,
  },
]) {
  test(`decides: ${name}`, () => assert.deepEqual(decide(facts, { browser, worker }), want));
}

for (const { name, facts, browser = true, want } of [
  {
    name: 'Debian without root',
    facts: { ...fresh, admin: null },
    want: [
      [pinned, `su -c "apt-get update && apt-get install -y --no-install-recommends ${tinygo.join(' ')}"`],
      ['wasm-opt 102 or newer', 'su -c "apt-get update && apt-get install -y --no-install-recommends binaryen"'],
      ['Chromium', 'su -c "apt-get update && apt-get install -y --no-install-recommends chromium"'],
    ],
  },
  {
    name: 'macOS',
    facts: { ...fresh, platform: 'darwin', debian: false, admin: 'sudo' },
    want: [
      [pinned, 'brew tap tinygo-org/tools && brew install tinygo'],
      ['wasm-opt 102 or newer', 'brew install binaryen'],
      ['Chromium', 'brew install --cask google-chrome'],
    ],
  },
  {
    name: 'Windows',
    facts: { ...fresh, platform: 'win32', debian: false, admin: null },
    browser: false,
    want: [
      [pinned, 'scoop install tinygo'],
      ['wasm-opt 102 or newer', 'scoop install binaryen'],
    ],
  },
  {
    name: 'another Linux on ARM, even as root',
    facts: { ...fresh, debian: false, arch: 'arm64' },
    browser: false,
    want: [
      [
        pinned,
        'curl -L https://github.com/tinygo-org/tinygo/releases/download/v0.41.0/tinygo0.41.0.linux-arm64.tar.gz' +
          ' | sudo tar -xz -C /usr/local && export PATH=$PATH:/usr/local/tinygo/bin',
      ],
      ['wasm-opt 102 or newer', 'install binaryen with your package manager'],
    ],
  },
  {
    name: 'no Go, old Node',
    facts: { ...ready, go: null, node: '18.19.0' },
    want: [
      ['Node 20.19.0 or newer (this is 18.19.0)', 'https://nodejs.org/en/download'],
      ['Go 1.26 or newer', 'https://go.dev/doc/install'],
    ],
  },
  {
    name: 'old Go on macOS',
    facts: { ...ready, go: '1.22.1', platform: 'darwin' },
    want: [['Go 1.26 or newer (this is 1.22.1)', 'brew install go']],
  },
]) {
  test(`names what is missing: ${name}`, () => {
    const { missing, ...rest } = decide(facts, { browser });
    assert.deepEqual(
      missing.map(({ tool, command }) => [tool, command]),
      want,
    );
    assert.deepEqual(rest, {}, 'nothing to do beside it');
    const message = missingMessage(missing);
    for (const text of want.flat()) assert.ok(message.includes(text), text);
    assert.ok(message.includes('Nothing was changed.'));
  });
}
