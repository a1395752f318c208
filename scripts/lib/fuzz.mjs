// Runs every fuzz target for a short time.
import { say } from './log.mjs';
import { failed, passed } from './outcome.mjs';
import { run } from './run.mjs';

const targetSeconds = 3; // at most, for one target
const totalSeconds = 75; // of fuzzing, shared by all of them

export async function fuzz() {
  const listed = await run('go', ['test', '-json', '-list', '^Fuzz', './...']);
  if (listed.code !== 0) return failed(listed.output);
  const targets = targetsOf(listed.output);
  if (targets.length === 0) return failed('no fuzz target was found');
  const each = secondsEach(targets.length);
  say(`${targets.length} fuzz targets, ${each} s each`);
  return runAll(targets, each);
}

async function runAll(targets, each) {
  const outcome = passed(0);
  for (const { name, target } of targets) {
    const { code, output } = await run('go', ['test', name, '-run', '^$', '-fuzz', `^${target}$`, '-fuzztime', `${each}s`]);
    if (code === 0) outcome.passed++;
    else {
      outcome.failed++;
      outcome.text += output;
    }
  }
  return outcome;
}

// [{ name: package, target }] from the events of `go test -json -list`.
export function targetsOf(output) {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter(({ Action, Output = '' }) => Action === 'output' && /^Fuzz\w*\n$/.test(Output))
    .map(({ Package, Output }) => ({ name: Package, target: Output.trim() }));
}

export function secondsEach(count) {
  return Math.max(1, Math.min(targetSeconds, Math.floor(totalSeconds / count)));
}
