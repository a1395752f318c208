// A browser with a profile on disk that can be killed and started again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** How long a browser may take to start, in milliseconds. */
const PATIENCE = 20_000;

const flags = [
  '--headless=new',
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--remote-debugging-port=0',
];

export class Killable {
  #profile = mkdtempSync(join(tmpdir(), 'partway-profile-'));
  #child;
  #browser;

  constructor(program) {
    this.program = program;
  }

  /** Starts the browser; gives its context. */
  async start() {
    this.#child = spawn(this.program, [...flags, `--user-data-dir=${this.#profile}`, 'about:blank'], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#browser = await chromium.connectOverCDP(await address(this.#child));
    return this.#browser.contexts()[0];
  }

  get browser() {
    return this.#browser;
  }

  /** Ends it as a power cut does: nothing of it can run to its end. */
  async kill() {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    const ended = child.exitCode !== null || child.signalCode !== null ? null : once(child, 'exit');
    process.kill(-child.pid, 'SIGKILL'); // a process group of its own: the child is detached
    await ended;
    await this.#browser?.close().catch(() => {});
  }

  async remove() {
    await this.kill();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Where the browser listens, which it says on its standard error. */
function address(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`the browser did not start: ${output}`)), PATIENCE);
    child.once('error', reject).once('exit', () => reject(new Error(`the browser ended: ${output}`)));
    child.stderr.on('data', (text) => {
      output = (output + text).slice(-4_000);
      const [, found] = /DevTools listening on (ws:\S+)/.exec(output) ?? [];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
}
