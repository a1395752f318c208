import { button, h, makeBar, setBar, show } from './dom.ts';
import { clean, type Format } from './format.ts';
import type { Item } from './item.ts';

export type Action = 'start' | 'pause' | 'resume' | 'retry' | 'continue';

/** What a person can do with a file; undefined for nothing but to remove it. */
export function actionOf({ state }: Item): Action | undefined {
  switch (state) {
    case 'ready':
      return 'start';
    case 'paused':
      return 'resume';
    case 'failed':
    case 'aborted':
      return 'retry';
    case 'interrupted':
      return 'continue';
    case 'finished':
    case 'completing':
    case 'aborting':
      return undefined;
    default:
      return 'pause';
  }
}

/** Orders that a person gives to a file. */
export interface Orders {
  act(item: Item, action: Action): void;
  remove(item: Item): void;
}

/** The part of the list that shows one file. */
export class Row {
  readonly node: HTMLElement;
  readonly #item: Item;
  readonly #name = h('bdi', 'name');
  readonly #bar = makeBar('bar');
  readonly #facts = ['phase', 'verified', 'amount', 'speed', 'left'].map((part) => h('bdi', part));
  readonly #message = h('bdi', 'message');
  readonly #action: HTMLButtonElement;
  readonly #remove: HTMLButtonElement;

  constructor(item: Item, orders: Orders) {
    this.#item = item;
    this.#action = button('action', () => orders.act(item, actionOf(item)!));
    this.#remove = button('remove', () => orders.remove(item));
    this.node = h(
      'div',
      'row',
      { role: 'listitem' },
      this.#name,
      h('div', 'buttons', {}, this.#action, this.#remove),
      this.#bar,
      h('div', 'facts', {}, ...this.#facts),
      this.#message,
    );
  }

  render(format: Format): void {
    const { name, path, size, sent, state, speed, secondsLeft, isOver, result } = this.#item;
    const { texts } = format;
    const still = isOver || state === 'ready' || state === 'queued';
    const amount = still ? format.bytes(size) : format.say('amount', format.bytes(sent), format.bytes(size));
    const moves = state === 'uploading' && speed > 0;
    this.node.setAttribute('part', `row ${state}`);
    show(this.#name, clean(path));
    this.#bar.ariaLabel = clean(name);
    this.#bar.hidden = still;
    if (!still) setBar(this.#bar, sent / (size || 1), amount);
    const facts = [
      texts[state],
      result ? texts[result.verified ? 'verified' : 'unverified'] : '',
      amount,
      moves ? format.speed(speed) : '',
      moves && secondsLeft !== undefined ? format.say('left', format.duration(secondsLeft)) : '',
    ];
    for (const [i, node] of this.#facts.entries()) show(node, facts[i]!);
    this.#facts[1]!.setAttribute('part', result?.verified === false ? 'verified unverified' : 'verified');
    this.#explain(format);
    this.#label(format, clean(name));
  }

  focus(part: 'action' | 'remove'): void {
    (part === 'action' && !this.#action.hidden ? this.#action : this.#remove).focus();
  }

  /** The client's own sentences are English. */
  #explain({ texts: { errors } }: Format): void {
    const { state, error, result } = this.#item;
    const shown: { code?: string; message?: string } =
      (state === 'failed' || state === 'interrupted') && error ? error : {};
    const own = errors[shown.code ?? ''];
    show(this.#message, own ?? shown.message ?? result?.unverifiedReason ?? '');
    this.#message.lang = own === undefined ? 'en' : '';
  }

  #label(format: Format, name: string): void {
    const action = actionOf(this.#item);
    const { activeElement } = this.node.getRootNode() as ShadowRoot;
    if (!action && activeElement === this.#action) this.#remove.focus(); // not lost with the button
    for (const [node, text] of [
      [this.#action, action],
      [this.#remove, this.#item.isUnderWay ? 'cancel' : 'remove'],
    ] as const) {
      show(node, text ? format.texts[text] : '');
      if (text) node.ariaLabel = format.say('named', format.texts[text], name);
    }
  }
}
