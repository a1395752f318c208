import { Budget, Shares, type ShareEvent } from '../boundary/machine.ts';
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
    return (event, number = 0, size = 0) => {
      if (event === Shares.leave) this.#grants.delete(id);
      for (const granted of this.#budget.tell(event, id, number, size)) this.#grants.get(granted)?.();
    };
  }
}

/** One upload's share of a host's requests; see Budget. */
export type Share = (event: ShareEvent, number?: number, size?: number) => void;
