// npm test: sets up, runs every step and prints what came of it. The last line
// reads "N passed, N failed".
//
//   npm test -- --only go                one step, or several: --only go,js
//   npm test -- --only e2e --repeat 10   them ten times: whether a test depends on luck
import { UserError, main, say, seconds } from './lib/log.mjs';
import { failed, passed, summary } from './lib/outcome.mjs';
import { stages } from './lib/steps.mjs';
import { setup } from './setup.mjs';

main(async () => {
  const { wanted, repeat } = readArguments(process.argv.slice(2));
  const results = [await timed('set-up', () => setup({ browser: true, worker: true }).then(() => passed()))];
  if (results[0].outcome.failed === 0) {
    for (let run = 1; run <= repeat; run++) {
      if (repeat > 1) say(`run ${run} of ${repeat}`);
      results.push(...(await runSteps(wanted)));
    }
  }
  console.log(`\n${summary(results)}`);
  if (results.some(({ outcome }) => outcome.failed > 0)) process.exitCode = 1;
});

// `wanted` are the names after --only, or null for all steps; `repeat` says how often they run.
function readArguments(args) {
  const read = { wanted: null, repeat: 1 };
  for (let i = 0; i < args.length; i += 2) {
    const [flag, value = ''] = args.slice(i, i + 2);
    if (flag === '--only' && value) read.wanted = value.split(',');
    else if (flag === '--repeat' && /^[1-9]\d*$/.test(value)) read.repeat = Number(value);
    else throw new UserError('usage: npm test [-- --only step,step] [--repeat times]');
  }
  return read;
}

async function runSteps(wanted) {
  const steps = stages.flat(2);
  const names = steps.map(({ name }) => name);
  const unknown = wanted?.find((name) => !names.includes(name));
  if (unknown) throw new UserError(`There is no step ${unknown}. The steps are: ${names.join(', ')}.`);
  const chosen = ({ name }) =>
    !wanted ||
    wanted.includes(name) ||
    (name === 'build' && steps.some((step) => step.built && wanted.includes(step.name)));

  const results = [];
  const follow = async (lane) => {
    for (const { name, run } of lane.filter(chosen)) results.push(await timed(name, run));
  };
  for (const lanes of stages) await Promise.all(lanes.map(follow));
  return results;
}

// Runs a step, says that it begins, and shows what it has to say if it failed.
async function timed(name, work) {
  say(name);
  const began = performance.now();
  let outcome;
  try {
    outcome = await work();
  } catch (error) {
    outcome = failed(error instanceof UserError ? error.message : String(error.stack));
  }
  if (outcome.failed > 0) console.log(`\n---- ${name} failed ----\n${outcome.text.trimEnd()}\n----\n`);
  return { name, took: seconds(began), outcome };
}
