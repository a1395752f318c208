/** What stands on the command line. Secrets never do: they come from the environment or from files. */
import { parseArgs } from 'node:util';
import { nearest } from './nearest.ts';

export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** What a command takes. A text is the name of a flag's value in the help, `true` a flag that stands alone. */
export type Takes = Readonly<Record<string, string | true>>;

/** A mistake of the person at the keyboard: shown without a stack trace, and the exit code is 2. */
export class UsageError extends Error {}

/** Reads the flags of one command. Throws a UsageError that names the nearest one for a flag that there is none of. */
export function flagsOf(args: readonly string[], takes: Takes): Flags {
  const options = Object.fromEntries(
    Object.entries(takes).map(([name, value]) => [name, { type: value === true ? 'boolean' : 'string' } as const]),
  );
  const unknown = args
    .map((arg) => /^--([^=]+)/.exec(arg)?.[1] ?? '')
    .find((name) => name && !Object.hasOwn(takes, name));
  if (unknown) throw new UsageError(`There is no --${unknown}.${nearest(unknown, Object.keys(takes), '--')}`);
  try {
    return { ...parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values } as Flags;
  } catch (thrown) {
    throw new UsageError((thrown as Error).message.replace(/\. To specify.*$/s, '.'));
  }
}

/** The text of a flag; "" where it is missing. */
export const textOf = (flags: Flags, name: string): string => String(flags[name] ?? '');

/** A port of a flag, or the one that is taken else. */
export function portOf(flags: Flags, name: string, otherwise: number): number {
  const text = textOf(flags, name);
  if (!text) return otherwise;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`--${name} must be a port, 0 to 65535.`);
  return port;
}
