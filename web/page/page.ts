/** The page that `npm start` opens: wires the form, the upload and what is shown of it. */
import { check, compile, PartwayError, upload, type Options, type SentRequest, type Upload, type UploadResult } from '../src/index.ts';
import { Form, loadConfig, type Config } from './form.ts';
import { bytes, isText, preferred, say, type Language } from './texts.ts';
import { byId, mask, showProblem, showProgress, showRequest, showResult, showState } from './view.ts';

/** Milliseconds without a key stroke after which what was typed is checked. */
const PAUSE = 150;

class Page {
  readonly #form = new Form(byId<HTMLFormElement>('form'));
  readonly #module = compile();
  #config: Config = {};
  #language: Language = preferred(navigator.languages);
  #file: File | undefined;
  #upload: Upload | undefined;
  #result: UploadResult | undefined;
  #sent: SentRequest | undefined;
  /** When it began, put off by the pauses, and when the pause began that lasts; 0 for none. Milliseconds. */
  #begun = 0;
  #pausedAt = 0;
  #problem: PartwayError | undefined;
  #timer = 0;

  async start(): Promise<void> {
    this.#module.catch((error: PartwayError) => this.#show(error));
    this.#listen();
    this.#speak();
    this.#config = await loadConfig();
    this.#form.set('accessKeyId', this.#config.accessKeyId ?? '');
    this.#form.set('accessKeySecret', this.#config.accessKeySecret ?? '');
    await this.#choose();
  }

  #listen(): void {
    const form = this.#form.element;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#begin();
    });
    form.addEventListener('input', (event) => {
      if ((event.target as HTMLInputElement).name === 'dialect') void this.#choose();
      else this.#checkSoon();
    });
    byId('file').addEventListener('change', () => this.#pick(byId<HTMLInputElement>('file').files?.[0]));
    byId('language').addEventListener('change', () => {
      this.#language = byId<HTMLSelectElement>('language').value as Language;
      this.#speak();
    });
    byId('pause').addEventListener('click', () => this.#upload?.state === 'paused' ? this.#upload.resume() : this.#upload?.pause());
    byId('abort').addEventListener('click', () => this.#upload?.abort());
    this.#listenForDrops(byId('drop'));
  }

  #listenForDrops(zone: HTMLElement): void {
    const over = (event: DragEvent, isOver: boolean): void => {
      event.preventDefault();
      zone.classList.toggle('over', isOver);
    };
    zone.addEventListener('dragover', (event) => over(event, true));
    zone.addEventListener('dragleave', (event) => over(event, false));
    zone.addEventListener('drop', (event) => {
      over(event, false);
      if (!this.#running) this.#pick(event.dataTransfer?.files[0]);
    });
    // Beside the zone the browser would leave the page to show the file; text is still dropped into fields.
    for (const name of ['dragover', 'drop'] as const) {
      window.addEventListener(name, (event) => event.dataTransfer?.types.includes('Files') && event.preventDefault());
    }
  }

  get #running(): boolean {
    return this.#upload !== undefined && !['finished', 'failed', 'aborted'].includes(this.#upload.state);
  }

  #pick(file: File | undefined): void {
    if (!file) return;
    if (!this.#form.get('key') || this.#form.get('key') === this.#file?.name) this.#form.set('key', file.name);
    this.#file = file;
    this.#speak();
    this.#checkSoon();
  }

  /** A dialect was chosen: its store's address, and the values that are legal there. */
  async #choose(): Promise<void> {
    this.#form.place(this.#config);
    this.#checkSoon();
    for (const name of ['storageClass', 'acl', 'encryption']) {
      const values = await this.#legalValues(name);
      byId(`${name}-values`).replaceChildren(...values.map((value) => new Option(value, value)));
    }
  }

  /** The core knows them, and tells whoever asks for one that there is not. */
  async #legalValues(option: string): Promise<readonly string[]> {
    const sample = { dialect: this.#form.dialect, bucket: 'sample-1250000000', region: 'sample', key: 'sample', [option]: '?' };
    try {
      await check({ ...sample, wasm: await this.#module } as unknown as Options);
    } catch (error) {
      if (error instanceof PartwayError && error.option === option) return error.legal;
    }
    return [];
  }

  #checkSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#check(), PAUSE);
  }

  /** "Choose a file first." stands until there is one, every other problem until the next check. */
  get #stillNoFile(): PartwayError | undefined {
    return !this.#file && this.#problem?.code === 'NoFile' ? this.#problem : undefined;
  }

  async #check(): Promise<void> {
    if (this.#running) return;
    this.#sent = undefined;
    if (!this.#form.get('bucket') || !this.#form.get('key')) {
      this.#show(this.#stillNoFile);
      showRequest(undefined, say(this.#language, 'requestHint'));
      return;
    }
    try {
      const { request } = await check({ ...this.#form.options(), wasm: await this.#module });
      this.#show(this.#stillNoFile);
      showRequest(mask(request, this.#form.secrets()), say(this.#language, 'requestWould'));
    } catch (error) {
      this.#show(error as PartwayError);
      showRequest(undefined, say(this.#language, 'requestWrong'));
    }
  }

  async #begin(): Promise<void> {
    if (this.#running) return;
    clearTimeout(this.#timer);
    const file = this.#file;
    if (!file) {
      byId('file').focus();
      this.#show(new PartwayError('', { code: 'NoFile' }));
      return;
    }
    this.#show(undefined);
    this.#result = this.#sent = undefined;
    this.#begun = performance.now();
    this.#pausedAt = 0;
    const onRequest = (request: SentRequest): void => this.#onRequest(request);
    this.#upload = upload(file, { ...this.#form.options(), onRequest });
    this.#upload.addEventListener('statechange', () => {
      this.#keepTime();
      this.#update();
    });
    this.#upload.addEventListener('progress', () => this.#update());
    this.#update();
    byId('pause').focus(); // what was focused cannot be used while it runs
    byId('transfer').scrollIntoView({ block: 'nearest' });
    try {
      this.#result = await this.#upload.finished;
    } catch (error) {
      if ((error as PartwayError).code !== 'Aborted') this.#show(error as PartwayError);
    }
    this.#update();
    this.#focusAfter();
  }

  /** Puts the focus where the person goes on: the wrong field, else the button to upload again. */
  #focusAfter(): void {
    const left = [document.body, byId('pause'), byId('abort'), null]; // buttons that are gone now
    if (!left.includes(document.activeElement as HTMLElement | null)) return; // is elsewhere by choice
    (this.#form.element.querySelector<HTMLElement>('[aria-invalid]') ?? byId('start')).focus({ preventScroll: !this.#problem });
    if (this.#problem) byId('problem').scrollIntoView({ block: 'nearest' });
  }

  #onRequest(request: SentRequest): void {
    if (request.operation !== 'initiate' && request.operation !== 'putObject') return;
    this.#sent = request;
    showRequest(mask(request, this.#form.secrets()), this.#sentHint());
  }

  /** A pause is no time of the upload's. */
  #keepTime(): void {
    const now = performance.now();
    if (this.#pausedAt) this.#begun += now - this.#pausedAt;
    this.#pausedAt = this.#upload?.state === 'paused' ? now : 0;
  }

  #sentHint(): string {
    return this.#sent ? say(this.#language, this.#sent.operation === 'putObject' ? 'requestWhole' : 'requestSent') : '';
  }

  /** Shows everything there is about the upload; cheap enough to be done at each event. */
  #update(): void {
    const running = this.#running;
    this.#form.disabled = running;
    byId<HTMLButtonElement>('start').disabled = running;
    byId('pause').hidden = byId('abort').hidden = !running;
    if (!this.#upload) return;
    const { state, progress } = this.#upload;
    byId('pause').textContent = say(this.#language, state === 'paused' ? 'resume' : 'pause');
    const seconds = (performance.now() - this.#begun) / 1000;
    showState(this.#language, this.#upload);
    showProgress(this.#language, this.#upload, running && state !== 'paused' && seconds > 0.5 ? progress.sent / seconds : 0);
    showResult(this.#language, this.#upload, this.#result);
  }

  #show(problem: PartwayError | undefined): void {
    const changed = problem?.message !== this.#problem?.message;
    this.#problem = problem;
    const field = this.#form.mark(problem, 'problem');
    if (!changed && problem) return; // a screen reader has read it out already
    field?.closest('details')?.setAttribute('open', '');
    showProblem(this.#language, problem, field, () => this.#apply(problem));
  }

  /** Takes the value that the core thinks was meant. */
  #apply(problem: PartwayError | undefined): void {
    if (!problem) return;
    this.#form.set(problem.option, problem.nearest);
    this.#form.field(problem.option)?.focus();
    void this.#check();
  }

  /** Puts every text into the page in the chosen language. */
  #speak(): void {
    document.documentElement.lang = this.#language;
    byId<HTMLSelectElement>('language').value = this.#language;
    for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
      const name = element.dataset['text'] ?? '';
      if (isText(name)) element.textContent = say(this.#language, name);
    }
    if (this.#file) {
      byId('file-name').textContent = this.#file.name;
      byId('file-size').textContent = bytes(this.#language, this.#file.size);
    }
    const problem = this.#problem;
    this.#problem = undefined;
    this.#show(problem);
    this.#update();
    byId('request-hint').textContent = this.#sentHint();
    if (!this.#sent) this.#checkSoon();
  }
}

void new Page().start();
