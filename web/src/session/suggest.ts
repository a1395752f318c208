/** What to say of an option that there is none of with a signer; with keys the core says it. */
import { PartwayError } from '../boundary/error.ts';

export function misspelt(option: string, legal: readonly string[]): PartwayError {
  const [nearest = ''] = legal
    .filter((name) => edits(option.toLowerCase(), name.toLowerCase()) <= Math.max(2, name.length / 3))
    .sort((a, b) => edits(option, a) - edits(option, b));
  const meant = nearest && ` Did you mean "${nearest}"?`;
  return new PartwayError(
    `"${option}" is not an option of an upload with a signer.${meant} Legal: ${legal.join(', ')}.`,
    {
      code: 'InvalidOption',
      option,
      legal,
      nearest,
    },
  );
}

/** Letters to put in, take away or change (Levenshtein), row by row. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(Math.min(row[j]! + Number(letter !== other), row[j + 1]! + 1, next[j]! + 1));
    row = next;
  }
  return row.at(-1)!;
}
