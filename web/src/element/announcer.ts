import { h } from './dom.ts';

/** Milliseconds between two announcements, so that a screen reader can end one. */
const REST = 3000;

/** A moment in which what belongs together comes together, in milliseconds. */
const MOMENT = 300;

/** Tells screen readers, politely, what has become of the files: of several news of one kind the last. */
export class Announcer {
  readonly node = h('div', '', { class: 'unseen', role: 'status' });
  readonly #news = new Map<string, string>();
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(kind: string, text: string): void {
    this.#news.set(kind, text);
    this.#timer ??= setTimeout(() => this.#speak(), Math.max(MOMENT, this.#last + REST - Date.now()));
  }

  #speak(): void {
    this.node.textContent = [...this.#news.values()].join(' ');
    this.#news.clear();
    this.#last = Date.now();
    this.#timer = undefined;
  }
}
