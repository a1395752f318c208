// A Worker that signs and uploads.
import { upload } from 'partway';
import { presign } from 'partway/sign';

export default {
  async fetch(request) {
    const { options, signer, size } = await request.json();
    const file = new File([new Uint8Array(size).map((_, i) => (i * 31) ^ (i >> 8))], 'a.bin');
    const { url, headers } = await presign({ operation: 'putObject' }, { ...options, key: 'workerd/put' });
    const put = await fetch(url, { method: 'PUT', headers, body: new TextEncoder().encode('signed in workerd') });
    const withKeys = await upload(file, { ...options, key: 'workerd/keys' }).finished;
    const withSigner = await upload(file, signer).finished;
    return Response.json({
      put: put.status,
      stored: [withKeys, withSigner].map(({ key, verified }) => ({ key, verified })),
    });
  },
};
