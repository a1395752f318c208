// A page of a browser in which uploads run.
import { setTimeout as wait } from 'node:timers/promises';

export class Tab {
  /** @type {import('playwright-core').Page} */ page;

  static async open(context, url) {
    const tab = new Tab();
    tab.page = await context.newPage();
    await tab.page.goto(url);
    await tab.ready();
    return tab;
  }

  async ready() {
    await this.page.waitForFunction(() => globalThis.gauntlet);
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }

  /** Playwright's own way has a limit of 50 MB for browsers that it has not started itself. */
  async pick(files) {
    const devtools = await this.page.context().newCDPSession(this.page);
    const { root } = await devtools.send('DOM.getDocument');
    const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#file' });
    await devtools.send('DOM.setFileInputFiles', { nodeId, files });
    await devtools.detach();
  }

  /** Picks the file and begins; gives the upload. */
  async begin(contestant, path, options) {
    await this.pick([path]);
    const run = await this.page.evaluate(
      ([name, given]) => globalThis.gauntlet.begin(name, given),
      [contestant, options],
    );
    return new Running(this, run);
  }

  /** Picks the files and uploads all of them. */
  async all(contestant, paths, options) {
    await this.pick(paths);
    return this.page.evaluate(([name, given]) => globalThis.gauntlet.all(name, given), [contestant, options]);
  }

  close() {
    return this.page.close();
  }
}

/** An upload that was begun in a tab. */
class Running {
  #tab;
  #run;

  constructor(tab, run) {
    this.#tab = tab;
    this.#run = run;
  }

  /** What the promise said: { state: 'resolved', result } or { state: 'rejected', code, message }, or { state: 'hangs' }. */
  async outcome(ms) {
    const asked = this.#tab.page.evaluate(
      ([run, patience]) => globalThis.gauntlet.outcome(run, patience),
      [this.#run, ms],
    );
    // A page that is frozen or stuck does not even answer that.
    const answered = await Promise.race([asked, wait(ms + 5_000, null, { ref: false })]);
    return answered ?? { state: 'hangs', seconds: ms / 1000 };
  }

  progress() {
    return this.#tab.page.evaluate((run) => globalThis.gauntlet.progress(run), this.#run);
  }

  abort() {
    return this.#tab.page.evaluate((run) => globalThis.gauntlet.abort(run), this.#run);
  }
}
