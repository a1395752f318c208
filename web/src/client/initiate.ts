import type { BuiltRequest, Checked } from '../boundary/keycore.ts';
import { abortedError, toPartwayError } from '../boundary/error.ts';
import { openKeySession } from './open.ts';
import type { Options } from './options.ts';
import { checkSignal } from './signal.ts';

/** A multipart upload that was begun; bucket and key as the store repeats them. */
export interface Initiated {
  bucket: string;
  key: string;
  /** Never "". */
  uploadId: string;
  /** "" if CORS hides it. */
  requestId: string;
}

/**
 * Begins a multipart upload and leaves the rest to the caller, who has to complete or abort it: till then its parts are
 * billed. Rejects with a PartwayError: "InvalidOption" before any request, "Aborted" by the signal, else the store's code.
 */
export async function initiate(options: Options): Promise<Initiated> {
  const { signal } = { ...options };
  try {
    checkSignal(signal);
    signal?.throwIfAborted();
    const session = await openKeySession(options);
    const begun = await session.initiate(signal);
    const { bucket, key } = session.target; // for stores that do not name them
    return { ...begun, bucket: begun.bucket || bucket, key: begun.key || key };
  } catch (thrown) {
    throw signal?.aborted ? abortedError(signal.reason) : toPartwayError(thrown);
  }
}

/** What options come to: the target, and the request that initiate would send now. Sends nothing. */
export interface Preview extends Checked {
  /** Signed for now: a few minutes later the store refuses it. */
  request: BuiltRequest;
}

/**
 * Checks options, as a person types them for example, and sends nothing. Rejects with a PartwayError, whose
 * code is "InvalidOption" and which says the option, what is legal, and what was probably meant.
 */
export async function check(options: Options): Promise<Preview> {
  try {
    const session = await openKeySession(options);
    return { ...session.target, request: session.build('initiate') };
  } catch (thrown) {
    throw toPartwayError(thrown);
  }
}
