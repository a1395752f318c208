/** Of the tabs that upload the same file to the same object, one sends; the others show how far it is. */
import type { Standing } from '../boundary/machine.ts';
import type { TabProgress, UploadResult } from '../types/results.ts';

/** The shortest time between two messages about progress, in milliseconds. */
const INTERVAL_MS = 250;

/** Grace period for the success message after the lock is released, in milliseconds. */
const GRACE_MS = 200;

/** The right to send an upload, which one tab has at a time. */
export interface TabLock {
  /** Another tab has finished the upload: there is nothing left to do. */
  readonly result: UploadResult | undefined;
  /** Tells the other tabs how far the upload is, and at its end what came of it. */
  tell(standing: Standing, result?: UploadResult): void;
  /** Lets the next tab take over. */
  release(): void;
}

export interface TabLockOptions {
  id: string;
  fingerprint: string;
  /** Ends the waiting; the promise then rejects with its reason. */
  signal: AbortSignal;
  /** Called while another tab sends; without progress at first. */
  following(progress?: TabProgress): void;
}

/**
 * Resolves when no other tab sends this upload, which is then this tab's to send unless there is a result. Without
 * locks in the browser every tab gets one.
 */
export async function takeTabLock({ id, fingerprint, signal, following }: TabLockOptions): Promise<TabLock> {
  const channel = new BroadcastChannel('partway');
  let result: UploadResult | undefined;
  channel.onmessage = ({ data }: MessageEvent<TabProgress>) => {
    if (data.id !== id || data.fingerprint !== fingerprint) return;
    result = data.result ?? result;
    following(data);
  };
  try {
    let release = await lock(id, { ifAvailable: true });
    if (!release) {
      following();
      release = await lock(id, { signal });
      if (!result) await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
    }
    channel.onmessage = null;
    let told = 0;
    return {
      result,
      tell({ sent, confirmed, speed, left }, result) {
        if (!result && Date.now() - told < INTERVAL_MS) return;
        told = Date.now();
        channel.postMessage({ id, fingerprint, sent, confirmed, speed, left, result } satisfies TabProgress);
      },
      release() {
        channel.close();
        release?.();
      },
    };
  } catch (thrown) {
    channel.close();
    throw thrown;
  }
}

/** Resolves with what releases the lock; undefined if it is only wanted when it is free, and is not. */
export function lock(id: string, options: LockOptions): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const locks = globalThis.navigator?.locks;
    if (!locks) return resolve(() => {});
    const held = (granted: Lock | null): Promise<void> | void =>
      granted ? new Promise((release) => resolve(release)) : resolve(undefined);
    locks.request(`partway ${id}`, options, held).catch(reject);
  });
}
