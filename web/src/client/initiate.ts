import type { BuiltRequest, Checked } from '../boundary/keycore.ts';
import { withKeys } from './later.ts';
import type { Options } from './options.ts';

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
  return (await withKeys()).initiate(options);
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
  return (await withKeys()).check(options);
}
