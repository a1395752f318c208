/** " Did you mean "…"?" for a name that is not one of the legal ones; "" if none of them is near. */
export function nearest(name: string, legal: readonly string[], before = ''): string {
  const byDistance = legal.map((other) => ({ other, edits: edits(name.toLowerCase(), other.toLowerCase()) }));
  const [best] = byDistance.sort((a, b) => a.edits - b.edits);
  if (!best || best.edits > Math.max(2, best.other.length / 3))
    return ` There are ${legal.map((other) => before + other).join(', ')}.`;
  return ` Did you mean ${before}${best.other}?`;
}

/** Letters to put in, take away or change (Levenshtein), row by row. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min((row[j] ?? 0) + Number(letter !== other), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
