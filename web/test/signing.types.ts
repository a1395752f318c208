// Checked by tsc, never run: what may be signed, and what may not.
import { presign, type PresignOptions } from '../src/sign.ts';

const options: PresignOptions = {
  dialect: 's3',
  bucket: 'b',
  key: 'k',
  region: 'us-east-1',
  credentials: { accessKeyId: 'i', accessKeySecret: 's' },
  storageClass: 'GLACIER',
};

export async function legal(): Promise<string> {
  await presign({ operation: 'initiate' }, { ...options, form: 'header', time: new Date() });
  await presign({ operation: 'complete', uploadId: 'u', parts: [{ number: 1, etag: '"e"' }] }, options);
  await presign({ operation: 'getObject', responseContentDisposition: 'a.txt', responseExpires: new Date() }, options);
  await presign({ operation: 'deleteObject', versionId: 'v' }, options);
  return (await presign({ operation: 'uploadPart', uploadId: 'u', partNumber: 1 }, options)).url;
}

export async function wrong(): Promise<void> {
  // @ts-expect-error: of no upload
  await presign({ operation: 'uploadPart', partNumber: 1 }, options);
  // @ts-expect-error: no operation of a store
  await presign({ operation: 'copyObject' }, options);
  // @ts-expect-error: what only a read asks for
  await presign({ operation: 'deleteObject', responseContentType: 'a/b' }, options);
  // @ts-expect-error: what concerns the uploading only
  await presign({ operation: 'putObject' }, { ...options, parallel: 3 });
  // @ts-expect-error: a storage class of another store
  await presign({ operation: 'putObject' }, { ...options, dialect: 'oss', storageClass: 'GLACIER' });
}
