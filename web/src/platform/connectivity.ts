import { Events, type EventKind } from '../boundary/machine.ts';

/** Calls for what happens to the page, as far as uploads are concerned, until the signal aborts. */
export function watchSurroundings(signal: AbortSignal, happened: (what: EventKind) => void): void {
  const { document } = globalThis;
  const watch = (target: EventTarget | undefined, event: string, what: EventKind): void =>
    target?.addEventListener(event, () => happened(what), { signal });
  if (document) {
    watch(globalThis, 'offline', Events.offline);
    watch(globalThis, 'online', Events.online);
    watch(globalThis, 'pageshow', Events.woke);
    watch(document, 'resume', Events.woke); // after "freeze"
    watch(document, 'visibilitychange', Events.time); // timers of hidden pages are late
  }
}

/** The browser is sure that there is no network. It may be wrong about a store on this machine, so ask after a failure. */
export const isOffline = (): boolean => globalThis.navigator?.onLine === false;
