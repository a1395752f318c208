/** Which files are taken: what `accept` and the limits say. */

/** A file with the way to it in the folder that it came with; just its name otherwise. */
export interface Found {
  file: File;
  path: string;
  handle?: FileSystemFileHandle | undefined;
}

export interface Limits {
  /** See {@link tokensOf}. */
  accept: readonly string[];
  /** Bytes. */
  maxSize: number;
  /** Those that are in the list, by `keyOf`. */
  taken: ReadonlySet<string>;
}

export type Refusal = 'duplicate' | 'type' | 'size' | 'many' | 'refused' | 'unreadable';

/** Files of one key are one and the same. */
export const keyOf = ({ file: { size, lastModified }, path }: Found): string => `${size} ${lastModified} ${path}`;

/** Why a file is left out; undefined if it is taken. */
export function refusalOf(found: Found, { accept, maxSize, taken }: Limits): Refusal | undefined {
  if (taken.has(keyOf(found))) return 'duplicate';
  if (!accepts(accept, found.file)) return 'type';
  return found.file.size > maxSize ? 'size' : undefined;
}

/** What `accept` lists. */
export const tokensOf = (accept: string): string[] =>
  accept
    .toLowerCase()
    .split(',')
    .map((token) => token.trim())
    .filter(Boolean);

/** https://html.spec.whatwg.org/multipage/input.html#attr-input-accept (2026-11-24); a browser asks it of the picker only. */
export function accepts(tokens: readonly string[], { name, type }: { name: string; type: string }): boolean {
  if (!tokens.length || tokens.includes('*/*')) return true;
  const [lower, bare = ''] = [name.toLowerCase(), type.toLowerCase().split(';')[0]?.trim()];
  return tokens.some((token) =>
    token.startsWith('.')
      ? lower.endsWith(token)
      : token.endsWith('/*')
        ? bare.startsWith(token.slice(0, -1))
        : bare === token,
  );
}

/** How many "20" is; Infinity of "". Throws a RangeError on what is no whole number. */
export function parseCount(text: string): number {
  if (!text) return Infinity;
  if (!/^[1-9]\d*$/.test(text)) throw new RangeError(`max-files="${text}" is no number of files.`);
  return Number(text);
}

/** Bytes of "10485760", "10 MB" or "10 MiB"; Infinity of "". Throws a RangeError on anything else. */
export function parseSize(text: string): number {
  if (!text.trim()) return Infinity;
  const [, digits = '', letter = '', binary] = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*$/i.exec(text) ?? [];
  if (!digits) throw new RangeError(`max-size="${text}" is no size. Write bytes, or "10 MB", or "10 MiB".`);
  return Math.floor(Number(digits) * (binary ? 1024 : 1000) ** ' kmgt'.indexOf(letter.toLowerCase() || ' '));
}
