import { loaded } from '../platform/lazy.ts';

/** What signs in the page: a script of its own, which only pages with keys load. */
export const withKeys = () => loaded(() => import('./keysession.ts'));
