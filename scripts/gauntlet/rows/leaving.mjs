// Uploads that are cancelled, left, taken up again and frozen.
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { digestFile } from '../../e2e/lib/files.mjs';
import { Killable } from '../lib/killable.mjs';
import { halt, renderers } from '../lib/processes.mjs';
import { Tab } from '../lib/tab.mjs';
import { stored } from '../lib/trial.mjs';

const slow = ({ size }) => ({ bytesPerSecond: Math.ceil(size / 4) });

/** Goes on where the first try stopped: one upload, and no part that was confirmed is sent again. */
async function resumed(trial, confirmed) {
  const begun = await trial.store.count('initiate');
  trial.require(begun === 1, `began ${begun} uploads: it started over`);
  const repeated = await trial.repeated(confirmed);
  trial.require(repeated === 0, `sent ${repeated} of ${confirmed.length} stored parts again`);
}

/** What the page's requests to the store are doing. */
function watch(page, origin) {
  const [flying, over] = [new Set(), new Set()];
  let until = Infinity;
  page.on('request', (request) => request.url().startsWith(origin) && flying.add(request));
  page.on(
    'requestfailed',
    (request) => flying.delete(request) && /ABORTED/.test(request.failure().errorText) && over.add(request),
  );
  // By the browser's clock: on a busy machine the news of a request comes long after its end.
  const ended = ({ startTime, responseEnd }) => startTime + responseEnd;
  page.on(
    'requestfinished',
    (request) => flying.delete(request) && ended(request.timing()) < until && over.add(request),
  );
  return {
    /** Those that were cut, and those that were answered before the time that is tolerated. */
    over,
    tolerate: (ms) => (until = Date.now() + ms),
    /** Waits until there are some. */
    async inFlight(method) {
      for (const deadline = Date.now() + 10_000; Date.now() < deadline; await wait(5)) {
        const some = [...flying].filter((request) => request.method() === method);
        if (some.length > 0) return some;
      }
      throw new Error(`waited in vain for a ${method} in flight`);
    },
  };
}

export const leaving = [
  {
    name: 'cancel',
    dialects: 'long',
    faults: ({ size }) => ({ bytesPerSecond: Math.ceil(size / 10) }),
    async run(trial) {
      const tab = await trial.open();
      const requests = watch(tab.page, trial.store.origin);
      const running = await trial.begin(tab);
      await trial.arrived(2);
      const inFlight = await requests.inFlight('PUT');
      await running.abort();
      requests.tolerate(300);
      await trial.refused(await trial.end(running, 15_000), /^Aborted$/);
      const last = (await trial.store.seen()).at(-1).n;
      await wait(2_500);
      const after = await trial.store.seen(last);
      trial.require(after.length === 0, `sent ${after.map(({ op }) => op)} after the end`);
      trial.require(
        inFlight.every((request) => requests.over.has(request)),
        'did not cut what was in flight',
      );
      trial.require(trial.store.left(trial.dialect) === 0, 'left its parts at the store');
      trial.note(`cut ${inFlight.length} requests`);
    },
  },
  {
    name: 'reload, same file',
    dialects: 'long',
    faults: slow,
    async run(trial) {
      const tab = await trial.open();
      await trial.begin(tab);
      await trial.arrived(3);
      const confirmed = await trial.confirmed();
      await tab.reload();
      await trial.stored(await trial.end(await trial.begin(tab)));
      await resumed(trial, confirmed);
    },
  },
  {
    name: 'reload, other bytes, same name and time',
    dialects: 'long',
    faults: slow,
    async run(trial) {
      const path = await trial.lab.files.copy(trial.file.path);
      const { mtime } = await stat(path);
      const tab = await trial.open();
      await trial.begin(tab, path);
      await trial.arrived(3);
      await tab.reload();
      const bytes = await readFile(path);
      bytes[Math.floor(trial.dialect.part / 2)] ^= 1; // in a part that was sent
      await writeFile(path, bytes);
      await utimes(path, mtime, mtime);
      const file = { ...(await digestFile(path)), path };
      await trial.stored(await trial.end(await trial.begin(tab, path), undefined, file));
    },
  },
  {
    name: 'two tabs, same file',
    faults: slow,
    async run(trial) {
      const tabs = [await trial.open(), await trial.open()];
      const running = [await trial.begin(tabs[0]), await trial.begin(tabs[1])];
      for (const outcome of await Promise.all(running.map((one) => trial.end(one)))) await trial.stored(outcome);
      await resumed(trial, stored(await trial.store.seen()));
    },
  },
  {
    name: 'two tabs, the first closes',
    faults: slow,
    async run(trial) {
      const tabs = [await trial.open(), await trial.open()];
      await trial.begin(tabs[0]);
      await trial.arrived(1);
      const second = await trial.begin(tabs[1]);
      await trial.arrived(3);
      const confirmed = await trial.confirmed();
      await tabs[0].close();
      await trial.stored(await trial.end(second));
      await resumed(trial, confirmed);
    },
  },
  {
    // By its process: DevTools freeze hidden pages only, and Playwright shows all of its.
    name: 'page frozen for 8 s and thawed',
    faults: slow,
    async run(trial) {
      const own = new Killable(trial.lab.programs.chromium);
      try {
        const tab = await Tab.open(await own.start(), trial.lab.site.url);
        const running = await trial.begin(tab);
        await trial.arrived(2);
        await halt(await renderers(own.browser), () => wait(8_000));
        await trial.stored(await trial.end(running));
        const pause = await tab.page.evaluate(() => globalThis.gauntlet.longestPause());
        if (pause < 7_000) throw new Error(`the page was not frozen: its timers paused for ${pause} ms only`);
      } finally {
        await own.remove();
      }
    },
  },
];
