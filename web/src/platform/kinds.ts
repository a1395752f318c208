/** Tells what a value is. `instanceof` does not: what another window made is none of this one's. */

export const isA = (names: RegExp, value: unknown): boolean => names.test(Object.prototype.toString.call(value));

/** A plain object. A Map would be one without entries. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => isA(/ Object\]/, value);

/** A TaskSignal is one, too. */
export const isSignal = (value: unknown): value is AbortSignal => isA(/ (Abort|Task)Signal\]/, value);

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isFunction = (value: unknown): boolean => typeof value === 'function';
