/**
 * When each request was under way: a lane for each part, with a bar for each of its tries, and one for each other
 * operation. It is a picture, which the list of requests says in words.
 */
import { make, setText } from './dom.ts';
import { nameOf, outcomeOf } from './names.ts';
import type { Exchange } from './trace.ts';
import type { Voice } from './texts.ts';

/** Lanes that are drawn. */
const MOST = 200;

interface Lane {
  readonly bars: Map<Exchange, HTMLElement>;
  readonly label: HTMLElement;
  readonly track: HTMLElement;
}

export class Waterfall {
  readonly #box: HTMLElement;
  readonly #chosen: (exchange: Exchange) => void;
  readonly #lanes = new Map<string, Lane>();

  constructor(box: HTMLElement, chosen: (exchange: Exchange) => void) {
    this.#box = box;
    this.#chosen = chosen;
  }

  clear(): void {
    this.#lanes.clear();
    this.#box.replaceChildren();
  }

  /** Draws what there is, up to now. */
  render(voice: Voice, exchanges: readonly Exchange[], selected: Exchange | undefined): void {
    const start = exchanges[0]?.began ?? 0;
    const end = exchanges.reduce((latest, { ended }) => Math.max(latest, ended ?? performance.now()), start + 1);
    for (const exchange of exchanges) {
      const lane = this.#laneOf(exchange);
      if (!lane) continue;
      setText(lane.label, nameOf(voice, exchange));
      let bar = lane.bars.get(exchange);
      if (!bar) lane.bars.set(exchange, (bar = this.#makeBar(lane, exchange)));
      bar.className = `try ${outcomeOf(exchange)}${exchange === selected ? ' chosen' : ''}`;
      bar.style.insetInlineStart = `${((exchange.began - start) / (end - start)) * 100}%`;
      bar.style.inlineSize = `${(((exchange.ended ?? end) - exchange.began) / (end - start)) * 100}%`;
    }
  }

  #laneOf({ operation, part }: Exchange): Lane | undefined {
    const name = `${operation} ${part}`;
    const found = this.#lanes.get(name);
    if (found || this.#lanes.size >= MOST) return found;
    const [label, track] = [make('span', '', 'label'), make('span', '', 'track')];
    this.#box.append(make('div', '', 'lane', label, track));
    const lane = { bars: new Map<Exchange, HTMLElement>(), label, track };
    this.#lanes.set(name, lane);
    return lane;
  }

  #makeBar({ track }: Lane, exchange: Exchange): HTMLElement {
    const bar = make('i');
    bar.addEventListener('click', () => this.#chosen(exchange));
    track.append(bar);
    return bar;
  }
}
