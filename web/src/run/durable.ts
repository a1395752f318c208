/** An upload that can be continued in another session, and that only one tab sends at a time. */
import { Events, Machine } from '../boundary/machine.ts';
import { browserStorage } from '../persistence/indexeddb.ts';
import { openSaver } from '../persistence/saver.ts';
import { takeTabLock } from '../persistence/tablock.ts';
import type { TabProgress, UploadResult } from '../types/results.ts';
import type { StoredUpload } from '../types/storage.ts';
import { Driver, type DriverObserver } from './driver.ts';
import { fingerprintOf } from './fingerprint.ts';
import { beginMachine, drive, type UploadJob } from './job.ts';

export async function runDurable(job: UploadJob): Promise<UploadResult> {
  const { file, name, size, options, session, hasher, observer, makeWay } = job;
  const id = `${session.id} ${name}`;
  const storage = options.storage ?? browserStorage;
  const fingerprint = await fingerprintOf(file, size, hasher, observer.signal);
  const following = (progress: TabProgress | undefined): void => {
    makeWay();
    observer.following(progress);
  };
  const tabLock = await takeTabLock({ id, fingerprint, signal: observer.signal, following });
  try {
    if (tabLock.result) return tabLock.result;
    const machine = (await continued(job, await storage.get(id), fingerprint)) ?? beginMachine(job, fingerprint);
    observer.signal.throwIfAborted();
    const saver = openSaver(storage, { id, name, size, handle: options.fileHandle });
    const result = await drive({ ...job, machine, saver, tabLock });
    tabLock.tell(machine.standing, result);
    return result;
  } finally {
    tabLock.release();
  }
}

/** The upload of an earlier session, if it was of this file. If it was of another, its parts are removed first. */
async function continued(
  job: UploadJob,
  stored: StoredUpload | undefined,
  fingerprint: string,
): Promise<Machine | undefined> {
  const machine = restoreMachine(job, stored);
  if (!machine || machine.standing.file === fingerprint) return machine;
  await removeUpload(job, machine);
  return undefined;
}

/** Removes the parts of an upload from the store; resolves with the error that this ends with. */
export function removeUpload(
  job: Pick<UploadJob, 'file' | 'session' | 'hasher'> & { observer: Pick<DriverObserver, 'signal'> },
  machine: Machine,
): Promise<unknown> {
  const driver = new Driver({ ...job, machine, observer: { signal: job.observer.signal, changed() {} } });
  driver.start(Events.abort);
  return driver.finished.catch((error: unknown) => error);
}

/** Undefined if nothing was stored, or in a format that this version does not read. */
export function restoreMachine(
  { session }: Pick<UploadJob, 'session'>,
  stored: StoredUpload | undefined,
): Machine | undefined {
  try {
    if (!stored) return undefined;
    const machine = Machine.restore(session.runtime.core, stored.target.dialect, stored.snapshot);
    if (session.window) session.target = stored.target; // a signer says it once
    return machine;
  } catch {
    return undefined;
  }
}
