// Collects what became of every check of every peer, and shows it as tables.

/** Verdicts of one kind of peer: `title` heads the table. */
export class Verdicts {
  #rows = new Map(); // peer -> Map of check -> {problem, absent}
  #checks = new Set();
  #faults = []; // what went wrong outside of any check

  constructor(title) {
    this.title = title;
  }

  /** Announces checks, so that one that never reports is a failure. */
  expect(peers, checks) {
    for (const peer of peers) for (const check of checks) this.add({ peer, check, problem: 'it gave no verdict' });
  }

  /** @param {{ peer: string, check: string, problem: string | null, absent?: boolean }} verdict */
  add({ peer, check, problem, absent }) {
    if (!this.#rows.has(peer)) this.#rows.set(peer, new Map());
    this.#rows.get(peer).set(check, { problem, absent });
    this.#checks.add(check);
  }

  fault(text) {
    this.#faults.push(text);
  }

  get #all() {
    return [...this.#rows].flatMap(([peer, row]) => [...row].map(([check, verdict]) => ({ peer, check, ...verdict })));
  }

  get passed() {
    return this.#all.filter(({ problem, absent }) => !problem && !absent).length;
  }

  get failed() {
    return this.#all.filter(({ problem }) => problem).length + this.#faults.length + (this.#rows.size === 0 ? 1 : 0);
  }

  /** The table, and below it every failure and every check that a peer cannot have. */
  toString() {
    const checks = [...this.#checks];
    const width = Math.max(this.title.length, ...[...this.#rows.keys()].map((peer) => peer.length));
    const cell = (text, check) => text.padEnd(Math.max(check.length, 6));
    const lines = [`${this.title.padEnd(width)}  ${checks.map((check) => cell(check, check)).join('  ')}`.trimEnd()];
    for (const [peer, row] of this.#rows) {
      lines.push(
        `${peer.padEnd(width)}  ${checks.map((check) => cell(word(row.get(check)), check)).join('  ')}`.trimEnd(),
      );
    }
    if (this.#rows.size === 0) lines.push('nothing was checked');
    for (const { peer, check, absent } of this.#all) if (absent) lines.push(`${peer} has no ${check}: ${absent}`);
    return lines.join('\n');
  }

  get problems() {
    const failures = this.#all
      .filter(({ problem }) => problem)
      .map(({ peer, check, problem }) => `${peer}, ${check}: ${problem}`);
    return [...failures, ...this.#faults].map((text) => `${text}\n`).join('\n');
  }
}

function word(verdict) {
  if (!verdict) return '-'; // not a check of this peer
  if (verdict.problem) return 'FAILED';
  return verdict.absent ? 'none' : 'ok';
}
