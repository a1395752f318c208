/** Looks at all that uploads need, and says what is wrong, why, and what to paste where. Sends no bytes of anybody's. */
import { examineBucket, type BucketFacts } from './bucket.ts';
import { examineCors } from './cors.ts';
import { examineEffects } from './effects.ts';
import type { Finding } from './finding.ts';
import { examineSigner, type SignerFacts } from './signer.ts';

export interface Patient {
  /** Undefined where there is none to look at. */
  signer?: SignerFacts | undefined;
  /** Buckets that the keys are at hand for, by the names of their targets. */
  buckets: readonly (BucketFacts & { name: string; signs: 'signer' | 'page' })[];
}

/** In the order in which an upload would meet them. `told` hears of each finding at once. */
export async function examine(
  { signer, buckets }: Patient,
  told: (finding: Finding) => void = () => {},
): Promise<Finding[]> {
  const all: Finding[] = [];
  const add = (findings: readonly Finding[], prefix = ''): boolean => {
    for (const one of findings) {
      const named = { ...one, check: prefix + one.check };
      all.push(named);
      told(named);
    }
    return findings.some(({ status }) => status === 'failed');
  };
  if (signer) add(await examineSigner(signer));
  for (const bucket of buckets) {
    const prefix = buckets.length > 1 ? `${bucket.name}.` : '';
    // What cannot be reached, or not by these keys, would only be told again in other words.
    if (add(await examineBucket(bucket), prefix) && all.some(({ check }) => /bucket\.(?!cors)/.test(check))) continue;
    add(await examineCors(bucket), prefix);
    add(await examineEffects(bucket), prefix);
  }
  return all;
}
