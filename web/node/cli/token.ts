/** A JWT for trying out a signer, by the secret that its development knows. Production mints its own. */
import { createHmac } from 'node:crypto';
import { textOf, UsageError, type Flags } from './args.ts';
import { isObject, overlay, readProject, type Json } from './project.ts';

export const takes = { user: 'name', seconds: 'number', dir: 'folder' } as const;

const DAY = 24 * 60 * 60;

export function token(flags: Flags): string {
  const project = readProject(textOf(flags, 'dir') || '.');
  if (!project)
    throw new UsageError('There is no wrangler.jsonc here: "npx partway init" makes one, or name its folder by --dir.');
  const { auth } = overlay(project.config, project.secrets);
  return mint(isObject(auth) ? auth : {}, textOf(flags, 'user') || 'developer', secondsOf(flags));
}

/** Throws a UsageError where the signer's rules are such that no token can be made here. */
export function mint(auth: Json, user: string, seconds: number, now = Date.now()): string {
  const { kind, algorithm, secret, audience, issuer, userClaim = 'sub' } = auth;
  if (kind !== 'jwt') throw new UsageError(`The signer's "auth" is of the kind "${kind}", which takes no JWT.`);
  if (algorithm !== 'HS256') {
    throw new UsageError(
      `The signer takes ${algorithm} tokens: only who has the private key, your identity provider, can make them.`,
    );
  }
  if (typeof secret !== 'string' || !secret)
    throw new UsageError('PARTWAY_SECRETS has no auth.secret: put it into .dev.vars.');
  const expires = Math.floor(now / 1000) + seconds;
  const claims = {
    [String(userClaim)]: user,
    exp: expires,
    ...(audience !== undefined && { aud: audience }),
    ...(issuer !== undefined && { iss: issuer }),
  };
  const text = [{ alg: 'HS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function secondsOf(flags: Flags): number {
  const seconds = Number(textOf(flags, 'seconds') || DAY);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 30 * DAY)
    throw new UsageError(`--seconds must be 1 to ${30 * DAY}.`);
  return seconds;
}
