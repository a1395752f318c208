/** Sends one request and brings back whatever came, be it an error document or nothing (status 0). */
import { noReply, type Reply } from '../boundary/core.ts';
import type { Bytes } from '../boundary/message.ts';
import type { SentRequest, UploadOptions } from '../types/options.ts';

/** A slice of a file goes to the network as it is; bytes carry no Content-Type that a signature would not know of. */
export type Body = Blob | Bytes | string | null;

export interface SendOptions {
  /** Cuts the request; the promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Bytes of the body that were handed to the network. */
  onProgress?: ((sent: number) => void) | undefined;
  /** The request is to reach the store even if the page is left meanwhile. */
  outlive?: boolean;
}

/** Whether progress can be told while a body is sent. */
export const tellsProgress = (): boolean => 'XMLHttpRequest' in globalThis;

/** Sends a request of an upload, which may look at it and at what came back. */
export async function sendSeen(
  { onRequest, onResponse }: UploadOptions,
  request: SentRequest,
  body: Body,
  options: SendOptions,
): Promise<Reply> {
  let reply = noReply;
  onRequest?.(request);
  try {
    return (reply = await send(request, body, options));
  } finally {
    onResponse?.(reply, request);
  }
}

function send(request: SentRequest, body: Body, options: SendOptions): Promise<Reply> {
  return tellsProgress() && !options.outlive ? sendByXHR(request, body, options) : sendByFetch(request, body, options);
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

async function sendByFetch(request: SentRequest, body: Body, { signal, outlive = false }: SendOptions): Promise<Reply> {
  try {
    const { url, method, headers } = request;
    const reply = await fetch(url, {
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
