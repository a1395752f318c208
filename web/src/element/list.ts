import { h } from './dom.ts';
import type { Format } from './format.ts';
import type { Item } from './item.ts';
import { Row, type Orders } from './row.ts';

/** Rows that come and go together. */
const CHUNK = 10;

/** How far outside of what is seen rows are made, in pixels. */
const MARGIN = '400px';

interface Chunk {
  box: HTMLElement;
  items: Item[];
  near: boolean;
}

/**
 * The rows of the files. Only those near to what is seen exist: the others are a box as high as they would be, so that
 * ten thousand files cost as much as fifty, whatever it is that scrolls and however high a row is.
 */
export class List {
  readonly node = h('div', 'list', { role: 'list', hidden: '' });
  readonly #orders: Orders;
  #chunks: Chunk[] = [];
  readonly #rows = new Map<Item, Row>();
  readonly #observer: IntersectionObserver;
  #format: Format;
  /** Of a row, in pixels; a guess until one was seen. */
  #height = 72;

  constructor(orders: Orders, format: Format) {
    this.#orders = orders;
    this.#format = format;
    const margins: IntersectionObserverInit & { scrollMargin: string } = { rootMargin: MARGIN, scrollMargin: MARGIN };
    this.#observer = new IntersectionObserver((entries) => this.#see(entries), margins);
    this.node.onkeydown = (event) => this.#press(event);
  }

  add(items: readonly Item[]): void {
    let last = this.#chunks.at(-1);
    for (const item of items) {
      if (!last || last.items.length >= CHUNK) this.#chunks.push((last = this.#open()));
      last.items.push(item);
      if (this.#isFilled(last)) last.box.append(this.#make(item));
    }
    for (const chunk of this.#chunks) if (!this.#isFilled(chunk)) this.#reserve(chunk);
    const [first] = this.#chunks;
    if (first && !this.#isFilled(first)) this.#fill(first); // what is seen first is there at once
    this.#number();
  }

  /** Gives the item that is next to the one with the focus, if that is among them and one is left. */
  remove(out: ReadonlySet<Item>): Item | undefined {
    const { focused } = this;
    const all = focused && out.has(focused) ? this.#items : [];
    const place = all.indexOf(focused!);
    for (const chunk of [...this.#chunks]) {
      const stay = chunk.items.filter((item) => !out.has(item));
      if (stay.length === chunk.items.length) continue;
      chunk.items = stay;
      if (!stay.length) this.#close(chunk);
    }
    for (const item of out) {
      this.#rows.get(item)?.node.remove();
      this.#rows.delete(item);
    }
    for (const chunk of this.#chunks) if (!this.#isFilled(chunk)) this.#reserve(chunk);
    this.#number();
    const stays = (item: Item): boolean => !out.has(item);
    return all.slice(place + 1).find(stays) ?? all.slice(0, Math.max(0, place)).reverse().find(stays);
  }

  /** Shows again what has changed, where it is seen; all of it in a new language. */
  render(changed: Iterable<Item>, format: Format): void {
    const all = format !== this.#format;
    this.#format = format;
    this.node.ariaLabel = format.texts.list;
    for (const item of all ? this.#rows.keys() : changed) this.#rows.get(item)?.render(format);
  }

  focus(item: Item, part: 'action' | 'remove'): void {
    const chunk = this.#chunks.find(({ items }) => items.includes(item));
    if (chunk && !this.#isFilled(chunk)) this.#fill(chunk);
    this.#rows.get(item)?.focus(part);
  }

  /** Whose button has the focus. */
  get focused(): Item | undefined {
    const { activeElement } = this.node.getRootNode() as ShadowRoot;
    for (const [item, { node }] of this.#rows) if (node.contains(activeElement)) return item;
    return undefined;
  }

  get #items(): Item[] {
    return this.#chunks.flatMap(({ items }) => items);
  }

  #open(): Chunk {
    const box = h('div', '');
    this.node.append(box);
    this.#observer.observe(box);
    return { box, items: [], near: false };
  }

  #close(chunk: Chunk): void {
    this.#chunks = this.#chunks.filter((one) => one !== chunk);
    this.#observer.unobserve(chunk.box);
    chunk.box.remove();
  }

  #see(entries: readonly IntersectionObserverEntry[]): void {
    for (const {
      target,
      isIntersecting,
      boundingClientRect: { height },
    } of entries) {
      const chunk = this.#chunks.find(({ box }) => box === target);
      if (!chunk) continue;
      chunk.near = isIntersecting;
      if (this.#isFilled(chunk) && height) this.#height = height / chunk.items.length;
    }
    const { focused } = this;
    for (const chunk of this.#chunks) {
      const wanted = chunk.near || (focused !== undefined && chunk.items.includes(focused));
      if (wanted !== this.#isFilled(chunk)) wanted ? this.#fill(chunk) : this.#empty(chunk);
    }
    this.#number();
  }

  #isFilled({ items }: Chunk): boolean {
    return this.#rows.has(items[0]!);
  }

  #fill(chunk: Chunk): void {
    chunk.box.style.blockSize = '';
    chunk.box.replaceChildren(...chunk.items.map((item) => this.#make(item)));
  }

  #empty(chunk: Chunk): void {
    for (const item of chunk.items) this.#rows.delete(item);
    chunk.box.replaceChildren();
    this.#reserve(chunk);
  }

  #reserve({ box, items }: Chunk): void {
    box.style.blockSize = `${items.length * this.#height}px`;
  }

  #make(item: Item): HTMLElement {
    const row = new Row(item, this.#orders);
    this.#rows.set(item, row);
    row.render(this.#format);
    return row.node;
  }

  /** Says to screen readers which of how many a row is. */
  #number(): void {
    const count = this.#chunks.reduce((sum, { items }) => sum + items.length, 0);
    let place = 0;
    for (const { items } of this.#chunks) {
      for (const [i, item] of items.entries()) {
        const { node } = this.#rows.get(item) ?? {};
        if (!node) break;
        node.ariaPosInSet = String(place + i + 1);
        node.ariaSetSize = String(count);
      }
      place += items.length;
    }
    this.node.hidden = !count;
  }

  #press(event: KeyboardEvent): void {
    const { focused } = this;
    if (!focused) return;
    const items = this.#items;
    const at = items.indexOf(focused);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Delete') this.#orders.remove(focused);
    else if (to === undefined) return;
    event.preventDefault();
    const next = items[to ?? -1];
    if (next) this.focus(next, (event.target as Element).part.contains('action') ? 'action' : 'remove');
  }
}
