// What the peers need beside the product: npm packages and a program, of
// versions that the lock files in this folder hold. Installed on first use.
import { UserError, say } from '../../lib/log.mjs';
import { npmFailure } from '../../lib/npm.mjs';
import { inRoot } from '../../lib/paths.mjs';
import { run, tail } from '../../lib/run.mjs';
import { hashOf, isFresh, writeStamp } from '../../lib/stamp.mjs';

const folder = inRoot('scripts', 'peers');
const stamp = inRoot('scripts', 'peers', 'node_modules', '.partway-stamp');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

export async function installPackages() {
  const hash = hashOf(['package.json', 'package-lock.json'].map((name) => inRoot('scripts', 'peers', name)));
  if (isFresh(stamp, hash)) return;
  say("installing the vendors' JavaScript SDKs (npm ci in scripts/peers)");
  // No package here needs its install script.
  const { code, output } = await run(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  if (code !== 0) throw new UserError(`The SDKs are missing. Install them with\n\n    npm ci --ignore-scripts --prefix scripts/peers\n\n${npmFailure(output)}`);
  writeStamp(stamp, hash);
}

/** Builds versitygw; Go's own cache makes that quick from the second time on. Gives its path. */
export async function buildGateway() {
  const program = inRoot('build', 'bin', process.platform === 'win32' ? 'versitygw.exe' : 'versitygw');
  const args = ['build', '-trimpath', '-buildvcs=false', '-o', program, 'github.com/versity/versitygw/cmd/versitygw'];
  say('building versitygw, a real S3 server (minutes the first time)');
  const { code, output } = await run('go', args, { cwd: inRoot('scripts', 'peers', 'versitygw') });
  if (code !== 0) throw new UserError(`versitygw is missing. Build it with\n\n    cd scripts/peers/versitygw && go ${args.join(' ')}\n\n${tail(output)}`);
  return program;
}
