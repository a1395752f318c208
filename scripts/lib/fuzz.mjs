// Runs every fuzz target for a short time.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './log.mjs';
import { failed, passed } from './outcome.mjs';
import { build } from './paths.mjs';
import { run } from './run.mjs';

const targetSeconds = 3; // at most, for one target
const totalSeconds = 60; // of fuzzing, shared by all of them

export async function fuzz() {
  const listed = await run('go', ['test', '-json', '-list', '^Fuzz', './...']);
  if (listed.code !== 0) return failed(listed.output);
  const targets = targetsOf(listed.output);
  if (targets.size === 0) return failed('no fuzz target was found');
  const count = [...targets.values()].flat().length;
  const each = secondsEach(count);
  say(`${count} fuzz targets, ${each} s each`);

  const outcome = passed(0);
  for (const [name, names] of targets) await fuzzPackage(name, names, each, outcome);
  return outcome;
}

// Links the package's test once, which go test would do for each target, and
// runs it where go test runs it: beside its testdata, into which a failing
// input is written.
async function fuzzPackage(name, targets, each, outcome) {
  const folder = join(build, 'fuzz');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, `${name.replaceAll('/', '_')}.test`);
  const linked = await run('go', ['test', '-c', '-fuzz', '^Fuzz', '-o', program, name]);
  const place = await run('go', ['list', '-f', '{{.Dir}}', name]);
  for (const target of targets) {
    const args = [
      '-test.run',
      '^$',
      '-test.fuzz',
      `^${target}$`,
      '-test.fuzztime',
      `${each}s`,
      // Go minimizes for up to a minute by default: most of the time a target has, spent on standing still.
      '-test.fuzzminimizetime',
      '10x',
      '-test.fuzzcachedir',
      join(folder, 'corpus'),
    ];
    const attempt = () => (linked.code === 0 ? run(program, args, { cwd: place.output.trim() }) : linked);
    let result = await attempt();
    for (let again = 0; again < 2 && endedBadly(result); again++) result = await attempt();
    if (result.code === 0) outcome.passed++;
    else {
      outcome.failed++;
      outcome.text += `${name} ${target}\n${result.output}`;
    }
  }
  rmSync(program, { force: true });
}

// Before 1.27, Go sometimes reports the end of the fuzzing time itself as a
// failure, without a failing input (https://go.dev/issue/75804).
export function endedBadly({ code, output }) {
  return code !== 0 && /^ +context deadline exceeded$/m.test(output) && !/Failing input|panic:/.test(output);
}

// A map from package to names of targets, out of `go test -json -list`.
export function targetsOf(output) {
  const targets = new Map();
  for (const line of output.split('\n').filter((text) => text.startsWith('{'))) {
    const { Action, Package, Output = '' } = JSON.parse(line);
    if (Action !== 'output' || !/^Fuzz\w*\n$/.test(Output)) continue;
    targets.set(Package, [...(targets.get(Package) ?? []), Output.trim()]);
  }
  return targets;
}

export function secondsEach(count) {
  return Math.max(1, Math.min(targetSeconds, Math.floor(totalSeconds / count)));
}
