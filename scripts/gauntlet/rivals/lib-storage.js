// @aws-sdk/lib-storage: Upload, with a client that has its usual retries.
import { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { keysNow } from './keys.js';

export function begin(file, { bucket, region, key, port, partSize = 5 * 1024 * 1024 }, source) {
  const client = new S3Client({
    region,
    endpoint: `http://s3.localhost:${port}`,
    credentials: async () => {
      const { id, secret, token, until } = await keysNow(source);
      return { accessKeyId: id, secretAccessKey: secret, sessionToken: token, expiration: until && new Date(until) };
    },
  });
  const upload = new Upload({ client, params: { Bucket: bucket, Key: key, Body: file }, partSize });
  let loaded = 0;
  upload.on('httpUploadProgress', (progress) => (loaded = progress.loaded));
  return { finished: upload.done(), abort: () => upload.abort(), progress: () => ({ confirmed: loaded }) };
}
