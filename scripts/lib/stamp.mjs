// Skips work whose inputs did not change. A stamp is a file that holds the hash
// of everything a product was made from; it is written last, so a product
// without its stamp is made again.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './paths.mjs';

// All files below the given files and folders (relative to the root) that
// `keep` accepts, sorted; node_modules holds none of ours. A path that does not exist holds no files.
/** @param {string[]} paths @param {(file: string) => unknown} keep */
export function filesBelow(paths, keep = () => true) {
  const found = [];
  const visit = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules') visit(child);
      else if (entry.isFile() && keep(child)) found.push(child);
    }
  };
  for (const path of paths.map((name) => join(root, name))) {
    if (!existsSync(path)) continue;
    try {
      visit(path);
    } catch (error) {
      if (error.code !== 'ENOTDIR') throw error;
      found.push(path);
    }
  }
  return found.sort();
}

const goSource = (file) => (file.endsWith('.go') && !file.endsWith('_test.go')) || file.endsWith('.json');

// What a Go program in these folders is made from.
export const goFiles = (...folders) => [...filesBelow(folders, goSource), ...filesBelow(['go.mod', 'go.sum'])];

// The hash of files' names and bytes and of some extra strings.
export function hashOf(files, ...extra) {
  const hash = createHash('sha256');
  const add = (bytes) => hash.update(`${bytes.length}:`).update(bytes);
  for (const text of extra) add(Buffer.from(text));
  for (const file of files) {
    add(Buffer.from(relative(root, file)));
    add(readFileSync(file));
  }
  return hash.digest('hex');
}

export function isFresh(stamp, hash, products = []) {
  return products.every((file) => existsSync(file)) && readIfThere(stamp) === hash;
}

export function writeStamp(stamp, hash) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
