// Very large and very many.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderers, resident, watchWaiting } from '../lib/processes.mjs';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

/** Milliseconds for which a page may not answer. */
const LONG_TASK = 50;

/** A machine that is busy otherwise holds up the browser's other processes, too, but not in each of so many tries. */
const TRIES = 3;

export const scale = [
  {
    name: '12 GiB, memory of the page',
    alone: true,
    long: true,
    limit: () => 30 * 60_000,
    size: () => MiB,
    wholePlan: true,
    async run(trial) {
      const size = 12 * GiB;
      const path = await sparse(join(trial.lab.files.folder, 'sparse.bin'), size);
      const tab = await trial.open();
      // One upload first, so that what is loaded only once is there, the worker that hashes among it.
      await trial.stored(await trial.end(await trial.begin(tab)));
      const pids = await renderers(trial.lab.browser);
      const before = resident(pids);
      trial.key = 'sparse.bin';
      const running = await trial.begin(tab, path);
      let highest = before;
      const watching = setInterval(() => (highest = Math.max(highest, resident(pids))), 500);
      const began = performance.now();
      const outcome = await running.outcome(25 * 60_000);
      clearInterval(watching);
      const seconds = (performance.now() - began) / 1000;
      await trial.stored(outcome);
      const wrong = await trial.wrong({ size, sha256: await sha256(path) });
      trial.require(!wrong, `FALSE SUCCESS: ${wrong}`);
      const growth = (highest - before) / MiB;
      trial.note(`grew by ${growth.toFixed(0)} MiB, ${(size / MiB / seconds).toFixed(0)} MiB/s`);
      trial.require(growth < 80, `memory grew by ${growth.toFixed(0)} MiB`);
    },
  },
  {
    name: 'many files of 1 KiB, main thread free',
    alone: true,
    size: () => 1024,
    wholePlan: true,
    limit: () => 6 * 60_000,
    async run(trial) {
      const count = trial.lab.long ? 2000 : 400;
      const paths = await many(join(trial.lab.files.folder), count);
      let best;
      for (let i = 1; i <= TRIES && !(best?.longest <= LONG_TASK); i++) {
        const seen = await uploadAll(trial, paths, `many ${i}/`);
        if (!best || seen.longest < best.longest) best = seen;
      }
      const { longest, begun, seconds } = best;
      trial.note(
        `${count} files, ${(count / seconds).toFixed(0)} a second, longest task ${longest ? `${longest.toFixed(0)} ms` : 'under 50 ms'}`,
      );
      trial.require(
        longest <= LONG_TASK,
        `a task of ${longest.toFixed(0)} ms (${count} files, ${begun.toFixed(0)} ms for the calls of upload)`,
      );
    },
  },
];

/** Uploads all at once from a page of its own. In a task, the time does not count in which it waited for a processor. */
async function uploadAll(trial, paths, folder) {
  const tab = await trial.open();
  const { key: _, ...options } = trial.options;
  const watches = (await renderers(trial.lab.browser)).map(watchWaiting);
  const seen = await tab.all(trial.contestant, paths, { ...options, key: folder });
  const [{ waited }] = watches.map((stop) => stop()).sort((a, b) => b.ran - a.ran); // the page's process, not a spare one
  seen.longest = Math.max(0, ...seen.long.map(({ at, ms }) => ms - waited(at, at + ms)));
  await tab.close();
  trial.require(
    seen.done === paths.length,
    `${paths.length - seen.done} of ${paths.length} failed: ${seen.failures[0]}`,
  );
  const puts = (await trial.sent('putObject')).filter(
    ({ status, path }) => status === 200 && decodeURIComponent(path).includes(folder),
  );
  const stored = new Set(puts.map(({ path }) => path));
  trial.require(stored.size === paths.length, `FALSE SUCCESS: ${stored.size} of ${paths.length} are stored`);
  return seen;
}

async function sparse(path, size) {
  const file = await open(path, 'w');
  await file.truncate(size);
  await file.write('the end', size - 7);
  await file.close();
  return path;
}

async function sha256(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 8 * MiB })) hash.update(chunk);
  return hash.digest('hex');
}

function many(folder, count) {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const path = join(folder, `small-${i}.txt`);
      await writeFile(path, `file ${i} `.padEnd(1024, 'x'));
      return path;
    }),
  );
}
