/** Names, amounts and times for people. */
import { en, type TextName, type Texts } from './texts.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** The most names that a sentence lists. */
const NAMES = 3;

/** What a screen shows differently from what it is: control characters, and marks that turn the direction of writing. */
const DECEPTIVE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A file's name, fit to be shown. */
export const clean = (name: string): string => name.replace(DECEPTIVE, '\ufffd');

export class Format {
  readonly texts: Texts;
  readonly #lang: string;
  readonly #numbers = new Map<string, Intl.NumberFormat>(); // they are slow to make

  /** A language that is none is taken for English: a page may write anything. */
  constructor(lang = 'en', texts?: Partial<Texts>) {
    this.texts = { ...en, ...texts };
    try {
      this.#lang = Intl.getCanonicalLocales(lang)[0] ?? 'en';
    } catch {
      this.#lang = 'en';
    }
  }

  say(name: TextName, ...values: readonly (string | number)[]): string {
    return this.texts[name].replace(/\{(\d)\}/g, (_, i) => String(values[i] ?? ''));
  }

  number(value: number): string {
    return this.#format(value, {});
  }

  percent(share: number): string {
    return this.#format(share, { style: 'percent' });
  }

  /** Powers of 1,000: "1.5 MB". */
  bytes(count: number, per = ''): string {
    const i = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3));
    return this.#unit(count / 1000 ** i, UNITS[i] + per, i > 1 ? 1 : 0, i ? 'short' : 'long');
  }

  speed(bytesPerSecond: number): string {
    return this.bytes(bytesPerSecond, '-per-second');
  }

  /** "40 sec", "3 min", "2 hr". */
  duration(seconds: number): string {
    if (seconds < 100) return this.#unit(Math.ceil(seconds), 'second');
    return seconds < 6000
      ? this.#unit(Math.round(seconds / 60), 'minute')
      : this.#unit(Math.round(seconds / 3600), 'hour');
  }

  /** The first names, and how many more there are. Each keeps its own direction of writing. */
  names(all: readonly string[]): string {
    const some = all.slice(0, NAMES).map((name) => `\u2068${clean(name)}\u2069`);
    if (all.length > NAMES) some.push(this.say('more', this.number(all.length - NAMES)));
    return new Intl.ListFormat(this.#lang).format(some);
  }

  #unit(value: number, unit: string, maximumFractionDigits = 0, unitDisplay: 'short' | 'long' = 'short'): string {
    return this.#format(value, { style: 'unit', unit, unitDisplay, maximumFractionDigits });
  }

  #format(value: number, options: Intl.NumberFormatOptions): string {
    const name = `${options.unit ?? options.style}${options.maximumFractionDigits}`;
    let format = this.#numbers.get(name);
    if (!format) this.#numbers.set(name, (format = new Intl.NumberFormat(this.#lang, options)));
    return format.format(value);
  }
}
