/** Faults of the local store, so that anyone can watch an upload survive them. See scripts/store/internal/misbehave. */
import { byId, make, setText } from './dom.ts';
import type { TextName, Voice } from './texts.ts';

interface Rule {
  op: string;
  do: 'refuse' | 'reset' | 'lose' | 'corrupt';
  skip?: number;
  count: number;
  code?: string;
  status?: number;
  retryAfter?: string;
}

/** What the store is told; what stands here replaces all that was before. */
interface Settings {
  rules?: Rule[];
  bytesPerSecond?: number;
  outageMs?: number;
  /** A browser repeats what is cut on a connection that was used before, by itself: each request gets its own. */
  fresh?: boolean;
}

const faults: readonly (readonly [name: TextName, hint: TextName, settings: Settings])[] = [
  ['slow', 'slowHint', { bytesPerSecond: 3_000_000 }],
  [
    'busy',
    'busyHint',
    { rules: [{ op: 'uploadPart', do: 'refuse', code: 'SlowDown', retryAfter: '1', skip: 1, count: 3 }] },
  ],
  ['cut', 'cutHint', { fresh: true, rules: [{ op: 'uploadPart', do: 'reset', skip: 2, count: 3 }] }],
  ['lost', 'lostHint', { fresh: true, rules: [{ op: 'uploadPart', do: 'lose', count: 1 }] }],
  ['damaged', 'damagedHint', { rules: [{ op: 'uploadPart', do: 'corrupt', count: 1 }] }],
  ['half', 'halfHint', { rules: [{ op: 'complete', do: 'refuse', code: 'InternalError', status: 200, count: 1 }] }],
];

const OUTAGE = 6000;

const chosen = (): Settings[] =>
  faults.filter(([name]) => byId<HTMLInputElement>(`fault-${name}`).checked).map(([, , settings]) => settings);

export class Weather {
  #voice: Voice;
  #state: TextName = 'fine';
  /** When the outage ends. */
  #until = 0;
  /** What the store was told last: it hears one thing after the other. */
  #told = Promise.resolve();

  constructor(voice: Voice) {
    this.#voice = voice;
    byId('weather').hidden = false;
    byId('faults').append(...faults.map(([name]) => this.#box(name)));
    byId('outage').addEventListener('click', () => void this.#cutOff());
    this.speak(voice);
    void this.begin();
  }

  speak(voice: Voice): void {
    this.#voice = voice;
    for (const [name, hint] of faults) {
      const [text, more] = byId(`fault-${name}`).parentElement!.querySelectorAll<HTMLElement>('b, small');
      setText(text!, voice.say(name));
      setText(more!, voice.say(hint));
    }
    setText(byId('weather-state'), voice.say(this.#state));
  }

  /** An upload begins: what happens a number of times happens again. In fine weather there is nothing to set. */
  async restart(): Promise<void> {
    await (chosen().length ? this.begin() : this.#told);
  }

  /** Sets the faults anew: those that happen a number of times happen again. An outage goes on. */
  begin(): Promise<void> {
    return (this.#told = this.#told.then(() => this.#begin()));
  }

  async #begin(): Promise<void> {
    const all = chosen();
    const left = Math.max(0, this.#until - Date.now());
    const settings: Settings = Object.assign({}, ...all, {
      rules: all.flatMap(({ rules = [] }) => rules),
      outageMs: left,
    });
    await this.#set(settings, left ? 'dark' : all.length ? 'rough' : 'fine');
  }

  async #cutOff(): Promise<void> {
    this.#until = Date.now() + OUTAGE;
    await this.begin();
    setTimeout(() => void (Date.now() >= this.#until && this.#state === 'dark' && this.begin()), OUTAGE + 50);
  }

  async #set(settings: Settings, state: TextName): Promise<void> {
    try {
      const { ok } = await fetch('weather', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(settings),
      });
      this.#state = ok ? state : 'weatherFailed';
    } catch {
      this.#state = 'weatherFailed';
    }
    setText(byId('weather-state'), this.#voice.say(this.#state));
  }

  #box(name: string): HTMLElement {
    const input = make('input');
    input.type = 'checkbox';
    input.id = `fault-${name}`;
    input.addEventListener('change', () => void this.begin());
    return make('label', '', '', input, make('span', '', '', make('b'), make('small')));
  }
}
