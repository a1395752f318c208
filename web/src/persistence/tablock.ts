/** Of the tabs that upload the same file to the same object, one sends; the others see how far it is. */
import type { Standing } from '../boundary/machine.ts';
import type { UploadResult } from '../types/results.ts';

/** What the tab that sends tells the others. */
export interface News {
  id: string;
  /** What the file is recognized by. */
  file: string;
  sent: number;
  confirmed: number;
  speed: number;
  left: number;
  result?: UploadResult | undefined;
}

/** The shortest time between two news of progress, in milliseconds. */
const OFTEN = 250;

/** How long the news of a success may take longer than the end of the lock, in milliseconds. */
const LATE = 200;

export interface Lead {
  /** Another tab has finished the upload: there is nothing left to do. */
  readonly result: UploadResult | undefined;
  tell(standing: Standing, result?: UploadResult): void;
  /** Lets the next tab take over. */
  end(): void;
}

export interface LeadOptions {
  id: string;
  file: string;
  /** Ends the waiting; the promise then rejects with its reason. */
  signal: AbortSignal;
  /** Another tab sends, and is so far. */
  following(news?: News): void;
}

/**
 * Resolves when no other tab sends this upload, which then is this one's unless there is a result. Without locks in the
 * browser every tab is alone.
 */
export async function takeLead({ id, file, signal, following }: LeadOptions): Promise<Lead> {
  const channel = new BroadcastChannel('partway');
  let result: UploadResult | undefined;
  channel.onmessage = ({ data }: MessageEvent<News>) => {
    if (data.id !== id || data.file !== file) return;
    result = data.result ?? result;
    following(data);
  };
  try {
    let release = await lock(id, { ifAvailable: true });
    if (!release) {
      following();
      release = await lock(id, { signal });
      if (!result) await new Promise((resolve) => setTimeout(resolve, LATE));
    }
    channel.onmessage = null;
    let told = 0;
    return {
      result,
      tell({ sent, confirmed, speed, left }, result) {
        if (!result && Date.now() - told < OFTEN) return;
        told = Date.now();
        channel.postMessage({ id, file, sent, confirmed, speed, left, result });
      },
      end() {
        channel.close();
        release?.();
      },
    };
  } catch (thrown) {
    channel.close();
    throw thrown;
  }
}

/** Resolves with what gives the lock back; undefined if it is only wanted when it is free, and is not. */
export function lock(id: string, options: LockOptions): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const locks = globalThis.navigator?.locks;
    if (!locks) return resolve(() => {});
    const held = (granted: Lock | null): Promise<void> | void =>
      granted ? new Promise((release) => resolve(release)) : resolve(undefined);
    locks.request(`partway ${id}`, options, held).catch(reject);
  });
}
