// Waiting for what a page is to show. A page draws when it gets round to it: a test that reads once depends on luck.
import { setTimeout as wait } from 'node:timers/promises';

const patienceMs = 10_000;
const pauseMs = 20;

/** Repeats a check until it no longer throws, for at most ten seconds; then throws what it threw last. */
export async function eventually(check) {
  for (const deadline = performance.now() + patienceMs; ; ) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await wait(pauseMs);
  }
}
