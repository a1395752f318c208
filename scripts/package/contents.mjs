// What the package says of itself. Name, version and the like are those of the repository.
import { readFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';

/** In workerd bytes are never compiled: the scripts of this condition import the module as workerd has it. */
const entry = (name, types, workerd) => ({
  types: `./types/${types}.d.ts`,
  ...(workerd && { workerd: `./dist/workerd/${name}.js` }),
  default: `./dist/${name}.js`,
});

export function manifest() {
  const { name, version, description, license, engines, homepage, repository, bugs } = JSON.parse(
    readFileSync(inRoot('package.json'), 'utf8'),
  );
  return {
    name,
    version,
    description,
    license,
    homepage,
    repository,
    bugs,
    engines,
    keywords: ['upload', 'multipart', 'resumable', 's3', 'oss', 'cos', 'presigned', 'web component', 'webassembly'],
    type: 'module',
    sideEffects: ['./dist/worker/*', './dist/hash.js', './dist/partway.global.js'],
    exports: {
      '.': entry('partway', 'index', true),
      './element': entry('element', 'element/index'),
      './sign': entry('sign', 'sign', true),
      './testing': entry('testing', 'testing/index'),
      './worker': { types: './types/worker.d.ts', default: './dist/worker/worker.mjs' },
      ...Object.fromEntries(
        ['partway.wasm', 'partway-nokeys.wasm', 'hash.js', 'partway.global.js'].map((file) => [
          `./${file}`,
          `./dist/${file}`,
        ]),
      ),
      './package.json': './package.json',
    },
    bin: { [name]: './dist/cli.js' },
    types: './types/index.d.ts',
    unpkg: './dist/partway.global.js',
    jsdelivr: './dist/partway.global.js',
  };
}

/** What the build has made that the package holds as it is. */
export const scripts = [
  'partway.js',
  'keysession.js',
  'pagehash.js',
  'sharedhasher.js',
  'durable.js',
  'resuming.js',
  'wrongoption.js',
  'hash.js',
  'element.js',
  'zh.js',
  'sign.js',
  'partway.wasm',
  'partway.wasm.js',
  'partway-nokeys.wasm',
  'partway-nokeys.wasm.js',
];

/** What Node runs: the command, and the local store for tests. */
export const nodeFiles = ['cli.js', 'testing.js', 'store/host.js', 'store/wasm_exec.js', 'store/store.wasm.br'];

/** Files and folders of the repository that the package holds at the same place. */
export const texts = ['README.md', 'web/README.zh-CN.md', 'web/CHANGELOG.md', 'web/docs', 'LICENSE'];

/** Declarations of the entries, by the folder that their sources stand in. */
export const declared = {
  'web/src': ['index.d.ts', 'sign.d.ts', 'element/index.d.ts'],
  'web/node': ['testing/index.d.ts', 'worker.d.ts'],
};
