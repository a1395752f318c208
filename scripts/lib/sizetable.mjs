// The table of sizes in the README: drawn by npm run size -- --draw, and held against what is built.
const begin = '<!-- sizes: drawn by npm run size -- --draw -->\n';
const end = '<!-- end of sizes -->\n';

const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

const lineOf = ({ name, raw, brotli }) => `| ${name} | ${kB(raw)} | ${kB(brotli)} |\n`;

/** Of rows { name, raw, brotli }, in bytes. */
export const drawn = (rows) => `| | minified | brotli |\n| --- | ---: | ---: |\n${rows.map(lineOf).join('')}`;

/** The README with the rows in the place of its table, and the first of them where it is named in a sentence. */
export function withTable(readme, rows) {
  const [before, after] = around(readme);
  const named = before.replace(/(?<=with a signer loads )[\d.]+ kB/, (old) => (rows[0] ? kB(rows[0].brotli) : old));
  return named + begin + drawn(rows) + end + after;
}

/** The rows that the README shows, as { name, raw, brotli } in bytes. */
export function shownIn(readme) {
  const [before, after] = around(readme);
  const table = readme.slice(before.length + begin.length, readme.length - after.length - end.length);
  return [...table.matchAll(/^\| (\S.*?) \| ([\d.]+) kB \| ([\d.]+) kB \|$/gm)].map(([, name, raw, brotli]) => ({
    name,
    raw: Math.round(Number(raw) * 1000),
    brotli: Math.round(Number(brotli) * 1000),
  }));
}

function around(readme) {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error('The README has no place for the table of sizes.');
  return [readme.slice(0, from), readme.slice(to + end.length)];
}
