import { resumable, type Options, type Resumable, type SignerOptions } from '../index.ts';
import type { Detail, PartwayEventMap, TotalProgress } from './events.ts';
import { Files, type Owner, type Refused, type Standing } from './files.ts';
import { clean, Format } from './format.ts';
import { found, gather, type Gathered } from './gather.ts';
import { parseCount, parseSize, type Refusal } from './intake.ts';
import { Item, type UploadItem } from './item.ts';
import { List } from './list.ts';
import type { Texts } from './texts.ts';
import { View, type Mode } from './view.ts';

type Extra = Partial<Options> | Partial<SignerOptions>;

/** More options of each upload; with keys instead of a signer all of them. */
export type ExtraOptions = Extra | ((item: UploadItem) => Extra | Promise<Extra>);

/** The shortest time between two events of progress and two paintings, in milliseconds. */
const BEAT = 100;

/** On a server there are no elements, and nobody makes one. */
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/**
 * Chooses files and uploads them: what `upload` does, to be looked at.
 *
 * @attribute signer - Where the signer is: the URL in front of its "/s3/multipart".
 * @attribute target - One of those that the signer's configuration names; default: its first.
 * @attribute accept - Types that are taken, as of `<input type=file>`: "image/*,.pdf".
 * @attribute multiple - Several files.
 * @attribute directory - Whole folders.
 * @attribute max-size - The most bytes of a file: "10485760", "10 MB", "10 MiB".
 * @attribute max-files - The most files in the list, with `multiple` or `directory`.
 * @attribute autostart - Uploads begin when files are taken; else with the button or `start()`.
 * @attribute lang - "zh…" for Chinese, else English; default: that of the page, or of the browser.
 * @attribute name - Of the keys of stored objects in the form's data, one entry each.
 * @attribute required - The form is not valid without a stored file.
 * @attribute disabled - Takes no files.
 *
 * @slot icon - Above the label of the zone.
 * @slot label - Of the zone to choose and drop in.
 * @slot hint - Below that.
 * @slot - Below the list.
 *
 * @csspart base, dropzone (dragging, disabled), input, label, hint, notice - What stands above the list.
 * @csspart overall, summary, count, faults, total - The whole; `total` is its bar.
 * @csspart start, pause-all, clear - Its buttons.
 * @csspart list, row (and the state: "row failed"), name, facts, phase, verified (unverified), message - Of the files.
 * @csspart amount, speed, left, buttons, bar, fill - Of the whole and of the files; `fill` in both kinds of bar.
 * @csspart action, remove - Buttons of a file.
 *
 * @cssproperty --partway-accent, --partway-on-accent, --partway-ground, --partway-ink, --partway-quiet, --partway-line,
 *   --partway-border, --partway-tint, --partway-bad, --partway-warn - Colours; the defaults follow `color-scheme`.
 * @cssproperty --partway-font - Default: inherit.
 * @cssproperty --partway-radius - Default: 10px.
 * @cssproperty --partway-gap - Default: 0.75rem.
 * @cssproperty --partway-bar-height - Default: 0.5rem.
 * @cssproperty --partway-list-height - The most that the list takes before it scrolls; default: 32rem.
 *
 * @cssstate dragging - Files are held above it.
 * @cssstate busy - Uploads are under way.
 *
 * Events: see {@link PartwayEventMap}.
 */
export class PartwayUploadElement extends Base {
  static readonly formAssociated = true;
  static readonly observedAttributes = [
    'accept',
    'multiple',
    'directory',
    'max-size',
    'max-files',
    'autostart',
    'lang',
    'name',
    'required',
  ];

  declare signer: string;
  declare target: string;
  declare accept: string;
  declare multiple: boolean;
  declare directory: boolean;
  /** As the attribute says it. */
  declare maxSize: string;
  declare maxFiles: string;
  declare autostart: boolean;
  declare name: string;
  declare required: boolean;
  declare disabled: boolean;

  readonly #internals = this.attachInternals();
  readonly #files: Files;
  readonly #view: View;
  readonly #list: List;
  readonly #changed = new Set<Item>();
  #options: ExtraOptions = {};
  #texts: Partial<Texts> = {};
  #format = new Format();
  #lang = '';
  #maxSize = Infinity;
  #maxFiles = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOffered = false;

  constructor() {
    super();
    this.#internals.role = 'group';
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    const files = (this.#files = new Files(this.#owner()));
    this.#list = new List(
      {
        act: (item, action) => (item.needsFile ? this.#view.input.click() : this.#order(() => files.act(item, action))),
        remove: (item) => files.remove([item]),
      },
      this.#format,
    );
    this.#view = new View(root, this.#list.node, this);
    this.#listen();
    for (const name of Object.keys(this) as (keyof this)[]) {
      // set before the element was defined
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  /** See {@link ExtraOptions}; not reflected, as there may be keys among them. */
  get options(): ExtraOptions {
    return this.#options;
  }

  set options(options: ExtraOptions) {
    this.#options = options;
  }

  /** Texts in place of the element's own. */
  get texts(): Partial<Texts> {
    return this.#texts;
  }

  set texts(texts: Partial<Texts>) {
    this.#texts = texts;
    void this.#speak();
  }

  /** The files in the list, those of earlier visits included. */
  get items(): readonly UploadItem[] {
    return this.#files.items;
  }

  get progress(): TotalProgress {
    return this.#files.total;
  }

  /** The keys of the stored objects, as the form gets them. */
  get keys(): string[] {
    return this.#files.items.flatMap(({ result }) => (result ? [result.key] : []));
  }

  /** The first of the keys; "" if there is none. */
  get value(): string {
    return this.keys[0] ?? '';
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /** Takes files as if they had been chosen. */
  add(files: Iterable<File>): void {
    this.#take({ files: [...files].map((file) => found(file)), unreadable: [] });
  }

  /** Starts the uploads that are ready. */
  start(): void {
    this.#order(() => this.#files.actAll('start'));
  }

  pause(): void {
    this.#order(() => this.#files.actAll('pause'));
  }

  /** Goes on with what was paused. */
  resume(): void {
    this.#order(() => this.#files.actAll('resume', 'start'));
  }

  /** Takes a file out of the list; an upload that is under way is aborted before that. */
  removeItem(item: UploadItem): void {
    this.#files.remove([item as Item]);
  }

  /** Takes the stored files out of the list, and so out of the form's value. */
  clear(): void {
    this.#files.remove(this.#files.items.filter(({ result }) => result));
  }

  connectedCallback(): void {
    this.attributeChangedCallback();
    if (this.#isOffered) return;
    this.#isOffered = true;
    void this.#offer();
  }

  attributeChangedCallback(): void {
    if (this.#language !== this.#lang) void this.#speak();
    const { input } = this.#view;
    Object.assign(input, { accept: this.accept, multiple: this.multiple, webkitdirectory: this.directory });
    this.#soon();
    this.#maxSize = limit(parseSize, this.maxSize);
    this.#maxFiles = limit(parseCount, this.maxFiles);
  }

  formDisabledCallback(isDisabled: boolean): void {
    this.#view.mark(false, isDisabled);
  }

  /** What an earlier visit has left is no value of the form's. */
  formResetCallback(): void {
    this.#files.remove(this.#files.items.filter(({ state }) => state !== 'interrupted'));
  }

  get #language(): string {
    return (
      this.lang || this.closest<HTMLElement>('[lang]')?.lang || document.documentElement.lang || navigator.language
    );
  }

  /** Texts of a page's own may be in any language; otherwise it is Chinese or English. */
  async #speak(): Promise<void> {
    const lang = (this.#lang = this.#language);
    const zh = /^zh\b/i.test(lang)
      ? await import('./zh.ts').then(
          (loaded) => loaded.zh,
          () => undefined,
        )
      : undefined;
    if (lang !== this.#lang) return; // another one is wanted meanwhile
    const isKnown = zh ?? (/^en\b/i.test(lang) || Object.keys(this.#texts).length > 0);
    this.#format = new Format(isKnown ? lang : 'en', { ...zh, ...this.#texts });
    this.#paint();
  }

  get #mode(): Mode {
    const { multiple, directory, autostart } = this;
    return { single: !multiple && !directory, directory, autostart };
  }

  #owner(): Owner {
    return {
      optionsFor: (item) => this.#optionsFor(item),
      emit: (name, detail) => this.#emit(name, detail),
      changed: (item) => {
        this.#changed.add(item);
        this.#soon();
      },
      added: (items) => {
        this.#list.add(items);
        this.#soon();
      },
      removed: (items) => this.#remove(items),
      settled: () => (this.#files.isBusy ? this.#soon() : this.#paint()),
    };
  }

  #listen(): void {
    const { input } = this.#view;
    input.onchange = () => {
      this.#take({ files: [...(input.files ?? [])].map((file) => found(file)), unreadable: [] });
      input.value = ''; // so that the same file can be chosen again
    };
    this.addEventListener('paste', ({ clipboardData }) => void this.#gather(clipboardData));
    this.addEventListener('dragover', (event) => this.#drag(event, true));
    this.addEventListener('dragleave', (event) => this.#drag(event, false));
    this.addEventListener('drop', (event) => {
      this.#drag(event, false);
      void this.#gather(event.dataTransfer);
    });
  }

  #drag(event: DragEvent, isAbove: boolean): void {
    if (!event.dataTransfer?.types.includes('Files')) return; // text is dropped elsewhere
    event.preventDefault();
    const isDisabled = this.matches(':disabled');
    this.#view.mark(isAbove && !isDisabled, isDisabled);
    this.#mark('dragging', isAbove && !isDisabled);
  }

  async #gather(transfer: DataTransfer | null): Promise<void> {
    if (transfer && [...transfer.types].includes('Files')) this.#take(await gather(transfer));
  }

  #take({ files, unreadable }: Gathered): void {
    if (this.matches(':disabled')) return;
    const mode = this.#mode;
    const refused = this.#files.take(files, {
      ...mode,
      accept: this.accept,
      maxSize: this.#maxSize,
      maxFiles: this.#maxFiles,
    });
    if (unreadable.length) refused.unreadable = unreadable;
    this.#tell(refused, mode.single ? 1 : this.#maxFiles);
    this.#paint();
  }

  /** What a person has ordered is seen, and tells in the form's validity, at once. */
  #order(give: () => void): void {
    give();
    this.#paint();
  }

  #tell(refused: Refused, maxFiles: number): void {
    const format = this.#format;
    const bounds: Partial<Record<Refusal, string>> = {
      type: clean(this.accept),
      size: format.bytes(this.#maxSize),
      many: format.number(maxFiles),
    };
    const message = (Object.keys(refused) as Refusal[])
      .map((reason) => format.say(reason, format.names(refused[reason]!), bounds[reason] ?? ''))
      .join('\n');
    this.#view.notice(message);
    if (message) this.#emit('partway-reject', { refused, message });
  }

  async #optionsFor(item: UploadItem): Promise<Options | SignerOptions> {
    const { signer, target } = this;
    const extra = typeof this.#options === 'function' ? await this.#options(item) : this.#options;
    const all = { ...(signer && { signer }), ...(target && { target }), ...extra };
    return ('signer' in all ? all : { key: item.path, ...all }) as Options | SignerOptions; // a signer names the object itself
  }

  /** Other pages of this origin may upload elsewhere. */
  async #offer(): Promise<void> {
    const saved = await resumable().catch(() => []); // without them the element does all else
    const isHere = (uploadId: string): boolean => this.#files.items.some(({ upload }) => upload?.uploadId === uploadId);
    const ours = saved.filter((one) => this.#isOurs(one) && !one.underWay && !isHere(one.uploadId));
    this.#files.offer(ours.map((one) => new Item(undefined, one)));
  }

  /** Whether an upload went where those of this element go, as far as that is known before a function says it. */
  #isOurs({ signer, target, dialect, bucket }: Resumable): boolean {
    const options = this.#options;
    const given: Partial<SignerOptions & Options> = {
      ...(this.signer && { signer: this.signer }),
      ...(this.target && { target: this.target }),
      ...(typeof options === 'object' && options),
    };
    if (given.signer) return signer === baseOf(given.signer) && target === (given.target ?? '');
    if (typeof options === 'function') return true;
    return !signer && dialect === given.dialect && bucket === given.bucket;
  }

  /** The focus goes on to the next file. */
  #remove(items: ReadonlySet<Item>): void {
    const { focused } = this.#list;
    const next = this.#list.remove(items);
    if (focused && items.has(focused)) next ? this.#list.focus(next, 'remove') : this.#view.input.focus();
    this.#soon();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.#paint(), BEAT);
  }

  #paint(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#files.pump();
    const standing = this.#files.standing();
    this.#list.render(this.#changed, this.#format);
    if (this.#changed.size) this.#emit('partway-progress', this.progress);
    this.#changed.clear();
    this.#view.render(this.#format, standing, this.#mode);
    this.#mark('busy', this.#files.isBusy);
    this.#fillForm(standing);
  }

  #fillForm({ failed, finished, ready }: Standing): void {
    const { isBusy } = this.#files;
    const { texts } = this.#format;
    const fault = isBusy ? texts.unfinished : ready ? texts.unsent : failed ? texts.unsolved : '';
    const valueMissing = !fault && this.required && !finished;
    this.#internals.setValidity(
      { valueMissing, customError: fault !== '' },
      fault || (valueMissing ? texts.required : ''),
      this.#view.input,
    );
    const data = new FormData();
    if (this.name) for (const key of this.keys) data.append(this.name, key);
    this.#internals.setFormValue(data);
  }

  #mark(state: string, is: boolean): void {
    const { states } = this.#internals;
    if (is) states?.add(state);
    else states?.delete(state);
  }

  #emit<K extends keyof PartwayEventMap>(name: K, detail: Detail<K>): boolean {
    return this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === 'partway-accept' }),
    );
  }
}

const flags = ['multiple', 'directory', 'autostart', 'required', 'disabled'];

// Settings live in their attributes.
for (const name of ['signer', 'target', 'accept', 'maxSize', 'maxFiles', 'name', ...flags]) {
  const attribute = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
  const isFlag = flags.includes(name);
  Object.defineProperty(PartwayUploadElement.prototype, name, {
    configurable: true,
    enumerable: true,
    get(this: Element) {
      return isFlag ? this.hasAttribute(attribute) : (this.getAttribute(attribute) ?? '');
    },
    set(this: Element, value: unknown) {
      if (isFlag) this.toggleAttribute(attribute, Boolean(value));
      else this.setAttribute(attribute, String(value));
    },
  });
}

/** What an attribute allows. A wrong one is reported and allows nothing, rather than everything. */
function limit(parse: (text: string) => number, text: string): number {
  try {
    return parse(text);
  } catch (error) {
    reportError(error);
    return 0;
  }
}

/** Where a signer is, as `resumable()` says it. */
function baseOf(signer: string | URL): string | undefined {
  try {
    return new URL(signer, location.href).href.replace(/\/+$/, '');
  } catch {
    return undefined;
  }
}
