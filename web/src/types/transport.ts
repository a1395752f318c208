import type { Reply } from '../boundary/core.ts';
import type { Bytes } from '../boundary/message.ts';

/** A request as `onRequest` and a transport see it, to the store or to the signer. */
export interface SentRequest {
  /**
   * "initiate", "uploadPart", "listParts", "complete", "abort", "putObject" or "headObject"; of a signer also "sign",
   * for more URLs.
   */
  operation: string;
  method: string;
  url: string;
  headers: readonly (readonly [name: string, value: string])[];
  /** XML or JSON, or ""; the bytes of a file are not in it. */
  body: string;
  /**
   * The canonical request, and the string that was signed: the first holds a security token if there is one. "" with a
   * signer.
   */
  canonical: string;
  stringToSign: string;
}

/** A slice of a file goes to the network as it is; bytes carry no Content-Type that a signature would not know of. */
export type Body = Blob | Bytes | string | null;

/** How a request is to be sent. */
export interface SendOptions {
  /** Cuts the request; the promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Called with the bytes of the body that were handed to the network. */
  onProgress?: ((sent: number) => void) | undefined;
  /** The request shall reach the store even if the user leaves the page meanwhile. */
  outlive?: boolean;
}

/** Sends requests: XMLHttpRequest and fetch if no other is given. */
export interface Transport {
  /** Whether `onProgress` is called while a body is sent. If not, requests get time by their size. */
  readonly tellsProgress: boolean;
  /**
   * Resolves with whatever came back, an error document too. A status of 0 says that nothing came. Rejects only with
   * the signal's reason.
   */
  send(request: SentRequest, body: Body, options: SendOptions): Promise<Reply>;
}
