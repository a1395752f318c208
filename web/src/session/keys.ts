/** The keys that requests are signed with, from whoever hands them out. */
import { PartwayError } from '../boundary/error.ts';
import type { Credentials, CredentialsSource } from '../types/options.ts';
import { once } from '../platform/once.ts';

/** Keys that do not say when they expire are taken for fresh so long, for uploads that begin; in milliseconds. */
const FRESH = 60_000;

export interface Keys {
  /** Undefined where the options have none: requests are then not signed. */
  readonly current: Credentials | undefined;
  /** When they expire, in milliseconds since 1970; 0 if that is not known. */
  readonly until: number;
  /** Sees to it that there are keys. Rejects with a PartwayError. */
  ready(): Promise<void>;
  /** Gets others in place of `stale`; false if there are no others. Rejects with a PartwayError. */
  renew(stale: Credentials | undefined): Promise<boolean>;
}

const asked = new WeakMap<() => unknown, AskedKeys>();

/** Uploads with the same function share its keys and its calls. */
export function keysOf(source: CredentialsSource | undefined): Keys {
  if (typeof source !== 'function') return givenKeys(source);
  return once(asked, source, () => new AskedKeys(source));
}

function givenKeys(current: Credentials | undefined): Keys {
  return { current, until: 0, ready: async () => {}, renew: async () => false };
}

class AskedKeys implements Keys {
  readonly #ask: () => Credentials | Promise<Credentials>;
  current: Credentials | undefined;
  #at = 0;
  #call: Promise<void> | undefined;

  constructor(ask: () => Credentials | Promise<Credentials>) {
    this.#ask = ask;
  }

  get until(): number {
    const { expiration = 0 } = this.current ?? {};
    return new Date(expiration).getTime() || 0;
  }

  async ready(): Promise<void> {
    const fresh = this.until ? this.until - Date.now() > FRESH : Date.now() - this.#at < FRESH;
    if (!this.current || !fresh) await this.#renew();
  }

  async renew(stale: Credentials | undefined): Promise<boolean> {
    if (this.current === stale) await this.#renew();
    return true;
  }

  /** One call at a time: who comes meanwhile waits for the same. */
  #renew(): Promise<void> {
    this.#call ??= this.#get().finally(() => (this.#call = undefined));
    return this.#call;
  }

  async #get(): Promise<void> {
    try {
      this.current = { ...(await this.#ask()) };
      this.#at = Date.now();
    } catch (cause) {
      throw new PartwayError('The credentials function failed; its error is the cause.', {
        code: 'CredentialsFailed',
        retry: 'resign',
        cause,
      });
    }
  }
}
