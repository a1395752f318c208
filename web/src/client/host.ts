import { Budget } from '../boundary/machine.ts';
import type { Core } from '../boundary/core.ts';

/** A host that uploads of this page send to: its clock, and how many requests it gets at a time. */
export class Host {
  /** Milliseconds that its clock is ahead of this machine's. */
  offset = 0;
  readonly #budget: Budget;
  readonly #grants = new Map<number, () => void>();
  #last = 0;

  constructor(core: Core) {
    this.#budget = new Budget(core);
  }

  /** An upload comes in; `grant` is called for each request that it may make. */
  join(grant: () => void): Share {
    const id = ++this.#last;
    this.#grants.set(id, grant);
    return {
      want: (count) => this.#hand(this.#budget.want(id, count)),
      release: (verdict, size) => this.#hand(this.#budget.release(id, verdict, size)),
      leave: () => {
        if (this.#grants.delete(id)) this.#hand(this.#budget.drop(id));
      },
    };
  }

  #hand(granted: readonly number[]): void {
    for (const id of granted) this.#grants.get(id)?.();
  }
}

/** One upload's share of a host's requests; see upload.Budget. */
export interface Share {
  want(count: number): void;
  release(verdict: number, size: number): void;
  leave(): void;
}
