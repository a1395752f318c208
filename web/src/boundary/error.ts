/** What to do after a failure, as the core names it; see core/dialect. */
export type RetryAdvice = 'never' | 'again' | 'slower' | 'resign' | 'ask' | 'restart';

/** What a {@link PartwayError} says beside its message. Every field is optional but `code`. */
export interface ErrorDetails {
  /**
   * Why, in one word: the store's own code ("SignatureDoesNotMatch"), or one of Partway's: "InvalidOption",
   * "Aborted", "NetworkError", "FileChanged", "ChecksumMismatch", "CredentialsFailed", "ModuleFailed", "Unexpected".
   */
  code: string;
  /** HTTP status; 0 if no reply came. */
  status?: number;
  requestId?: string;
  /** "initiate", "uploadPart", "complete" …; "" if it failed before any request. */
  operation?: string;
  /** From 1; 0 where the operation has none. */
  partNumber?: number;
  retry?: RetryAdvice;
  /** Seconds that the store asked to wait; 0 if it did not. */
  retryAfter?: number;
  /** One sentence: what to do. */
  advice?: string;
  /** The object is stored all the same (a callback of OSS failed). */
  stored?: boolean;
  /** The store's clock in Unix seconds; 0 if it did not tell. */
  serverTime?: number;
  /** The option that is wrong, its value (never a secret's), what is legal, and the legal value nearest to it. */
  option?: string;
  value?: string;
  legal?: readonly string[];
  nearest?: string;
  cause?: unknown;
}

/** The one kind of error that Partway throws. Its message holds neither secrets nor the query of a URL. */
export class PartwayError extends Error implements Required<Omit<ErrorDetails, 'cause'>> {
  readonly code: string;
  readonly status: number;
  readonly requestId: string;
  readonly operation: string;
  readonly partNumber: number;
  readonly retry: RetryAdvice;
  readonly retryAfter: number;
  readonly advice: string;
  readonly stored: boolean;
  readonly serverTime: number;
  readonly option: string;
  readonly value: string;
  readonly legal: readonly string[];
  readonly nearest: string;
  /** The upload that is still at the store with the parts it got, to be aborted; "" if there is none. */
  uploadId = '';

  constructor(message: string, details: ErrorDetails) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.name = details.code === 'Aborted' ? 'AbortError' : 'PartwayError';
    this.code = details.code;
    this.status = details.status ?? 0;
    this.requestId = details.requestId ?? '';
    this.operation = details.operation ?? '';
    this.partNumber = details.partNumber ?? 0;
    this.retry = details.retry ?? 'never';
    this.retryAfter = details.retryAfter ?? 0;
    this.advice = details.advice ?? '';
    this.stored = details.stored ?? false;
    this.serverTime = details.serverTime ?? 0;
    this.option = details.option ?? '';
    this.value = details.value ?? '';
    this.legal = details.legal ?? [];
    this.nearest = details.nearest ?? '';
  }

  /** Whether trying again can help, by the same request or after what `retry` names. */
  get retryable(): boolean {
    return this.retry !== 'never';
  }
}

/** `reason` is that of whoever aborted. */
export function abortedError(reason: unknown): PartwayError {
  return new PartwayError('The upload was aborted.', { code: 'Aborted', cause: reason });
}

/** The file is no longer the one that was picked. Browsers say so in many ways: a stream has a "network error". */
export function fileChanged(cause: unknown): PartwayError {
  return new PartwayError('The file has changed or can no longer be read. Choose it again.', { code: 'FileChanged', cause });
}

/** Makes whatever was thrown a PartwayError. */
export function toPartwayError(thrown: unknown): PartwayError {
  if (thrown instanceof PartwayError) return thrown;
  const { name = '', message = String(thrown) } = thrown instanceof Error ? thrown : {};
  // A File whose bytes changed or went away after it was picked.
  if (name === 'NotReadableError' || name === 'NotFoundError') return fileChanged(thrown);
  if (thrown instanceof WebAssembly.RuntimeError || thrown instanceof WebAssembly.CompileError) {
    return new PartwayError(`The WebAssembly module failed: ${message}`, { code: 'ModuleFailed', cause: thrown });
  }
  return new PartwayError(message, { code: 'Unexpected', cause: thrown });
}
