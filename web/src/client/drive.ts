/**
 * The driver's loop in its plain form: one PutObject, or initiate, the parts one after the other, complete. While a
 * part is sent the next one is hashed. Nothing is resumed and nothing is tried twice.
 */
import type { Plan, Stored } from '../boundary/core.ts';
import { PartwayError, toPartwayError } from '../boundary/error.ts';
import { createHasher, type Hasher, type Sums } from './hasher.ts';
import type { Options } from './options.ts';
import { Session } from './session.ts';
import { algorithmsFor, combineAll, compare } from './verify.ts';

/** One part as it stands. A file that is sent whole has one, with the number 1. */
export interface Part {
  /** From 1. */
  readonly number: number;
  /** Where it begins in the file, in bytes. */
  readonly offset: number;
  /** Bytes; 0 for the only part of an empty file. */
  readonly size: number;
  /** Back to "waiting" when it was cut and has to be sent again. */
  state: 'waiting' | 'sending' | 'stored';
  /** Bytes handed to the network, 0 to `size`. */
  sent: number;
  /** As the store gave it, quotes and all; "" until it is known, and where CORS hides it. */
  etag: string;
  /** CRC-64/XZ of its bytes, decimal; "" until it is known. */
  crc64: string;
}

/** What came of an upload whose object is stored. */
export interface UploadResult {
  bucket: string;
  key: string;
  /** "" for a file that was sent whole. */
  uploadId: string;
  /** The object's, as the store gave it; "" if CORS hides it. It is no MD5 of a file that went in parts. */
  etag: string;
  /** The object's URL; in a private bucket not readable without a signature. */
  location: string;
  /** "" without versioning, or if CORS hides it. */
  versionId: string;
  /** CRC-64/XZ of the whole file, decimal. */
  crc64: string;
  /** The store reported checksums, and they are those of the file. */
  verified: boolean;
  /** Why not; "" if verified. */
  unverifiedReason: string;
  /** Of the request that stored the object; "" if CORS hides it. */
  requestId: string;
  /** In order; at least one. */
  parts: readonly Readonly<Part>[];
}

/** The states that the driver announces. */
export type Phase = 'preparing' | 'initiating' | 'uploading' | 'completing';

/** What the driver wants of the upload that it works for. */
export interface Control {
  /** Aborts when the user does. */
  readonly signal: AbortSignal;
  enter(phase: Phase): void;
  began(uploadId: string): void;
  planned(parts: readonly Part[]): void;
  progressed(): void;
  /** Passes when the upload is neither paused nor aborted. */
  ready(): Promise<void>;
  /** Performs what may be cut at any time; a pause cuts it and has it done again. */
  step<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

const hidden = { etag: '', crc64: '', versionId: '', requestId: '' };

interface Job {
  file: Blob;
  session: Session;
  hasher: Hasher;
  parts: Part[];
  control: Control;
}

export async function drive(file: Blob, options: Options, control: Control): Promise<UploadResult> {
  await control.ready();
  const session = await Session.open(file.type ? { ...options, contentType: options.contentType ?? file.type } : options);
  const plan = session.core.plan(session.target.dialect, file.size, options.partSize ?? 0);
  const parts = partsOf(file.size, plan);
  control.planned(parts);
  const hasher = createHasher(session.module, algorithmsFor(session.target), options.worker);
  const job = { file, session, hasher, parts, control };
  try {
    await control.ready();
    return await (plan.put ? put(job, parts[0]!) : multipart(job));
  } finally {
    hasher.close();
  }
}

function partsOf(size: number, { partSize, parts }: Plan): Part[] {
  return Array.from({ length: parts }, (_, i) => ({
    number: i + 1, offset: i * partSize, size: Math.min(partSize, size - i * partSize), state: 'waiting', sent: 0, etag: '', crc64: '',
  }));
}

async function put(job: Job, part: Part): Promise<UploadResult> {
  const { session, control } = job;
  const sums = await hash(job, part);
  control.enter('uploading');
  const stored = await send(job, part, 'putObject', []);
  const told = stored.etag || stored.requestId ? stored : await confirm(job, part);
  const unverifiedReason = compare(session, sums, told, { operation: 'putObject' });
  return result(job, { ...told, uploadId: '', location: session.target.url, unverifiedReason });
}

/** A 200 without a header of the store's may be anybody's, as a login page's: only a look at the object tells. Gives what it shows. */
async function confirm({ session, control }: Job, part: Part): Promise<Stored & { versionId: string }> {
  const looked = await control.step((signal) => session.exchange('headObject', { signal })).catch((thrown: unknown) => {
    if (control.signal.aborted) throw thrown;
  });
  if (looked?.size === part.size) return looked;
  const advice = 'Look whether the object is there, and expose ETag in the CORS rule of the bucket.';
  throw new PartwayError(`The answer does not show that the store gave it, and the object could not be found in its place. ${advice}`, {
    code: 'NotFromStore', operation: 'putObject', status: 200, advice, retry: 'ask',
  });
}

async function multipart(job: Job): Promise<UploadResult> {
  const { session, control, parts } = job;
  control.enter('initiating');
  const { uploadId } = await session.exchange('initiate').catch((thrown) => { // never cut: its upload would be left behind
    control.signal.throwIfAborted();
    throw thrown;
  });
  control.began(uploadId);
  let reason: string;
  try {
    control.enter('uploading');
    reason = await sendParts(job, uploadId);
    await control.ready();
  } catch (thrown) {
    throw await cleanUp(session, uploadId, thrown);
  }
  control.enter('completing');
  try {
    const stored = await session.exchange('complete', { args: [uploadId, ...parts.flatMap((p) => [p.number, p.etag])] });
    return result(job, { ...stored, uploadId, unverifiedReason: compareWhole(job, stored, reason) });
  } catch (thrown) {
    throw Object.assign(toPartwayError(thrown), { uploadId });
  }
}

/** Sends the parts and compares each. Gives the reason why that could not be done, if there is one. */
async function sendParts(job: Job, uploadId: string): Promise<string> {
  const { session, parts } = job;
  const sums: Sums[] = [];
  const reasons: string[] = [];
  const judge = (i: number, stored: Stored): void => {
    reasons[i] = compare(session, sums[i]!, stored, { operation: 'uploadPart', partNumber: i + 1 });
  };
  let ahead = hash(job, parts[0]!);
  for (const [i, part] of parts.entries()) {
    sums.push(await ahead);
    const next = parts[i + 1];
    if (next) (ahead = hash(job, next)).catch(() => {}); // awaited in its turn
    const stored = await send(job, part, 'uploadPart', [uploadId, part.number]);
    if (stored.etag) judge(i, stored);
  }
  if (parts.every((part) => part.etag)) return reasons.find(Boolean) ?? '';
  const listed = await listParts(job, uploadId);
  const missing = parts.find((_, i) => !listed[i]?.etag);
  if (missing) throw unlisted(missing.number);
  for (const i of parts.keys()) if (reasons[i] !== '') judge(i, listed[i]!);
  return reasons.find(Boolean) ?? '';
}

function unlisted(partNumber: number): PartwayError {
  const advice = 'Upload the file again.';
  return new PartwayError(`The reply to part ${partNumber} says that it is stored, and the store's list of parts lacks it. ${advice}`, {
    code: 'NotFromStore', operation: 'uploadPart', partNumber, advice, retry: 'restart',
  });
}

/** A page that may not read the ETags of the replies finds them in the list of parts. */
async function listParts({ session, control, parts }: Job, uploadId: string): Promise<Stored[]> {
  const listed: Stored[] = [];
  for (let marker = '0', more = true; more; ) {
    const page = await control.step((signal) => session.exchange('listParts', { args: [uploadId, marker], signal }));
    for (const { number, etag, crc64 } of page.parts) {
      listed[number - 1] = { etag, crc64, requestId: '' };
      const part = parts[number - 1];
      if (part) part.etag = etag;
    }
    more = page.truncated && page.nextMarker !== marker;
    marker = page.nextMarker;
  }
  return listed;
}

/** Where the object has a CRC, that decides; else the parts do, by what `reason` says of them. */
function compareWhole({ session, parts }: Job, stored: Stored, reason: string): string {
  const { core, target } = session;
  if (target.verify !== 'crc64xz') return reason;
  return compare(session, { crc64xz: combineAll(core, parts) }, stored, { operation: 'complete' });
}

async function hash({ file, hasher, control }: Job, part: Part): Promise<Sums> {
  const sums = await hasher.sums(file.slice(part.offset, part.offset + part.size), control.signal);
  part.crc64 = sums.crc64xz ?? '';
  return sums;
}

async function send(job: Job, part: Part, operation: 'putObject', args: []): Promise<Stored & { versionId: string }>;
async function send(job: Job, part: Part, operation: 'uploadPart', args: [uploadId: string, partNumber: number]): Promise<Stored>;
async function send({ file, session, control }: Job, part: Part, operation: 'putObject' | 'uploadPart', args: (string | number)[]): Promise<Stored> {
  const body = file.slice(part.offset, part.offset + part.size);
  const partNumber = operation === 'uploadPart' ? part.number : 0;
  const moved = (state: Part['state'], sent: number): void => {
    Object.assign(part, { state, sent });
    control.progressed();
  };
  const stored = await control.step(async (signal) => {
    moved('sending', 0);
    try {
      return await session.exchange(operation, { args, body, partNumber, signal, onProgress: (sent) => moved('sending', sent) });
    } catch (thrown) {
      // The part is stored, only the page may not read its ETag: the list of parts has it.
      if (thrown instanceof PartwayError && thrown.code === 'ETagNotExposed') return hidden;
      moved('waiting', 0);
      throw thrown;
    }
  });
  part.etag = stored.etag;
  moved('stored', part.size);
  return stored;
}

/** What cannot be resumed is not left at the store to be billed. Where that fails, the error says which upload it is. */
async function cleanUp(session: Session, uploadId: string, thrown: unknown): Promise<unknown> {
  const error = toPartwayError(thrown);
  const signal = AbortSignal.timeout(30_000); // else a dead connection would keep the upload from ending
  await session.exchange('abort', { args: [uploadId], signal }).catch(() => Object.assign(error, { uploadId }));
  return error;
}

type Outcome = Pick<UploadResult, 'uploadId' | 'etag' | 'location' | 'versionId' | 'requestId' | 'unverifiedReason'>;

function result({ session, parts }: Job, { uploadId, etag, location, versionId, requestId, unverifiedReason }: Outcome): UploadResult {
  const { core, target: { bucket, key } } = session;
  const crc64 = combineAll(core, parts);
  return { bucket, key, uploadId, etag, location, versionId, crc64, verified: !unverifiedReason, unverifiedReason, requestId, parts };
}
