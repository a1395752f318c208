// npm run gauntlet: uploads in Chromium, against the local store with faults.
// A row's verdict comes from what the store holds and what the promise said.
//
//   npm run gauntlet -- --rivals        with columns for other libraries
//   npm run gauntlet -- --short         as npm test runs it
//   npm run gauntlet -- --only reload   the rows with that in their name
//   npm run gauntlet -- --seed 7        the moments at which the browser is killed
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../build.mjs';
import { UserError, main, say } from '../lib/log.mjs';
import { findChromium } from '../lib/probe.mjs';
import { program } from '../lib/products.mjs';
import { setup } from '../setup.mjs';

const flags = {
  rivals: { type: 'boolean' },
  short: { type: 'boolean' },
  only: { type: 'string' },
  seed: { type: 'string' },
};

/**
 * Runs it and prints the table; needs what the build makes. Gives an outcome as lib/outcome.mjs has it.
 *
 * @param {any} [what]
 */
export async function gauntlet({
  long = false,
  rivals = false,
  only,
  seed = Math.floor(Math.random() * 2 ** 32),
  verbose = false,
} = {}) {
  // Not before the set-up: they import packages.
  const { runGauntlet } = await import('./lib/gauntlet.mjs');
  const others = rivals ? await (await import('./rivals/bundle.mjs')).bundleRivals() : {};
  const chromium = findChromium();
  process.env.CHROMIUM ??= chromium;
  const { results, text } = await runGauntlet({
    programs: { store: program('store'), chromium },
    long,
    seed,
    only,
    ...others,
    say: verbose ? say : () => {},
  });
  console.log(`\n${text}\n\nseed of the kills: ${seed}\n`);
  const own = results.filter(({ contestant }) => contestant === 'partway');
  const failures = own.filter(({ ok }) => !ok);
  if (own.length === 0) throw new UserError('No row has that in its name.');
  const details = failures.map(({ row, dialect, text: why, stack }) => `${row} (${dialect}): ${why}\n${stack ?? ''}`);
  return { passed: own.length - failures.length, failed: failures.length, text: details.join('\n') };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(async () => {
    const { values } = /** @type {any} */ (parseArgs({ options: /** @type {any} */ (flags) }));
    await setup({ browser: true });
    await build();
    const { passed, failed, text } = await gauntlet({
      ...values,
      long: !values.short,
      seed: values.seed && Number(values.seed),
      verbose: true,
    });
    if (failed > 0) {
      console.error(text);
      process.exitCode = 1;
    }
    console.log(`${passed} passed, ${failed} failed`);
  });
}
