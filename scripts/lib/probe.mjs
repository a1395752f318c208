// Finds out what the machine has: the facts for lib/plan.mjs. Changes nothing.
import { existsSync, readFileSync } from 'node:fs';
import { versions } from '../versions.mjs';
import { isFresh } from './stamp.mjs';
import { npmHash, npmStamp } from './npm.mjs';
import { ask } from './run.mjs';
import { builtTinygo, foundTinygo, workerLibraries } from './tinygo.mjs';
import { isExecutable, which } from './which.mjs';
import { UserError } from './log.mjs';

export function probe() {
  return {
    platform: process.platform,
    arch: process.arch,
    debian: isDebian(),
    admin: admin(),
    node: process.versions.node,
    npm: which('npm') !== null,
    go: goVersion(),
    tinygo: foundTinygo() !== null,
    tinygoBuilt: isExecutable(builtTinygo.program),
    llvm: hasLLVM(versions.llvm),
    wasmOpt: wasmOptVersion(),
    chromium: findChromium(),
    wasiLibc: workerLibraries.every(({ from }) => existsSync(from)),
    npmFresh: isFresh(npmStamp, npmHash()),
  };
}

function isDebian() {
  if (process.platform !== 'linux' || !which('apt-get') || !existsSync('/etc/os-release')) return false;
  return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

// sudo counts if it asks for no password or somebody is there to type it.
function admin() {
  if (process.getuid?.() === 0) return 'root';
  if (!which('sudo')) return null;
  return process.stdin.isTTY || ask('sudo', ['-n', 'true']) !== null ? 'sudo' : null;
}

function goVersion() {
  return which('go') && (ask('go', ['env', 'GOVERSION'])?.match(/go([\d.]+)/)?.[1] ?? null);
}

function wasmOptVersion() {
  return which('wasm-opt') && (ask('wasm-opt', ['--version'])?.match(/version (\d+)/)?.[1] ?? null);
}

function hasLLVM(version) {
  const programs = [`llvm-config-${version}`, `clang-${version}`, `wasm-ld-${version}`];
  const headers = ['llvm-c/Core.h', 'clang-c/Index.h'].map((name) => `/usr/lib/llvm-${version}/include/${name}`);
  return programs.every((name) => which(name)) && headers.every((file) => existsSync(file));
}

// The browser for the tests: CHROME_PATH, or the first one found.
export function findChromium() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!isExecutable(chosen)) throw new UserError(`CHROME_PATH is ${chosen}, which is not a program.`);
    return chosen;
  }
  const mac = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];
  const candidates = [
    ...['chromium', 'chromium-browser', 'google-chrome', 'chrome'].map((name) => which(name)),
    ...mac.map((path) => `/Applications/${path}`),
  ];
  return candidates.find((path) => path && isExecutable(path)) ?? null;
}
