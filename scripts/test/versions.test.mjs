import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inRoot } from '../lib/paths.mjs';
import { atLeast, versions } from '../versions.mjs';

const read = (...path) => readFileSync(inRoot(...path), 'utf8');

test('versions are compared by number', () => {
  for (const [version, wanted, want] of [
    ['0.41.0', '0.41', true],
    ['0.40.9', '0.41', false],
    ['1.0', '0.41', true],
    ['1.26.8', '1.26', true],
    ['1.9', '1.26', false],
    ['1.26', '1.26.0', true],
    ['22.1.0', '20.3.0', true],
    ['20.2.9', '20.3.0', false],
    ['102', '102', true],
  ]) {
    assert.equal(atLeast(version, wanted), want, `${version} at least ${wanted}`);
  }
});

test('package.json repeats the pinned versions', () => {
  const { devDependencies, engines } = JSON.parse(read('package.json'));
  assert.deepEqual(devDependencies, versions.npm);
  assert.equal(engines.node, `>=${versions.node}`);
});

test('the oldest Node that we take is recent enough for wrangler', () => {
  const { node, wrangler } = versions;
  assert.ok(
    atLeast(node, wrangler.node),
    `wrangler ${wrangler.version} needs Node ${wrangler.node}: let the set-up install that as an npm package`,
  );
});

test('package-lock.json holds the pinned versions', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  for (const [name, version] of Object.entries(versions.npm)) {
    assert.equal(packages[`node_modules/${name}`].version, version, name);
  }
});

test('the Go module files repeat the pinned versions', () => {
  assert.ok(read('scripts', 'tinygo', 'go.mod').includes(`github.com/tinygo-org/tinygo v${versions.tinygo} `));
  assert.equal(JSON.parse(read('scripts', 'worker', 'package.json')).dependencies.wrangler, versions.wrangler.version);
  assert.ok(read('scripts', 'tools', 'go.mod').includes(`honnef.co/go/tools v${versions.staticcheck} `));
  assert.match(read('go.mod'), new RegExp(`^go ${versions.go.replace('.', '\\.')}\\b`, 'm'));
});
