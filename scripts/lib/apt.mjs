// Installs Debian packages.
import { setTimeout as wait } from 'node:timers/promises';
import { UserError, say } from './log.mjs';
import { run, tail } from './run.mjs';

const lockWaitMs = 10 * 60_000;
const lockPollMs = 5_000;

export async function installPackages(packages, admin) {
  say(`installing Debian packages: ${packages.join(' ')}`);
  // A failed update is no failure yet: the lists may be recent enough.
  const update = await apt(admin, ['update', '-q']);
  const { code, output } = await apt(admin, ['install', '-q', '-y', '--no-install-recommends', ...packages]);
  if (code !== 0) throw new UserError(aptFailure(packages, update.output + output));
}

async function apt(admin, args) {
  const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', 'apt-get', ...args];
  if (admin === 'sudo') command.unshift('sudo');
  const deadline = performance.now() + lockWaitMs;
  for (let told = false; ; ) {
    const result = await run(command[0], command.slice(1));
    if (result.code === 0 || !isLocked(result.output) || performance.now() > deadline) return result;
    if (!told) say('another program is installing packages; waiting for it to end');
    told = true;
    await wait(lockPollMs);
  }
}

// Whether another apt or dpkg holds the lock.
export function isLocked(output) {
  return /Could not get lock|Unable to (acquire|lock)/.test(output);
}

export function aptFailure(packages, output) {
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  let cause = 'apt-get could not install what is missing.';
  if (isLocked(output)) cause = 'Another program has been installing packages for ten minutes.';
  else if (
    /Temporary failure resolving|Could not connect|Could not resolve|Network is unreachable|Connection timed out/.test(
      output,
    )
  ) {
    cause = 'The Debian package servers cannot be reached. Check the network.';
  }
  return `${cause}\nThe command was, as root:\n\n  ${command}\n\n${tail(output)}`;
}
