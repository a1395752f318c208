// Turns the output of the checks' processes into verdicts.

/** A script of js/: lines {expect, checks} and {peer, check, problem, absent}. */
export function readScript(verdicts, name, { code, output }) {
  for (const line of output.split('\n')) {
    const said = parse(line);
    if (said?.expect) verdicts.expect(said.expect, said.checks);
    else if (said?.peer) verdicts.add(said);
  }
  if (code !== 0) verdicts.fault(`${name} ended with ${code}:\n${output}`);
}

/** `go test -json`: subtests Test/<peer>/<check>. Gives all that was printed, for what else is of interest. */
export function readGoTest(verdicts, name, { code, output }) {
  const texts = new Map();
  let [printed, failed] = ['', 0];
  for (const line of output.split('\n')) {
    const { Action: action, Test: test = '', Output: text = '' } = parse(line) ?? { Output: line };
    if (text) {
      printed += text;
      texts.set(test, (texts.get(test) ?? '') + text);
    }
    const [, peer, check, more] = test.split('/');
    if (!check || more || !['pass', 'fail', 'skip'].includes(action)) continue;
    // Go writes underscores for spaces; no name here has one of its own.
    const plain = (s) => s.replaceAll('_', ' ');
    if (action !== 'pass') failed++;
    verdicts.add({
      peer: plain(peer),
      check: plain(check),
      problem: action === 'pass' ? null : (texts.get(test) ?? action),
    });
  }
  if (code !== 0 && failed === 0) verdicts.fault(`${name} ended with ${code}:\n${printed}`);
  return printed;
}

function parse(line) {
  try {
    return line.startsWith('{') ? JSON.parse(line) : null;
  } catch {
    return null;
  }
}
