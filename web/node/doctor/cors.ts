/** Whether the bucket's CORS rule lets a page upload: with a signer by PUT alone, with keys by all that an upload does. */
import { rulesOf } from '../cli/rules.ts';
import type { Dialect } from '../cli/stores.ts';
import { Bucket, type BucketFacts } from './bucket.ts';
import { failed, ok, type Finding } from './finding.ts';
import { corsFinding, lacking, type Wish } from './preflight.ts';

export interface CorsFacts extends BucketFacts {
  /** Who signs: "signer", or "page" for one with keys of its own. */
  signs: 'signer' | 'page';
}

/** The headers that browsers send without asking. https://fetch.spec.whatwg.org/#cors-safelisted-request-header (2026-12-01) */
const SAFE = ['accept', 'accept-language', 'content-language', 'host', 'range'];

export async function examineCors(facts: CorsFacts): Promise<Finding[]> {
  const bucket = await Bucket.open(facts);
  const found: Finding[] = [];
  const said = new Set<string>();
  for (const wish of wishes(bucket, facts)) {
    const verdict = await lacking(wish);
    if (verdict === 'ok' && said.has(wish.method)) continue;
    said.add(wish.method);
    found.push(corsFinding('bucket.cors', verdict, wish, ruleFor(bucket, facts), "the bucket's CORS rules"));
    if (verdict !== 'ok') return found; // what else is missing comes of the same rule
  }
  if (facts.signs === 'page') found.push(await exposure(bucket, facts));
  return found;
}

/** With keys a page signs in a header; a signer's URL needs none but those of the object. */
function wishes({ session, origin }: Bucket, { signs }: CorsFacts): Wish[] {
  const form = signs === 'page' ? 'header' : 'query';
  const wish = (operation: Parameters<typeof session.build>[0], args: readonly string[]): Wish => {
    const { method, url, headers } = session.build(operation, args, form);
    const names = headers.map(([name]) => name.toLowerCase()).filter((name) => !SAFE.includes(name));
    return { method, url, headers: names, origin };
  };
  const put = [wish('putObject', []), wish('uploadPart', ['id', '1'])];
  if (signs === 'signer') return put;
  return [...put, wish('initiate', []), wish('listParts', ['id', '0']), wish('abort', ['id']), wish('headObject', [])];
}

/** What a page with keys reads. Where it may not, uploads need more requests, or cannot be verified. */
async function exposure(bucket: Bucket, facts: CorsFacts): Promise<Finding> {
  const { verifyHeader } = bucket.session.target;
  const { headers } = await bucket.send('headObject');
  const exposed = (headers.get('access-control-expose-headers') ?? '').toLowerCase().split(/\s*,\s*/);
  const missing = ['ETag', verifyHeader].filter((name) => name && !exposed.includes(name.toLowerCase()));
  if (missing.length === 0 || exposed.includes('*'))
    return ok('bucket.cors.exposed', 'the page may read what it has to compare.');
  return failed('bucket.cors.exposed', `the page may not read ${[...new Set(missing)].join(', ')}.`, {
    advice: "Set this in the bucket's CORS rules:",
    paste: ruleFor(bucket, facts),
  });
}

function ruleFor({ session, prefix, origin }: Bucket, { signs }: CorsFacts): string {
  const { dialect, bucket, region } = session.target;
  const facts = { bucket: { dialect: dialect as Dialect, bucket, region }, origins: [origin], prefix, days: 7, signs };
  return rulesOf(facts).cors;
}
