// The table of rows and verdicts.

/** A line for each row and dialect, with a column for each contestant. `results` are { row, dialect, contestant, ok, text, seconds }. */
export function table(contestants, results) {
  const lines = new Map();
  for (const result of results) {
    const place = result.contestant === 'partway' ? result.dialect : 'rivals';
    const name = contestants.length === 1 ? place : '';
    const key = `${result.row}\n${name}`;
    if (!lines.has(key)) lines.set(key, { row: result.row, place: name, cells: new Map() });
    const cells = lines.get(key).cells;
    cells.set(result.contestant, [...(cells.get(result.contestant) ?? []), result]);
  }
  const rows = [['', ...(contestants.length === 1 ? [''] : []), ...contestants]];
  for (const { row, place, cells } of lines.values()) {
    rows.push([row, ...(contestants.length === 1 ? [place] : []), ...contestants.map((name) => cell(cells.get(name)))]);
  }
  const widths = rows[0].map((_, i) => Math.max(...rows.map((columns) => columns[i].length)));
  return rows
    .map((columns) =>
      columns
        .map((text, i) => text.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What one contestant made of a row, in all dialects it was run in. */
function cell(results) {
  if (!results) return '-';
  const failed = results.filter(({ ok }) => !ok);
  if (failed.length === 0) return results.length === 1 ? `ok  ${results[0].text}`.trimEnd() : 'ok';
  const [first] = failed;
  return results.length === 1
    ? `FAILED  ${first.text}`
    : `FAILED (${failed.map(({ dialect }) => dialect)})  ${first.text}`;
}
