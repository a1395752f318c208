/** Writes what happens into the page. No decisions are made here. */
import type { PartwayError, Upload, UploadResult } from '../src/index.ts';
import { bytes, say, type Language, type TextName } from './texts.ts';

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element "${id}".`);
  return element as T;
}

function make(tag: string, text = '', className = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  return element;
}

/** Writes a list of names and values; a value may be an element. */
function describe(list: HTMLElement, rows: readonly (readonly [name: string, value: string | Node])[]): void {
  list.replaceChildren(...rows.flatMap(([name, value]) => {
    const description = make('dd');
    description.append(value);
    return [make('dt', name), description];
  }));
}

interface ShownRequest {
  method: string;
  url: string;
  headers: readonly (readonly [string, string])[];
  canonical: string;
  stringToSign: string;
}

/** Headers whose value is a key, or opens the door like one. */
const secretHeader = /security-token|customer-key$|^authorization$/i;
const MASK = '••••••';

/** The request without what it must not show: keys as a whole, of a signature all but its beginning. */
export function mask(request: ShownRequest, secrets: readonly string[]): ShownRequest {
  const carried = request.headers.filter(([name]) => /security-token|customer-key$/i.test(name)).map(([, value]) => value);
  const hidden = [...secrets, ...carried].flatMap((secret) => [secret, escaped(secret)]);
  const hide = (text: string): string => hidden.reduce((t, secret) => t.replaceAll(secret, MASK), text);
  const headers = request.headers.map(([name, value]) => [name, secretHeader.test(name) ? shorten(hide(value)) : hide(value)] as const);
  return { method: request.method, url: hide(request.url), headers, canonical: hide(request.canonical), stringToSign: hide(request.stringToSign) };
}

/** Percent-encoded as the core does it, which leaves fewer characters alone than the language's own function. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function shorten(authorization: string): string {
  return authorization.replace(/((?:signature=|:)[\w%+/]{4})[\w%+/=]+$/i, `$1${MASK}`);
}

export function showRequest(request: ShownRequest | undefined, hint: string): void {
  byId('request-hint').textContent = hint;
  byId('request').hidden = !request;
  if (!request) return;
  for (const name of ['method', 'url', 'canonical', 'stringToSign'] as const) byId(name).textContent = request[name];
  describe(byId('headers'), request.headers);
}

/** Writes the problem below its field, or above the buttons if it is about none: there it is read. */
export function showProblem(language: Language, error: PartwayError | undefined, field: HTMLElement | null, apply: () => void): void {
  const box = byId('problem');
  const label = field?.closest('label');
  const fieldLabel = label?.querySelector('span')?.textContent ?? '';
  box.hidden = !error;
  if (label?.parentElement?.matches('.fields')) label.after(box);
  else byId('buttons').before(box);
  box.replaceChildren();
  if (!error) return;
  box.append(make('p', leadOf(language, error, fieldLabel), 'lead'));
  const message = make('p', error.message);
  message.lang = 'en';
  if (error.message) box.append(message);
  if (error.requestId) box.append(make('small', `${say(language, 'requestId')}: ${error.requestId}`));
  if (error.nearest && fieldLabel) box.append(suggestion(say(language, 'didYouMean', error.nearest), apply));
}

function leadOf(language: Language, { code }: PartwayError, fieldLabel: string): string {
  if (code === 'NoFile') return say(language, 'noFile');
  if (code === 'ModuleFailed') return say(language, 'loadFailed');
  return fieldLabel ? say(language, 'wrongOption', fieldLabel) : say(language, 'failedWith');
}

function suggestion(text: string, apply: () => void): HTMLElement {
  const button = make('button', text) as HTMLButtonElement;
  button.type = 'button';
  button.addEventListener('click', apply);
  return button;
}

export function showState(language: Language, upload: Upload): void {
  byId('transfer').hidden = false;
  const state = byId('state');
  const text = say(language, upload.state satisfies TextName);
  state.dataset['state'] = upload.state;
  if (state.textContent !== text) state.textContent = text; // written again it may be read out again
}

/** `speed` is in bytes per second. */
export function showProgress(language: Language, upload: Upload, speed: number): void {
  const { sent, confirmed, total } = upload.progress;
  const stored = upload.parts.filter((part) => part.state === 'stored').length;
  byId<HTMLProgressElement>('progress').value = total ? sent / total : Number(stored > 0);
  const amount = upload.parts.length > 1
    ? say(language, 'amountParts', bytes(language, confirmed), bytes(language, total), stored, upload.parts.length)
    : say(language, 'amount', bytes(language, sent), bytes(language, total));
  byId('amount').textContent = speed > 0 ? `${amount} · ${say(language, 'speed', bytes(language, speed))}` : amount;
  showParts(upload);
}

/** A cell per part, filled from below. Above a thousand they would be dots: the numbers must do. */
function showParts(upload: Upload): void {
  const list = byId('parts');
  const count = upload.parts.length > 1 && upload.parts.length <= 1000 ? upload.parts.length : 0;
  if (list.childElementCount !== count) list.replaceChildren(...Array.from({ length: count }, () => document.createElement('li')));
  upload.parts.slice(0, count).forEach((part, i) => {
    const cell = list.children[i] as HTMLElement;
    if (cell.dataset['state'] === part.state && part.state !== 'sending') return;
    cell.dataset['state'] = part.state;
    cell.style.setProperty('--sent', String(part.size ? part.sent / part.size : 1));
  });
}

/** Without a result yet only the upload ID is shown. */
export function showResult(language: Language, upload: Upload, result?: UploadResult): void {
  const rows: [TextName, string | Node][] = [['uploadId', upload.uploadId || (result ? say(language, 'whole') : '')]];
  if (result) {
    rows.push(['object', link(result)], ['etag', result.etag], ['crc64', checksum(language, result)], ['requestId', result.requestId]);
  }
  describe(byId('result'), rows.filter(([, value]) => value).map(([name, value]) => [say(language, name), value]));
}

function link({ location, key }: UploadResult): Node {
  if (!/^https?:\/\//.test(location)) return document.createTextNode(key);
  const anchor = document.createElement('a');
  anchor.href = location;
  anchor.textContent = key;
  anchor.rel = 'noreferrer';
  return anchor;
}

function checksum(language: Language, { crc64, verified, unverifiedReason }: UploadResult): Node {
  const row = document.createDocumentFragment();
  row.append(`${crc64} `, make('span', say(language, verified ? 'verified' : 'unverified'), verified ? 'badge' : 'badge unsure'));
  if (unverifiedReason) row.append(make('div', unverifiedReason, 'hint'));
  return row;
}
