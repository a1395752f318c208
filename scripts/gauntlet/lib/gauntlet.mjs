// Runs the rows and collects the verdicts.
import { credentials } from '../../e2e/lib/dialects.mjs';
import { launch } from '../../e2e/lib/browser.mjs';
import { dist } from '../../e2e/lib/servers.mjs';
import { loadCore } from '../../e2e/lib/stored.mjs';
import { Files } from './files.mjs';
import { partwayRuns, rivalRuns, rows } from './rows.mjs';
import { startSite } from './site.mjs';
import { table } from './table.mjs';
import { Trial } from './trial.mjs';

/** Trials side by side. Most of them wait most of the time. */
const JOBS = 4;

/**
 * `programs` are { store, chromium }; `only` is a part of rows' names; `rivals` are { name, dialect } with their
 * `bundles` for the page. Gives { results, text }.
 */
export async function runGauntlet({ programs, long, seed, only = '', rivals = [], bundles = {}, say }) {
  const chosen = rows.filter((row) => (long || !row.long) && row.name.includes(only));
  const runs = [
    ...partwayRuns(chosen, long),
    ...rivalRuns(
      chosen.filter((row) => !row.alone),
      rivals,
    ),
  ];
  const lab = { programs, long, credentials, random: (name) => random(seed, name), core: await loadCore() };
  lab.files = await Files.create();
  lab.site = await startSite(dist, bundles);
  lab.openBrowser = browserOf(lab);
  try {
    await lab.openBrowser();
    const results = await runAll(lab, runs, say);
    return { results, text: table(['partway', ...rivals.map(({ name }) => name)], results) };
  } finally {
    await lab.browser?.close();
    await lab.site.stop();
    await lab.files.remove();
  }
}

/** Side by side, and after that one by one those which measure. */
async function runAll(lab, runs, say) {
  const results = new Map();
  const next = runs.filter(({ row }) => !row.alone).values();
  const work = async (queue) => {
    for (const run of queue) {
      const { row, dialect, contestant } = run;
      const verdict = await judged(lab, run);
      results.set(run, { row: row.name, dialect: dialect.dialect, contestant, ...verdict });
      say(
        `${row.name}, ${contestant} ${dialect.dialect}: ${verdict.ok ? 'ok' : 'FAILED'} ${verdict.text} (${verdict.seconds.toFixed(1)} s)`,
      );
    }
  };
  await Promise.all(Array.from({ length: JOBS }, () => work(next)));
  await work(runs.filter(({ row }) => row.alone).values());
  return runs.map((run) => results.get(run));
}

/** Gives the browser that trials share; one that has gone down is replaced, once for all who ask. */
function browserOf(lab) {
  let launching;
  return () => {
    if (!lab.browser?.isConnected())
      launching ??= launch()
        .then((browser) => (lab.browser = browser))
        .finally(() => (launching = undefined));
    return launching ?? lab.browser;
  };
}

/** The verdict on one run. Where the browser that trials share went down in it, whoever brought that about, it is run once more. */
async function judged(lab, { row, dialect, contestant }) {
  const { browser } = lab;
  const verdict = await new Trial(lab, row, dialect, contestant).run();
  if (verdict.ok || browser?.isConnected()) return verdict;
  return new Trial(lab, row, dialect, contestant).run();
}

/** Numbers from 0 to 1 that seed and name repeat (mulberry32). */
function random(seed, name) {
  let state = [...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), seed) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
