/** Looks at a signer as a page of some origin would: is it there, does it let the page in, does it take the token. */
import { ask, unreachable, type Answer } from './ask.ts';
import { failed, ok, skipped, warning, type Finding } from './finding.ts';
import { corsFinding, lacking } from './preflight.ts';

export interface SignerFacts {
  /** The URL in front of "/s3/". */
  signer: string;
  /** Of the page. */
  origin: string;
  /** Of a user; "" for none. */
  token: string;
  /** Names of targets to try; empty for the default. */
  targets: readonly string[];
}

/** One that is sent in parts, so that the store begins an upload of its own, which is removed at once. */
const SIZE = 64 * 1024 * 1024;

export async function examineSigner(facts: SignerFacts): Promise<Finding[]> {
  const base = facts.signer.replace(/\/+$/, '');
  const there = await presence(base);
  if (there.status !== 'ok') return [there];
  const found = [there, await originFinding(base, facts.origin), ...tokenFindings(facts.token)];
  for (const target of facts.targets.length > 0 ? facts.targets : [''])
    found.push(...(await beginning(base, target, facts)));
  return found;
}

async function presence(base: string): Promise<Finding> {
  const url = `${base}/healthz`;
  const answer = await ask({ method: 'GET', url });
  const { status, headers } = answer;
  if (status === 0)
    return failed('signer.unreachable', unreachable(url, answer.error), { advice: 'Start it, or correct its URL.' });
  if (status >= 300 && status < 400) {
    return failed(
      'signer.redirect',
      `${new URL(url).host} redirects to ${hostOf(headers.get('location'), url)}: a login page, perhaps.`,
      {
        advice: 'Let the paths under /s3/ and /healthz through without it.',
      },
    );
  }
  const json = jsonOf(answer);
  if (json?.code === 'ConfigurationInvalid') {
    return failed('signer.configuration', 'the configuration of the signer is wrong.', {
      advice: 'Its log names the field.',
    });
  }
  if (status !== 200 || !json) {
    return failed(
      'signer.absent',
      `${new URL(url).host} answers ${status} with ${headers.get('content-type') ?? 'no type'}: there is no signer.`,
      {
        advice: 'The URL is what stands in front of /s3/multipart.',
      },
    );
  }
  return ok('signer', 'it is there.');
}

/** Hosts only: a query may hold what is nobody's business. */
function hostOf(location: string | null, base: string): string {
  try {
    return new URL(location ?? '', base).host;
  } catch {
    return 'somewhere';
  }
}

function jsonOf({ body }: Answer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

async function originFinding(base: string, origin: string): Promise<Finding> {
  const wish = { url: `${base}/s3/multipart`, origin, method: 'POST', headers: ['authorization', 'content-type'] };
  return corsFinding(
    'signer.cors',
    await lacking(wish),
    wish,
    `"origins": ["${origin}"]`,
    "the signer's configuration",
  );
}

/** What can be told from a token without the key that signed it. */
function tokenFindings(token: string): Finding[] {
  if (!token.includes('.')) return [];
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
      string,
      unknown
    >;
    const { exp } = claims;
    if (typeof exp !== 'number')
      return [failed('signer.token.exp', 'the token has no "exp": the signer takes none that never ends.')];
    const left = exp - Date.now() / 1000;
    if (left <= 0)
      return [failed('signer.token.expired', `the token expired at ${new Date(exp * 1000).toISOString()}.`)];
    return [];
  } catch {
    return [failed('signer.token.malformed', 'the token is no JWT.')];
  }
}

async function beginning(base: string, target: string, { token, origin }: SignerFacts): Promise<Finding[]> {
  const check = `signer.target${target && `.${target}`}`;
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), origin };
  const body = JSON.stringify({ filename: 'partway-doctor.bin', size: SIZE, ...(target && { target }) });
  const url = `${base}/s3/multipart`;
  const answer = await ask({ method: 'POST', url, headers, body });
  const json = jsonOf(answer);
  if (answer.status !== 200 || !json) return [refusal(check, answer, json, token)];
  const found = [ok(check, `an upload to the bucket ${String(json.bucket)} was begun.`)];
  const urls = json.urls;
  const part = Array.isArray(urls) ? String(urls[0] ?? '') : '';
  if (part) {
    const names = Object.keys((json.headers as object | undefined) ?? {});
    const wish = { url: part, origin, method: 'PUT', headers: names };
    const advice = "the bucket's CORS rule (npx partway rules prints it)";
    found.push(corsFinding(`${check}.cors`, await lacking(wish), wish, '', advice));
  }
  const removing = `${url}/${encodeURIComponent(String(json.uploadId))}?key=${encodeURIComponent(String(json.key))}`;
  const removed = await ask({ method: 'DELETE', url: removing, headers });
  if (removed.status > 299 || removed.status === 0) {
    found.push(
      warning(`${check}.left`, 'the upload that was begun could not be removed.', {
        advice: 'The key lacks the right to abort uploads.',
      }),
    );
  }
  return found;
}

function refusal(
  check: string,
  { status, error }: Answer,
  json: Record<string, unknown> | undefined,
  token: string,
): Finding {
  const { code = '', message = error } = (json ?? {}) as { code?: string; message?: string };
  if (status === 401 && !token) {
    return skipped(check, `the signer asks who the user is.`, {
      advice: 'Give a token by the environment, PARTWAY_TOKEN.',
    });
  }
  if (status === 401)
    return failed('signer.token.refused', `the token is refused: ${message}.`, {
      advice: "The signer's log says why.",
    });
  const text = `no upload could be begun (${status}${code && `, ${code}`}): ${String(message).replace(/\.?$/, '.')}`;
  return failed(`${check}.${code || 'refused'}`, text);
}
