/** What the inspector may show of a request: no token, of a signature the beginning, of a key ID both ends. */

export const MASK = '••••••';

/** How much of a signature, and of each end of a key ID, is shown. */
const SEEN = 4;

type Rule = readonly [pattern: RegExp, replace: (...groups: string[]) => string];

const token = '(?:x-(?:oss|amz|cos)-)?security-token';

/** Whole names only, else a long run of letters would be looked at from each of them. */
const customerKey = '(?<![\\w-])[\\w-]*customer-key';

/** Texts that give a value its name: in URLs, canonical requests, headers, a signer's JSON, and a store's XML. */
const rules: readonly Rule[] = [
  [new RegExp(`((?:${token}|${customerKey})=)[^&\\s"',;]+`, 'gi'), (_, name = '') => name + MASK],
  [new RegExp(`(^(?:${token}|${customerKey}|cookie)[:=] ?)\\S.*$`, 'gim'), (_, name = '') => name + MASK],
  [
    /((?:x-(?:oss|amz)-|q-)?signature=)([\w%+/=.~-]+)/gi,
    (_, name = '', value = '') => name + value.slice(0, SEEN) + MASK,
  ],
  [
    /((?:x-oss-credential|x-amz-credential|credential|ossaccesskeyid|q-ak)=)([\w.~-]+)/gi,
    (_, name = '', id = '') => name + shortened(id),
  ],
  [
    /^((?:OSS|AWS) )([\w.~-]+):([\w+/=]+)$/gm,
    (_, scheme = '', id = '', value = '') => `${scheme}${shortened(id)}:${value.slice(0, SEEN)}${MASK}`,
  ],
  [/(<\w*AccessKeyId>)([^<]*)/gi, (_, name = '', id = '') => name + shortened(id)],
  [/(<(?:SignatureProvided|\w+Bytes|\w*Token(?:-\d+)?)>)[^<]*/gi, (_, name = '') => name + MASK],
  [/^((?:Bearer|Basic|Token) ).+$/gim, (_, scheme = '') => scheme + MASK],
];

function shortened(id: string): string {
  return id.length < 4 * SEEN ? id.slice(0, SEEN) + MASK : id.slice(0, SEEN) + MASK + id.slice(-SEEN);
}

/** Headers whose value is a secret as a whole, unless a rule knows better what of it can be shown. */
const secretHeader = /token|secret|password|cookie|customer-key$|api-?key|session/i;

export type Pairs = readonly (readonly [name: string, value: string])[];

/** What is shown of a request. */
export interface Shown {
  method: string;
  url: string;
  headers: Pairs;
  /** What was written of it; a file's bytes are not in it. */
  body: string;
  canonical: string;
  stringToSign: string;
}

/** Masks what is known to be secret, in every way of writing it, and whatever looks so. */
export class Masker {
  readonly #secrets: readonly string[];

  constructor(secrets: readonly string[] = []) {
    this.#secrets = secrets.filter(Boolean).flatMap((secret) => [secret, encodeURIComponent(secret), escaped(secret)]);
  }

  /** Only the first `most` characters are kept; the cut leaves no half of a known secret. */
  text(text: string, most = text.length): string {
    const known = this.#secrets.reduce((all, secret) => all.replaceAll(secret, MASK), text).slice(0, most);
    return rules.reduce((all, [pattern, replace]) => all.replace(pattern, replace), known);
  }

  request({ method, url, headers, body, canonical, stringToSign }: Shown): Shown {
    return {
      method,
      url: this.text(url),
      headers: this.headers(headers),
      body: this.text(body),
      canonical: this.text(canonical),
      stringToSign: this.text(stringToSign),
    };
  }

  headers(headers: Pairs): [name: string, value: string][] {
    return headers.map(([name, value]) => [name, this.#header(name, value)]);
  }

  #header(name: string, value: string): string {
    if (secretHeader.test(name)) return MASK;
    const masked = this.text(value);
    // A scheme that no rule knows.
    return /^authorization$/i.test(name) && masked === value ? MASK : masked;
  }
}

/** Percent-encoded as the core does it, which leaves fewer characters alone than the language's own function. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
