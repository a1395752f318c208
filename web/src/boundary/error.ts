/**
 * What helps after a failure, as the core names it: nothing ("never"), the same request "again", the same after a pause
 * ("slower"), the same with fresh keys or time ("resign"), to "ask" the store what it has, or to "restart" the upload.
 */
export type RetryAdvice = 'never' | 'again' | 'slower' | 'resign' | 'ask' | 'restart';

/** What a {@link PartwayError} says beside its message. Every field is optional but `code`. */
export interface ErrorDetails {
  /**
   * Why, in one word: the store's own code ("SignatureDoesNotMatch"), or one of Partway's: "InvalidOption",
   * "Aborted", "NoReply", "NotFromStore", "Truncated", "Malformed", "FileChanged", "FileNeeded", "ChecksumMismatch",
   * "CompletionUnknown", "DeadlineExceeded", "UploadGone", "UnderWay", "CredentialsFailed", "SignerFailed",
   * "ModuleFailed", "Unexpected".
   */
  code: string;
  /** HTTP status; 0 if no reply came. */
  status?: number;
  /** The store's, to be named to its support; "" if there is none or CORS hides it. */
  requestId?: string;
  /** "initiate", "uploadPart", "complete" …; "" if it failed before any request. */
  operation?: string;
  /** From 1; 0 where the operation has none. */
  partNumber?: number;
  /** Default: "never". */
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
  /** What was thrown or given as the reason. */
  cause?: unknown;
}

/** What is not said. */
const neutral = {
  status: 0,
  requestId: '',
  operation: '',
  partNumber: 0,
  retry: 'never',
  retryAfter: 0,
  advice: '',
  stored: false,
  serverTime: 0,
  option: '',
  value: '',
  legal: [],
  nearest: '',
  uploadId: '',
};

/** The one kind of error that Partway throws. Its message holds neither secrets nor the query of a URL. */
export class PartwayError extends Error implements Required<Omit<ErrorDetails, 'cause'>> {
  declare readonly code: string;
  declare readonly status: number;
  declare readonly requestId: string;
  declare readonly operation: string;
  declare readonly partNumber: number;
  declare readonly retry: RetryAdvice;
  declare readonly retryAfter: number;
  declare readonly advice: string;
  declare readonly stored: boolean;
  declare readonly serverTime: number;
  declare readonly option: string;
  declare readonly value: string;
  declare readonly legal: readonly string[];
  declare readonly nearest: string;
  /** The upload that is still at the store with the parts it got, to be aborted; "" if there is none. */
  declare uploadId: string;

  constructor(message: string, details: ErrorDetails) {
    super(message);
    Object.assign(this, neutral, details, { name: details.code === 'Aborted' ? 'AbortError' : 'PartwayError' });
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
  return new PartwayError('The file has changed or can no longer be read. Choose it again.', {
    code: 'FileChanged',
    cause,
  });
}

/** The value is left out: it may be a secret. */
export function invalidOption(option: string, why: string, nearest = ''): PartwayError {
  return new PartwayError(`${option} ${why}`, { code: 'InvalidOption', option, nearest });
}

/** Makes whatever was thrown a PartwayError. */
export function toPartwayError(thrown: unknown): PartwayError {
  if (thrown instanceof PartwayError) return thrown;
  const { name, message = String(thrown) } = Object(thrown) as Partial<Error>;
  // A File whose bytes changed or went away after it was picked.
  if (name === 'NotReadableError' || name === 'NotFoundError') return fileChanged(thrown);
  const trap = thrown instanceof WebAssembly.RuntimeError || thrown instanceof WebAssembly.CompileError;
  return new PartwayError(trap ? `The module failed: ${message}` : message, {
    code: trap ? 'ModuleFailed' : 'Unexpected',
    cause: thrown,
  });
}
