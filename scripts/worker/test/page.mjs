// What the page of the browser tests runs: unmodified Uppy, and the bare
// contract as any page can speak it.
import Uppy from '@uppy/core';
import AwsS3 from '@uppy/aws-s3';

// One on the disk, as people choose it: a browser may have no room in memory for all that these tests send.
const chosen = () => document.querySelector('input').files[0];

/** Uploads by Uppy in one of its modes; gives the result as Uppy reports it. */
globalThis.byUppy = async ({ signer, target, mode, multipart, headers }) => {
  const uppy = new Uppy({ autoProceed: false });
  const options = { shouldUseMultipart: multipart, getChunkSize: () => 5 * 1024 * 1024 };
  if (mode === 'companionEndpoint') options.companionEndpoint = signer;
  else {
    options.signRequest = async (request) => {
      const reply = await fetch(`${signer}/s3/sign`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ ...request, target }),
      });
      if (!reply.ok) throw new Error(await reply.text());
      return reply.json();
    };
  }
  uppy.use(AwsS3, /** @type {any} */ (options));
  uppy.addFile({ name: '目录 ä.png', type: 'image/png', data: chosen() });
  const { successful, failed } = await uppy.upload();
  return {
    failed: failed.map(({ error }) => String(error)),
    body: successful[0]?.response?.body,
    url: successful[0]?.uploadURL,
  };
};

/** Uploads by the contract's own calls: begin, the parts, complete. */
globalThis.byContract = async ({ signer, target }) => {
  const file = chosen();
  const begun = await (
    await fetch(`${signer}/s3/multipart`, {
      method: 'POST',
      body: JSON.stringify({ filename: file.name, size: file.size, target }),
    })
  ).json();
  for (const [i, url] of (begun.urls ?? []).entries()) {
    const body = file.slice(i * begun.partSize, (i + 1) * begun.partSize);
    const reply = await fetch(url, { method: 'PUT', headers: begun.headers, body });
    if (!reply.ok) throw new Error(`part ${i + 1}: ${reply.status}`);
  }
  const query = new URLSearchParams({ key: begun.key });
  const reply = await fetch(`${signer}/s3/multipart/${begun.uploadId}/complete?${query}`, {
    method: 'POST',
    body: '{}',
  });
  return { begun, status: reply.status, done: await reply.json() };
};
