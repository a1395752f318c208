/** Where the requests of one upload come from: signed in the page, by keys, or by somebody else who has them. */
import type { Checked, Operation, Reply } from '../boundary/core.ts';
import type { Host } from './host.ts';
import { KeySession } from './keysession.ts';
import type { Options, SignerOptions } from './options.ts';
import { SignerSession, type FileFacts } from './signer.ts';
import type { Runtime } from './shared.ts';
import type { SendOptions } from './transport.ts';

/** What is known of the object. */
export type Target = Pick<Checked, 'dialect' | 'bucket' | 'key' | 'url' | 'verify' | 'verifyHeader'>;

/** A request that the machine wants to be sent. */
export interface Outgoing extends SendOptions {
  operation: Operation;
  args: readonly string[];
  /** From 1; 0 where the operation has none. */
  part: number;
  /** The bytes of a part or an object. */
  slice: Blob | undefined;
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

export interface Session {
  readonly runtime: Runtime;
  readonly target: Target;
  readonly host: Host;
  /** How many parts' URLs are got at a time; 0 where requests are signed in the page. */
  readonly window: number;
  /** When the keys expire, in milliseconds since 1970; 0 if it is not known. */
  readonly until: number;
  /** A status of 0 says that nothing came back. Rejects with a PartwayError where the request cannot be made. */
  send(request: Outgoing): Promise<Answer>;
  /** Gets new keys, or the URLs of `count` parts from `part` on. Undefined if there are no others, for good. */
  renew(part: number, count: number, uploadId: string): Promise<Renewed | undefined>;
}

/** Checks the options; rejects before anything is sent. */
export function openSession(options: Options | SignerOptions, file: FileFacts): Promise<Session> {
  if ('signer' in options) return SignerSession.open(options, file);
  const { type } = file;
  return KeySession.open(type ? { ...options, contentType: options.contentType ?? type } : options);
}
