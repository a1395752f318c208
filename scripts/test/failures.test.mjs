import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aptFailure, isLocked } from '../lib/apt.mjs';
import { npmFailure } from '../lib/npm.mjs';
import { goFailure } from '../lib/tinygo.mjs';

test('a held package lock is recognised', () => {
  for (const output of [
    'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (apt-get)',
    'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 4711 (apt-get)',
    'E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?',
    'E: Unable to lock directory /var/lib/apt/lists/',
  ]) {
    assert.ok(isLocked(output), output);
  }
  assert.ok(!isLocked('E: Unable to locate package llvm-19-dev'));
});

for (const [name, message, want] of [
  [
    'apt without network',
    aptFailure(['chromium'], "Err:1 Temporary failure resolving 'deb.debian.org'"),
    'cannot be reached',
  ],
  ['apt with a held lock', aptFailure(['chromium'], 'E: Could not get lock /x'), 'Another program'],
  [
    'apt without the package',
    aptFailure(['chromium'], 'E: Unable to locate package chromium'),
    'apt-get could not install',
  ],
  ['npm without network', npmFailure('npm error code EAI_AGAIN'), 'npm registry cannot be reached'],
  ['npm otherwise', npmFailure('npm error code EUSAGE'), 'npm ci failed'],
  ['Go without network', goFailure('dial tcp: lookup proxy.golang.org: no such host'), 'proxy cannot be reached'],
  ['Go otherwise', goFailure('builder/x.go:1: undefined'), 'could not be built'],
]) {
  test(`says why: ${name}`, () => assert.ok(message.includes(want), message));
}

test('the messages end with what the program said', () => {
  assert.ok(npmFailure('npm error code EUSAGE').endsWith('npm error code EUSAGE'));
  assert.ok(aptFailure(['a', 'b'], 'E: x').includes('apt-get install -y --no-install-recommends a b'));
});
