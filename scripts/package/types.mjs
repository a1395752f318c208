// The declarations of the package: those that its entries lead to, and no others.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { must } from '../lib/run.mjs';
import { inRoot } from '../lib/paths.mjs';

export async function writeTypes(entries, folder) {
  const made = mkdtempSync(join(tmpdir(), 'partway-types-'));
  try {
    await must(process.execPath, [
      inRoot('node_modules/typescript/bin/tsc'),
      '-p',
      inRoot('scripts/package'),
      '--outDir',
      made,
    ]);
    for (const [source, files] of Object.entries(entries)) {
      for (const file of reachable(join(made, source), files)) copy(join(made, source, file), join(folder, file));
    }
  } finally {
    rmSync(made, { recursive: true });
  }
}

const imported = /(?:from |import\()'(\.{1,2}\/[^']+)\.ts'/g;

function reachable(folder, entries) {
  const found = new Set(entries);
  for (const file of found) {
    for (const [, path] of readFileSync(join(folder, file), 'utf8').matchAll(imported))
      found.add(join(dirname(file), `${path}.d.ts`));
  }
  return found;
}

// Outside, a declaration is found by the name of its script.
function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(
    to,
    readFileSync(from, 'utf8').replace(imported, (text) => text.replace(/\.ts'$/, ".js'")),
  );
}
