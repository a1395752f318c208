// The processes that pages and their workers run in.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Their IDs. */
export async function renderers(browser) {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** Resident bytes of the processes together. */
export function resident(pids) {
  const output = execFileSync('ps', ['-o', 'rss=', '-p', pids.join(',')], { encoding: 'utf8' });
  return output
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line) * 1024, 0);
}

/**
 * Notes how long a process's main thread waits for a processor. What it gives stops that, and tells how many milliseconds
 * it `ran`, and how many it `waited(from, to)` between two instants in Unix milliseconds; 0 where the system does not tell.
 */
export function watchWaiting(pid) {
  const samples = [];
  const sample = () => {
    try {
      const [ran, waited] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8')
        .split(' ')
        .map((ns) => Number(ns) / 1e6);
      samples.push({ at: performance.timeOrigin + performance.now(), ran, waited });
    } catch {
      // no Linux, or the process has ended
    }
  };
  const timer = setInterval(sample, 5);
  return () => {
    clearInterval(timer);
    sample();
    const until = (at) => {
      const i = samples.findIndex((later) => later.at >= at);
      const [before, after] = [samples[i - 1], samples[i]];
      if (!before) return after?.waited ?? samples.at(-1)?.waited ?? 0;
      return before.waited + ((at - before.at) / (after.at - before.at)) * (after.waited - before.waited);
    };
    return {
      ran: samples.length && samples.at(-1).ran - samples[0].ran,
      waited: (from, to) => until(to) - until(from),
    };
  };
}

/** Halts them for a time, as a system does that freezes a page or sleeps. */
export async function halt(pids, work) {
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  try {
    await work();
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
}
