/** The life of one upload from its options to its result: alone or after another tab, anew or where it was left. */
import { Events, Machine } from '../boundary/machine.ts';
import { Driver, type DriverObserver, type DriverOptions } from './driver.ts';
import { fingerprint } from './fingerprint.ts';
import type { Hasher } from '../platform/hasher.ts';
import { openHasher } from '../platform/sharedhasher.ts';
import { takeLead, type News } from '../persistence/tablock.ts';
import type { Options, SignerOptions } from '../types/options.ts';
import type { UploadResult } from '../types/results.ts';
import { openSession } from '../session/open.ts';
import type { Session } from '../session/session.ts';
import { queueOf, turn } from '../platform/queue.ts';
import { load, openSaver, type Saved } from '../persistence/snapshots.ts';
import { tellsProgress } from '../platform/transport.ts';

/** Whoever shows the upload to people, and passes on their orders. */
export interface UploadObserver extends DriverObserver {
  /** Another tab sends, and is so far. */
  following(news: News | undefined): void;
  /** From now on the driver does it, when it is started. */
  driven(driver: Driver): void;
}

interface Job {
  file: Blob;
  /** Of the file, or what it is to be known by. */
  name: string;
  /** Of the file; a browser may ask another process for it each time. */
  size: number;
  options: Options | SignerOptions;
  session: Session;
  hasher: Hasher;
  observer: UploadObserver;
  /** Gives the place in the line to the next, while this one waits for what may take long. */
  makeWay(): void;
}

export async function conduct(
  file: Blob,
  options: Options | SignerOptions,
  observer: UploadObserver,
): Promise<UploadResult> {
  observer.signal.throwIfAborted();
  const { size } = file;
  const makeWay = await queueOf(size).enter(observer.signal);
  try {
    return await first({
      file,
      name: options.name ?? (file instanceof File ? file.name : ''),
      size,
      options,
      observer,
      makeWay,
    });
  } finally {
    makeWay();
  }
}

/** One that is first in its line. */
async function first(begun: Omit<Job, 'session' | 'hasher'>): Promise<UploadResult> {
  const { file, name, size, options, observer } = begun;
  observer.signal.throwIfAborted();
  const session = await openSession(options, { name, size, type: file.type });
  await turn(); // many may have waited for the same module and keys
  const { whole } = session.plan(size);
  observer.signal.throwIfAborted();
  const hasher = openHasher(session.runtime, options.worker);
  const job = { ...begun, session, hasher };
  try {
    // workerd has neither tabs nor a memory for what was interrupted.
    const alone = whole || options.resume === false || !globalThis.BroadcastChannel;
    return await (alone ? run({ ...job, machine: begin(job, '') }) : lasting(job));
  } finally {
    hasher.close();
  }
}

/** An upload that can be gone on with in another session, and that only one tab sends. */
async function lasting(job: Job): Promise<UploadResult> {
  const { file, name, size, options, session, hasher, observer, makeWay } = job;
  const id = `${session.id} ${name}`;
  const print = await fingerprint(file, size, hasher, observer.signal);
  const following = (news: News | undefined): void => {
    makeWay();
    observer.following(news);
  };
  const lead = await takeLead({ id, file: print, signal: observer.signal, following });
  try {
    if (lead.result) return lead.result;
    const machine = (await restored(job, id, print)) ?? begin(job, print);
    observer.signal.throwIfAborted();
    const saver = openSaver({ id, name, size, handle: options.fileHandle });
    const result = await run({ ...job, machine, saver, lead });
    lead.tell(machine.standing, result);
    return result;
  } finally {
    lead.end();
  }
}

function begin({ size, options, session }: Job, print: string): Machine {
  const { dialect, partSize, verify } = session.plan(size);
  const parallel = 'sequential' in options && options.sequential ? 1 : (options.parallel ?? 0);
  return Machine.begin(session.runtime.core, [
    dialect,
    size,
    partSize,
    verify,
    print,
    session.window,
    parallel,
    milliseconds(options.timeLimit),
    milliseconds(options.stallTime),
    tellsProgress() ? '' : '1',
  ]);
}

const milliseconds = (seconds = 0): number => Math.round(seconds * 1000);

/** The upload of an earlier session, if it was of this file. If it was of another, its parts are removed first. */
async function restored(job: Job, id: string, print: string): Promise<Machine | undefined> {
  const machine = revive(job, await load(id));
  if (!machine || machine.standing.file === print) return machine;
  await remove(job, machine);
  return undefined;
}

/** Removes the parts of an upload from the store; gives the error that this ends with. */
export function remove(
  job: Pick<Job, 'file' | 'session' | 'hasher'> & { observer: Pick<DriverObserver, 'signal'> },
  machine: Machine,
): Promise<unknown> {
  const old = new Driver({ ...job, machine, observer: { signal: job.observer.signal, changed() {} } });
  old.start(Events.abort);
  return old.finished.catch((error: unknown) => error);
}

export function revive({ session }: Pick<Job, 'session'>, saved: Saved | undefined): Machine | undefined {
  try {
    if (!saved) return undefined;
    const machine = Machine.restore(session.runtime.core, saved.target.dialect, saved.snapshot);
    if (session.window) session.target = saved.target; // a signer says it once
    return machine;
  } catch {
    return undefined; // of a version whose format has gone
  }
}

function run(options: Job & DriverOptions): Promise<UploadResult> {
  const { observer, makeWay } = options;
  const changed = (): void => {
    if (driver.standing.paused) makeWay();
    observer.changed();
  };
  const driver: Driver = new Driver({ ...options, observer: { signal: observer.signal, changed } });
  observer.driven(driver);
  return driver.finished;
}
