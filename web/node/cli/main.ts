/** The command `partway`: one word for what to do, then flags. */
import { flagsOf, UsageError, type Flags, type Takes } from './args.ts';
import * as doctor from './doctorcommand.ts';
import * as init from './init.ts';
import { nearest } from './nearest.ts';
import * as rules from './rulescommand.ts';
import { textsFor, type Texts } from './texts.ts';
import * as token from './token.ts';

/** Of the package; the build puts it in. */
declare const PARTWAY_VERSION: string;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

interface Command {
  takes: Takes;
  run(flags: Flags, texts: Texts): Promise<void> | void;
}

const commands: Readonly<Record<keyof Texts['commands'], Command>> = {
  init: { takes: init.takes, run: (flags, texts) => init.init(flags, texts, PARTWAY_VERSION, print) },
  doctor: { takes: doctor.takes, run: (flags) => doctor.doctor(flags, print) },
  rules: { takes: rules.takes, run: (flags, texts) => rules.print(flags, texts, print) },
  token: { takes: token.takes, run: (flags) => print(token.token(flags)) },
};

/** Flags that every command takes. */
const general: Takes = { help: true, lang: 'en|zh' };

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === '--version') return print(PARTWAY_VERSION);
  if (!name || name.startsWith('-') || name === 'help') {
    return print(
      overview(textsFor(String(flagsOf(name?.startsWith('--') ? [name, ...args] : args, general).lang ?? ''))),
    );
  }
  const command = Object.hasOwn(commands, name) ? commands[name as keyof typeof commands] : undefined;
  if (!command) throw new UsageError(`There is no command "${name}".${nearest(name, Object.keys(commands))}`);
  const flags = flagsOf(args, { ...command.takes, ...general });
  const texts = textsFor(String(flags.lang ?? ''));
  if (flags.help === true) return print(help(name as keyof typeof commands, texts));
  await command.run(flags, texts);
}

function overview({ usage, commands: told, more }: Texts): string {
  const width = Math.max(...Object.keys(told).map((name) => name.length));
  const lines = Object.entries(told).map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
  return `${usage}\n\n${lines.join('\n')}\n\n${more}`;
}

function help(name: keyof typeof commands, { usage, commands: told, flags }: Texts): string {
  const takes = Object.entries({ ...commands[name].takes, ...general });
  const lines = takes.map(([flag, value]) => `  --${flag}${value === true ? '' : ` <${value}>`}`);
  return `${usage.replace(/<[^>]*>/, name)}\n\n${told[name]}\n\n${flags}:\n${lines.join('\n')}`;
}

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  const mistake = thrown instanceof UsageError;
  process.stderr.write(`partway: ${mistake ? thrown.message : String((thrown as Error).stack ?? thrown)}\n`);
  process.exitCode = mistake ? 2 : 1;
}
