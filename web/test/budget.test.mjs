// The requests that the uploads of a page share.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { Budget } = await load('src/platform/budget.ts');
const GOOD = 1,
  SLOW = 2,
  LOST = 3;
let now = 0;

/** Uploads that want so many requests each; `granted` are theirs, in order. */
function start(...wants) {
  now = 0;
  const budget = new Budget(() => now);
  const granted = [];
  const join = (id) => budget.join(() => granted.push(id));
  const shares = wants.map((_, i) => join(i + 1));
  for (const [i, share] of shares.entries()) share.want(wants[i]);
  return { budget, granted, shares, join, take: () => granted.splice(0) };
}

test('one large file and many small ones: everybody gets a turn', () => {
  const {
    shares: [one, two],
    take,
    join,
  } = start(0, 0, 0);
  const three = join(3),
    four = join(4);
  one.want(1);
  two.want(1);
  three.want(1);
  assert.deepEqual(take(), [1, 2, 3]);
  one.want(6);
  four.want(1);
  assert.deepEqual(take(), [], 'three at a time to begin with');
  one.release(GOOD, 1000);
  assert.deepEqual(take(), [4], 'who has none, and has waited longest, comes first');
  two.want(0);
  two.release(GOOD, 1000);
  assert.deepEqual(take(), [1]);
  one.leave();
  assert.deepEqual(take(), [], 'the others want no more');
  one.release(GOOD, 1);
  assert.deepEqual(take(), [], 'what is over gives nothing back twice');
});

/**
 * Requests of 100,000 bytes for some seconds, at a rate that depends on how many there are at a time.
 *
 * @param {any} of what start gave
 * @param {number} seconds
 * @param {(limit: number) => number} rate
 */
function run({ budget, shares: [share] }, seconds, rate) {
  const end = now + seconds * 1000;
  share.want(6);
  while (now < end) {
    now += Math.max(Math.floor(100_000_000 / rate(budget.limit)), 1);
    share.release(GOOD, 100_000);
  }
}

const perRequest = (limit) => limit * 1_000_000;

test('it grows while it helps', () => {
  const wide = start(6);
  run(wide, 60, perRequest);
  assert.equal(wide.budget.limit, 6);
  const narrow = start(6);
  run(narrow, 20, (limit) => Math.min(limit, 4) * 1_000_000);
  assert.ok(narrow.budget.limit >= 4 && narrow.budget.limit <= 5, `a fifth did not help: ${narrow.budget.limit}`);
});

test('not by requests that nobody had to wait for', () => {
  const calm = start(2);
  for (let i = 0; i < 1000; i++) {
    now += 100;
    calm.shares[0].release(GOOD, 1_000_000);
  }
  assert.equal(calm.budget.limit, 3);
});

test('it shrinks once for each trouble, never to none, and recovers', () => {
  const it = start(6);
  run(it, 60, perRequest);
  const {
    budget,
    shares: [share],
  } = it;
  for (let i = 0; i < 3; i++) share.release(SLOW, 0); // that fail together
  assert.equal(budget.limit, 3);
  now += 2000;
  share.release(LOST, 0);
  assert.equal(budget.limit, 2);
  for (let i = 0; i < 9; i++) {
    now += 2000;
    share.release(LOST, 0);
  }
  assert.equal(budget.limit, 1);
  run(it, 60, perRequest);
  assert.equal(budget.limit, 6);
});

test('trouble in the first moment counts, too', () => {
  const {
    budget,
    shares: [share],
  } = start(6);
  share.release(SLOW, 0);
  assert.equal(budget.limit, 1);
});

test('thousands of files: nobody starves', () => {
  const { shares, granted } = start(...Array(2000).fill(1));
  const served = new Set();
  for (; served.size < 2000; now += 10) {
    assert.ok(now < 60_000);
    for (const id of granted.splice(0)) {
      served.add(id);
      shares[id - 1].want(0);
      shares[id - 1].release(GOOD, 1024);
    }
  }
});
