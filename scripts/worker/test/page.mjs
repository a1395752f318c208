// What the page of the browser tests runs: unmodified Uppy, and the bare
// contract as any page can speak it.
import Uppy from '@uppy/core';
import AwsS3 from '@uppy/aws-s3';

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A file of noise, and its SHA-256. */
globalThis.makeFile = async (size, name, type) => {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65536) crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65536, size)));
  return { file: new File([bytes], name, { type }), sha256: hex(await crypto.subtle.digest('SHA-256', bytes)) };
};

/** Uploads by Uppy in one of its modes; gives the result as Uppy reports it. */
globalThis.byUppy = async ({ signer, target, mode, size, multipart }) => {
  const { file, sha256 } = await makeFile(size, '目录 ä.png', 'image/png');
  const uppy = new Uppy({ autoProceed: false });
  const options = { shouldUseMultipart: multipart, getChunkSize: () => 5 * 1024 * 1024 };
  if (mode === 'companionEndpoint') options.companionEndpoint = signer;
  else {
    options.signRequest = async (request) => {
      const reply = await fetch(`${signer}/s3/sign`, { method: 'POST', body: JSON.stringify({ ...request, target }) });
      if (!reply.ok) throw new Error(await reply.text());
      return reply.json();
    };
  }
  uppy.use(AwsS3, options);
  uppy.addFile({ name: file.name, type: file.type, data: file });
  const { successful, failed } = await uppy.upload();
  return { sha256, failed: failed.map(({ error }) => String(error)), body: successful[0]?.response?.body, url: successful[0]?.uploadURL };
};

/** Uploads by the contract's own calls: begin, the parts, complete. */
globalThis.byContract = async ({ signer, target, size }) => {
  const { file, sha256 } = await makeFile(size, 'a.bin', '');
  const begun = await (await fetch(`${signer}/s3/multipart`, { method: 'POST', body: JSON.stringify({ filename: file.name, size, target }) })).json();
  for (const [i, url] of (begun.urls ?? []).entries()) {
    const body = file.slice(i * begun.partSize, (i + 1) * begun.partSize);
    const reply = await fetch(url, { method: 'PUT', headers: begun.headers, body });
    if (!reply.ok) throw new Error(`part ${i + 1}: ${reply.status}`);
  }
  const query = new URLSearchParams({ key: begun.key });
  const reply = await fetch(`${signer}/s3/multipart/${begun.uploadId}/complete?${query}`, { method: 'POST', body: '{}' });
  return { sha256, begun, status: reply.status, done: await reply.json() };
};
