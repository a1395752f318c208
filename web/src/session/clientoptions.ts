/**
 * The options that the client itself deals with, and what each may be. This is the one list of their names: the core's,
 * for what was probably meant by a misspelt one, is made from it (core/options/client.go).
 */
import { invalidOption } from '../boundary/error.ts';
import { isA, isFunction, isRecord, isSignal, isText } from '../platform/kinds.ts';
import { loaded } from '../platform/lazy.ts';
import type { SignerOptions, UploadOptions } from '../types/options.ts';
import { bounds } from './bounds.ts';
import { signerBase } from './signerbase.ts';

/** Whether a value is legal. It is not asked about undefined and null, which count as not given. */
type Rule = (value: unknown) => boolean;

const within =
  ([least, most]: readonly [number, number]): Rule =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most && !(value % 1 && Number.isInteger(least));

const isTexts: Rule = (value) => isRecord(value) && Object.values(value).every(isText);

/** Of every upload. */
export const uploadRules = {
  partSize: within(bounds.partSize),
  parallel: within(bounds.parallel),
  timeLimit: within(bounds.timeLimit),
  stallTime: within(bounds.stallTime),
  resume: (value) => typeof value === 'boolean',
  fileHandle: (value) => isA(/ FileSystemFileHandle\]/, value),
  name: isText,
  signal: isSignal,
  wasm: (value) => isText(value) || isA(/ (URL|Response|WebAssembly\.Module|ArrayBuffer|DataView|\w+Array)\]/, value),
  worker: isFunction,
  transport: (value) => isFunction((value as UploadOptions['transport'])?.send),
  storage: (value) => isFunction((value as UploadOptions['storage'])?.put),
  onRequest: isFunction,
  onResponse: isFunction,
} satisfies Record<keyof UploadOptions, Rule>;

/** Of an upload with keys. */
export const keyRules = {
  credentials: (value) => isFunction(value) || isRecord(value),
} satisfies Record<'credentials', Rule>;

/** Of an upload with a signer. */
export const signerRules = {
  signer: (value) => (isText(value) || isA(/ URL\]/, value)) && signerBase(value) !== undefined,
  target: isText,
  headers: (value) => isFunction(value) || isHeaders(value),
  metadata: isTexts,
  options: (value) =>
    isRecord(value) &&
    Object.values(value).every((one) => ['string', 'number', 'boolean'].includes(typeof one) || isTexts(one)),
} satisfies Record<Exclude<keyof SignerOptions, keyof UploadOptions>, Rule>;

/** With names and values that a header may have: fetch's own class says so. */
function isHeaders(value: unknown): boolean {
  try {
    return isTexts(value) && !!new Headers(value as Record<string, string>);
  } catch {
    return false;
  }
}

/**
 * Rejects with a PartwayError about the first option that is wrong. With a signer there are no others than these; with
 * keys the core knows the rest, which are the store's.
 */
export async function checkClientOptions(options: object, ofMode: Record<string, Rule>): Promise<void> {
  const rules: Record<string, Rule> = { ...uploadRules, ...ofMode };
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    const given = value != null || name === 'signer'; // it tells the modes apart: there is none without
    const wrong = rule ? given && !rule(value) : ofMode === signerRules;
    if (wrong) throw await explain(name, value, rule ? undefined : Object.keys(rules));
  }
}

/** `names` are the legal ones, if the name is wrong. */
async function explain(name: string, value: unknown, names: readonly string[] | undefined): Promise<Error> {
  const script = await loaded(() => import('./wrongoption.ts'), []).catch(() => undefined);
  return script?.wrongOption(name, value, names) ?? invalidOption(name, names ? 'is no option.' : 'has a wrong value.');
}
