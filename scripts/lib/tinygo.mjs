// TinyGo: the pinned version, from PATH or built here from scripts/tinygo/go.mod, or what the variable TINYGO names.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { versions } from '../versions.mjs';
import { UserError, say } from './log.mjs';
import { inRoot, tools } from './paths.mjs';
import { ask, run, tail } from './run.mjs';
import { hashOf } from './stamp.mjs';
import { isExecutable, which } from './which.mjs';

const module = inRoot('scripts', 'tinygo');
const goEnv = { GOFLAGS: '-mod=readonly -buildvcs=false', GOWORK: 'off' };

// Where the pinned TinyGo is, or will be. It keeps its version and the hash of
// its sources' checksums in its name, so another version is another folder.
export const builtTinygo = (() => {
  const key = hashOf([join(module, 'go.sum')]).slice(0, 12);
  const folder = join(tools, `tinygo-${versions.tinygo}-llvm${versions.llvm}-${key}`);
  return { folder, program: join(folder, 'bin', 'tinygo') };
})();

// The TinyGo that is on this machine already: { program, name }, or null. Another version makes another module, whose
// size and behaviour nobody has tested; so it is used only if somebody asks for it.
export function foundTinygo({ TINYGO, PATH } = process.env) {
  if (TINYGO) {
    const name = isExecutable(TINYGO) && ask(TINYGO, ['version']);
    if (!name) throw new UserError(`TINYGO is ${TINYGO}, which is not TinyGo's program.`);
    return { program: TINYGO, name };
  }
  const program = which('tinygo', PATH);
  const name = program && ask(program, ['version']);
  return name?.match(/version ([^ ]+)/)?.[1] === versions.tinygo ? { program, name } : null;
}

// The TinyGo to use: { program, env, name }, where name tells versions apart.
export function tinygo() {
  const found = foundTinygo();
  if (found) return { ...found, env: {} };
  if (!isExecutable(builtTinygo.program)) throw new UserError('TinyGo is not set up yet: run `npm start`.');
  return { program: builtTinygo.program, env: { TINYGOROOT: builtTinygo.folder }, name: builtTinygo.folder };
}

// Builds the pinned TinyGo into .tools. It appears there only whole.
export async function buildTinygo() {
  say(`building TinyGo ${versions.tinygo} against LLVM ${versions.llvm}; takes about a minute, once`);
  const half = join(tools, `unfinished-${process.pid}`);
  mkdirSync(join(half, 'bin'), { recursive: true });
  try {
    await compile(join(half, 'bin', 'tinygo'));
    copySources(half);
    rmSync(builtTinygo.folder, { recursive: true, force: true });
    renameSync(half, builtTinygo.folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

async function compile(program) {
  const clang = { CGO_ENABLED: '1', CC: `clang-${versions.llvm}`, CXX: `clang++-${versions.llvm}` };
  const { code, output } = await run(
    'go',
    [
      'build',
      '-tags',
      `llvm${versions.llvm}`,
      '-trimpath',
      '-ldflags=-s -w',
      '-o',
      program,
      'github.com/tinygo-org/tinygo',
    ],
    { cwd: module, env: { ...goEnv, ...clang } },
  );
  if (code !== 0) throw new UserError(goFailure(output));
}

// TinyGo reads its runtime's sources and its targets from TINYGOROOT.
function copySources(root) {
  const sources = ask('go', ['-C', module, 'list', '-m', '-f', '{{.Dir}}', 'github.com/tinygo-org/tinygo'], goEnv);
  if (!sources || !existsSync(sources)) throw new UserError('Go does not say where the sources of TinyGo are.');
  for (const folder of ['src', 'targets']) cpSync(join(sources, folder), join(root, folder), { recursive: true });
  // The module cache is read-only, and so is a copy of it.
  ask('chmod', ['-R', 'u+w', root]);
  // A submodule of TinyGo's, empty in the module; TinyGo insists on its folder.
  mkdirSync(join(root, 'src', 'net'), { recursive: true });
}

// The libraries that the Worker is linked with, and their names in its root.
export const workerLibraries = [
  { from: '/usr/lib/wasm32-wasi/libc.a', name: 'libc.a' },
  {
    from: `/usr/lib/llvm-${versions.llvm}/lib/clang/${versions.llvm}/lib/wasi/libclang_rt.builtins-wasm32.a`,
    name: 'builtins.a',
  },
];

// TinyGo for the Worker, with libraries to link and wasm/worker/http for its
// net/http: a root of its own. { program, env, name } as above.
export function workerTinygo() {
  const { program, env } = tinygo();
  const base = env.TINYGOROOT ?? ask(program, ['env', 'TINYGOROOT']);
  const go = ask('go', ['env', 'GOROOT']);
  const http = [
    inRoot('wasm', 'worker', 'http', 'http.go'),
    ...['status.go', 'method.go'].map((name) => join(go, 'src', 'net', 'http', name)),
  ];
  const folder = join(tools, `worker-${hashOf(http, base).slice(0, 12)}`);
  if (!existsSync(folder)) makeWorkerRoot(folder, base, http);
  return { program, env: { TINYGOROOT: folder }, name: folder };
}

// TinyGo for the debug build, in a root of its own: there a module hands what it prints, a panic's text above all, to
// its import debug.putchar. TinyGo's own runtime for pages throws it away. { program, env, name } as above.
export function debugTinygo() {
  const { program, env } = tinygo();
  const base = env.TINYGOROOT ?? ask(program, ['env', 'TINYGOROOT']);
  const folder = join(tools, `debug-${hashOf([], base, printing).slice(0, 12)}`);
  if (!existsSync(folder)) {
    makeRoot(folder, base, (half) => {
      const file = join(half, 'src', 'runtime', 'runtime_tinygowasm_unknown.go');
      const text = readFileSync(file, 'utf8');
      if (!text.includes(silent))
        throw new UserError(`${file} is not as this set-up expects it: putchar does something.`);
      writeFileSync(file, text.replace(silent, printing));
    });
  }
  return { program, env: { TINYGOROOT: folder }, name: folder };
}

const silent = 'func putchar(c byte) {\n}\n';
const printing = `//go:wasmimport debug putchar
func debugPutchar(c uint32)

func putchar(c byte) { debugPutchar(uint32(c)) }
`;

function makeWorkerRoot(folder, base, http) {
  makeRoot(folder, base, (half) => {
    const net = join(half, 'src', 'net');
    rmSync(net, { recursive: true, force: true });
    mkdirSync(join(net, 'http'), { recursive: true });
    for (const file of http) cpSync(file, join(net, 'http', basename(file)), { dereference: true });
    mkdirSync(join(half, 'lib', 'worker'), { recursive: true });
    for (const { from, name } of workerLibraries)
      cpSync(from, join(half, 'lib', 'worker', name), { dereference: true });
  });
}

// A copy of TinyGo's root that `change` changes. It appears only whole; TinyGo takes no links in it.
function makeRoot(folder, base, change) {
  const half = `${folder}-unfinished-${process.pid}`;
  try {
    for (const name of ['src', 'targets']) cpSync(join(base, name), join(half, name), { recursive: true });
    change(half);
    renameSync(half, folder);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}

export function goFailure(output) {
  const offline = /no such host|dial tcp|connection refused|i\/o timeout|network is unreachable/.test(output);
  const cause = offline
    ? 'The Go module proxy cannot be reached. Check the network (`go env GOPROXY`) and run the same command again.'
    : 'TinyGo could not be built.';
  return `${cause}\n\n${tail(output)}`;
}
