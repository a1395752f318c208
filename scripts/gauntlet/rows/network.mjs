// A network that goes away and comes back.
import { setTimeout as wait } from 'node:timers/promises';

const slow = ({ size }) => ({ bytesPerSecond: Math.ceil(size / 3) });

export const network = [
  {
    name: '6 s without network (connections cut)',
    dialects: 'long',
    faults: slow,
    async run(trial) {
      const running = await trial.begin(await trial.open());
      await trial.arrived(2);
      await trial.store.faults({ outageMs: 6_000 });
      await trial.stored(await trial.end(running));
    },
  },
  {
    name: '6 s offline (the browser says so)',
    faults: slow,
    async run(trial) {
      const running = await trial.begin(await trial.open());
      await trial.arrived(2);
      await trial.context.setOffline(true);
      await wait(6_000);
      await trial.context.setOffline(false);
      await trial.stored(await trial.end(running));
    },
  },
];
