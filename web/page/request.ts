/** One request, and what came of it, in full. What is shown has been masked. */
import { describe, make } from './dom.ts';
import type { Shown } from './mask.ts';
import type { Voice } from './texts.ts';

/** A request before it is sent. */
export function showRequest(box: HTMLElement, voice: Voice, request: Shown): void {
  box.replaceChildren(...partsOf(voice, request), make('p', voice.say('masked'), 'hint'));
}

/** The request's own lines, and below them what was signed. */
export function partsOf({ say }: Voice, { method, url, headers, body, canonical, stringToSign }: Shown): Node[] {
  const line = make('p', '', 'line', make('b', method), document.createTextNode(' '), make('code', url));
  const signed = canonical ? [folded(say('canonical'), canonical), folded(say('stringToSign'), stringToSign)] : [];
  return [
    line,
    ...headed(say('requestHeaders'), headers),
    ...(body ? [folded(say('requestBody'), body)] : []),
    ...signed,
  ];
}

/** Headers below a heading; nothing if there are none. */
export function headed(title: string, headers: readonly (readonly [string, string])[]): Node[] {
  if (!headers.length) return [];
  const list = make('dl', '', 'headers');
  describe(list, headers);
  return [make('h3', title), list];
}

/** A long text, to be opened. It can be scrolled, so it can be focused. */
export function folded(title: string, text: string, isOpen = false): HTMLElement {
  const pre = make('pre', text);
  pre.tabIndex = 0;
  const details = make('details', '', '', make('summary', title), pre);
  details.open = isOpen;
  return details;
}
