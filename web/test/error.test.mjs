import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { PartwayError, toPartwayError, abortedError } = await load('src/boundary/error.ts');

test('what is not said has a neutral value', () => {
  const error = new PartwayError('no', { code: 'X' });
  assert.equal(error.name, 'PartwayError');
  assert.ok(error instanceof Error);
  assert.equal('cause' in error, false);
  for (const name of ['requestId', 'operation', 'advice', 'option', 'value', 'nearest', 'uploadId'])
    assert.equal(error[name], '', name);
  for (const name of ['status', 'partNumber', 'retryAfter', 'serverTime']) assert.equal(error[name], 0, name);
  assert.equal(error.retryable, false);
});

for (const [retry, retryable] of [
  ['never', false],
  ['again', true],
  ['slower', true],
  ['resign', true],
  ['ask', true],
  ['restart', true],
]) {
  test(`retry ${retry}`, () => assert.equal(new PartwayError('', { code: 'X', retry }).retryable, retryable));
}

test('an abort goes by the name that the platform uses', () => {
  const error = abortedError('enough');
  assert.deepEqual([error.name, error.code, error.cause], ['AbortError', 'Aborted', 'enough']);
});

const thrown = [
  { name: 'a PartwayError stays what it is', make: () => new PartwayError('m', { code: 'Own' }), code: 'Own' },
  { name: 'a file that changed', make: () => new DOMException('secret path', 'NotReadableError'), code: 'FileChanged' },
  { name: 'a file that is gone', make: () => new DOMException('', 'NotFoundError'), code: 'FileChanged' },
  { name: 'a trap', make: () => new WebAssembly.RuntimeError('unreachable'), code: 'ModuleFailed' },
  { name: 'a module that CSP forbids', make: () => new WebAssembly.CompileError('refused'), code: 'ModuleFailed' },
  { name: 'a fault of ours', make: () => new TypeError('x'), code: 'Unexpected' },
  { name: 'no error at all', make: () => 'text', code: 'Unexpected' },
];
for (const { name, make, code } of thrown) {
  test(name, () => {
    const cause = make();
    const error = toPartwayError(cause);
    assert.ok(error instanceof PartwayError);
    assert.equal(error.code, code);
    if (error !== cause) assert.equal(error.cause, cause);
  });
}
