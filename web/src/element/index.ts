/** The element `<partway-upload>`. Importing it does nothing yet: `defineElement()` registers it. */
import { PartwayUploadElement } from './element.ts';

export { PartwayUploadElement, type ExtraOptions } from './element.ts';
export type { AcceptDetail, PartwayEventMap, RejectDetail, TotalProgress } from './events.ts';
export type { Refusal } from './intake.ts';
export type { ItemState, UploadItem } from './item.ts';
export type { Texts } from './texts.ts';

/** Registers the element. On a server, and when the name is taken, it does nothing. */
export function defineElement(name = 'partway-upload'): void {
  if (globalThis.customElements && !customElements.get(name)) customElements.define(name, PartwayUploadElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'partway-upload': PartwayUploadElement;
  }
}
