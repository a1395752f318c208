/** What the doctor says: one line a check, and what to paste where it helps. */

export type Status = 'ok' | 'warning' | 'failed' | 'skipped';

export interface Finding {
  /** What was looked at, "bucket.cors.method": stable, for programs. The cause is its last word. */
  check: string;
  status: Status;
  /** What was found, in a sentence. It holds no secret. */
  text: string;
  /** What to do about it; "" for what is well. */
  advice: string;
  /** What to paste in the store's console or in a configuration; "" for nothing. */
  paste: string;
}

type More = Partial<Pick<Finding, 'advice' | 'paste'>>;

const finding =
  (status: Status) =>
  (check: string, text: string, { advice = '', paste = '' }: More = {}): Finding => ({
    check,
    status,
    text,
    advice,
    paste,
  });

export const ok = finding('ok');
export const warning = finding('warning');
export const failed = finding('failed');
export const skipped = finding('skipped');

const marks: Record<Status, string> = { ok: '✓', warning: '!', failed: '✗', skipped: '–' };

/** As people read it. */
export function lineOf({ status, check, text, advice, paste }: Finding): string {
  const more = [advice, ...(paste ? paste.split('\n') : [])].filter(Boolean);
  return [`${marks[status]} ${check}: ${text}`, ...more.map((line) => `    ${line}`)].join('\n');
}
