// Checked by tsc, never run: what an editor accepts, and what it must not.
import { initiate, upload, type Options } from '../src/index.ts';

const common = { bucket: 'b', key: 'k', credentials: { accessKeyId: 'i', accessKeySecret: 's' } };
const file = new Blob();

export const legal: Options[] = [
  {
    ...common,
    dialect: 'oss',
    region: 'cn-hangzhou',
    storageClass: 'ColdArchive',
    encryption: 'SM4',
    acl: 'public-read-write',
  },
  {
    ...common,
    dialect: 'cos',
    storageClass: 'MAZ_STANDARD',
    encryption: 'cos/kms',
    encryptionContext: { author: 'a' },
    trafficLimit: 819200,
  },
  {
    ...common,
    dialect: 's3',
    storageClass: 'GLACIER_IR',
    bucketKey: true,
    objectLockRetainUntil: new Date(),
    metadata: { a: '1' },
    tags: {},
  },
  {
    ...common,
    dialect: 'oss',
    credentials: async () => ({ accessKeyId: 'i', accessKeySecret: 's', securityToken: 't' }),
    callback: { callbackUrl: 'u' },
  },
  {
    ...common,
    dialect: 's3',
    wasm: new URL('https://example.com/partway.wasm'),
    worker: () => new Worker('hash.js'),
    signal: AbortSignal.timeout(1),
  },
];

export async function wrong(): Promise<void> {
  // @ts-expect-error: no dialect
  await initiate({ ...common });
  // @ts-expect-error: a dialect that is none
  await initiate({ ...common, dialect: 'gcs' });
  // @ts-expect-error: no key
  await initiate({ dialect: 'oss', bucket: 'b', credentials: common.credentials });
  // @ts-expect-error: no credentials
  await initiate({ dialect: 'oss', bucket: 'b', key: 'k' });
  // @ts-expect-error: half of the credentials
  await initiate({ ...common, dialect: 'oss', credentials: { accessKeyId: 'i' } });
  // @ts-expect-error: a storage class of COS
  upload(file, { ...common, dialect: 'oss', storageClass: 'STANDARD' });
  // @ts-expect-error: misspelt
  upload(file, { ...common, dialect: 'cos', storageClass: 'STANDRD' });
  // @ts-expect-error: an option that this dialect does not have
  upload(file, { ...common, dialect: 'oss', grantRead: 'id="1"' });
  // @ts-expect-error: an option that no dialect has
  upload(file, { ...common, dialect: 's3', storageclass: 'STANDARD' });
  // @ts-expect-error: metadata are texts
  upload(file, { ...common, dialect: 's3', metadata: { n: 1 } });
  // @ts-expect-error: a name is no file
  upload('file.bin', { ...common, dialect: 's3' });
  // @ts-expect-error: a state cannot be set
  upload(file, { ...common, dialect: 's3' }).state = 'paused';
}
