import { PartwayError } from '../boundary/error.ts';
import type { Pairs } from '../boundary/message.ts';
import type { Credentials, Options } from './options.ts';

/** Options that are for the client alone; all others go to the core, which knows them or says what was meant. */
const clientOnly = new Set(['credentials', 'expiration', 'signal', 'wasm', 'worker', 'onRequest', 'parallel', 'timeLimit', 'resume', 'fileHandle']);

/** The options whose object becomes one pair for each of its entries. */
const maps = new Set(['metadata', 'tags']);

/** Turns options into the pairs that the core takes. What is undefined or null counts as not given. */
export function flatten(options: Options, credentials?: Credentials): Pairs {
  const pairs: [string, string][] = [];
  for (const [name, value] of Object.entries({ ...options, ...credentials })) {
    if (clientOnly.has(name) || value == null) continue;
    if (maps.has(name) && typeof value === 'object') {
      for (const [entry, text] of Object.entries(value)) pairs.push([`${name}.${entry}`, String(text)]);
    } else {
      pairs.push([name, text(value)]);
    }
  }
  pairs.forEach(requireText);
  return pairs;
}

/** Half of a surrogate pair has no UTF-8: encoding it would put another character in its place. */
function requireText([option, value]: readonly [string, string]): void {
  if (/\p{Cs}/u.test(option + value)) {
    throw new PartwayError(`${option} has half of a character in it: a surrogate without its partner.`, { code: 'InvalidOption', option });
  }
}

function text(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
