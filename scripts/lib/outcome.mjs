// What a step of npm test comes to: how many checks passed and failed, and the
// text that explains the failures. A skipped test counts as failed, so that
// nothing is left out without somebody noticing.

export const passed = (count = 1) => ({ passed: count, failed: 0, text: '' });
export const failed = (text, count = 1) => ({ passed: 0, failed: count, text });

// A command that is one check: it must exit with 0.
export function ofCommand({ code, output }) {
  return code === 0 ? passed() : failed(output);
}

// The events of `go test -json`, a JSON object per line.
export function ofGoTest({ code, output }) {
  const result = { passed: 0, failed: 0, text: '' };
  const texts = new Map();
  for (const line of output.split('\n')) {
    const event = parse(line);
    if (!event) {
      if (line) result.text += `${line}\n`;
      continue;
    }
    const { Action: action, Package: name, ImportPath: path, Test: test = '', Output: text = '' } = event;
    const key = `${name ?? path} ${test}`;
    if (action === 'output' || action === 'build-output') texts.set(key, (texts.get(key) ?? '') + text);
    if (action === 'pass' && test) result.passed++;
    if ((action === 'fail' || action === 'skip') && test) {
      result.failed++;
      result.text += `${action}: ${key}\n${texts.get(key) ?? ''}`;
    }
    if (action === 'build-fail' || (action === 'fail' && !test)) result.text += texts.get(key) ?? '';
  }
  return settle(result, code);
}

// The closing lines of node --test: "ℹ pass 12" or "# pass 12".
export function ofNodeTest({ code, output }) {
  const count = (word) => Number(output.match(new RegExp(`^[ℹ#] ${word} (\\d+)`, 'm'))?.[1] ?? 0);
  const left = count('skipped') + count('todo') + count('cancelled');
  const result = { passed: count('pass'), failed: count('fail') + left, text: '' };
  if (result.failed > 0 || code !== 0) result.text = output;
  return settle(result, code);
}

// A command that failed without a failed test, or passed without any test, has
// failed too.
function settle(result, code) {
  if (code !== 0 && result.failed === 0) return { ...result, failed: 1 };
  if (result.passed + result.failed === 0) return failed('no test was found');
  return result.failed > 0 ? result : { ...result, text: '' };
}

function parse(line) {
  try {
    return line.startsWith('{') ? JSON.parse(line) : null;
  } catch {
    return null;
  }
}

// The table at the end of npm test. The last line is the one CI reads.
export function summary(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  const rows = results.map(({ name, took, outcome }) => {
    const verdict = outcome.failed > 0 ? 'FAILED' : 'ok';
    const counts = `${outcome.passed} passed${outcome.failed > 0 ? `, ${outcome.failed} failed` : ''}`;
    return `  ${name.padEnd(width)}  ${verdict.padEnd(6)}  ${took.toFixed(1).padStart(6)} s  ${counts}`;
  });
  const sum = (key) => results.reduce((total, { outcome }) => total + outcome[key], 0);
  return `${rows.join('\n')}\n\n${sum('passed')} passed, ${sum('failed')} failed`;
}
