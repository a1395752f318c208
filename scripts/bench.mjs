// npm run bench: how fast the built module hashes and signs, in Node on this
// machine. Each row is the minimum, median and maximum of some runs. Fails below
// the budget for hashing, so run it while the machine does nothing else.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { bundleReadable } from './lib/bundle.mjs';
import { UserError, main } from './lib/log.mjs';
import { inRoot } from './lib/paths.mjs';
import { setup } from './setup.mjs';

const budget = 2_000; // MB/s of CRC-64 in the module's memory, of the fastest run
const runs = 15;
const shortRuns = 200; // of 4 MiB: one of them is likely to get the processor to itself
const hashedBytes = 64 * 1024 * 1024;
const shortBytes = 4 * 1024 * 1024;
const signedRequests = 1_000;

main(async () => {
  await setup();
  await build();
  const { Checksum, KeyCore, compile, instantiate } = await boundary();
  const module = await compile(readFileSync(inRoot('build/web/partway.wasm')));

  const machine = `Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown processor'}`;
  console.log(`\n${machine}; min / median / max of ${runs} runs, ${shortRuns} in wasm memory\n`);
  const resident = measure(residentHash(await instantiate(module)), shortRuns)
    .map((ms) => shortBytes / ms / 1e3)
    .reverse();
  console.log(row('crc64xz, in wasm memory', resident, 'MB/s'));
  const bytes = new Uint8Array(hashedBytes).map((_, i) => Math.imul(i, 2654435761) >>> 24);
  for (const algorithm of ['crc64xz', 'crc64nvme', 'crc32c', 'md5']) {
    const checksum = new Checksum(await instantiate(module), algorithm);
    const times = measure(() => checksum.add(bytes));
    console.log(row(`${algorithm}, 64 MiB copied in`, times.map(megabytes).reverse(), 'MB/s'));
  }
  for (const [dialect, bucket] of [
    ['oss', 'bucket'],
    ['cos', 'bucket-1250000000'],
    ['s3', 'bucket'],
  ]) {
    const core = new KeyCore(await instantiate(module));
    const times = measure(() => signParts(core, dialect, bucket));
    console.log(
      row(
        `${dialect}, sign a part's request`,
        times.map((ms) => (ms * 1e3) / signedRequests),
        'µs',
      ),
    );
  }
  const best = resident.at(-1);
  if (best < budget)
    throw new UserError(
      `crc64xz makes ${best.toFixed(0)} MB/s at best; the budget is ${budget} MB/s on a machine that does nothing else.`,
    );
});

// The boundary's TypeScript, bundled for Node.
async function boundary() {
  const outfile = inRoot('build/bench/boundary.mjs');
  const contents = `
    export { Checksum } from './web/src/platform/hash.ts';
    export { KeyCore } from './web/src/boundary/keycore.ts';
    export { instantiate } from './web/src/boundary/exports.ts';
    export { compile } from './web/src/platform/compile.ts';`;
  mkdirSync(dirname(outfile), { recursive: true });
  writeFileSync(outfile, await bundleReadable({ contents }));
  return import(pathToFileURL(outfile).href);
}

const megabytes = (ms) => hashedBytes / ms / 1e3;

// Hashes bytes that are in the module's memory already, over and over.
function residentHash(wasm) {
  const room = 256 * 1024;
  wasm.input(room);
  wasm.hashStart(1); // CRC-64/XZ
  return () => {
    for (let done = 0; done < shortBytes; done += room) wasm.hashAdd(room);
  };
}

function signParts(core, dialect, bucket) {
  const options = Object.entries({
    dialect,
    bucket,
    key: 'folder/file name.bin',
    region: { oss: 'cn-hangzhou', cos: 'ap-guangzhou', s3: 'us-east-1' }[dialect],
    accessKeyId: 'id',
    accessKeySecret: 'secret',
  });
  for (let part = 1; part <= signedRequests; part++) {
    core.build('uploadPart', 'header', 1_790_000_000, ['0123456789ABCDEF', String(part)], options);
  }
}

// Milliseconds of each run, sorted, after half a second in which the engine
// compiles for speed what is hot.
function measure(work, count = runs) {
  for (const began = performance.now(); performance.now() - began < 500; ) work();
  return Array.from({ length: count }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  }).sort((a, b) => a - b);
}

function row(name, sorted, unit) {
  const digits = sorted[0] < 100 ? 1 : 0;
  const [min, median, max] = [0, sorted.length >> 1, sorted.length - 1].map((i) =>
    sorted[i].toFixed(digits).padStart(7),
  );
  return `${name.padEnd(28)}${min} /${median} /${max} ${unit}`;
}
