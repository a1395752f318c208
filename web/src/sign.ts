/** Signing for others, in Node or a Worker. Importing it does nothing yet. */
import type { BuiltRequest } from './boundary/keycore.ts';
import { presign as sign } from './session/keysession.ts';
import type { PresignOptions, Signing } from './types/signing.ts';

export type { BuiltRequest, PresignOptions, Signing };
export { compile, PartwayError, type ErrorDetails, type ModuleSource } from './index.ts';

/**
 * Signs a request that somebody else sends: its method, URL, all of the headers, and the body if there is one. Sends
 * nothing. Rejects with a PartwayError: "InvalidOption", or "CredentialsFailed" by a function for the keys.
 */
export const presign = (what: Signing, options: PresignOptions): Promise<BuiltRequest> => sign(what, options);
