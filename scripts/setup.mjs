// Installs what is missing on this machine. Uses Node's own modules only, since
// it runs before any package is there.
//
//   node scripts/setup.mjs [--browser] [--worker]
//
//   --browser   also what the tests need
//   --worker    also what the Worker is built with
import { pathToFileURL } from 'node:url';
import { installPackages } from './lib/apt.mjs';
import { locked } from './lib/lock.mjs';
import { UserError, main, say } from './lib/log.mjs';
import { installNpm } from './lib/npm.mjs';
import { decide, missingMessage } from './lib/plan.mjs';
import { probe } from './lib/probe.mjs';
import { buildTinygo } from './lib/tinygo.mjs';

export function setup({ browser = false, worker = false } = {}) {
  return locked(async () => {
    const facts = probe();
    const plan = decide(facts, { browser, worker });
    if (plan.missing) throw new UserError(missingMessage(plan.missing));
    if (plan.packages.length > 0) await installPackages(plan.packages, facts.admin);
    if (plan.npm) await installNpm();
    if (plan.tinygo) await buildTinygo();
    const changed = plan.packages.length > 0 || plan.npm || plan.tinygo;
    say(changed ? 'set-up done' : 'set-up: nothing to do');
  });
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(() => setup({ browser: process.argv.includes('--browser'), worker: process.argv.includes('--worker') }));
}
