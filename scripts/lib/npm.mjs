// Installs the npm packages package-lock.json names.
import { inRoot } from './paths.mjs';
import { UserError, say } from './log.mjs';
import { run, tail } from './run.mjs';
import { hashOf, writeStamp } from './stamp.mjs';

// Inside node_modules, so that npm ci deletes it first and an interrupted
// install is not taken for a finished one.
export const npmStamp = inRoot('node_modules', '.partway-stamp');

export function npmHash() {
  return hashOf([inRoot('package.json'), inRoot('package-lock.json')], process.platform, process.arch);
}

// Install scripts are not run: no package here needs its own.
export async function installNpm() {
  say('installing the npm packages (npm ci)');
  const { code, output } = await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', [
    'ci', '--ignore-scripts', '--prefer-offline', '--fetch-retries=1', '--fetch-retry-mintimeout=2000',
    '--no-audit', '--no-fund', '--loglevel=error',
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
