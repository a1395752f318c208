import { signingKeys } from '../boundary/keycore.ts';
import { invalidOption } from '../boundary/error.ts';
import type { Pairs } from '../boundary/message.ts';
import { isRecord } from '../platform/kinds.ts';
import type { Credentials, Options } from '../types/options.ts';
import { keyRules, uploadRules } from './clientoptions.ts';

/** Options that are for the client alone; all others go to the core, which knows them or says what was meant. */
const clientOnly = new Set(Object.keys({ ...uploadRules, ...keyRules }));
clientOnly.delete('partSize'); // the core has the bounds of each store

/** The options whose object becomes one pair for each of its entries. */
const maps = new Set(['metadata', 'tags']);

/** How the vendors' key services call our names, in small letters. */
const otherNames: Readonly<Record<string, string>> = {
  accesskeyid: 'accessKeyId',
  accesskeysecret: 'accessKeySecret',
  securitytoken: 'securityToken', // OSS
  tmpsecretid: 'accessKeyId',
  tmpsecretkey: 'accessKeySecret',
  token: 'securityToken', // COS
  secretaccesskey: 'accessKeySecret',
  sessiontoken: 'securityToken', // AWS
};

/** Turns options into the pairs that the core takes. What is undefined or null counts as not given. */
export function flatten(options: Options, credentials?: Credentials): Pairs {
  const pairs: [string, string][] = [];
  for (const [name, value] of Object.entries(options)) {
    if (clientOnly.has(name) || value == null) continue;
    const entries = maps.has(name) && isRecord(value) ? prefixed(name, value) : [[name, value] as const];
    for (const [option, text] of entries) pairs.push([option, textOf(option, text)]);
  }
  if (credentials) pairs.push(...signing({ ...credentials }));
  pairs.forEach(requireText);
  return pairs;
}

/** Names and values as texts, whatever the names: for what goes to the core and nowhere else. */
export function texts(given: object): Pairs {
  const pairs = Object.entries(given)
    .filter(([, value]) => value != null)
    .map(([name, value]) => [name, textOf(name, value)] as const);
  pairs.forEach(requireText);
  return pairs;
}

function prefixed(name: string, map: object): (readonly [string, unknown])[] {
  return Object.entries(map)
    .filter(([, text]) => text != null)
    .map(([entry, text]) => [`${name}.${entry}`, text] as const);
}

/** The three values that sign. A key service says more beside them, such as when they expire: that is no option. */
function signing(credentials: Readonly<Record<string, unknown>>): [string, string][] {
  for (const [name, value] of Object.entries(credentials)) {
    const meant = otherNames[name.toLowerCase()];
    if (value != null && meant && credentials[meant] == null) {
      throw invalidOption(`credentials.${name}`, `is read by another name. Did you mean "${meant}"?`, meant);
    }
  }
  return signingKeys
    .filter((name) => credentials[name] != null)
    .map((name) => [name, textOf(`credentials.${name}`, credentials[name])]);
}

/** Half of a surrogate pair has no UTF-8: encoding it would put another character in its place. */
function requireText([option, value]: readonly [string, string]): void {
  if (/\p{Cs}/u.test(option + value))
    throw invalidOption(option, 'has half of a character in it: a surrogate without its partner.');
}

function textOf(option: string, value: unknown): string {
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  if (value instanceof Date) return dateText(option, value);
  // An entry is a text already; JSON is what an option as a whole may be.
  if (!isRecord(value) || option.includes('.')) throw invalidOption(option, 'cannot be written as text.');
  try {
    return JSON.stringify(value);
  } catch {
    throw invalidOption(option, 'cannot be written as JSON.');
  }
}

function dateText(option: string, date: Date): string {
  if (Number.isNaN(date.getTime())) throw invalidOption(option, 'is a Date of no time.');
  return date.toISOString();
}
