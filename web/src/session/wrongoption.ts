/** What to say about a wrong option of the client's: what is legal, and what was probably meant. */
import { PartwayError } from '../boundary/error.ts';
import type { ClientOption } from '../types/options.ts';
import { bounds } from './bounds.ts';

const number = (name: keyof typeof bounds, unit = ''): string =>
  `${unit ? '' : 'whole '}number${unit} from ${bounds[name].map((bound) => bound.toLocaleString('en')).join(' to ')}`;

const legalValues: Record<ClientOption, string> = {
  partSize: `a ${number('partSize')}, in bytes`,
  parallel: `a ${number('parallel')}`,
  timeLimit: `a ${number('timeLimit', ' of seconds')}`,
  stallTime: `a ${number('stallTime', ' of seconds')}`,
  resume: 'true or false',
  fileHandle: 'a FileSystemFileHandle',
  name: 'a text',
  signal: 'an AbortSignal',
  wasm: 'a URL, a Response, bytes or a WebAssembly.Module',
  worker: 'a function that makes a Worker',
  transport: 'an object with the method send',
  storage: 'an object with the methods get, getAll, put and delete',
  onRequest: 'a function',
  onResponse: 'a function',
  credentials: 'an object with accessKeyId and accessKeySecret, or a function that gives one',
  signer: 'an HTTP URL',
  target: 'a text, the name of a target of the signer',
  headers: 'an object of header names and texts, or a function that gives one',
  metadata: 'an object of names and texts',
  options: 'an object of names and texts, numbers, true, false, or objects of texts',
};

/** `names` are the legal ones, if it is the name that is wrong. A value is only shown if it cannot be a secret. */
export function wrongOption(option: string, value: unknown, names: readonly string[] | undefined): PartwayError {
  if (names) return wrongName(option, names);
  const legal = legalValues[option as ClientOption];
  const shown = ['number', 'boolean'].includes(typeof value) ? String(value) : '';
  return new PartwayError(`${option}${shown && ` is ${shown}, but`} must be ${legal}.`, {
    code: 'InvalidOption',
    option,
    value: shown,
    legal: [legal],
    nearest: nearestNumber(option, value),
  });
}

function nearestNumber(option: string, value: unknown): string {
  const [least, most] = Object.hasOwn(bounds, option) ? bounds[option as keyof typeof bounds] : [];
  if (typeof value !== 'number' || Number.isNaN(value) || !least || !most) return '';
  const legal = Math.min(Math.max(value, least), most);
  return String(Number.isInteger(least) ? Math.round(legal) : legal);
}

function wrongName(option: string, legal: readonly string[]): PartwayError {
  const [nearest = ''] = legal
    .filter((name) => edits(option.toLowerCase(), name.toLowerCase()) <= Math.max(2, name.length / 3))
    .sort((a, b) => edits(option, a) - edits(option, b));
  const meant = nearest && ` Did you mean "${nearest}"?`;
  return new PartwayError(
    `"${option}" is not an option of an upload with a signer.${meant} Legal: ${legal.join(', ')}.`,
    { code: 'InvalidOption', option, legal, nearest },
  );
}

/** Letters to insert, delete or replace (Levenshtein), row by row. */
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
