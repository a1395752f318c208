import { invalidOption } from '../boundary/error.ts';

/** Things of other windows are none of this one's by `instanceof`. */
export function isA(names: RegExp, thing: unknown): boolean {
  return names.test(Object.prototype.toString.call(thing));
}

/** A TaskSignal is one too. */
export function checkSignal(signal: unknown): void {
  if (signal != null && !isA(/ (Abort|Task)Signal\]/, signal)) throw invalidOption('signal', 'is no AbortSignal.');
}
