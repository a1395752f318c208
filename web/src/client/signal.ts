import { invalidOption } from '../boundary/error.ts';

/** Signals of other windows are none by `instanceof`; a TaskSignal is one too. */
export function checkSignal(signal: unknown): void {
  if (signal != null && !/ (Abort|Task)Signal\]/.test(Object.prototype.toString.call(signal))) {
    throw invalidOption('signal', 'is no AbortSignal.');
  }
}
