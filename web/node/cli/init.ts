/** `npx partway init`: asks what a signer has to know, writes its project, and says what to paste where. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { textOf, UsageError, type Flags } from './args.ts';
import { nearest } from './nearest.ts';
import { rulesOf } from './rules.ts';
import { DAYS, filesOf, PREFIX, snippet, type Auth } from './scaffold.ts';
import { bucketConfig, presetOf, stores, type BucketConfig } from './stores.ts';
import type { Texts } from './texts.ts';

export const takes = {
  store: 'amazon|r2|oss|cos|local',
  bucket: 'name',
  region: 'name',
  account: 'ID',
  origin: 'https://…',
  auth: 'jwt|jwks',
  jwks: 'URL',
  audience: 'name',
  dir: 'folder',
  partway: 'version or tarball',
  yes: true,
} as const;

/** Asks for a value that no flag has; gives `otherwise` where nobody answers. */
type Ask = (flag: string, question: string, otherwise: string) => Promise<string>;

/** Prints by `print`; the keys come from the environment only. */
export async function init(flags: Flags, texts: Texts, version: string, print: (text: string) => void): Promise<void> {
  const folder = resolve(textOf(flags, 'dir') || '.');
  const { bucket, origin, auth, title } = await asked(flags, texts);
  const { PARTWAY_ACCESS_KEY_ID: accessKeyId = '', PARTWAY_ACCESS_KEY_SECRET: accessKeySecret = '' } = process.env;
  const local = title === stores.local?.title;
  const files = filesOf({
    bucket,
    origin,
    auth,
    accessKeyId: local ? 'partway-dev-key' : accessKeyId,
    accessKeySecret: local ? 'partway-dev-secret' : accessKeySecret,
    partway: textOf(flags, 'partway') || version,
  });
  write(folder, files);
  const rules = rulesOf({ bucket, origins: [origin], prefix: PREFIX, days: DAYS });
  const keys = local || (accessKeyId !== '' && accessKeySecret !== '');
  print(
    `${texts.written}\n${Object.keys(files)
      .map((name) => `  ${join(folder, name)}`)
      .join('\n')}\n`,
  );
  if (!local) {
    print(`${texts.cors(title)}\n\n${rules.cors}\n`);
    print(`${texts.lifecycle(title)}\n\n${rules.lifecycle}\n`);
    print(`${texts.policy}\n\n${rules.policy}\n`);
  }
  print(`${texts.page}\n\n${snippet}\n`);
  print(
    `${texts.next}\n${texts
      .steps({ keys, jwt: auth.kind === 'jwt' })
      .map((step) => `  ${step}`)
      .join('\n')}`,
  );
}

interface Asked {
  bucket: BucketConfig;
  origin: string;
  auth: Auth;
  title: string;
}

async function asked(flags: Flags, texts: Texts): Promise<Asked> {
  const { ask, close } = asker(flags);
  try {
    const preset = presetOf(await ask('store', `${texts.askStore} (${Object.keys(stores).join(', ')})`, 'amazon'));
    const account = preset.account
      ? checked('account', await ask('account', texts.askAccount, ''), /^[0-9a-f]{32}$/, '32 hexadecimal digits')
      : '';
    const named = await ask('bucket', texts.askBucket, preset.bucket === 'partway-dev' ? preset.bucket : '');
    const bucket = checked('bucket', named, /^[\w.-]{3,222}$/, `the name of a bucket, such as ${preset.bucket}`);
    const region = preset.region && (await ask('region', texts.askRegion, preset.region));
    const origin = originOf(await ask('origin', texts.askOrigin, 'http://localhost:*'));
    return {
      bucket: bucketConfig(preset, { bucket, region, account }),
      origin,
      auth: await askAuth(ask, texts),
      title: preset.title,
    };
  } finally {
    close();
  }
}

async function askAuth(ask: Ask, texts: Texts): Promise<Auth> {
  const kind = await ask('auth', texts.askAuth, 'jwt');
  if (kind === 'jwt') return { kind };
  if (kind !== 'jwks') throw new UsageError(`There is no --auth ${kind}.${nearest(kind, ['jwt', 'jwks'])}`);
  const url = checked('jwks', await ask('jwks', texts.askJwks, ''), /^https:\/\/[^/@]+\//, 'an https URL');
  return { kind, url, audience: checked('audience', await ask('audience', texts.askAudience, ''), /./, 'a name') };
}

/** From the flags, else from the person, else what is usual. Where nobody can be asked, or is to be, a flag must say it. */
function asker(flags: Flags): { ask: Ask; close(): void } {
  const person =
    flags.yes !== true && process.stdin.isTTY
      ? createInterface({ input: process.stdin, output: process.stdout })
      : undefined;
  return {
    async ask(flag, question, otherwise) {
      const given = textOf(flags, flag);
      if (given) return given;
      const answer = (await person?.question(`${question}${otherwise && ` [${otherwise}]`}: `))?.trim() || otherwise;
      if (!answer) throw new UsageError(`--${flag} is missing: ${question}.`);
      return answer;
    },
    close: () => person?.close(),
  };
}

function checked(flag: string, value: string, pattern: RegExp, what: string): string {
  if (!pattern.test(value)) throw new UsageError(`--${flag} must be ${what}.`);
  return value;
}

/** As a browser sends it; a star stands for any port. */
function originOf(text: string): string {
  const any = text.endsWith(':*');
  try {
    const { origin, protocol } = new URL(any ? text.slice(0, -2) : text);
    if (protocol === 'http:' || protocol === 'https:') return origin + (any ? ':*' : '');
  } catch {}
  throw new UsageError('--origin must be what a browser sends as Origin, such as https://www.example.com.');
}

/** Nothing that is there is overwritten. */
function write(folder: string, files: Readonly<Record<string, string>>): void {
  const taken = Object.keys(files).filter((name) => existsSync(join(folder, name)));
  if (taken.length > 0)
    throw new UsageError(`${folder} has ${taken.join(', ')} already. Name another folder by --dir.`);
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text, { mode: name === '.dev.vars' ? 0o600 : 0o644 });
  }
}
