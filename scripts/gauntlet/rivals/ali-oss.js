// ali-oss as its README has it: multipartUpload with temporary keys that are refreshed.
import OSS from 'ali-oss/dist/aliyun-oss-sdk.min.js';
import { keysNow } from './keys.js';

export function begin(file, { bucket, region, key, port, partSize = 1024 * 1024 }, source) {
  let client;
  let fraction = 0;
  const run = async () => {
    const keys = async () => {
      const { id, secret, token } = await keysNow(source);
      return { accessKeyId: id, accessKeySecret: secret, stsToken: token };
    };
    client = new OSS({
      ...(await keys()),
      region: `oss-${region}`,
      bucket,
      endpoint: `http://oss.localhost:${port}`,
      authorizationV4: true,
      refreshSTSToken: keys,
      refreshSTSTokenInterval: 2_000,
    });
    return client.multipartUpload(key, file, { partSize, progress: (p) => (fraction = p) });
  };
  return { finished: run(), abort: () => client.cancel(), progress: () => ({ confirmed: fraction * file.size }) };
}
