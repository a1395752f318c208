import { noReply, type Reply } from '../boundary/core.ts';
import type { UploadOptions } from '../types/options.ts';
import type { Body, SendOptions, SentRequest, Transport } from '../types/transport.ts';

/** What the browser has: XMLHttpRequest, which tells progress, or else fetch. */
export const browserTransport: Transport = {
  get tellsProgress() {
    return 'XMLHttpRequest' in globalThis;
  },
  send(request, body, options) {
    // Only fetch can outlive the page.
    return this.tellsProgress && !options.outlive
      ? sendByXHR(request, body, options)
      : sendByFetch(request, body, options);
  },
};

/** Sends a request of an upload, which may look at it and at what came back. */
export async function sendSeen(
  { onRequest, onResponse, transport }: UploadOptions,
  request: SentRequest,
  body: Body,
  options: SendOptions,
): Promise<Reply> {
  let reply = noReply;
  onRequest?.(request);
  try {
    return (reply = await (transport ?? browserTransport).send(request, body, options));
  } finally {
    onResponse?.(reply, request);
  }
}

/** XHR is the only way to learn how much of a body has gone out. */
function sendByXHR(request: SentRequest, body: Body, { signal, onProgress }: SendOptions): Promise<Reply> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const xhr = new XMLHttpRequest();
    const cut = (): void => xhr.abort();
    xhr.open(request.method, request.url);
    for (const [name, value] of request.headers) xhr.setRequestHeader(name, value);
    if (onProgress) xhr.upload.onprogress = (event) => onProgress(event.loaded);
    // Some browsers call it an abort when they lose the connection; only the signal is one.
    xhr.onabort = () => (signal?.aborted ? reject(signal.reason) : resolve(noReply));
    xhr.onload = xhr.onerror = () => resolve({ status: xhr.status, headers: headersOf(xhr), body: xhr.responseText });
    xhr.onloadend = () => signal?.removeEventListener('abort', cut);
    signal?.addEventListener('abort', cut);
    xhr.send(body);
  });
}

function headersOf(xhr: XMLHttpRequest): [string, string][] {
  return [...xhr.getAllResponseHeaders().matchAll(/^(.+?): *(.*?)\r?$/gm)].map(
    (line) => line.slice(1) as [string, string],
  );
}

/** `fetcher` has the signature of fetch, which it is by default. */
export async function sendByFetch(
  request: SentRequest,
  body: Body,
  { signal, outlive = false }: SendOptions,
  fetcher = fetch,
): Promise<Reply> {
  try {
    const { url, method, headers } = request;
    const reply = await fetcher(url, {
      method,
      headers: headers as [string, string][],
      body,
      signal: signal ?? null,
      keepalive: outlive,
      credentials: 'omit',
      cache: 'no-store',
    });
    return { status: reply.status, headers: [...reply.headers], body: await reply.text() };
  } catch {
    signal?.throwIfAborted();
    return noReply;
  }
}
