// Builds the Worker twice: with TinyGo what is shipped, with Go what the same
// tests run on as well. Apart from `npm run build`, because TinyGo takes a
// minute for it and a page needs none of it.
//
//   node scripts/worker/build.mjs
import { renameSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { make } from '../build.mjs';
import { locked } from '../lib/lock.mjs';
import { main, say } from '../lib/log.mjs';
import { inRoot } from '../lib/paths.mjs';
import { ask, must } from '../lib/run.mjs';
import { goFiles } from '../lib/stamp.mjs';
import { setup } from '../setup.mjs';
import { workerTinygo } from '../lib/tinygo.mjs';

export const builds = { tinygo: inRoot('build', 'worker'), go: inRoot('build', 'worker-go') };

export function buildWorker() {
  return locked(async () => {
    await make(withGo());
    await make(withTinygo());
  });
}

/** What is shipped, without the build that only the tests need. */
export function buildShippedWorker() {
  return locked(() => make(withTinygo()));
}

const inputs = () => goFiles('core', 'wasm/worker');
/** The module, and the JavaScript around it. */
export const workerFiles = ['app.wasm', 'worker.mjs', 'wasm_exec.js', 'runtime.mjs'];

const outputs = (folder) => workerFiles.map((name) => `${folder}/${name}`);

function withGo() {
  const flags = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w'];
  return {
    name: 'worker with Go',
    inputs: inputs(),
    settings: `${ask('go', ['env', 'GOVERSION'])} ${flags.join(' ')}`,
    outputs: outputs(builds.go),
    async run() {
      await assets('go', builds.go);
      await must('go', ['build', ...flags, '-o', `${builds.go}/app.wasm`, './wasm/worker'], {
        GOOS: 'js',
        GOARCH: 'wasm',
      });
    },
  };
}

function withTinygo() {
  const { program, env, name } = workerTinygo();
  // -gc=leaking: an instance serves one request and is thrown away.
  // -opt=2 is a fifth larger than -opt=z, and its requests take a fifth less time. Without -panic=trap it were a fifth
  // larger still; a panic ends the instance and its request either way.
  const flags = ['-opt=2', '-gc=leaking', '-panic=trap', '-no-debug'];
  return {
    name: 'worker with TinyGo',
    inputs: inputs(),
    settings: `${name} ${ask('go', ['env', 'GOVERSION'])} ${flags.join(' ')}`,
    outputs: outputs(builds.tinygo),
    async run() {
      await assets('tinygo', builds.tinygo);
      const raw = `${builds.tinygo}/unfinished.wasm`;
      await must(
        program,
        ['build', ...flags, '-target', inRoot('wasm/worker/worker.json'), '-o', raw, './wasm/worker'],
        env,
      );
      renameSync(raw, `${builds.tinygo}/app.wasm`);
    },
  };
}

// The JavaScript around the module. It empties the folder.
const assets = (mode, folder) => must('go', ['tool', 'workers-assets-gen', `-mode=${mode}`, '-o', folder]);

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(async () => {
    await setup({ worker: true });
    await buildWorker();
    say('worker: everything is up to date');
  });
}
