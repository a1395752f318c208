// A browser that is killed at a random moment, and the upload taken up in the next one.
import { setTimeout as wait } from 'node:timers/promises';
import { Killable } from '../lib/killable.mjs';
import { Tab } from '../lib/tab.mjs';
import { stored } from '../lib/trial.mjs';

/** Seconds that an upload takes on the slow line; the kill comes at any time in them, or shortly after. */
const seconds = 3;

/** A part may be stored while its answer dies with the browser; so many can be under way. */
const inFlight = 6;

export const killing = [
  {
    name: 'browser killed at a random moment',
    dialects: 'all',
    size: 12,
    limit: ({ long }) => (long ? 420_000 : 120_000),
    async run(trial) {
      const browser = new Killable(trial.lab.programs.chromium);
      try {
        const times = trial.lab.long ? 7 : 1;
        const random = trial.lab.random(`${trial.contestant} ${trial.dialect.dialect}`);
        const sum = { stored: 0, repeated: 0, strays: 0 };
        for (let i = 1; i <= times; i++) await once(trial, browser, random, i, sum);
        trial.note(`${times} of ${times} stored; ${sum.repeated} of ${sum.stored} confirmed parts sent twice`);
        if (sum.strays) trial.note(`killed ${sum.strays} times before the upload ID arrived`);
      } finally {
        await browser.remove();
      }
    },
  },
];

async function once(trial, browser, random, i, sum) {
  const { store, lab } = trial;
  trial.key = `killed ${i}.bin`;
  const strays = store.left(trial.dialect);
  const since = (await store.seen()).length;
  await store.faults({ bytesPerSecond: Math.ceil(trial.size / seconds) });
  await trial.begin(await Tab.open(await browser.start(), lab.site.url));
  const moment = Math.round(random() * seconds * 1.1 * 1000);
  await wait(moment);
  await browser.kill();
  const before = stored((await store.seen()).slice(since));

  const running = await trial.begin(await Tab.open(await browser.start(), lab.site.url));
  await trial.stored(await trial.end(running), { left: strays + (before.length === 0 ? 1 : 0) });
  await browser.kill();
  const twice = await trial.repeated(before);
  const whole = before.length === trial.parts; // it may have been done already, and then began anew
  trial.require(
    whole || twice <= inFlight,
    `killed after ${moment} ms, sent ${twice} of ${before.length} stored parts again`,
  );
  sum.stored += before.length;
  sum.repeated += whole ? 0 : twice;
  sum.strays += store.left(trial.dialect) - strays;
}
