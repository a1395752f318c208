// cos-js-sdk-v5 as its README has it: uploadFile, and keys by getAuthorization.
import COS from 'cos-js-sdk-v5/dist/cos-js-sdk-v5.min.js';
import { keysNow } from './keys.js';

export function begin(file, { bucket, region, key, port, partSize = 1024 * 1024 }, source) {
  const cos = new COS({
    Protocol: 'http:',
    Domain: `{Bucket}.cos.localhost:${port}`,
    getAuthorization: async ({ Method, Pathname, Query, Headers }, give) => {
      const { id, secret, token, until } = await keysNow(source);
      const now = Math.floor(Date.now() / 1000);
      // It takes no keys without a token, but signatures by its own signer.
      if (!token)
        give({
          Authorization: COS.getAuthorization({
            SecretId: id,
            SecretKey: secret,
            Method,
            Pathname,
            Query,
            Headers,
            Expires: 900,
          }),
        });
      else
        give({
          TmpSecretId: id,
          TmpSecretKey: secret,
          SecurityToken: token,
          StartTime: now,
          ExpiredTime: until ? Math.floor(until / 1000) : now + 3600,
        });
    },
  });
  let task;
  let fraction = 0;
  const finished = cos.uploadFile({
    Bucket: bucket,
    Region: region,
    Key: key,
    Body: file,
    SliceSize: partSize,
    ChunkSize: partSize,
    onTaskReady: (id) => (task = id),
    onProgress: ({ percent }) => (fraction = percent),
  });
  return { finished, abort: () => cos.cancelTask(task), progress: () => ({ confirmed: fraction * file.size }) };
}
