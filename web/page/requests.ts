/** The list of requests: one stop for the tabulator, in which the arrow keys move. */
import { make, setText } from './dom.ts';
import { nameOf, outcomeOf, statusOf } from './names.ts';
import type { Exchange } from './trace.ts';
import type { Voice } from './texts.ts';

export class RequestList {
  readonly #box: HTMLElement;
  readonly #chosen: (exchange: Exchange) => void;
  readonly #options = new Map<Exchange, HTMLElement>();

  constructor(box: HTMLElement, chosen: (exchange: Exchange) => void) {
    this.#box = box;
    this.#chosen = chosen;
    box.addEventListener('keydown', (event) => this.#press(event));
    box.addEventListener('focus', () => this.#selected || this.#choose(0));
  }

  clear(): void {
    this.#options.clear();
    this.#box.replaceChildren();
    this.#box.removeAttribute('aria-activedescendant');
  }

  render(voice: Voice, exchanges: readonly Exchange[], signer: string, selected: Exchange | undefined): void {
    for (const exchange of exchanges) {
      const option = this.#options.get(exchange) ?? this.#add(exchange);
      const tries = exchange.attempt > 1 ? voice.say('again', exchange.attempt) : '';
      const took = exchange.ended === undefined ? '' : voice.duration(exchange.ended - exchange.began);
      const where = voice.say(exchange.request.url.startsWith(signer) ? 'toSigner' : 'toStore');
      const texts = [nameOf(voice, exchange), tries, where, statusOf(voice, exchange), took];
      for (const [i, text] of texts.entries()) setText(option.children[i] as HTMLElement, text);
      option.className = outcomeOf(exchange);
      option.ariaSelected = String(exchange === selected);
    }
    const chosen = selected && this.#options.get(selected);
    if (chosen) this.#box.setAttribute('aria-activedescendant', chosen.id);
  }

  /** Brings it into sight, in the list only. */
  reveal(exchange: Exchange): void {
    const option = this.#options.get(exchange);
    if (!option) return;
    const [top, bottom] = [option.offsetTop, option.offsetTop + option.offsetHeight];
    if (top < this.#box.scrollTop) this.#box.scrollTop = top;
    else if (bottom > this.#box.scrollTop + this.#box.clientHeight)
      this.#box.scrollTop = bottom - this.#box.clientHeight;
  }

  #add(exchange: Exchange): HTMLElement {
    const names = ['what', 'tries', 'where', 'status', 'took'];
    const option = make('div', '', '', ...names.map((name) => make('span', '', name)));
    option.role = 'option';
    option.id = `request-${this.#options.size}`;
    option.addEventListener('click', () => this.#chosen(exchange));
    this.#options.set(exchange, option);
    this.#box.append(option);
    return option;
  }

  get #selected(): Element | null {
    return this.#box.querySelector('[aria-selected=true]');
  }

  #choose(at: number): void {
    const exchange = [...this.#options.keys()][at];
    if (exchange) this.#chosen(exchange);
  }

  #press(event: KeyboardEvent): void {
    const last = this.#options.size - 1;
    const at = Array.from<Element | null>(this.#options.values()).indexOf(this.#selected);
    const to = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#choose(to);
  }
}
