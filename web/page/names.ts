/** What requests are called in the page. */
import type { Exchange } from './trace.ts';
import { isText, type Voice } from './texts.ts';

/** "Part 3", "Begin". */
export function nameOf({ say }: Voice, { operation, part }: Pick<Exchange, 'operation' | 'part'>): string {
  if (operation === 'abort') return say('abortUpload');
  return isText(operation) ? say(operation, part) : operation;
}

/** "ok", "bad", "lost", "cut" or "open". */
export function outcomeOf({ ended, status, wasCut }: Exchange): 'ok' | 'bad' | 'lost' | 'cut' | 'open' {
  if (ended === undefined) return 'open';
  if (!status) return wasCut ? 'cut' : 'lost';
  return status < 300 ? 'ok' : 'bad';
}

/** "200", "no answer", "cut", "under way". */
export function statusOf({ say }: Voice, exchange: Exchange): string {
  const names = { open: 'open', lost: 'noAnswer', cut: 'wasCut' } as const;
  const outcome = outcomeOf(exchange);
  return outcome === 'ok' || outcome === 'bad' ? String(exchange.status) : say(names[outcome]);
}
