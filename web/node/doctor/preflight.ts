/** What a browser would be allowed: real preflights, judged as browsers judge them. */
import { ask, type Answer } from './ask.ts';
import { failed, ok, type Finding } from './finding.ts';

/** A request that a page would like to make. */
export interface Wish {
  url: string;
  origin: string;
  method: string;
  /** Names of headers that a browser asks about. */
  headers: readonly string[];
}

/** "ok", or the first thing that a browser would stumble over. */
export type Verdict = 'ok' | 'unreachable' | 'rule' | 'origin' | 'method' | 'headers';

/** https://fetch.spec.whatwg.org/#cors-safelisted-method (2026-12-01) */
const SIMPLE = ['GET', 'HEAD', 'POST'];

export async function preflight({ url, origin, method, headers }: Wish): Promise<Answer> {
  const asked = headers.map((name) => name.toLowerCase()).sort();
  return ask({
    method: 'OPTIONS',
    url,
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': method,
      ...(asked.length > 0 && { 'Access-Control-Request-Headers': asked.join() }),
    },
  });
}

/** Judges an answer to a preflight. */
export function judge({ status, headers, body }: Answer, wish: Wish): Verdict {
  if (status === 0) return 'unreachable';
  const allowed = headers.get('access-control-allow-origin');
  if (status > 299 || (allowed !== '*' && allowed !== wish.origin))
    return /not enabled/i.test(body) ? 'rule' : 'origin';
  const methods = list(headers.get('access-control-allow-methods'));
  if (!SIMPLE.includes(wish.method) && !methods.includes('*') && !methods.includes(wish.method.toLowerCase()))
    return 'method';
  const names = list(headers.get('access-control-allow-headers'));
  const covered = (name: string): boolean => names.includes(name) || (names.includes('*') && name !== 'authorization'); // which a star does not stand for
  return wish.headers.every((name) => covered(name.toLowerCase())) ? 'ok' : 'headers';
}

const list = (value: string | null): string[] =>
  (value ?? '')
    .toLowerCase()
    .split(',')
    .map((item) => item.trim());

/**
 * Finds out what a rule lacks: the whole wish, then less of it. A store says no to all with the same words, whatever of
 * origin, method and headers is missing.
 */
export async function lacking(wish: Wish): Promise<Verdict> {
  const whole = judge(await preflight(wish), wish);
  if (whole !== 'origin') return whole;
  const bare = { ...wish, headers: [] };
  if (judge(await preflight(bare), bare) === 'ok') return 'headers';
  for (const method of ['PUT', 'POST', 'GET', 'HEAD', 'DELETE'].filter((other) => other !== wish.method)) {
    const other = { ...bare, method };
    if (judge(await preflight(other), other) === 'ok') return 'method';
  }
  return 'origin';
}

/** Sentences for a verdict. `rule` is what to paste. */
export function corsFinding(check: string, verdict: Verdict, wish: Wish, rule: string, whose: string): Finding {
  const { origin, method, headers } = wish;
  const say = (why: string, text: string): Finding =>
    failed(`${check}.${why}`, text, { advice: `Set this in ${whose}:`, paste: rule });
  switch (verdict) {
    case 'ok':
      return ok(check, `a page of ${origin} may ${method}.`);
    case 'unreachable':
      return failed(`${check}.unreachable`, 'no answer came to a preflight.');
    case 'rule':
      return say('rule', 'there is no CORS rule at all, so no page may send anything.');
    case 'origin':
      return say('origin', `pages of ${origin} are not allowed.`);
    case 'method':
      return say('method', `pages of ${origin} may not ${method}.`);
    default:
      return say('headers', `pages of ${origin} may not send the headers ${headers.join(', ')}.`);
  }
}
