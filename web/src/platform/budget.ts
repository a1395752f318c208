/** How many requests a page may have at one host, shared among its uploads. */
import { Verdicts } from '../boundary/machine.ts';

/** What browsers open to one host over HTTP/1.1, and how many it begins with. */
const MOST = 6,
  FIRST = 3;

/** The shortest time over which throughput is judged, in milliseconds. */
const STEP = 1000;

/** Bytes that a request without any is worth. */
const FIXED = 64 * 1024;

/** Steps after which one more request is tried again that did not help before: the way may have become wider. */
const AGAIN = 30;

interface Place {
  want: number;
  held: number;
  grant: () => void;
}

/** One upload's share. */
export interface Share {
  /** It could use so many requests at a time, those included that it has. */
  want(count: number): void;
  /** A request is over, and moved so many bytes. */
  release(verdict: number, bytes: number): void;
  /** The upload is over. */
  leave(): void;
}

/**
 * Begins with few requests at a time, allows one more while that makes the uploads faster, and fewer when the store or
 * the network cannot cope. Of the uploads that want one, the one with the fewest is served first, and among these the
 * one that has waited longest.
 */
export class Budget {
  /** Requests at a time. */
  limit = FIRST;
  readonly #clock: () => number;
  /** In the order in which they are served. */
  readonly #places = new Set<Place>();
  #held = 0;
  /** When this step began, the bytes that moved in it, and whether all requests were in use. */
  #since = 0;
  #bytes = 0;
  #full = false;
  /** Bytes per second of the step before, with a request less; 0 if that is not known. */
  #before = 0;
  /** Steps since one more did not help; undefined while it may. */
  #settled: number | undefined;
  #last = 0;
  #shrunk = -STEP;

  constructor(clock = (): number => Date.now()) {
    this.#clock = clock;
  }

  /** An upload comes in; `grant` is called for each request that it may make. */
  join(grant: () => void): Share {
    const place: Place = { want: 0, held: 0, grant };
    this.#places.add(place);
    return {
      want: (count) => {
        place.want = count;
        this.#hand();
      },
      release: (verdict, bytes) => {
        if (!place.held) return;
        place.held--;
        this.#held--;
        this.#toEnd(place);
        this.#learn(verdict, bytes);
        this.#hand();
      },
      leave: () => {
        this.#places.delete(place);
        this.#held -= place.held;
        place.held = 0;
        this.#hand();
      },
    };
  }

  #toEnd(place: Place): void {
    if (this.#places.delete(place)) this.#places.add(place);
  }

  #hand(): void {
    for (let next = this.#next(); next; next = this.#next()) {
      const now = this.#clock();
      if (!this.#held && now - this.#last > STEP) this.#step(now); // nobody was there
      next.held++;
      this.#held++;
      this.#toEnd(next);
      next.grant();
    }
  }

  #next(): Place | undefined {
    this.#full ||= this.#held >= this.limit;
    if (this.#held >= this.limit) return undefined;
    const waiting = [...this.#places].filter(({ held, want }) => held < want);
    return waiting.find(({ held }) => held === Math.min(...waiting.map((other) => other.held)));
  }

  #learn(verdict: number, bytes: number): void {
    const now = (this.#last = this.#clock());
    if (verdict === Verdicts.slow) this.#shrink(this.limit >> 1, now);
    if (verdict === Verdicts.lost) this.#shrink(this.limit - 1, now);
    if (verdict === Verdicts.good) this.#judge(bytes, now);
  }

  /** Once a step: requests that fail together have one reason. */
  #shrink(to: number, now: number): void {
    if (now - this.#shrunk < STEP) return;
    this.limit = Math.max(to, 1);
    this.#shrunk = now;
    this.#before = 0;
    this.#settled = undefined;
    this.#step(now);
  }

  /** Looks at the throughput when a step is over. */
  #judge(bytes: number, now: number): void {
    this.#bytes += bytes + FIXED;
    const passed = now - this.#since;
    if (passed < STEP || this.#bytes < this.limit * FIXED) return;
    const speed = (this.#bytes * 1000) / passed;
    if (this.#full) this.#compare(speed);
    this.#step(now);
  }

  #compare(speed: number): void {
    if (this.#settled !== undefined) {
      if (++this.#settled < AGAIN) return;
      this.#settled = undefined;
      this.#before = speed;
    } else if (this.#before && speed < this.#before * 1.05) {
      this.#settled = 0;
    } else {
      this.#before = speed;
      this.limit = Math.min(this.limit + 1, MOST);
    }
  }

  #step(now: number): void {
    this.#since = now;
    this.#bytes = 0;
    this.#full = false;
  }
}
