/** What requests are called in the page. */
import type { Exchange } from './trace.ts';
import { isText, type Voice } from './texts.ts';

/** "Part 3", "Begin". */
export function nameOf({ say }: Voice, { operation, part }: Pick<Exchange, 'operation' | 'part'>): string {
  if (operation === 'abort') return say('abortUpload');
  return isText(operation) ? say(operation, part) : operation;
}

/** "ok", "bad", "lost" or "open". */
export function outcomeOf({ ended, status }: Exchange): 'ok' | 'bad' | 'lost' | 'open' {
  if (ended === undefined) return 'open';
  if (!status) return 'lost';
  return status < 300 ? 'ok' : 'bad';
}

/** "200", "no answer", "under way". */
export function statusOf({ say }: Voice, exchange: Exchange): string {
  const outcome = outcomeOf(exchange);
  return outcome === 'open' ? say('open') : outcome === 'lost' ? say('noAnswer') : String(exchange.status);
}
