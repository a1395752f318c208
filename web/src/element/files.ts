import type { Options, SignerOptions } from '../index.ts';
import type { Detail, PartwayEventMap, TotalProgress } from './events.ts';
import { keyOf, refusalOf, tokensOf, type Found, type Refusal } from './intake.ts';
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
  removed(items: ReadonlySet<Item>): void;
  /** An upload has ended. */
  settled(): void;
}

export type Refused = Partial<Record<Refusal, string[]>>;

export interface Rules {
  /** As of `<input type=file>`. */
  accept: string;
  /** Bytes. */
  maxSize: number;
  maxFiles: number;
  /** Whether a new file takes the place of one that is not under way. */
  single: boolean;
  autostart: boolean;
}

/** How all files stand, and whether there are some to be started, to be paused, to be gone on with. */
export interface Standing extends TotalProgress {
  ready: boolean;
  moving: boolean;
  paused: boolean;
}

/** The files of the list and what becomes of them. */
export class Files {
  items: Item[] = [];
  readonly #owner: Owner;
  readonly #queue = new Queue(
    (item) => this.#run(item),
    (item) => this.#ended(item),
  );
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
    const room = Math.max(0, (single ? 1 : maxFiles) - (this.items.length - offered.length - replaced.length));
    const taken = new Set(this.items.map(({ key }) => key));
    const limits = { ...rules, accept: tokensOf(rules.accept), taken };
    const refused: Refused = {};
    const refuse = (reason: Refusal, { path }: Found): void => void (refused[reason] ??= []).push(path);
    const going = this.items.filter((item) => item.isUnderWay);
    const candidates = all.filter((found) => {
      const reason = refusalOf(found, limits) ?? (going.some((item) => item.isOf(found)) ? 'duplicate' : undefined);
      if (reason) refuse(reason, found);
      else taken.add(keyOf(found));
      return !reason;
    });
    const allowed = this.#ask(candidates, (found) => refuse('refused', found));
    for (const found of allowed.slice(room)) refuse('many', found);
    const chosen = allowed.slice(0, room).map((found) => {
      const old = offered.find((item) => item.isOf(found));
      if (!old) return this.#make(new Item(found));
      old.adopt(found);
      return old;
    });
    if (chosen.length) this.#drop(replaced);
    this.#add(chosen.filter((item) => !offered.includes(item)));
    this.#queue.push(autostart ? chosen : chosen.filter((item) => offered.includes(item))); // those were started once already
    return refused;
  }

  /** Asks the page. One event for all of a choice: ten thousand would take longer than all else. */
  #ask(candidates: readonly Found[], refused: (found: Found) => void): readonly Found[] {
    const out = new Set<File>();
    if (!candidates.length) return candidates;
    const isTaken = this.#owner.emit('partway-accept', { files: candidates, refuse: (file) => void out.add(file) });
    return candidates.filter((found) => {
      const is = isTaken && !out.has(found.file);
      if (!is) refused(found);
      return is;
    });
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
    const [pushed, ordered] = [
      chosen.filter(({ state }) => state === 'ready'),
      chosen.filter(({ state }) => state !== 'ready'),
    ];
    for (const item of ordered) this.act(item, actionOf(item)!);
    this.#queue.push(pushed);
  }

  /**
   * What is under way is aborted first, and leaves the list when that is done; so is what an earlier visit or a failure
   * has left at the store. If that fails, the second time takes it out of the list alone.
   */
  remove(items: readonly Item[]): void {
    this.#drop(
      items.filter((item) => {
        if (item.isLeft) void this.#discard(item);
        else if (item.cancel()) this.#leaving.add(item);
        else return true;
        return false;
      }),
    );
  }

  async #discard(item: Item): Promise<void> {
    if (await item.discard((given) => this.#owner.optionsFor(given))) this.#drop([item]);
    this.#owner.settled();
  }

  /** To be called now and then: lanes are free when uploads pause. */
  pump(): void {
    this.#queue.pump();
  }

  standing(): Standing {
    const all = {
      sent: 0,
      total: 0,
      speed: 0,
      files: 0,
      finished: 0,
      failed: 0,
      ready: false,
      moving: false,
      paused: false,
    };
    for (const item of this.items) {
      const action = actionOf(item);
      if (action === 'continue' || item.isDiscarding) continue;
      all.files++;
      all.total += item.size;
      all.sent += item.sent;
      if (item.state === 'uploading') all.speed += item.speed;
      if (item.result) all.finished++;
      else if (item.isOver) all.failed++;
      all.ready ||= action === 'start';
      all.moving ||= action === 'pause';
      all.paused ||= action === 'resume';
    }
    return { ...all, secondsLeft: all.speed ? (all.total - all.sent) / all.speed : undefined };
  }

  get total(): TotalProgress {
    const { ready: _, moving: __, paused: ___, ...total } = this.standing();
    return total;
  }

  #make(item: Item): Item {
    item.changed = () => this.#owner.changed(item);
    return item;
  }

  #add(items: readonly Item[]): void {
    this.items = this.items.concat(items);
    if (items.length) this.#owner.added(items);
  }

  #drop(items: readonly Item[]): void {
    const out = new Set(items);
    this.items = this.items.filter((item) => !out.has(item));
    for (const item of out) if (item.state === 'queued') item.state = 'ready'; // not in turn any more
    if (out.size) this.#owner.removed(out);
  }

  #run(item: Item): Promise<void> {
    return item.run((given) => {
      this.#owner.emit('partway-start', { item });
      return this.#owner.optionsFor(given);
    });
  }

  #ended(item: Item): void {
    const { result, error, state } = item;
    if (this.#leaving.delete(item) && state === 'aborted') this.#drop([item]);
    else if (result) this.#owner.emit('partway-complete', { item, result });
    else if (error) this.#owner.emit('partway-error', { item, error });
    this.#owner.settled();
    if (!this.isBusy) this.#owner.emit('partway-finish', this.total);
  }
}
