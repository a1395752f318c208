/** One request of the doctor's: whatever comes back within a few seconds, cut where nobody would read on. */

export interface Answer {
  /** 0: nothing came back. */
  status: number;
  headers: Headers;
  /** At most 64 KiB of it. */
  body: string;
  /** Why nothing came back, in one word: "ECONNREFUSED", "ENOTFOUND", "TimeoutError" …; "" where something did. */
  error: string;
}

export interface Question {
  method: string;
  url: string;
  headers?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  body?: string | Uint8Array<ArrayBuffer> | undefined;
}

const LIMIT = 64 * 1024;

const TIMEOUT = 10_000;

/** Never rejects, and follows no redirect: where it leads is what has to be told. */
export async function ask({ method, url, headers = {}, body }: Question): Promise<Answer> {
  const signal = AbortSignal.timeout(TIMEOUT);
  try {
    const list = (Array.isArray(headers) ? headers : Object.entries(headers)) as [string, string][];
    const reply = await fetch(url, { method, headers: list, body: body ?? null, redirect: 'manual', signal });
    return { status: reply.status, headers: reply.headers, body: await textOf(reply), error: '' };
  } catch (thrown) {
    return { status: 0, headers: new Headers(), body: '', error: reasonOf(thrown) };
  }
}

async function textOf({ body }: Response): Promise<string> {
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LIMIT) break; // which cancels the rest
  }
  return text.slice(0, LIMIT);
}

function reasonOf(thrown: unknown): string {
  const { name = '', cause } = Object(thrown) as {
    name?: string;
    cause?: { code?: string; errors?: { code?: string }[] };
  };
  return cause?.code ?? cause?.errors?.[0]?.code ?? name;
}

/** Why a host gave no answer, in words. */
export function unreachable(url: string, error: string): string {
  const { host } = new URL(url);
  const why: Readonly<Record<string, string>> = {
    ENOTFOUND: 'its name does not exist',
    EAI_AGAIN: 'its name could not be looked up',
    ECONNREFUSED: 'nothing listens there',
    TimeoutError: 'it did not answer within ten seconds',
    ECONNRESET: 'it cut the connection',
    UND_ERR_SOCKET: 'it cut the connection',
  };
  const certificate = /CERT|SSL|TLS|SELF_SIGNED/.test(error) ? 'its certificate is not trusted' : '';
  return `${host} cannot be reached: ${why[error] ?? (certificate || error || 'no answer came')}.`;
}
