// One local store with faults, and what it holds.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { digestObject } from '../../e2e/lib/stored.mjs';
import { startServer } from '../../peers/lib/server.mjs';

export class Store {
  #server;
  #folder;
  #core;
  origin;
  port;

  /** `args` are added to the program's. */
  static async start(program, core, args = []) {
    const store = new Store();
    store.#core = core;
    store.#folder = mkdtempSync(join(tmpdir(), 'partway-gauntlet-'));
    const given = (port) => [
      '-listen',
      `127.0.0.1:${port}`,
      '-data',
      store.#folder,
      '-log',
      'error',
      '-sync=false',
      '-faults',
      ...args,
    ];
    store.#server = await startServer(program, given);
    store.port = store.#server.port;
    store.origin = `http://localhost:${store.port}`;
    return store;
  }

  get #control() {
    return `http://127.0.0.1:${this.port}/_partway/faults`;
  }

  /** Sets the faults in place of all others; see scripts/store/internal/misbehave. */
  async faults(settings) {
    const reply = await fetch(this.#control, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(settings),
    });
    if (reply.status !== 204) throw new Error(`The store took no faults: ${await reply.text()}`);
  }

  /** The requests that it saw, preflights left out. */
  async seen(after = 0) {
    const { seen } = await (await fetch(`${this.#control}?after=${after}`)).json();
    return seen.filter(({ op }) => op !== 'preflight');
  }

  /** A text that changes with each request and each byte that arrives. */
  async heard() {
    const seen = await this.seen();
    return `${seen.length} ${seen.reduce((sum, { received }) => sum + received, 0)}`;
  }

  async count(op) {
    return (await this.seen()).filter((request) => request.op === op).length;
  }

  /** Waits until the list of requests seen fits. */
  async until(fits, what, ms = 20_000) {
    for (const deadline = Date.now() + ms; Date.now() < deadline; await wait(20)) {
      const seen = await this.seen();
      if (fits(seen)) return seen;
    }
    throw new Error(`waited in vain for ${what}`);
  }

  /** Size and SHA-256 of an object; null if it is not there. */
  async held(options) {
    try {
      return await digestObject(this.#core, { ...options, store: this.origin });
    } catch (error) {
      if (/gave 404/.test(error.message)) return null;
      throw error;
    }
  }

  /** How many unfinished uploads are there. */
  left({ dialect, bucket }) {
    return readdirSync(join(this.#folder, dialect, bucket, 'uploads')).length;
  }

  async stop() {
    await this.faults({}).catch(() => {}); // lets go of what hangs
    await this.#server.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
