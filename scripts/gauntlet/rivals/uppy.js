// @uppy/aws-s3 signing in the page, multipart for all but small files.
import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';
import { keysNow } from './keys.js';

export function begin(file, { bucket, region, key, port, partSize }, source) {
  const uppy = new Uppy();
  uppy.use(AwsS3, {
    s3Endpoint: `http://s3.localhost:${port}/${bucket}`,
    region,
    generateObjectKey: () => key,
    ...(partSize && { shouldUseMultipart: true, getChunkSize: () => partSize }),
    getCredentials: async () => {
      const { id, secret, token = '', until } = await keysNow(source);
      return {
        region,
        credentials: {
          accessKeyId: id,
          secretAccessKey: secret,
          sessionToken: token,
          expiration: until && new Date(until).toISOString(),
        },
      };
    },
  });
  const id = uppy.addFile({ name: file.name, type: file.type, data: file });
  const finished = uppy.upload().then(({ failed = [] }) => {
    if (failed.length > 0) throw failed[0].error instanceof Error ? failed[0].error : new Error(failed[0].error);
    if (!uppy.getFile(id)?.progress?.uploadComplete) throw Object.assign(new Error('cancelled'), { code: 'Cancelled' });
  });
  return {
    finished,
    abort: () => uppy.cancelAll(),
    progress: () => ({ confirmed: uppy.getFile(id)?.progress?.bytesUploaded ?? 0 }),
  };
}
