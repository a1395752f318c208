// What the peers need beside the product: npm packages and a program, of
// versions that the lock files in this folder hold. Installed on first use.
import { UserError, say } from '../../lib/log.mjs';
import { installFolder } from '../../lib/npm.mjs';
import { inRoot } from '../../lib/paths.mjs';
import { run, tail } from '../../lib/run.mjs';

export const installPackages = () => installFolder('scripts/peers', "the vendors' JavaScript SDKs");

/** Builds versitygw; Go's own cache makes that quick from the second time on. Gives its path. */
export async function buildGateway() {
  const program = inRoot('build', 'bin', process.platform === 'win32' ? 'versitygw.exe' : 'versitygw');
  const args = ['build', '-trimpath', '-buildvcs=false', '-o', program, 'github.com/versity/versitygw/cmd/versitygw'];
  say('building versitygw, a real S3 server (minutes the first time)');
  const { code, output } = await run('go', args, { cwd: inRoot('scripts', 'peers', 'versitygw') });
  if (code !== 0)
    throw new UserError(
      `versitygw is missing. Build it with\n\n    cd scripts/peers/versitygw && go ${args.join(' ')}\n\n${tail(output)}`,
    );
  return program;
}
