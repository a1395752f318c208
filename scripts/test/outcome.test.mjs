import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endedBadly, secondsEach, targetsOf } from '../lib/fuzz.mjs';
import { ofCommand, ofGoTest, ofNodeTest, summary } from '../lib/outcome.mjs';

const lines = (...events) =>
  events.map((event) => (typeof event === 'string' ? event : JSON.stringify(event))).join('\n');
const counts = ({ passed, failed }) => ({ passed, failed });

const pass = { Action: 'pass', Package: 'p', Test: 'TestA' };
const fail = { Action: 'fail', Package: 'p', Test: 'TestB' };
const why = { Action: 'output', Package: 'p', Test: 'TestB', Output: 'B is wrong\n' };

test('go test: tests are counted, failures explained', () => {
  assert.deepEqual(ofGoTest({ code: 0, output: lines(pass, { Action: 'pass', Package: 'p' }) }), {
    passed: 1,
    failed: 0,
    text: '',
  });
  const outcome = ofGoTest({ code: 1, output: lines(pass, why, fail) });
  assert.deepEqual(counts(outcome), { passed: 1, failed: 1 });
  assert.match(outcome.text, /B is wrong/);
});

test('go test: a skipped test, a broken build and an empty run are failures', () => {
  const skip = { Action: 'skip', Package: 'p', Test: 'TestC' };
  assert.deepEqual(counts(ofGoTest({ code: 0, output: lines(pass, skip) })), { passed: 1, failed: 1 });
  const broken = ofGoTest({
    code: 1,
    output: lines(
      pass,
      { Action: 'build-output', ImportPath: 'q', Output: 'undefined: x\n' },
      { Action: 'build-fail', ImportPath: 'q' },
    ),
  });
  assert.deepEqual(counts(broken), { passed: 1, failed: 1 });
  assert.match(broken.text, /undefined: x/);
  assert.equal(ofGoTest({ code: 0, output: '' }).failed, 1);
  assert.equal(ofGoTest({ code: 0, output: lines({ Action: 'skip', Package: 'p' }) }).failed, 1);
});

test('go test: a crash of a package without a failed test is a failure with its text', () => {
  const crash = ofGoTest({
    code: 1,
    output: lines(pass, { Action: 'output', Package: 'p', Output: 'panic: no\n' }, { Action: 'fail', Package: 'p' }),
  });
  assert.deepEqual(counts(crash), { passed: 1, failed: 1 });
  assert.match(crash.text, /panic: no/);
  assert.match(ofGoTest({ code: 1, output: 'go: no such module' }).text, /no such module/);
});

test('node --test: the closing lines are read, in both forms', () => {
  for (const mark of ['ℹ', '#']) {
    const output = (pass, fail, skipped) =>
      `${mark} tests 9\n${mark} pass ${pass}\n${mark} fail ${fail}\n${mark} skipped ${skipped}\n`;
    assert.deepEqual(counts(ofNodeTest({ code: 0, output: output(3, 0, 0) })), { passed: 3, failed: 0 });
    assert.deepEqual(counts(ofNodeTest({ code: 1, output: output(3, 2, 0) })), { passed: 3, failed: 2 });
    assert.deepEqual(counts(ofNodeTest({ code: 0, output: output(3, 0, 1) })), { passed: 3, failed: 1 });
    assert.deepEqual(counts(ofNodeTest({ code: 7, output: output(3, 0, 0) })), { passed: 3, failed: 1 });
    assert.equal(ofNodeTest({ code: 0, output: output(0, 0, 0) }).failed, 1);
  }
});

test('a command is one check', () => {
  assert.deepEqual(counts(ofCommand({ code: 0, output: 'x' })), { passed: 1, failed: 0 });
  assert.deepEqual(ofCommand({ code: 2, output: 'x' }), { passed: 0, failed: 1, text: 'x' });
});

test('the summary ends with the sums', () => {
  const text = summary([
    { name: 'go', took: 1.23, outcome: { passed: 5, failed: 0 } },
    { name: 'size', took: 0.5, outcome: { passed: 0, failed: 1 } },
  ]);
  assert.match(text, /go +ok +1\.2 s +5 passed/);
  assert.match(text, /size +FAILED/);
  assert.equal(text.split('\n').at(-1), '5 passed, 1 failed');
});

test('fuzz targets are found in the listing and share the time', () => {
  const output = lines(
    { Action: 'start', Package: 'p' },
    { Action: 'output', Package: 'p', Output: 'FuzzScan\n' },
    { Action: 'output', Package: 'p', Output: 'ok  \tp\t0.1s\n' },
    { Action: 'output', Package: 'q', Output: 'FuzzParse\n' },
    { Action: 'output', Package: 'p', Output: 'FuzzWrite\n' },
    '',
  );
  assert.deepEqual(
    [...targetsOf(output)],
    [
      ['p', ['FuzzScan', 'FuzzWrite']],
      ['q', ['FuzzParse']],
    ],
  );
  assert.equal(secondsEach(1), 3);
  assert.equal(secondsEach(50), 1);
  assert.equal(secondsEach(1000), 1);
});

test('only a fuzz run that fails for the clock alone is repeated', () => {
  const clock = '--- FAIL: FuzzDate (1.07s)\n    context deadline exceeded\nFAIL\n';
  assert.ok(endedBadly({ code: 1, output: clock }));
  assert.ok(!endedBadly({ code: 0, output: clock }));
  assert.ok(!endedBadly({ code: 1, output: `${clock}    Failing input written to testdata/fuzz/FuzzDate/1\n` }));
  assert.ok(!endedBadly({ code: 1, output: '--- FAIL: FuzzDate\n    date_test.go:3: wrong\n' }));
});
