/** The stores that `init` and `rules` know: what is asked for, and what the signer's configuration is told. */
import { UsageError } from './args.ts';
import { nearest } from './nearest.ts';

export type Dialect = 'oss' | 'cos' | 's3';

/** What a target of the signer says of its bucket. */
export interface BucketConfig {
  dialect: Dialect;
  bucket: string;
  region: string;
  endpoint?: string;
  addressing?: 'path';
}

export interface StorePreset {
  /** As people know it. */
  title: string;
  dialect: Dialect;
  /** A region as an example; "" where there is none to ask for. */
  region: string;
  /** An example of a bucket's name. */
  bucket: string;
  /** Whether the host begins with the account's ID, as in R2. */
  account?: boolean;
  /** What the configuration says beside bucket and region. */
  more(answers: { account: string }): Omit<BucketConfig, 'dialect' | 'bucket' | 'region'>;
}

const none = (): object => ({});

export const stores: Readonly<Record<string, StorePreset>> = {
  amazon: { title: 'Amazon S3', dialect: 's3', region: 'us-east-1', bucket: 'my-bucket', more: none },
  r2: {
    title: 'Cloudflare R2',
    dialect: 's3',
    region: '',
    bucket: 'my-bucket',
    account: true,
    more: ({ account }) => ({ endpoint: `https://${account}.r2.cloudflarestorage.com`, addressing: 'path' }),
  },
  oss: { title: 'Alibaba Cloud OSS', dialect: 'oss', region: 'cn-hangzhou', bucket: 'my-bucket', more: none },
  cos: {
    title: 'Tencent Cloud COS',
    dialect: 'cos',
    region: 'ap-guangzhou',
    bucket: 'my-bucket-1250000000',
    more: none,
  },
  local: {
    title: 'the local store of "npx partway dev"',
    dialect: 's3',
    region: 'us-east-1',
    bucket: 'partway-dev',
    more: () => ({ endpoint: 'http://localhost:8788/s3', addressing: 'path' }),
  },
};

/** R2 has one region. https://developers.cloudflare.com/r2/api/s3/api/ (2026-12-01) */
const R2_REGION = 'auto';

export function presetOf(name: string): StorePreset {
  const found = Object.hasOwn(stores, name) ? stores[name] : undefined;
  if (!found) throw new UsageError(`There is no store "${name}".${nearest(name, Object.keys(stores))}`);
  return found;
}

/** What the signer is told of the bucket. */
export function bucketConfig(
  preset: StorePreset,
  { bucket, region, account }: { bucket: string; region: string; account: string },
): BucketConfig {
  const { dialect, more } = preset;
  return { dialect, bucket, region: region || (preset.account ? R2_REGION : preset.region), ...more({ account }) };
}
