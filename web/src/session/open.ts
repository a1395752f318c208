import { checkClientOptions, keyRules, signerRules } from './clientoptions.ts';
import { withKeys } from './keyed.ts';
import type { Options, SignerOptions } from '../types/options.ts';
import type { Session } from './session.ts';
import { openSigner, type FileFacts } from './signer.ts';

/** Rejects with a PartwayError if one of the client's own options is wrong. */
export const checkOptions = (options: Options | SignerOptions): Promise<void> =>
  checkClientOptions(options, 'signer' in options ? signerRules : keyRules);

/** Checks the options; rejects before anything is sent. */
export async function openSession(options: Options | SignerOptions, file: FileFacts): Promise<Session> {
  if ('signer' in options) return openSigner(options, file);
  const { KeySession } = await withKeys();
  return KeySession.open(file.type ? { ...options, contentType: options.contentType ?? file.type } : options);
}
