// What a store, or something in front of it, may answer.
const expectStored = async (trial) => trial.stored(await trial.upload());

/** The rule for one operation, `count` times. */
const rule = (op, deed, more) => ({ rules: [{ op, do: deed, count: 1, ...more }] });

/** The same where a cut connection is not made good by the browser itself. */
const cut = (op, deed, more) => ({ ...rule(op, deed, more), fresh: true });

const throttled = (code) => ({
  faults: rule('uploadPart', 'refuse', { part: 2, code, retryAfter: '2' }),
  async run(trial) {
    await expectStored(trial);
    const [first, second] = await trial.sent('uploadPart', 2);
    trial.require(second.atMs - first.atMs >= 1_990, `waited ${second.atMs - first.atMs} ms of 2 s`);
    trial.note(`waited ${((second.atMs - first.atMs) / 1000).toFixed(1)} s`);
  },
});

/** After a completion that was not answered, the store is asked before anything is done again. */
async function askedFirst(trial) {
  await expectStored(trial);
  const seen = await trial.store.seen();
  const first = seen.findIndex(({ op }) => op === 'complete');
  const next = seen[first + 1]?.op ?? 'nothing';
  trial.require(
    trial.contestant !== 'partway' || ['listParts', 'headObject'].includes(next),
    `after the lost answer came ${next}`,
  );
}

/** Temporary keys that the store refuses after 4 s; the page gets others from then on. `told`: it knows when. */
const expiring = (told) => ({
  storeArgs: ['-sts-expires', '4s'],
  faults: ({ size }) => ({ bytesPerSecond: Math.ceil(size / 6) }),
  async run(trial) {
    const sts = {
      accessKeyId: 'partway-sts-key',
      accessKeySecret: 'partway-sts-secret',
      securityToken: 'partway-sts-token',
    };
    trial.keys = { credentials: sts, later: trial.lab.credentials, until: Date.now() + 4_000, told };
    await expectStored(trial);
  },
});

export const replies = [
  { name: 'nothing goes wrong', dialects: 'long', run: expectStored },
  { name: 'part: 503 with Retry-After', dialects: 'long', ...throttled('SlowDown') },
  { name: 'part: 429 with Retry-After', ...throttled('TooManyRequests') },
  {
    name: 'part: 500 three times',
    faults: rule('uploadPart', 'refuse', { part: 1, code: 'InternalError', count: 3 }),
    run: expectStored,
  },
  { name: 'part: connection reset', faults: cut('uploadPart', 'reset', { part: 3, count: 2 }), run: expectStored },
  { name: 'part: stored, answer lost', faults: cut('uploadPart', 'lose', { part: 3 }), run: expectStored },
  {
    name: 'part: never answered',
    options: { stallTime: 2 },
    faults: rule('uploadPart', 'stall', { part: 2 }),
    run: expectStored,
  },
  {
    name: 'initiate: answer lost',
    faults: cut('initiate', 'lose'),
    run: async (trial) => trial.stored(await trial.upload(), { left: 1 }),
  },
  {
    name: 'ETag not exposed',
    dialects: 'long',
    faults: rule('', 'hide', { header: 'ETag', count: 0 }),
    run: expectStored,
  },
  {
    name: 'complete: 200 with Error, once',
    dialects: 'all',
    run: expectStored,
    faults: rule('complete', 'refuse', { code: 'InternalError', status: 200 }),
  },
  {
    name: 'complete: 200 with Error, for good',
    dialects: 'long',
    faults: rule('complete', 'refuse', { code: 'AccessDenied', status: 200, count: 0 }),
    run: async (trial) => trial.refused(await trial.upload(), /^AccessDenied$/),
  },
  { name: 'complete: never answers', options: { stallTime: 1 }, faults: rule('complete', 'stall'), run: askedFirst },
  {
    name: 'complete: done, never answers',
    options: { stallTime: 1 },
    faults: rule('complete', 'silent'),
    run: askedFirst,
  },
  { name: 'complete: done, answer lost', dialects: 'all', faults: cut('complete', 'lose'), run: askedFirst },
  { name: 'complete: done, repeated by the browser', faults: rule('complete', 'lose'), run: expectStored },
  { name: 'credentials expire midway', dialects: 'long', ...expiring(true) },
  { name: 'credentials expire midway, untold', ...expiring(false) },
  { name: 'clock of the store 2 h off', dialects: 'all', faults: { clockMs: 2 * 3600 * 1000 }, run: expectStored },
  {
    name: 'wrong checksum reported, once',
    dialects: 'all',
    faults: rule('uploadPart', 'lie', { part: 2 }),
    async run(trial) {
      await expectStored(trial);
      trial.require(trial.contestant !== 'partway' || (await trial.sent('uploadPart', 2)).length > 1, 'did not notice');
    },
  },
  {
    name: 'wrong checksum reported, always',
    dialects: 'long',
    faults: rule('uploadPart', 'lie', { part: 2, count: 0 }),
    async run(trial) {
      await trial.refused(await trial.upload(), /^ChecksumMismatch$/);
      trial.require((await trial.sent('abort')).length === 0, 'deleted what is at the store');
    },
  },
  {
    name: 'bytes of a part changed on the way',
    dialects: 'long',
    faults: rule('uploadPart', 'corrupt', { part: 2 }),
    run: expectStored,
  },
];
