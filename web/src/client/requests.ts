/** The requests of one upload that are on their way. */
import type { Action, MachineEvent } from '../boundary/machine.ts';
import { toPartwayError, type PartwayError } from '../boundary/error.ts';
import { readable } from './file.ts';
import type { Session } from './session.ts';

export interface RequestsOptions {
  file: Blob;
  session: Session;
  post: (event: MachineEvent) => void;
  uploadId: () => string;
  /** A request could not even be built. */
  fault: (error: PartwayError) => void;
}

export class Requests {
  readonly #options: RequestsOptions;
  readonly #flying = new Map<number, AbortController>();

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  /** Sends what the action says. One "reply" or "failed" is posted, unless the request is cut. */
  send(action: Action): void {
    const cutting = new AbortController();
    this.#flying.set(action.request, cutting);
    this.#send(action, cutting.signal).then(
      (event) => this.#end(action.request, event),
      (thrown: unknown) => this.#fail(action.request, thrown),
    );
  }

  cut(request: number): void {
    this.#flying.get(request)?.abort();
    this.#flying.delete(request);
  }

  cutAll(): void {
    for (const request of this.#flying.keys()) this.cut(request);
  }

  async #send({ operation, request, part, offset, size, texts: args }: Action, signal: AbortSignal): Promise<MachineEvent> {
    const { file, session, post, uploadId } = this.#options;
    const slice = operation === 'uploadPart' || operation === 'putObject' ? file.slice(offset, offset + size) : undefined;
    if (slice && !(await readable(slice))) return { kind: 'failed', request, reason: 'unreadable' };
    signal.throwIfAborted();
    const onProgress = slice && ((bytes: number): void => post({ kind: 'progress', request, bytes }));
    const { renewed, ...reply } = await session.send({ operation, args, part, uploadId: uploadId(), slice, signal, onProgress, outlive: operation === 'abort' });
    if (renewed) post({ kind: 'renewed', ...renewed });
    if (reply.status) return { kind: 'reply', request, part, operation, reply };
    return { kind: 'failed', request, reason: slice && !(await readable(slice)) ? 'unreadable' : 'network' };
  }

  #end(request: number, event: MachineEvent): void {
    if (this.#flying.delete(request)) this.#options.post(event);
  }

  #fail(request: number, reason: unknown): void {
    if (!this.#flying.delete(request)) return; // cut
    const thrown = toPartwayError(reason);
    this.#options.fault(thrown);
    this.#options.post({ kind: 'failed', request, reason: thrown.retryable ? 'unsigned' : 'refused' });
  }
}
