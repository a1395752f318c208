import { Events, Reasons, type Action, type MachineEvent, type Reason } from '../boundary/machine.ts';
import { bodyOf, pieceOf, isReadable } from '../platform/file.ts';
import type { Session } from '../session/session.ts';

export interface Flight {
  file: Blob;
  session: Session;
  uploadId: string;
  /** Cuts it. */
  signal: AbortSignal;
  post: (event: MachineEvent) => void;
}

/** Sends what an action says; "reply" or "failed" comes of it. Rejects if it is cut, or cannot even be built. */
export async function sendFor(
  action: Action,
  { file, session, uploadId, signal, post }: Flight,
): Promise<MachineEvent> {
  const { operation, request, part, offset, size } = action;
  const carries = operation === 'uploadPart' || operation === 'putObject';
  const slice = carries ? await bodyOf(pieceOf(file, offset, size), size) : undefined;
  const failed = (reason: Reason): MachineEvent => ({ kind: Events.failed, request, reason });
  if (carries && !slice) return failed(Reasons.unreadable);
  signal.throwIfAborted();
  const onProgress = slice && ((bytes: number): void => post({ kind: Events.progress, request, part, bytes }));
  const { renewed, ...reply } = await session.send({
    ...action,
    uploadId,
    slice,
    signal,
    onProgress,
    outlive: operation === 'abort',
  });
  if (renewed) post({ kind: Events.renewed, ...renewed });
  if (reply.status) return { kind: Events.reply, request, part, operation, reply };
  return failed(slice instanceof Blob && !(await isReadable(slice)) ? Reasons.unreadable : Reasons.network);
}
