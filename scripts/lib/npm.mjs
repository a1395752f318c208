// Installs the npm packages package-lock.json names.
import { locked } from './lock.mjs';
import { inRoot } from './paths.mjs';
import { UserError, say } from './log.mjs';
import { run, tail } from './run.mjs';
import { hashOf, isFresh, writeStamp } from './stamp.mjs';

export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

// Inside node_modules, so that npm ci deletes it first and an interrupted
// install is not taken for a finished one.
export const npmStamp = inRoot('node_modules', '.partway-stamp');

export function npmHash() {
  return hashOf([inRoot('package.json'), inRoot('package-lock.json')], process.platform, process.arch);
}

// Install scripts are not run: no package here needs its own.
export async function installNpm() {
  say('installing the npm packages (npm ci)');
  const { code, output } = await run(npm, [
    'ci',
    '--ignore-scripts',
    '--prefer-offline',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=2000',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  if (code !== 0) throw new UserError(npmFailure(output));
  writeStamp(npmStamp, npmHash());
}

export function npmFailure(output) {
  const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.test(output);
  const cause = offline
    ? 'The npm registry cannot be reached. Check the network (`npm ping`) and run the same command again.'
    : 'npm ci failed.';
  return `${cause}\n\n${tail(output)}`;
}

// Installs the packages of a folder with a package.json of its own, once for
// each state of its lock file. `what` says what they are.
export const installFolder = (folder, what) => locked(() => installIn(folder, what), inRoot(folder));

async function installIn(folder, what) {
  const stamp = inRoot(folder, 'node_modules', '.partway-stamp');
  const hash = hashOf(['package.json', 'package-lock.json'].map((name) => inRoot(folder, name)));
  if (isFresh(stamp, hash)) return;
  say(`installing ${what} (npm ci in ${folder})`);
  // No package here needs its install script.
  const { code, output } = await run(
    npm,
    ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: inRoot(folder) },
  );
  if (code !== 0)
    throw new UserError(
      `Not there: ${what}. Install them with\n\n    npm ci --ignore-scripts --prefix ${folder}\n\n${npmFailure(output)}`,
    );
  writeStamp(stamp, hash);
}
