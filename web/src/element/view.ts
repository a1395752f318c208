import { Announcer } from './announcer.ts';
import { button, h, makeBar, setBar, show } from './dom.ts';
import type { TotalProgress } from './events.ts';
import type { Format } from './format.ts';
import { makeStyles } from './styles.ts';

/** Orders to all files. */
export interface AllOrders {
  start(): void;
  pause(): void;
  resume(): void;
  clear(): void;
}

/** How the list as a whole stands. */
export interface Standing extends TotalProgress {
  /** Whether there is something to start, to pause, to resume. */
  ready: boolean;
  moving: boolean;
  paused: boolean;
  /** Whether only one file can be chosen, or a folder. */
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
  readonly #notice = h('div', 'notice');
  readonly #bar = makeBar('total');
  readonly #facts = ['count', 'faults', 'amount', 'speed', 'left'].map((part) => h('span', part));
  readonly #overall: HTMLElement;
  readonly #buttons: HTMLButtonElement[];
  #paused = false;
  #told = '';

  constructor(root: ShadowRoot, list: HTMLElement, orders: AllOrders) {
    this.#root = root;
    root.adoptedStyleSheets = [makeStyles()];
    this.#zone = h('label', 'dropzone', {}, h('slot', '', { name: 'icon' }), this.input, h('span', 'label', {}, this.#label), h('span', 'hint', {}, this.#hint));
    this.#buttons = [
      button('start', () => orders.start()), button('pause-all', () => (this.#paused ? orders.resume() : orders.pause())), button('clear', () => orders.clear()),
    ];
    this.#overall = h('div', 'overall', { role: 'group' }, h('div', 'summary', {}, ...this.#facts), h('div', 'buttons', {}, ...this.#buttons), this.#bar);
    root.append(h('div', 'base', {}, this.#zone, this.#notice, this.#overall, list, h('slot', '')), this.announcer.node);
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

  render(format: Format, standing: Standing): void {
    const { files, finished, ready, moving, paused, single, directory, autostart } = standing;
    const { texts } = format;
    show(this.#label, texts[directory ? 'chooseFolder' : single ? 'chooseOne' : 'choose']);
    show(this.#hint, texts.hint);
    this.#overall.hidden = !files || (single && autostart);
    this.#overall.ariaLabel = texts.overall;
    this.#paused = !moving && paused;
    const labels = [ready && texts.start, moving ? texts.pauseAll : paused && texts.resumeAll, finished > 0 && texts.clear];
    for (const [i, node] of this.#buttons.entries()) show(node, labels[i] || '');
    this.#keepFocus();
    this.#total(format, standing);
  }

  #total(format: Format, { files, finished, failed, sent, total, speed, secondsLeft }: Standing): void {
    const share = total ? sent / total : Number(files > 0 && finished === files);
    const count = format.say('count', format.number(finished), format.number(files));
    const faults = failed ? format.say('faults', format.number(failed)) : '';
    const amount = format.say('amount', format.bytes(sent), format.bytes(total));
    const facts = [count, faults, amount, speed ? format.speed(speed) : '', secondsLeft === undefined ? '' : format.say('left', format.duration(secondsLeft))];
    for (const [i, node] of this.#facts.entries()) show(node, facts[i]!);
    this.#bar.ariaLabel = format.texts.overall;
    setBar(this.#bar, share, format.percent(share));
    const news = `${files} ${failed} ${finished === files} ${Math.floor(share * 4)}`; // told when this changes, no oftener
    if (files && news !== this.#told) this.announcer.say('count', [count, faults].filter(Boolean).join(', '));
    this.#told = news;
  }

  /** A button that goes takes the focus with it if nobody else does. */
  #keepFocus(): void {
    const { activeElement } = this.#root;
    if (this.#buttons.some((one) => one === activeElement && (one.hidden || this.#overall.hidden))) {
      (this.#buttons.find((one) => !one.hidden && !this.#overall.hidden) ?? this.input).focus();
    }
  }
}
