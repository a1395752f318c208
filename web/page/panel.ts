/** Where files go and as what: the form, checked by the core as one types. */
import { check, PartwayError, type Options, type SignerOptions } from '../src/index.ts';
import type { UploadItem } from '../src/element/index.ts';
import type { Config } from './config.ts';
import { byId, make } from './dom.ts';
import { Form } from './form.ts';
import { Masker } from './mask.ts';
import { showProblem } from './problem.ts';
import { showRequest } from './request.ts';
import type { Voice } from './texts.ts';

/** Milliseconds without a key stroke after which what was typed is checked. */
const PAUSE = 150;

/** The name in the preview until there is a file. */
const SAMPLE = 'file.bin';

/** Stands for what is not asked about. */
const somewhere = {
  bucket: 'sample-1250000000',
  region: 'sample',
  key: 'sample',
  credentials: { accessKeyId: 'sample', accessKeySecret: 'sample' },
};

export class Panel {
  readonly #form = new Form(byId<HTMLFormElement>('form'));
  readonly #config: Config;
  /** Of the file that a request is shown for. */
  readonly #path: () => string | undefined;
  #voice: Voice;
  #problem: PartwayError | undefined;
  #timer = 0;
  #checks = 0;

  constructor(config: Config, voice: Voice, path: () => string | undefined) {
    this.#config = config;
    this.#voice = voice;
    this.#path = path;
    this.#form.set('accessKeyId', config.accessKeyId ?? '');
    this.#form.set('accessKeySecret', config.accessKeySecret ?? '');
    this.#form.element.addEventListener('submit', (event) => event.preventDefault());
    this.#form.element.addEventListener('input', (event) => {
      const { name } = event.target as HTMLInputElement;
      if (name === 'dialect') this.#form.place(this.#config);
      if (name === 'dialect' || name === 'mode') void this.#choose();
      else this.checkSoon();
    });
    this.#form.place(config);
    void this.#choose();
  }

  /** The options of an upload; of one that an earlier visit began, as far as they are known, those of then. */
  optionsFor({ path, earlier }: UploadItem): Options | SignerOptions {
    const form = this.#form;
    if (earlier ? earlier.signer : !form.hasKeys) {
      return {
        signer: earlier?.signer || location.origin,
        ...form.signerOptions(),
        ...(earlier && { target: earlier.dialect }),
      };
    }
    const { dialect, bucket, key } = earlier ?? {};
    return {
      ...form.options(path),
      ...(dialect && {
        dialect,
        bucket,
        key,
        endpoint: this.#config.endpoints?.[dialect],
        region: this.#config.regions?.[dialect],
      }),
    } as Options;
  }

  masker(): Masker {
    return new Masker(this.#form.secrets());
  }

  speak(voice: Voice): void {
    this.#voice = voice;
    const problem = this.#problem;
    this.#problem = undefined;
    this.#show(problem);
    this.checkSoon();
  }

  checkSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#check(), PAUSE);
  }

  /** A dialect or a mode was chosen: its fields, and the values that are legal there. */
  async #choose(): Promise<void> {
    const { hasKeys } = this.#form;
    for (const part of this.#form.element.querySelectorAll<HTMLElement>('[data-mode]'))
      part.hidden = (part.dataset.mode === 'keys') !== hasKeys;
    this.checkSoon();
    if (!hasKeys) return;
    for (const name of ['storageClass', 'acl', 'encryption']) {
      const values = await this.#legalValues(name);
      byId(`${name}-values`).replaceChildren(...values.map((value) => new Option(value, value)));
    }
  }

  /** The core knows them, and tells whoever asks for one that there is not. */
  async #legalValues(option: string): Promise<readonly string[]> {
    const sample = { ...somewhere, dialect: this.#form.dialect, [option]: '?' };
    try {
      await check(sample as unknown as Options);
    } catch (error) {
      if (error instanceof PartwayError && error.option === option) return error.legal;
    }
    return [];
  }

  /** A page with a signer loads what checks only when there is something to be checked. */
  async #check(): Promise<void> {
    const form = this.#form;
    const checked = ++this.#checks;
    let problem: PartwayError | undefined;
    try {
      if (form.hasKeys) {
        const { request } = await check(form.options(this.#path() ?? SAMPLE));
        if (checked !== this.#checks) return; // something else was typed meanwhile
        showRequest(byId('preview-request'), this.#voice, this.masker().request(request));
      } else if (form.get('partSize') || form.get('metadata')) {
        const { target, ...asked } = form.signerOptions();
        await check({ ...somewhere, dialect: target, ...asked } as Options);
      }
    } catch (error) {
      problem = error as PartwayError;
      byId('preview-request').replaceChildren(make('p', this.#voice.say('previewWrong'), 'hint'));
    }
    if (checked === this.#checks) this.#show(problem);
  }

  #show(problem: PartwayError | undefined): void {
    const changed = problem?.message !== this.#problem?.message;
    this.#problem = problem;
    const field = this.#form.mark(problem, 'problem');
    if (!changed && problem) return; // a screen reader has read it out already
    field?.closest('details')?.setAttribute('open', '');
    showProblem(this.#voice, problem, field, () => this.#apply(problem));
  }

  /** Takes the value that the core thinks was meant. */
  #apply(problem: PartwayError | undefined): void {
    if (!problem) return;
    this.#form.set(problem.option, problem.nearest);
    this.#form.field(problem.option)?.focus();
    void this.#check();
  }
}
