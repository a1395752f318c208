/** `npx partway rules`: what is to be pasted in the store's console, for the targets of this folder's signer. */
import { textOf, UsageError, type Flags } from './args.ts';
import { isObject, readProject, type Json } from './project.ts';
import { rulesOf } from './rules.ts';
import { DAYS, PREFIX } from './scaffold.ts';
import { bucketConfig, presetOf, type BucketConfig } from './stores.ts';
import type { Texts } from './texts.ts';

export const takes = {
  target: 'name',
  dir: 'folder',
  store: 'amazon|r2|oss|cos',
  bucket: 'name',
  region: 'name',
  account: 'ID',
  origin: 'https://…',
} as const;

export function print(flags: Flags, texts: Texts, write: (text: string) => void): void {
  for (const { name, bucket, origins, prefix, days } of targetsOf(flags)) {
    const rules = rulesOf({ bucket, origins, prefix, days });
    write(`${texts.cors(name)}\n\n${rules.cors}\n`);
    write(`${texts.lifecycle(name)}\n\n${rules.lifecycle}\n`);
    write(`${texts.policy}\n\n${rules.policy}\n`);
  }
}

interface Found {
  name: string;
  bucket: BucketConfig;
  origins: readonly string[];
  prefix: string;
  days: number;
}

/** By flags where they name a store; else by the configuration in the folder. */
function targetsOf(flags: Flags): Found[] {
  const store = textOf(flags, 'store');
  if (store) {
    const [bucket, region, account] = ['bucket', 'region', 'account'].map((flag) => textOf(flags, flag)) as [
      string,
      string,
      string,
    ];
    if (!bucket) throw new UsageError('--bucket is missing.');
    const origins = [textOf(flags, 'origin') || 'https://www.example.com'];
    return [
      {
        name: bucket,
        bucket: bucketConfig(presetOf(store), { bucket, region, account }),
        origins,
        prefix: PREFIX,
        days: DAYS,
      },
    ];
  }
  const project = readProject(textOf(flags, 'dir') || '.');
  if (!project)
    throw new UsageError(
      'There is no wrangler.jsonc here. Name its folder by --dir, or the store by --store and --bucket.',
    );
  return fromConfig(project.config, textOf(flags, 'target'));
}

function fromConfig(config: Json, wanted: string): Found[] {
  const targets = isObject(config.targets) ? config.targets : {};
  const names = Object.keys(targets).filter((name) => !wanted || name === wanted);
  if (names.length === 0)
    throw new UsageError(
      `There is no target ${wanted || 'in the configuration'}. There are: ${Object.keys(targets).join(', ') || 'none'}.`,
    );
  const janitor = isObject(config.janitor) ? Number(config.janitor.days) : 0;
  return names.map((name) => {
    const target = targets[name] as Json;
    const bucket = target as unknown as BucketConfig;
    const origins = (target.origins ?? config.origins ?? []) as readonly string[];
    // What stands in front of the first name in braces is the same for all keys.
    const prefix = String(target.key ?? '')
      .replace(/\{.*/s, '')
      .replace(/[^/]*$/, '');
    return { name, bucket, origins, prefix, days: janitor || DAYS };
  });
}
