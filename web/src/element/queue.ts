import type { Item } from './item.ts';

/** How many uploads are under way at a time. The client shares the requests among them. */
const LANES = 6;

/** Those that send nothing hold up nobody. */
const idle: readonly string[] = ['paused', 'waiting'];

/** Begins uploads in turn, so that ten thousand files are ten thousand entries here and six uploads. */
export class Queue {
  readonly #run: (item: Item) => Promise<void>;
  readonly #ended: (item: Item) => void;
  readonly #active = new Set<{ item: Item }>();
  #waiting: Item[] = [];

  constructor(run: (item: Item) => Promise<void>, ended: (item: Item) => void) {
    this.#run = run;
    this.#ended = ended;
  }

  /** Whether anything is under way or waits for that. */
  get isBusy(): boolean {
    return this.#active.size > 0 || this.#waiting.some(({ state }) => state === 'queued');
  }

  push(items: readonly Item[]): void {
    for (const item of items) item.enter('queued');
    this.#waiting = this.#waiting.concat(items);
    this.pump();
  }

  /** To be called when an upload may have begun to idle. */
  pump(): void {
    const free = LANES - [...this.#active].filter(({ item }) => !idle.includes(item.state)).length;
    const next: { item: Item }[] = [];
    let at = 0;
    for (; next.length < free && at < this.#waiting.length; at++) {
      const item = this.#waiting[at]!;
      if (item.state === 'queued') next.push({ item }); // else it was taken out meanwhile
    }
    this.#waiting = at ? this.#waiting.slice(at) : this.#waiting;
    // All have their lanes before the first runs: whoever listens may give orders that lead here again.
    for (const lane of next) this.#active.add(lane);
    for (const lane of next) void this.#follow(lane);
  }

  async #follow(lane: { item: Item }): Promise<void> {
    const { item } = lane;
    const isWanted = item.state === 'queued';
    if (isWanted) await this.#run(item);
    this.#active.delete(lane);
    if (!isWanted) return;
    this.pump();
    this.#ended(item);
  }
}
