/** What happens to the page, as far as uploads are concerned. */
export type Happening = 'offline' | 'online' | 'woke' | 'time';

const happenings: readonly (readonly [target: 'page' | 'document', event: string, happening: Happening])[] = [
  ['page', 'offline', 'offline'],
  ['page', 'online', 'online'],
  ['page', 'pageshow', 'woke'],
  ['document', 'resume', 'woke'], // after "freeze"
  ['document', 'visibilitychange', 'time'], // timers of hidden pages are late
];

/** Calls until the function that it gives is called. */
export function watchSurroundings(happened: (what: Happening) => void): () => void {
  if (typeof document === 'undefined') return () => {};
  const watching = new AbortController();
  for (const [target, event, happening] of happenings) {
    (target === 'page' ? globalThis : document).addEventListener(event, () => happened(happening), { signal: watching.signal });
  }
  return () => watching.abort();
}

/** The browser is sure that there is no network. It may be wrong about a store on this machine, so ask after a failure. */
export const isOffline = (): boolean => typeof navigator !== 'undefined' && navigator.onLine === false;
