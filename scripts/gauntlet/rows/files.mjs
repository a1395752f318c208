// Files of all sizes but the common one.
const expectStored = async (trial) => trial.stored(await trial.upload());

export const files = [
  { name: 'file of 0 bytes', dialects: 'long', size: () => 0, run: expectStored },
  {
    name: 'file of 100 kB',
    dialects: 'long',
    size: () => 100_000,
    wholePlan: true,
    async run(trial) {
      await expectStored(trial);
      trial.note((await trial.sent('putObject')).length > 0 ? 'one request' : 'in parts');
    },
  },
];
