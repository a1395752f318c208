import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGoTest, readScript } from './readers.mjs';
import { Verdicts } from './verdicts.mjs';

const lines = (...objects) => objects.map((object) => JSON.stringify(object)).join('\n');
const counts = ({ passed, failed }) => ({ passed, failed });

test('a script that reports everything passes', () => {
  const v = new Verdicts('peers');
  readScript(v, 'x.mjs', {
    code: 0,
    output: lines(
      { expect: ['a'], checks: ['put', 'crc'] },
      { peer: 'a', check: 'put', problem: null },
      { peer: 'a', check: 'crc', problem: null, absent: 'none there' },
    ),
  });
  assert.deepEqual(counts(v), { passed: 1, failed: 0 });
  assert.equal(v.toString(), 'peers  put     crc\na      ok      none\na has no crc: none there');
});

test('a check that never reports has failed', () => {
  const v = new Verdicts('peers');
  readScript(v, 'x.mjs', {
    code: 0,
    output: lines({ expect: ['a'], checks: ['put', 'crc'] }, { peer: 'a', check: 'put', problem: null }),
  });
  assert.deepEqual(counts(v), { passed: 1, failed: 1 });
  assert.match(v.problems, /a, crc: it gave no verdict/);
});

test('a script that ends badly has failed, whatever it reported', () => {
  const v = new Verdicts('peers');
  readScript(v, 'x.mjs', {
    code: 1,
    output: `${lines({ expect: ['a'], checks: ['put'] }, { peer: 'a', check: 'put', problem: null })}\nTypeError`,
  });
  assert.deepEqual(counts(v), { passed: 1, failed: 1 });
  assert.match(v.problems, /TypeError/);
});

test('nothing checked is a failure', () => assert.equal(new Verdicts('peers').failed, 1));

test('subtests of Go become verdicts; a skipped one has failed', () => {
  const v = new Verdicts('peers');
  const event = (Action, Test, Output) => ({ Action, Package: 'p', Test, Output });
  const output = lines(
    event('output', 'T/oss-go_v4/put,_head', 'why it failed\n'),
    event('fail', 'T/oss-go_v4/put,_head'),
    event('pass', 'T/oss-go_v4/crc'),
    event('skip', 'T/oss-go_v4/abort'),
    event('fail', 'T/oss-go_v4'),
    event('fail', 'T'),
  );
  readGoTest(v, 'go test', { code: 1, output });
  assert.deepEqual(counts(v), { passed: 1, failed: 2 });
  assert.match(v.problems, /oss-go v4, put, head: why it failed/);
});

test('Go code that does not compile is a failure', () => {
  const v = new Verdicts('peers');
  readGoTest(v, 'go test', { code: 1, output: './x.go:1:1: undefined: y' });
  assert.match(v.problems, /undefined: y/);
  assert.ok(v.failed > 0);
});
