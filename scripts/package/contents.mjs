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
    sideEffects: ['./dist/hash.js', './dist/partway.global.js'],
    exports: {
      '.': entry('partway', 'index', true),
      './element': entry('element', 'element/index'),
      './sign': entry('sign', 'sign', true),
      ...Object.fromEntries(
        ['partway.wasm', 'partway-nokeys.wasm', 'hash.js', 'partway.global.js'].map((file) => [
          `./${file}`,
          `./dist/${file}`,
        ]),
      ),
      './package.json': './package.json',
    },
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
  'resuming.js',
  'hash.js',
  'element.js',
  'zh.js',
  'sign.js',
  'partway.wasm',
  'partway.wasm.js',
  'partway-nokeys.wasm',
  'partway-nokeys.wasm.js',
];

/** Files and folders of the repository that the package holds at the same place. */
export const texts = ['README.md', 'web/README.zh-CN.md', 'web/CHANGELOG.md', 'web/docs', 'LICENSE'];

export const declared = ['index.d.ts', 'sign.d.ts', 'element/index.d.ts'];
