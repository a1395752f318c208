import type { BuiltRequest, Checked } from '../boundary/core.ts';
import { abortedError, toPartwayError } from '../boundary/error.ts';
import type { Options } from './options.ts';
import { KeySession } from './keysession.ts';

/** A multipart upload that was begun. */
export interface Initiated {
  bucket: string;
  key: string;
  uploadId: string;
  requestId: string;
}

/** Begins a multipart upload and leaves the rest to the caller. Rejects with a PartwayError. */
export async function initiate(options: Options): Promise<Initiated> {
  const { signal } = { ...options };
  try {
    signal?.throwIfAborted();
    const session = await KeySession.open(options);
    const begun = await session.initiate(signal);
    const { bucket, key } = session.target; // for stores that do not name them
    return { ...begun, bucket: begun.bucket || bucket, key: begun.key || key };
  } catch (thrown) {
    throw signal?.aborted ? abortedError(signal.reason) : toPartwayError(thrown);
  }
}

/** What options come to: the target, and the request that initiate would send now. Sends nothing. */
export interface Preview extends Checked {
  request: BuiltRequest;
}

/** Checks options, as a person types them for example. Rejects with a PartwayError that says what is wrong. */
export async function check(options: Options): Promise<Preview> {
  try {
    const session = await KeySession.open(options);
    return { ...session.target, request: session.build('initiate') };
  } catch (thrown) {
    throw toPartwayError(thrown);
  }
}
