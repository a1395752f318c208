import { withKeys } from '../session/keyed.ts';
import type { Options } from '../types/options.ts';
import type { Initiated, Preview } from '../types/results.ts';

/**
 * Begins a multipart upload and leaves the rest to the caller, who has to complete or abort it: till then its parts are
 * billed. Rejects with a PartwayError: "InvalidOption" before any request, "Aborted" by the signal, else the store's code.
 */
export async function initiate(options: Options): Promise<Initiated> {
  return (await withKeys()).initiate(options);
}

/**
 * Checks options, as a person types them for example, and sends nothing. Rejects with a PartwayError, whose
 * code is "InvalidOption" and which says the option, what is legal, and what was probably meant.
 */
export async function check(options: Options): Promise<Preview> {
  return (await withKeys()).check(options);
}
