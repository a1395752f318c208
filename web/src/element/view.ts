import { Announcer } from './announcer.ts';
import { button, h, makeBar, setBar, show } from './dom.ts';
import type { Standing } from './files.ts';
import type { Format } from './format.ts';
import { makeStyles } from './styles.ts';

/** Orders to all files. */
export interface AllOrders {
  start(): void;
  pause(): void;
  resume(): void;
  clear(): void;
}

/** What can be chosen, and whether it then starts by itself. */
export interface Mode {
  single: boolean;
  directory: boolean;
  autostart: boolean;
}

/** What stands around the rows: the zone to choose and drop in, what was left out, the whole. */
export class View {
  readonly input = h('input', 'input', { type: 'file' });
  readonly announcer = new Announcer();
  readonly #root: ShadowRoot;
  readonly #label = h('slot', '', { name: 'label' });
  readonly #hint = h('slot', '', { name: 'hint' });
  readonly #zone: HTMLElement;
  readonly #notice = h('bdi', 'notice', { hidden: '' });
  readonly #bar = makeBar('total');
  readonly #facts = ['count', 'faults', 'amount', 'speed', 'left'].map((part) => h('bdi', part));
  readonly #overall: HTMLElement;
  readonly #buttons: HTMLButtonElement[];
  #paused = false;
  #told = '';

  constructor(root: ShadowRoot, list: HTMLElement, orders: AllOrders) {
    this.#root = root;
    root.adoptedStyleSheets = [makeStyles()];
    this.#zone = h(
      'label',
      'dropzone',
      {},
      h('slot', '', { name: 'icon' }),
      this.input,
      h('span', 'label', {}, this.#label),
      h('span', 'hint', {}, this.#hint),
    );
    this.#buttons = [
      button('start', () => orders.start()),
      button('pause-all', () => (this.#paused ? orders.resume() : orders.pause())),
      button('clear', () => orders.clear()),
    ];
    this.#overall = h(
      'div',
      'overall',
      { role: 'group' },
      h('div', 'summary', {}, ...this.#facts),
      h('div', 'buttons', {}, ...this.#buttons),
      this.#bar,
    );
    root.append(
      h('div', 'base', {}, this.#zone, this.#notice, this.#overall, list, h('slot', '')),
      this.announcer.node,
    );
  }

  /** How the zone looks. */
  mark(dragging: boolean, disabled: boolean): void {
    this.#zone.setAttribute('part', `dropzone${dragging ? ' dragging' : ''}${disabled ? ' disabled' : ''}`);
    this.input.disabled = disabled;
  }

  notice(text: string): void {
    show(this.#notice, text);
    if (text) this.announcer.say('notice', text);
  }

  render(format: Format, standing: Standing, { single, directory, autostart }: Mode): void {
    const { files, finished, ready, moving, paused } = standing;
    const { texts } = format;
    const { activeElement } = this.#root; // when its button is hidden it is none any more
    show(this.#label, texts[directory ? 'chooseFolder' : single ? 'chooseOne' : 'choose']);
    show(this.#hint, texts.hint);
    this.#overall.hidden = !files || (single && autostart);
    this.#overall.ariaLabel = texts.overall;
    this.#paused = !moving && paused;
    const labels = [
      ready && texts.start,
      moving ? texts.pauseAll : paused && texts.resumeAll,
      finished > 0 && texts.clear,
    ];
    for (const [i, node] of this.#buttons.entries()) show(node, labels[i] || '');
    this.#keepFocus(activeElement);
    this.#total(format, standing);
  }

  #total(format: Format, { files, finished, failed, sent, total, speed, secondsLeft }: Standing): void {
    const share = total ? sent / total : Number(files > 0 && finished === files);
    const count = format.say('count', format.number(finished), format.number(files));
    const faults = failed ? format.say('faults', format.number(failed)) : '';
    const amount = format.say('amount', format.bytes(sent), format.bytes(total));
    const facts = [
      count,
      faults,
      amount,
      speed ? format.speed(speed) : '',
      secondsLeft === undefined ? '' : format.say('left', format.duration(secondsLeft)),
    ];
    for (const [i, node] of this.#facts.entries()) show(node, facts[i]!);
    this.#bar.ariaLabel = format.texts.overall;
    setBar(this.#bar, share, format.percent(share));
    const news = `${files} ${failed} ${finished === files} ${Math.floor(share * 4)}`; // told when this changes, no oftener
    if (files && news !== this.#told) this.announcer.say('count', [count, faults].filter(Boolean).join(', '));
    this.#told = news;
  }

  /** A button that goes hands the focus on. */
  #keepFocus(before: Element | null): void {
    const seen = this.#overall.hidden ? [] : this.#buttons.filter((one) => !one.hidden);
    if (this.#buttons.some((one) => one === before && !seen.includes(one))) (seen[0] ?? this.input).focus();
  }
}
