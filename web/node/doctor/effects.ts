/**
 * Whether what was asked for takes effect: encryption, storage class, tags, and that nothing is overwritten. Some stores
 * take such a header and do nothing. By a small object, which is removed again.
 */
import { PartwayError } from '../../src/boundary/error.ts';
import type { Answer } from './ask.ts';
import { Bucket, explain, type BucketFacts } from './bucket.ts';
import { failed, ok, skipped, warning, type Finding } from './finding.ts';

/** The options that can be looked at, and the header of HEAD that confirms each. */
const confirmed: Readonly<Record<string, (dialect: string) => string>> = {
  encryption: (dialect) => `x-${vendor(dialect)}-server-side-encryption`,
  customerKey: (dialect) => `x-${vendor(dialect)}-server-side-encryption-customer-algorithm`,
  storageClass: (dialect) => `x-${vendor(dialect)}-storage-class`,
  tags: (dialect) => `x-${vendor(dialect)}-tagging-count`,
};

const vendor = (dialect: string): string => ({ s3: 'amz' })[dialect] ?? dialect;

/** A store says nothing of the class that it uses if nothing is said. */
const USUAL = ['STANDARD', 'Standard'];

export async function examineEffects(facts: BucketFacts): Promise<Finding[]> {
  const options = facts.options as Record<string, unknown>;
  const asked = Object.keys(confirmed).filter(
    (name) => options[name] !== undefined && !USUAL.includes(String(options[name])),
  );
  if (asked.length === 0 && options.forbidOverwrite !== true) return [];
  const bucket = await Bucket.open(facts);
  const bytes = new TextEncoder().encode('looked at by partway doctor');
  const stored = await bucket.send('putObject', [], bytes);
  const told = bucket.read('putObject', stored);
  if (told instanceof PartwayError) return [explain(bucket, 'putObject', stored, told)];
  const found = await looked(bucket, asked, options);
  if (options.forbidOverwrite === true) found.push(await overwriting(bucket, bytes));
  found.push(...(await removal(bucket)));
  return found;
}

async function looked(bucket: Bucket, asked: readonly string[], options: Record<string, unknown>): Promise<Finding[]> {
  if (asked.length === 0) return [];
  const answer = await bucket.send('headObject');
  if (answer.status !== 200) return [skipped('effects', `the object cannot be looked at (${answer.status}).`)];
  return asked.map((name) => effect(name, options[name], answer, bucket.dialect));
}

function effect(name: string, wanted: unknown, { headers }: Answer, dialect: string): Finding {
  const header = confirmed[name]?.(dialect) ?? '';
  const value = headers.get(header);
  if (value === null) {
    return failed(`effect.${name}`, `the store took "${name}" and does not confirm it: no ${header} with the object.`, {
      advice: `Set it for the whole bucket, or do without it.`,
    });
  }
  const expected = typeof wanted === 'string' && name !== 'customerKey' ? wanted : undefined;
  if (expected !== undefined && value.toLowerCase() !== expected.toLowerCase()) {
    return failed(`effect.${name}`, `the store made "${name}" ${value}, not ${expected}.`);
  }
  return ok(`effect.${name}`, `it takes effect: ${header}.`);
}

async function overwriting(bucket: Bucket, bytes: Uint8Array<ArrayBuffer>): Promise<Finding> {
  const { status } = await bucket.send('putObject', [], bytes);
  if (status === 409 || status === 412) return ok('effect.forbidOverwrite', 'an object that is there is not replaced.');
  return failed('effect.forbidOverwrite', `the store replaced an object although it was told not to (${status}).`, {
    advice: 'Have keys that nobody else has: {uuid} in the key template.',
  });
}

async function removal(bucket: Bucket): Promise<Finding[]> {
  const { status } = await bucket.send('deleteObject');
  if (status >= 200 && status < 300) return [];
  const { key } = bucket.session.target;
  return [
    warning('effects.left', `the key may not delete objects, so ${key} stays.`, { advice: 'Remove it by hand.' }),
  ];
}
