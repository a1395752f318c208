/** Where the requests of one upload come from: signed in the page, by keys, or by a signer that has them. */
import type { Operation, Reply } from '../boundary/core.ts';
import type { Bytes } from '../boundary/message.ts';
import type { Host, Runtime } from '../platform/runtime.ts';
import type { Target } from '../types/target.ts';
import type { SendOptions } from '../types/transport.ts';

/** A request that the machine wants to be sent. */
export interface Outgoing extends SendOptions {
  operation: Operation;
  /** Its arguments. */
  texts: readonly string[];
  /** From 1; 0 where the operation has none. */
  part: number;
  uploadId: string;
  /** The bytes of a part or an object. */
  slice: Blob | Bytes | undefined;
}

/** Keys or URLs that are there now; see upload.EventRenewed. */
export interface Renewed {
  part: number;
  count: number;
  /** Milliseconds since 1970; 0 if it is not known. */
  until: number;
}

/** A reply, and the URLs that came with it. */
export type Answer = Reply & { renewed?: Renewed };

/** What a reply tells of the object. What it does not tell is "" or not there. */
export interface Told {
  etag?: string;
  location?: string;
  download?: string;
  versionId?: string;
  requestId?: string;
  /** What the application server answered that the store called. */
  callback?: string;
}

export interface Session {
  readonly runtime: Runtime;
  /** Names the object among all that this browser uploads to; no secret. */
  readonly id: string;
  target: Target;
  readonly host: Host;
  /** How many parts' URLs are got at a time; 0 where requests are signed in the page. */
  readonly window: number;
  /** When the keys expire, in milliseconds since 1970; 0 if it is not known. */
  readonly until: number;
  /** Sentences on why the store's object could not be asked for, in the order of upload.Why from WhyForbidden on. */
  readonly unseen: readonly string[];
  /** Of a new machine's configuration, what is the session's to say. */
  plan(size: number): { dialect: string; partSize: number; verify: string; whole: boolean };
  /** A status of 0 says that nothing came back. Rejects with a PartwayError where the request cannot be made. */
  send(request: Outgoing): Promise<Answer>;
  /** Gets new keys, or the URLs of `count` parts from `part` on. Undefined if there are no others, for good. */
  renew(part: number, count: number, uploadId: string, signal: AbortSignal): Promise<Renewed | undefined>;
  /** Throws a PartwayError where the reply is a failure. */
  read(operation: Operation, part: number, reply: Reply): Told;
}
