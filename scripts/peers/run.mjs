// npm run peers: the local store and the signatures against programs that this
// project did not write.
//
//   clients      the vendors' SDKs, in Go, Node and Chromium, upload to the local store
//   servers      versitygw takes uploads from our page
//   signatures   core/sign and the SDKs' signers agree on random requests
import { pathToFileURL } from 'node:url';
import { build } from '../build.mjs';
import { main, say } from '../lib/log.mjs';
import { inRoot } from '../lib/paths.mjs';
import { findChromium } from '../lib/probe.mjs';
import { program } from '../lib/products.mjs';
import { run } from '../lib/run.mjs';
import { setup } from '../setup.mjs';
import { buildGateway, installPackages } from './lib/parts.mjs';
import { readGoTest, readScript } from './lib/readers.mjs';
import { Verdicts } from './lib/verdicts.mjs';

/** Runs everything and prints the tables; needs what the build makes. Gives an outcome as lib/outcome.mjs has it. */
export async function peers() {
  await installPackages();
  const env = {
    PARTWAY_STORE: program('store'),
    PARTWAY_SERVE: program('serve'),
    PARTWAY_DIST: inRoot('build', 'web'),
    PARTWAY_VERSITYGW: await buildGateway(),
    CHROMIUM: findChromium(),
  };
  const tables = [await clients(env), await servers(env), await signatures(env)];
  console.log(`\n${tables.join('\n\n')}\n`);
  const sum = (key) => tables.reduce((total, table) => total + table[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), text: tables.map(({ problems }) => problems).join('') };
}

async function clients(env) {
  const verdicts = new Verdicts('clients of the local store');
  say('Go SDKs against the local store');
  readGoTest(verdicts, 'go test ./clients', await goTest('./clients', env));
  for (const [what, script] of [
    ['Node SDKs', 'node.mjs'],
    ['browser SDKs', 'browser.mjs'],
  ]) {
    say(`${what} against the local store`);
    readScript(verdicts, script, await node(script, env));
  }
  return verdicts;
}

async function servers(env) {
  const verdicts = new Verdicts('servers for our page');
  say('our page against versitygw');
  readScript(verdicts, 'gateway.mjs', await node('gateway.mjs', env));
  return verdicts;
}

async function signatures(env) {
  const verdicts = new Verdicts('signatures as the SDK makes them');
  say("our signatures against the SDKs' own");
  const printed = readGoTest(verdicts, 'go test ./crosscheck', await goTest('./crosscheck', env));
  const requests = [...printed.matchAll(/(\d+) requests, signed twice each/g)].reduce(
    (total, [, n]) => total + Number(n),
    0,
  );
  const [, seed] = /PARTWAY_SEED=(\d+)/.exec(printed) ?? [];
  say(`${requests} random requests, signed twice each; repeat with PARTWAY_SEED=${seed}`);
  return verdicts;
}

// Never from the test cache: the store is another program each time, and the requests are random.
const goTest = (which, env) =>
  run('go', ['test', '-json', '-count=1', which], { cwd: inRoot('scripts', 'peers', 'go'), env });
const node = (script, env) => run(process.execPath, [inRoot('scripts', 'peers', 'js', script)], { env });

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(async () => {
    await setup({ browser: true });
    await build();
    const { passed, failed, text } = await peers();
    if (failed > 0) {
      console.error(text);
      process.exitCode = 1;
    }
    console.log(`${passed} passed, ${failed} failed`);
  });
}
