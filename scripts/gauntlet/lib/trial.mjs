// One row with one contestant: a store, a browser context and a file of its
// own, and the judgement. A trial that fails throws a Failure, whose text is
// the verdict in the table.
import { setTimeout as wait } from 'node:timers/promises';
import { Store } from './store.mjs';
import { Tab } from './tab.mjs';
import { credentials, optionsFor } from '../../e2e/lib/dialects.mjs';

/** How long nothing may happen until a promise counts as hanging, in milliseconds. */
const PATIENCE = 45_000;

/** How long a row may take, where it does not say so itself, in milliseconds. */
const LIMIT = 180_000;

export class Failure extends Error {}

export class Trial {
  /** @type {any} */ lab;
  /** @type {any} */ row;
  /** @type {any} */ dialect;
  /** @type {any} */ keys;
  /** @type {import('playwright-core').BrowserContext} */ context;
  /** @type {string[]} */ notes;
  contestant = '';
  key = '';

  /** `lab` is what all trials share; see lab.mjs. */
  constructor(lab, row, dialect, contestant) {
    Object.assign(this, { lab, row, dialect, contestant, key: `${row.name}.bin`, notes: [] });
  }

  /** Bytes of the row's file, in parts of the smallest legal size unless the row says otherwise. */
  get size() {
    const { size = 8 } = this.row;
    return typeof size === 'function' ? size(this.dialect) : Math.round((size - 0.5) * this.dialect.part);
  }

  get parts() {
    return Math.ceil(this.size / this.dialect.part);
  }

  get options() {
    const { dialect, key, row } = this;
    const { credentials: _, ...options } = optionsFor(dialect, this.store.origin, key);
    const own = this.contestant === 'partway' ? row.options : { port: this.store.port };
    return {
      ...options,
      ...(row.wholePlan ? {} : { partSize: dialect.part }),
      keys: { credentials, ...this.keys },
      ...own,
    };
  }

  async run() {
    const { row, lab } = this;
    const began = performance.now();
    this.store = await Store.start(lab.programs.store, lab.core, row.storeArgs);
    try {
      this.file = await lab.files.get(this.size);
      if (row.faults) await this.store.faults(typeof row.faults === 'function' ? row.faults(this) : row.faults);
      await within(row.run(this), row.limit?.(lab) ?? LIMIT);
      return { ok: true, text: this.notes.join('; '), seconds: (performance.now() - began) / 1000 };
    } catch (error) {
      const verdict =
        error instanceof Failure
          ? { text: error.message }
          : { text: `broke: ${error.message.split('\n')[0]}`, stack: error.stack };
      return { ok: false, ...verdict, seconds: (performance.now() - began) / 1000 };
    } finally {
      await this.context?.close().catch(() => {});
      await this.store.stop();
    }
  }

  note(text) {
    this.notes.push(text);
  }

  require(condition, text) {
    if (!condition) throw new Failure(text);
  }

  /** A tab; all of a trial share what the browser keeps for the page. */
  async open() {
    this.context ??= await (await this.lab.openBrowser()).newContext();
    return Tab.open(this.context, this.lab.site.url);
  }

  begin(tab, path = this.file.path) {
    return tab.begin(this.contestant, path, this.options);
  }

  /** Opens a tab, uploads the row's file and gives what the promise said. */
  async upload(patience = PATIENCE) {
    return this.end(await this.begin(await this.open()), patience);
  }

  /** Waits for the promise. Success for an object that is not there as it should be is the one thing that fails every row. */
  async end(running, patience = PATIENCE, file = this.file) {
    const outcome = await this.wait(running, patience);
    if (outcome.state === 'resolved') {
      const wrong = await this.wrong(file);
      this.require(!wrong, `FALSE SUCCESS: ${wrong}`);
    }
    return outcome;
  }

  /** What the promise said. It does not hang while the store hears from the page: a contestant may just be slow. */
  async wait(running, patience) {
    for (let heard = ''; ; ) {
      const outcome = await running.outcome(patience);
      const before = heard;
      if (outcome.state === 'hangs') heard = await this.store.heard();
      if (outcome.state !== 'hangs' || heard === before) return outcome;
    }
  }

  /** What is wrong with the object that the store holds; '' if nothing is. */
  async wrong(file = this.file) {
    await this.store.faults({});
    const held = await this.store.held({ ...this.dialect, key: this.key, credentials });
    if (!held) return 'there is no object';
    if (held.size !== file.size) return `the object has ${held.size} of ${file.size} bytes`;
    return held.sha256 === file.sha256 ? '' : 'the object has other bytes';
  }

  /** The promise must have been kept, and nothing be left over. */
  async stored(outcome, { left = 0 } = {}) {
    this.require(outcome.state !== 'hangs', `HANGS (${outcome.seconds} s)`);
    this.require(
      outcome.state === 'resolved',
      `gave up: ${outcome.code === 'Error' ? outcome.message.slice(0, 40) : outcome.code}`,
    );
    const over = this.store.left(this.dialect);
    this.require(over <= left, `left ${over} upload${over > 1 ? 's' : ''} behind`);
    if (outcome.result.verified === false) this.note('not verified, and says so');
  }

  /** The promise must be broken by an error whose code fits, and there must be no object. */
  async refused(outcome, code) {
    this.require(outcome.state !== 'hangs', `HANGS (${outcome.seconds} s)`);
    this.require(outcome.state === 'rejected', 'resolved');
    this.require(
      this.contestant !== 'partway' || code.test(outcome.code),
      `rejected by ${outcome.code}: ${outcome.message.slice(0, 80)}`,
    );
    this.note(outcome.code);
  }

  /** The requests of an operation, in order. */
  async sent(op, part = 0) {
    return (await this.store.seen()).filter((request) => request.op === op && (part === 0 || request.part === part));
  }

  /** Waits until the store has answered so many parts with success. */
  arrived(parts) {
    return this.store.until((seen) => stored(seen).length >= parts, `${parts} stored parts`);
  }

  /** The parts that the page knows to be stored: those answered so far, once it had the time to hear of it. */
  async confirmed() {
    const parts = stored(await this.store.seen());
    await wait(500);
    return parts;
  }

  /** How many of these requests' parts were sent once more later on. */
  async repeated(requests) {
    const seen = await this.store.seen();
    return requests.filter((first) =>
      seen.some(
        ({ op, path, part, n }) => op === 'uploadPart' && path === first.path && part === first.part && n > first.n,
      ),
    ).length;
  }
}

/** Those of the requests seen that stored a part. */
export const stored = (seen) => seen.filter(({ op, status }) => op === 'uploadPart' && status === 200);

async function within(work, ms) {
  let timer;
  const late = new Promise(
    (_, reject) => (timer = setTimeout(() => reject(new Failure(`not over after ${ms / 1000} s`)), ms)),
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
