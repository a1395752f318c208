/** `npx partway doctor`: what is wrong with a signer, a bucket, its rules and its keys. */
import { readFileSync } from 'node:fs';
import { examine, type Patient } from '../doctor/doctor.ts';
import { lineOf } from '../doctor/finding.ts';
import type { Options } from '../../src/types/options.ts';
import { textOf, UsageError, type Flags } from './args.ts';
import { isObject, overlay, readProject, type Json } from './project.ts';
import { bucketConfig, presetOf } from './stores.ts';

export const takes = {
  signer: 'URL',
  origin: 'https://…',
  target: 'name',
  dir: 'folder',
  store: 'amazon|r2|oss|cos',
  bucket: 'name',
  region: 'name',
  account: 'ID',
  endpoint: 'URL',
  addressing: 'virtual|path|cname',
  prefix: 'text',
  keys: 'signer|page',
  json: true,
} as const;

/** Prints a line a check; the exit code is 1 where something is wrong. */
export async function doctor(flags: Flags, print: (text: string) => void): Promise<void> {
  const patient = patientOf(flags);
  if (!patient.signer && patient.buckets.length === 0) {
    throw new UsageError(
      'There is nothing to look at: give --signer, or --store and --bucket, or a folder with wrangler.jsonc by --dir.',
    );
  }
  const asJSON = flags.json === true;
  const findings = await examine(patient, (finding) => !asJSON && print(lineOf(finding)));
  const wrong = findings.filter(({ status }) => status === 'failed').length;
  if (asJSON) print(JSON.stringify({ findings, failed: wrong }, null, 2));
  else
    print(wrong > 0 ? `\n${wrong} of ${findings.length} checks failed.` : `\nAll ${findings.length} checks are well.`);
  if (wrong > 0) process.exitCode = 1;
}

function patientOf(flags: Flags): Patient {
  const project = readProject(textOf(flags, 'dir') || '.');
  const config = project ? overlay(project.config, project.secrets) : {};
  const origins = Array.isArray(config.origins) ? (config.origins as string[]) : [];
  // A pattern is no origin: a page that it fits stands for it.
  const origin =
    textOf(flags, 'origin') ||
    (origins[0] ?? 'https://www.example.com').replace('*', origins[0]?.endsWith(':*') ? '3000' : 'www');
  const url = textOf(flags, 'signer');
  const target = textOf(flags, 'target');
  const signer = url
    ? { signer: signerURL(url), origin, token: process.env.PARTWAY_TOKEN ?? '', targets: target ? [target] : [] }
    : undefined;
  return { signer, buckets: flags.bucket ? [fromFlags(flags, origin)] : fromConfig(config, target, origin) };
}

function signerURL(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) throw new UsageError('--signer must be an http or https URL.');
  return text;
}

type Bucket = Patient['buckets'][number];

/** The module stands beside this script; Node cannot fetch it. */
const wasm = (): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL('./partway.wasm', import.meta.url)));

function fromFlags(flags: Flags, origin: string): Bucket {
  const text = (name: string): string => textOf(flags, name);
  const {
    PARTWAY_ACCESS_KEY_ID: accessKeyId,
    PARTWAY_ACCESS_KEY_SECRET: accessKeySecret,
    PARTWAY_SECURITY_TOKEN: securityToken,
  } = process.env;
  if (!accessKeyId || !accessKeySecret) {
    throw new UsageError(
      'The keys come from the environment: PARTWAY_ACCESS_KEY_ID, PARTWAY_ACCESS_KEY_SECRET and, with temporary ones, PARTWAY_SECURITY_TOKEN.',
    );
  }
  const named = bucketConfig(presetOf(text('store') || 'amazon'), {
    bucket: text('bucket'),
    region: text('region'),
    account: text('account'),
  });
  const given = Object.fromEntries(
    ['endpoint', 'addressing'].flatMap((name) => (text(name) ? [[name, text(name)]] : [])),
  );
  const credentials = { accessKeyId, accessKeySecret, ...(securityToken && { securityToken }) };
  const options = { ...named, ...given, credentials, wasm: wasm() } as unknown as Omit<Options, 'key'>;
  const signs = text('keys') === 'page' ? 'page' : 'signer';
  return { name: named.bucket, options, prefix: text('prefix'), origin, signs };
}

/** The targets whose keys are at hand. */
function fromConfig(config: Json, wanted: string, origin: string): Bucket[] {
  const targets = isObject(config.targets) ? config.targets : {};
  if (wanted && !Object.hasOwn(targets, wanted) && Object.keys(targets).length > 0) {
    throw new UsageError(`There is no target ${wanted}. There are: ${Object.keys(targets).join(', ')}.`);
  }
  return Object.entries(targets).flatMap(([name, target]) => {
    if ((wanted && name !== wanted) || !isObject(target) || !target.accessKeyId || !target.accessKeySecret) return [];
    const {
      accessKeyId,
      accessKeySecret,
      securityToken,
      key = '',
      force,
      dialect,
      bucket,
      region,
      endpoint,
      addressing,
    } = target;
    const credentials = { accessKeyId, accessKeySecret, ...(securityToken !== undefined && { securityToken }) };
    const where = Object.fromEntries(
      Object.entries({ dialect, bucket, region, endpoint, addressing }).filter(([, value]) => value !== undefined),
    );
    const options = { ...(isObject(force) && force), ...where, credentials, wasm: wasm() } as unknown as Omit<
      Options,
      'key'
    >;
    const prefix = String(key)
      .replace(/\{.*/s, '')
      .replace(/[^/]*$/, '');
    return [{ name, options, prefix, origin, signs: 'signer' as const }];
  });
}
