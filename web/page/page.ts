/** The page that `npm start` serves: wires the element, the form, the inspector and the weather. */
import { defineElement, type UploadItem } from '../src/element/index.ts';
import { loadConfig, type Config } from './config.ts';
import { byId } from './dom.ts';
import { Inspector } from './inspector.ts';
import { Panel } from './panel.ts';
import { showResult } from './result.ts';
import { isText, preferred, Voice, type Language } from './texts.ts';
import { Trace } from './trace.ts';
import { Weather } from './weather.ts';

/** Uploads whose requests are kept. */
const MOST = 100;

/** Milliseconds between two looks at an upload that is under way. */
const BEAT = 100;

/** States of an upload that cuts what is under way. */
const halted: readonly string[] = ['paused', 'aborting', 'aborted'];

class Page {
  readonly #element = byId<HTMLElementTagNameMap['partway-upload']>('upload');
  readonly #traces = new Map<UploadItem, Trace>();
  readonly #panel: Panel;
  readonly #inspector: Inspector;
  readonly #weather: Weather | undefined;
  #voice = new Voice(preferred(navigator.languages));
  #shown: UploadItem | undefined;
  /** A person has chosen which is shown; till then it is the one that began last. */
  #isChosen = false;
  #timer = 0;

  constructor(config: Config) {
    this.#inspector = new Inspector(this.#voice);
    this.#panel = new Panel(config, this.#voice, () => this.#element.items?.[0]?.path);
    this.#weather = config.weather ? new Weather(this.#voice) : undefined;
    this.#element.options = async (item) => {
      await this.#weather?.restart();
      return { ...this.#panel.optionsFor(item), ...this.#trace(item).hooks };
    };
    this.#listen();
    defineElement();
    this.#speak();
  }

  #listen(): void {
    const element = this.#element;
    for (const name of ['partway-progress', 'partway-complete', 'partway-error'] as const)
      element.addEventListener(name, () => this.#soon());
    byId('language').addEventListener('change', () => {
      this.#voice = new Voice(byId<HTMLSelectElement>('language').value as Language);
      this.#speak();
    });
    byId('shown').addEventListener('change', () => {
      this.#isChosen = true;
      this.#show([...this.#traces.keys()][byId<HTMLSelectElement>('shown').selectedIndex]);
    });
    // Beside the zone the browser would leave the page to show a file; text is still dropped into fields.
    for (const name of ['dragover', 'drop'] as const) {
      window.addEventListener(name, (event) => event.dataTransfer?.types.includes('Files') && event.preventDefault());
    }
  }

  /** A new one for each time that it begins; of the oldest nothing is kept. */
  #trace(item: UploadItem): Trace {
    const trace = new Trace(
      this.#panel.masker(),
      () => this.#soon(),
      () => halted.includes(item.state),
    );
    this.#traces.delete(item);
    this.#traces.set(item, trace);
    for (const old of this.#traces.keys()) {
      if (this.#traces.size <= MOST) break;
      if (old !== this.#shown) this.#traces.delete(old);
    }
    this.#list();
    if (!this.#isChosen || this.#shown === item) this.#show(item);
    return trace;
  }

  #list(): void {
    const select = byId<HTMLSelectElement>('shown');
    select.replaceChildren(
      ...[...this.#traces.keys()].map((item) => new Option(item.path, '', false, item === this.#shown)),
    );
    byId('chosen').hidden = this.#traces.size < 1;
    byId('empty').hidden = this.#traces.size > 0;
  }

  #show(item: UploadItem | undefined): void {
    this.#shown = item;
    this.#list();
    this.#inspector.show(item, item && this.#traces.get(item));
    this.#panel.checkSoon();
    this.#render();
  }

  #soon(): void {
    this.#timer ||= window.setTimeout(() => this.#render(), BEAT);
  }

  #render(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#shown) return;
    showResult(this.#voice, this.#shown);
    this.#inspector.render();
  }

  /** Puts every text into the page in the chosen language. */
  #speak(): void {
    const voice = this.#voice;
    document.documentElement.lang = this.#element.lang = voice.language;
    byId<HTMLSelectElement>('language').value = voice.language;
    for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
      const name = element.dataset.text ?? '';
      if (isText(name)) element.textContent = voice.say(name);
    }
    this.#panel.speak(voice);
    this.#inspector.speak(voice);
    this.#weather?.speak(voice);
    this.#render();
  }
}

new Page(await loadConfig());
