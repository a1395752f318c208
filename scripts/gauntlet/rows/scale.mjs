// Very large and very many.
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderers, resident } from '../lib/processes.mjs';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;

export const scale = [
  {
    name: '12 GiB, memory of the page', alone: true, long: true, limit: () => 20 * 60_000, size: () => 1, wholePlan: true,
    async run(trial) {
      const size = 12 * GiB;
      const path = await sparse(join(trial.lab.files.folder, 'sparse.bin'), size);
      const tab = await trial.open();
      // One small upload first, so that what is loaded only once is there.
      await trial.stored(await trial.end(await trial.begin(tab)));
      const pids = await renderers(trial.lab.browser);
      const before = resident(pids);
      trial.key = 'sparse.bin';
      const running = await trial.begin(tab, path);
      let highest = before;
      const watching = setInterval(() => (highest = Math.max(highest, resident(pids))), 500);
      const began = performance.now();
      const outcome = await running.outcome(15 * 60_000);
      clearInterval(watching);
      await trial.stored(outcome);
      const held = await trial.store.described({ ...trial.dialect, key: trial.key, credentials: trial.lab.credentials });
      trial.require(held.size === size, `FALSE SUCCESS: the object has ${held.size} bytes`);
      trial.require(held.crc64 === outcome.result.crc64, 'FALSE SUCCESS: the object has other bytes');
      const growth = (highest - before) / MiB;
      trial.note(`grew by ${growth.toFixed(0)} MiB, ${(size / MiB / ((performance.now() - began) / 1000)).toFixed(0)} MiB/s`);
      trial.require(growth < 80, `memory grew by ${growth.toFixed(0)} MiB`);
    },
  },
  {
    name: 'many files of 1 KiB, main thread free', alone: true, size: () => 1024, wholePlan: true,
    async run(trial) {
      const count = trial.lab.long ? 2000 : 400;
      const paths = await many(join(trial.lab.files.folder), count);
      const tab = await trial.open();
      const { key: _, ...options } = trial.options;
      const { longest, begun, seconds, done, failures } = await tab.all(trial.contestant, paths, { ...options, key: 'many/' });
      trial.require(done === count, `${count - done} of ${count} failed: ${failures[0]}`);
      const stored = new Set((await trial.sent('putObject')).filter(({ status }) => status === 200).map(({ path }) => path));
      trial.require(stored.size === count, `FALSE SUCCESS: ${stored.size} of ${count} are stored`);
      trial.note(`${count} files in ${seconds.toFixed(1)} s, longest task ${longest ? `${longest.toFixed(0)} ms` : 'under 50 ms'}`);
      trial.require(longest <= 50, `a task of ${longest.toFixed(0)} ms (${count} files, ${begun.toFixed(0)} ms for the calls of upload)`);
    },
  },
];

async function sparse(path, size) {
  const file = await open(path, 'w');
  await file.truncate(size);
  await file.write('the end', size - 7);
  await file.close();
  return path;
}

function many(folder, count) {
  return Promise.all(Array.from({ length: count }, async (_, i) => {
    const path = join(folder, `small-${i}.txt`);
    await writeFile(path, `file ${i} `.padEnd(1024, 'x'));
    return path;
  }));
}
