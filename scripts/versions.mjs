// The versions of the tools that build and test this project. package.json,
// go.mod, scripts/tinygo/go.mod and scripts/tools/go.mod have to repeat some of
// them; versions.test.mjs fails when a copy differs. Versions of Go libraries
// stand in go.mod only, those of the vendors' SDKs and of versitygw in the
// files of scripts/peers.

export const versions = {
  go: '1.26', // at least
  node: '20.19.0', // at least: Vite's, which tests the package; all else runs on older ones

  tinygo: '0.41.0', // exactly: on PATH, or built by the set-up from scripts/tinygo/go.mod
  llvm: 19, // what TinyGo is built against
  wasmOpt: 102, // at least; TinyGo refuses older ones

  staticcheck: '0.8.2', // scripts/tools/go.mod

  // package.json
  npm: {
    '@biomejs/biome': '2.6.8',
    '@types/node': '20.19.43',
    'axe-core': '4.14.1',
    'playwright-core': '1.65.1',
    rolldown: '1.3.3',
    terser: '5.51.4',
    typescript: '7.0.2',
  },

  // scripts/worker/package.json: the last wrangler that runs on our oldest Node.
  // A later one would need a Node of its own, as an npm package.
  wrangler: { version: '4.86.0', node: '20.3.0' },

  // Debian packages, by what needs them. clang also serves as C compiler of cgo.
  debian: {
    tinygo: ['llvm-19-dev', 'libclang-19-dev', 'clang-19', 'lld-19'],
    wasmOpt: ['binaryen'],
    chromium: ['chromium'],
    worker: ['libclang-rt-19-dev-wasm32', 'wasi-libc'], // for TinyGo's target with goos=js
  },
};

// Compares dotted versions number by number; missing numbers count as 0.
export function atLeast(version, wanted) {
  const have = version.split('.').map(Number);
  const want = wanted.split('.').map(Number);
  for (let i = 0; i < want.length; i++) {
    const difference = (have[i] ?? 0) - want[i];
    if (difference !== 0) return difference > 0;
  }
  return true;
}
