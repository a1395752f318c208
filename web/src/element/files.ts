import type { Options, SignerOptions } from '../index.ts';
import type { Detail, PartwayEventMap, TotalProgress } from './events.ts';
import { keyOf, refusalOf, type Found, type Limits, type Refusal } from './intake.ts';
import { Item, type UploadItem } from './item.ts';
import { Queue } from './queue.ts';
import { actionOf, type Action } from './row.ts';

/** Whom the files are shown by. */
export interface Owner {
  optionsFor(item: UploadItem): Promise<Options | SignerOptions>;
  /** False if a listener has prevented what comes next. */
  emit<K extends keyof PartwayEventMap>(name: K, detail: Detail<K>): boolean;
  changed(item: Item): void;
  added(items: readonly Item[]): void;
  removed(item: Item): void;
  /** An upload has ended. */
  settled(): void;
}

export type Refused = Partial<Record<Refusal, string[]>>;

export interface Rules extends Omit<Limits, 'room' | 'taken'> {
  maxFiles: number;
  /** Whether a new file takes the place of one that is not under way. */
  single: boolean;
  autostart: boolean;
}

/** The files of the list and what becomes of them. */
export class Files {
  items: Item[] = [];
  readonly #owner: Owner;
  readonly #queue = new Queue((item) => this.#run(item), (item) => this.#ended(item));
  readonly #leaving = new Set<Item>();

  constructor(owner: Owner) {
    this.#owner = owner;
  }

  get isBusy(): boolean {
    return this.#queue.isBusy;
  }

  /** Takes those that the rules allow; gives the paths of the others. */
  take(all: readonly Found[], { single, autostart, maxFiles, ...rules }: Rules): Refused {
    const replaced = single ? this.items.filter((item) => !item.isUnderWay && item.state !== 'interrupted') : [];
    const offered = this.items.filter(({ state }) => state === 'interrupted');
    const room = (single ? 1 : maxFiles) - (this.items.length - offered.length - replaced.length);
    const taken = new Set(this.items.map(({ key }) => key));
    const limits = { ...rules, room, taken };
    const [added, adopted, refused]: [Item[], Item[], Refused] = [[], [], {}];
    for (const found of all) {
      const { file, path } = found;
      const old = offered.find((item) => item.isOf(found));
      const reason = refusalOf(found, limits) ?? (this.#owner.emit('partway-accept', { file, path }) ? undefined : 'refused');
      if (reason) {
        (refused[reason] ??= []).push(path);
        continue;
      }
      limits.room--;
      taken.add(keyOf(found));
      if (old) offered.splice(offered.indexOf(old), 1), old.adopt(found), adopted.push(old);
      else added.push(this.#make(new Item(found)));
    }
    if (added.length || adopted.length) for (const item of replaced) this.#drop(item);
    this.#add(added);
    this.#queue.push(autostart ? [...adopted, ...added] : adopted); // it was started once already
    return refused;
  }

  /** Shows uploads of earlier visits. */
  offer(items: readonly Item[]): void {
    this.#add(items.map((item) => this.#make(item)));
  }

  act(item: Item, action: Action): void {
    if (action === 'pause') item.pause();
    else if (action === 'resume') item.resume();
    else this.#queue.push([item]);
    this.#owner.changed(item);
  }

  /** Does it to all files for which it can be done. */
  actAll(...actions: Action[]): void {
    const chosen = this.items.filter((item) => actions.includes(actionOf(item)!));
    const [pushed, ordered] = [chosen.filter(({ state }) => state === 'ready'), chosen.filter(({ state }) => state !== 'ready')];
    for (const item of ordered) this.act(item, actionOf(item)!);
    this.#queue.push(pushed);
  }

  /** What is under way is aborted first, and leaves the list when that is done. */
  remove(item: Item): void {
    if (item.cancel()) this.#leaving.add(item);
    else this.#drop(item);
  }

  /** To be called now and then: lanes are free when uploads pause. */
  pump(): void {
    this.#queue.pump();
  }

  total(): TotalProgress {
    let [sent, total, speed, files, finished, failed] = [0, 0, 0, 0, 0, 0];
    for (const item of this.items) {
      if (item.state === 'interrupted') continue;
      files++;
      total += item.size;
      sent += item.sent;
      if (item.state === 'uploading') speed += item.speed;
      if (item.result) finished++;
      else if (item.isOver) failed++;
    }
    return { sent, total, speed, secondsLeft: speed ? (total - sent) / speed : undefined, files, finished, failed };
  }

  /** Whether there are files to be started, to be paused, to be gone on with. */
  open(): { ready: boolean; moving: boolean; paused: boolean } {
    const is = (action: Action): boolean => this.items.some((item) => actionOf(item) === action);
    return { ready: is('start'), moving: is('pause'), paused: is('resume') };
  }

  #make(item: Item): Item {
    item.changed = () => this.#owner.changed(item);
    return item;
  }

  #add(items: readonly Item[]): void {
    this.items.push(...items);
    if (items.length) this.#owner.added(items);
  }

  #drop(item: Item): void {
    const at = this.items.indexOf(item);
    if (at < 0) return;
    this.items.splice(at, 1);
    item.state = 'aborted'; // not in turn any more
    this.#owner.removed(item);
  }

  async #run(item: Item): Promise<void> {
    this.#owner.emit('partway-start', { item });
    await item.run((given) => this.#owner.optionsFor(given));
  }

  #ended(item: Item): void {
    const { result, error, state } = item;
    if (this.#leaving.delete(item) && state === 'aborted') this.#drop(item);
    else if (result) this.#owner.emit('partway-complete', { item, result });
    else if (error) this.#owner.emit('partway-error', { item, error });
    this.#owner.settled();
    if (!this.isBusy) this.#owner.emit('partway-finish', this.total());
  }
}
