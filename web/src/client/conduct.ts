/** The life of one upload from its options to its result: alone or after another tab, anew or where it was left. */
import { Events, Machine } from '../boundary/machine.ts';
import { Driver, type DriverOptions } from './driver.ts';
import { fingerprint } from './file.ts';
import { openHasher, type Hasher } from './hasher.ts';
import { takeLead, type News } from './lead.ts';
import type { Options, SignerOptions } from './options.ts';
import type { UploadResult } from './outcome.ts';
import { openSession } from './open.ts';
import type { Session } from './session.ts';
import { turn } from './line.ts';
import { lineOf } from './shared.ts';
import { load, openSaver, type Saved } from './snapshots.ts';
import { tellsProgress } from './transport.ts';

/** Whoever shows the upload to people, and passes on their orders. */
export interface Stage {
  /** Aborts when the user does so before there is a driver, and with whatever reason was given. */
  readonly signal: AbortSignal;
  /** Another tab sends, and is so far. */
  following(news: News | undefined): void;
  /** From now on the driver does it, when it is started. */
  driven(driver: Driver): void;
  /** The upload stands as `driver.standing` and `driver.parts` say. */
  changed(): void;
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
  stage: Stage;
  /** Gives the place in the line to the next, while this one waits for what may take long. */
  makeWay(): void;
}

export async function conduct(file: Blob, options: Options | SignerOptions, stage: Stage): Promise<UploadResult> {
  stage.signal.throwIfAborted();
  const { size } = file;
  const makeWay = await lineOf(size).enter(stage.signal);
  try {
    return await first({
      file,
      name: options.name ?? (file instanceof File ? file.name : ''),
      size,
      options,
      stage,
      makeWay,
    });
  } finally {
    makeWay();
  }
}

/** One that is first in its line. */
async function first(begun: Omit<Job, 'session' | 'hasher'>): Promise<UploadResult> {
  const { file, name, size, options, stage } = begun;
  stage.signal.throwIfAborted();
  const session = await openSession(options, { name, size, type: file.type });
  await turn(); // many may have waited for the same module and keys
  const { whole } = session.plan(size);
  stage.signal.throwIfAborted();
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
  const { file, name, size, options, session, hasher, stage, makeWay } = job;
  const id = `${session.id} ${name}`;
  const print = await fingerprint(file, size, hasher, stage.signal);
  const following = (news: News | undefined): void => {
    makeWay();
    stage.following(news);
  };
  const lead = await takeLead({ id, file: print, signal: stage.signal, following });
  try {
    if (lead.result) return lead.result;
    const machine = (await restored(job, id, print)) ?? begin(job, print);
    stage.signal.throwIfAborted();
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
  job: Pick<Job, 'file' | 'session' | 'hasher'> & { stage: Pick<Stage, 'signal'> },
  machine: Machine,
): Promise<unknown> {
  const old = new Driver({ ...job, machine, stage: { signal: job.stage.signal, changed() {} } });
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
  const { stage, makeWay } = options;
  const changed = (): void => {
    if (driver.standing.paused) makeWay();
    stage.changed();
  };
  const driver: Driver = new Driver({ ...options, stage: { signal: stage.signal, changed } });
  stage.driven(driver);
  return driver.finished;
}
