/** The life of one upload, from its options to its result. */
import { openHasher, preloadHasher } from '../platform/hashing.ts';
import { loaded } from '../platform/lazy.ts';
import { LARGE, queueOf, turn } from '../platform/queue.ts';
import { openSession } from '../session/open.ts';
import type { Options, SignerOptions } from '../types/options.ts';
import type { UploadResult } from '../types/results.ts';
import { beginMachine, drive, type UploadJob, type UploadObserver } from './job.ts';

/** Waits for a place among the page's uploads, then uploads. */
export async function runUpload(
  file: Blob,
  options: Options | SignerOptions,
  observer: UploadObserver,
): Promise<UploadResult> {
  observer.signal.throwIfAborted();
  const { size } = file;
  const makeWay = await queueOf(size).enter(observer.signal);
  try {
    const name = options.name ?? (file instanceof File ? file.name : '');
    return await runQueued({ file, name, size, options, observer, makeWay });
  } finally {
    makeWay();
  }
}

async function runQueued(queued: Omit<UploadJob, 'session' | 'hasher'>): Promise<UploadResult> {
  const { file, name, size, options, observer } = queued;
  observer.signal.throwIfAborted();
  preloadHasher(size);
  if (size > LARGE && options.resume !== false) void loadDurable();
  const session = await openSession(options, { name, size, type: file.type });
  await turn(); // many may have waited for the same module and keys
  observer.signal.throwIfAborted();
  const hasher = openHasher(session.runtime, options.worker ?? undefined);
  const job = { ...queued, session, hasher };
  try {
    const durable = mayLast(job) && (await loadDurable());
    return await (durable ? durable.runDurable(job) : drive({ ...job, machine: beginMachine(job, '') }));
  } finally {
    hasher.close();
  }
}

/** workerd has neither tabs nor a memory for what was interrupted. */
const mayLast = ({ options, session, size }: UploadJob): boolean =>
  !session.plan(size).whole && (options.resume ?? true) && 'BroadcastChannel' in globalThis;

/** Undefined if the script does not load: then the upload cannot be continued later, but it is made. */
const loadDurable = () => loaded(() => import('./durable.ts')).catch(() => undefined);
