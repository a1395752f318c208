import type { KeySession } from './keysession.ts';
import type { Options, SignerOptions } from './options.ts';
import type { Session } from './session.ts';
import { SignerSession, type FileFacts } from './signer.ts';

/** Checks the options; rejects before anything is sent. What signs is loaded by the first page that signs. */
export function openSession(options: Options | SignerOptions, file: FileFacts): Promise<Session> {
  if ('signer' in options) return SignerSession.open(options, file);
  const { type } = file;
  return openKeySession(type ? { ...options, contentType: options.contentType ?? type } : options);
}

export async function openKeySession(options: Options): Promise<KeySession> {
  const { KeySession } = await import('./keysession.ts');
  return KeySession.open(options);
}
