/** Looks at the wire: the requests of one upload, when they were under way, and one of them in full. */
import type { UploadItem } from '../src/element/index.ts';
import { curlOf } from './curl.ts';
import { byId, describe, make, makeButton, setText } from './dom.ts';
import { nameOf, outcomeOf, statusOf } from './names.ts';
import { folded, headed, partsOf } from './request.ts';
import { RequestList } from './requests.ts';
import type { Exchange, Trace } from './trace.ts';
import type { Voice } from './texts.ts';
import { Waterfall } from './waterfall.ts';

export class Inspector {
  readonly #waterfall = new Waterfall(byId('waterfall'), (exchange) => this.#choose(exchange));
  readonly #list = new RequestList(byId('requests'), (exchange) => this.#choose(exchange));
  readonly #signer = new URL('s3/', location.href).href;
  #voice: Voice;
  #item: UploadItem | undefined;
  #trace: Trace | undefined;
  #selected: Exchange | undefined;
  /** What is drawn in full, which changes when the answer comes. */
  #drawn: { exchange: Exchange | undefined; ended: number | undefined } | undefined;

  constructor(voice: Voice) {
    this.#voice = voice;
  }

  show(item: UploadItem | undefined, trace: Trace | undefined): void {
    this.#item = item;
    if (trace !== this.#trace) {
      this.#trace = trace;
      this.#selected = undefined;
      this.#waterfall.clear();
      this.#list.clear();
    }
    this.render();
  }

  speak(voice: Voice): void {
    this.#voice = voice;
    this.#drawn = undefined;
    this.render();
  }

  render(): void {
    const { exchanges = [] } = this.#trace ?? {};
    byId('inspector').hidden = !exchanges.length;
    if (!exchanges.length) return;
    this.#summarize(exchanges);
    this.#waterfall.render(this.#voice, exchanges, this.#selected);
    this.#list.render(this.#voice, exchanges, this.#signer, this.#selected);
    this.#detail();
  }

  #summarize(exchanges: readonly Exchange[]): void {
    const { say } = this.#voice;
    const parts = this.#item?.upload?.parts ?? [];
    const failed = exchanges.filter((one) => ['bad', 'lost'].includes(outcomeOf(one))).length;
    const until = Math.max(...exchanges.map(({ ended }) => ended ?? performance.now()));
    const stored = parts.filter(({ state }) => state === 'stored').length;
    const sentences = [
      say('summary', exchanges.length, this.#voice.duration(until - exchanges[0]!.began), stored, parts.length),
      failed ? say('summaryFailed', failed) : '',
      this.#trace?.leftOut ? say('leftOut', this.#trace.leftOut) : '',
    ];
    const text = sentences.filter(Boolean).join('. ');
    setText(byId('summary'), text);
    byId('waterfall').ariaLabel = text;
  }

  #choose(exchange: Exchange): void {
    this.#selected = exchange;
    this.render();
    this.#list.reveal(exchange);
  }

  #detail(): void {
    const exchange = this.#selected;
    const ended = exchange?.ended;
    if (this.#drawn && this.#drawn.exchange === exchange && this.#drawn.ended === ended) return;
    this.#drawn = { exchange, ended };
    byId('request').replaceChildren(...(exchange ? this.#partsOf(exchange) : []));
  }

  #partsOf(exchange: Exchange): Node[] {
    const { say } = this.#voice;
    const { request, answerHeaders, answerBody } = exchange;
    const size = this.#bytesOf(exchange);
    const took = exchange.ended === undefined ? '' : this.#voice.duration(exchange.ended - exchange.began);
    const facts = make('dl');
    const rows = [
      [say('status'), statusOf(this.#voice, exchange)],
      [say('took'), took],
      [say('requestBody'), size === undefined ? '' : say('fileBytes', this.#voice.bytes(size))],
    ] as const;
    describe(
      facts,
      rows.filter(([, value]) => value),
    );
    return [
      make(
        'h3',
        [nameOf(this.#voice, exchange), exchange.attempt > 1 ? say('again', exchange.attempt) : '']
          .filter(Boolean)
          .join(', '),
      ),
      facts,
      ...partsOf(this.#voice, request),
      ...(request.canonical || size === undefined ? [] : [make('p', say('signedElsewhere'), 'hint')]),
      ...headed(say('answerHeaders'), answerHeaders),
      ...(answerBody ? [folded(say('answerBody'), answerBody, exchange.status >= 300)] : []),
      this.#copying(exchange),
    ];
  }

  /** How many bytes of the file it carries; undefined for none. */
  #bytesOf({ operation, part }: Exchange): number | undefined {
    if (operation === 'putObject') return this.#item?.size;
    return operation === 'uploadPart' ? this.#item?.upload?.parts[part - 1]?.size : undefined;
  }

  #copying(exchange: Exchange): Node {
    const { say } = this.#voice;
    const told = make('span', '', 'hint');
    told.role = 'status';
    const carries =
      exchange.operation === 'uploadPart' ? `part-${exchange.part}` : exchange.operation === 'putObject' ? 'file' : '';
    const copy = makeButton(say('copyCurl'), async () =>
      setText(told, say((await copied(curlOf(exchange.request, carries))) ? 'copied' : 'notCopied')),
    );
    return make('div', '', 'buttons', copy, told);
  }
}

/** Whether it could be: there is no clipboard without HTTPS, and it may be refused. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
