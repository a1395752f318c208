import { Machine } from '../boundary/machine.ts';
import type { Hasher } from '../platform/hasher.ts';
import { browserTransport } from '../platform/transport.ts';
import type { Session } from '../session/session.ts';
import type { Options, SignerOptions } from '../types/options.ts';
import type { TabProgress, UploadResult } from '../types/results.ts';
import { Driver, type DriverObserver, type DriverOptions } from './driver.ts';

/** Shows the upload to people and passes on their orders. */
export interface UploadObserver extends DriverObserver {
  /** Another tab sends this upload; undefined until it has said how far it is. */
  following(progress: TabProgress | undefined): void;
  /** The observer is to start this driver, whose standing it shows from now on. */
  driven(driver: Driver): void;
}

/** What one upload is made of. */
export interface UploadJob {
  file: Blob;
  /** The option `name`, or the file's own. */
  name: string;
  /** Of the file, in bytes; a browser may ask another process for it each time. */
  size: number;
  options: Options | SignerOptions;
  session: Session;
  hasher: Hasher;
  observer: UploadObserver;
  /** Gives the place in the queue to the next upload, while this one waits for what may take long. */
  makeWay(): void;
}

/** A new upload; `fingerprint` is "" for one that cannot be continued. */
export function beginMachine({ size, options, session }: UploadJob, fingerprint: string): Machine {
  const { dialect, partSize, verify } = session.plan(size);
  const parallel = 'sequential' in options && options.sequential ? 1 : (options.parallel ?? 0);
  return Machine.begin(session.runtime.core, [
    dialect,
    size,
    partSize,
    verify,
    fingerprint,
    session.window,
    parallel,
    milliseconds(options.timeLimit),
    milliseconds(options.stallTime),
    (options.transport ?? browserTransport).tellsProgress ? '' : '1',
  ]);
}

const milliseconds = (seconds?: number | null): number => Math.round((seconds ?? 0) * 1000);

/** Runs a machine to its end. */
export function drive(options: UploadJob & DriverOptions): Promise<UploadResult> {
  const { observer, makeWay } = options;
  const changed = (): void => {
    if (driver.standing.paused) makeWay();
    observer.changed();
  };
  const driver: Driver = new Driver({ ...options, observer: { signal: observer.signal, changed } });
  observer.driven(driver);
  return driver.finished;
}
