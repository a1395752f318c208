/** What the page says, and how. */
import { en, type TextName } from './english.ts';
import { zh } from './chinese.ts';

export type { TextName } from './english.ts';
export type Language = 'en' | 'zh-CN';

const languages: Record<Language, Record<TextName, string>> = { en, 'zh-CN': zh };

/** The language that a browser's preferences come to. */
export function preferred(wishes: readonly string[]): Language {
  const wish = wishes.find((w) => /^(en|zh)\b/i.test(w)) ?? 'en';
  return /^zh/i.test(wish) ? 'zh-CN' : 'en';
}

export const isText = (name: string): name is TextName => name in en;

/** One language, spoken. */
export class Voice {
  readonly language: Language;

  constructor(language: Language) {
    this.language = language;
  }

  /** `{0}`, `{1}` stand for what is filled in. */
  readonly say = (name: TextName, ...values: readonly (string | number)[]): string =>
    languages[this.language][name].replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)] ?? ''));

  number(value: number, digits = 0): string {
    return new Intl.NumberFormat(this.language, { maximumFractionDigits: digits }).format(value);
  }

  /** "64 MiB". */
  bytes(count: number): string {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    const unit = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(count, 1)) / 10));
    return `${this.number(count / 1024 ** unit, unit ? 1 : 0)} ${units[unit]}`;
  }

  /** "340 ms", "2.4 s". */
  duration(milliseconds: number): string {
    return milliseconds < 1000 ? `${this.number(milliseconds)} ms` : `${this.number(milliseconds / 1000, 1)} s`;
  }
}
