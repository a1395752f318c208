// The bytes a browser loads: raw, and as the usual servers compress them.
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { UserError } from './log.mjs';
import { inRoot } from './paths.mjs';

// What a page loads to upload, by who holds the keys.
export const withSigner = ['partway.js', 'partway-nokeys.wasm', 'hash.js'];
export const withKeys = ['partway.js', 'keysession.js', 'partway.wasm', 'hash.js'];

export const limit = 24 * 1024; // brotli; the size step fails above it
export const aim = 15 * 1024;

// Prints the sizes of what was built. Throws if they are over the limit.
export function checkSizes() {
  show('what a page with keys of its own loads', withKeys);
  const total = show('what a page with a signer loads', withSigner);
  show('<partway-upload> beside that; zh.js for Chinese only', ['element.js', 'zh.js']);
  console.log(`a page with a signer: ${judge(total)}\n`);
}

// Prints the table of some built files and returns their total in brotli.
function show(title, names) {
  const rows = measureFiles(names.map((name) => ({ name, path: inRoot('build', 'web', name) })));
  console.log(`\n${title}, bytes:\n\n${table(rows)}\n`);
  return rows.at(-1).brotli;
}

// Measures bytes: gzip -9 and brotli -q 11.
export function measure(bytes) {
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli.length };
}

/** Of several files together. */
export const sizeOf = (paths) => measureFiles(paths.map((path) => ({ name: path, path }))).at(-1);

// One row per file, { name, path } in, and the total as the last row.
export function measureFiles(files) {
  const rows = files.map(({ name, path }) => {
    if (!existsSync(path)) throw new UserError(`${path} is missing; run npm run build.`);
    const bytes = readFileSync(path);
    if (bytes.length === 0) throw new UserError(`${path} is empty.`);
    return { name, ...measure(bytes) };
  });
  const sum = (column) => rows.reduce((total, row) => total + row[column], 0);
  return [...rows, { name: 'total', raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') }];
}

export function table(rows) {
  const columns = ['raw', 'gzip', 'brotli'];
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = (name, cells) => name.padEnd(width) + cells.map((cell) => String(cell).padStart(10)).join('');
  return [
    line('', columns),
    ...rows.map((row) =>
      line(
        row.name,
        columns.map((column) => row[column].toLocaleString('en')),
      ),
    ),
  ].join('\n');
}

// Throws if the total is over the limit; else says how far the aim is.
export function judge(total) {
  const text = `${total.toLocaleString('en')} bytes of brotli`;
  if (total > limit) throw new UserError(`${text} are over the limit of ${limit.toLocaleString('en')}.`);
  const distance = total > aim ? `${(total - aim).toLocaleString('en')} above the aim` : 'within the aim';
  return `${text}; limit ${limit.toLocaleString('en')}; ${distance} of ${aim.toLocaleString('en')}`;
}
