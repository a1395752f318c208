/** Uploads that wait for others of the same page, so that thousands begun at once neither hold it up nor flood a store. */

const turns: (() => void)[] = [];

/** Goes on in a task of its own, after all that asked before. Not by a timer: those of hidden pages come once a second. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (turns.push(resolve) === 1) take();
  });
}

/** Takes turn after turn until nobody waits. */
function take(): void {
  const { port1, port2 } = new MessageChannel();
  const next = (): void => port2.postMessage(0);
  port1.onmessage = () => {
    turns.shift()?.();
    if (turns.length) next();
    else port1.close();
  };
  next();
}

/** Above it, in bytes, a file goes in parts if nothing else is asked for. */
export const LARGE = 8 * 1024 * 1024;

/** Places for uploads that are under way. */
export class Queue {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(places: number) {
    this.#free = places;
  }

  /** Waits for a place; gives what gives it back, once. Rejects with the signal's reason if that aborts meanwhile. */
  async enter(signal: AbortSignal): Promise<() => void> {
    if (this.#free > 0) this.#free--;
    else await this.#wait(signal);
    let here = true;
    return () => {
      if (here) this.#leave();
      here = false;
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(resolve);
      signal.addEventListener('abort', () => this.#waiting.delete(resolve) && reject(signal.reason));
    });
  }

  #leave(): void {
    const [first] = this.#waiting;
    if (first) this.#waiting.delete(first), first();
    else this.#free++;
  }
}

/** Small files do not wait behind large ones. There are more places than requests at a time: some uploads get ready. */
const queues = [new Queue(12), new Queue(6)] as const;

/** The queue of a file of so many bytes. */
export const queueOf = (size: number): Queue => queues[size > LARGE ? 1 : 0];
