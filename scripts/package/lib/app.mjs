// A folder outside of the repository with the package installed from its tarball, as anybody's app has it.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from '../../lib/npm.mjs';
import { inRoot } from '../../lib/paths.mjs';
import { must } from '../../lib/run.mjs';

export async function installedApp(tarball = process.env.PARTWAY_TARBALL) {
  const folder = mkdtempSync(join(tmpdir(), 'partway-app-'));
  cpSync(inRoot('scripts/package/apps'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "app", "private": true, "type": "module" }\n');
  await must(npm, [
    'install',
    tarball,
    '--prefix',
    folder,
    '--offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  return {
    folder,
    inside: join(folder, 'node_modules', 'partway'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
