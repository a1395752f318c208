// The processes that pages and their workers run in.
import { execFileSync } from 'node:child_process';

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
  return output.trim().split('\n').reduce((sum, line) => sum + Number(line) * 1024, 0);
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
