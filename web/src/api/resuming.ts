/** The uploads of earlier sessions. */
import { invalidOption, PartwayError } from '../boundary/error.ts';
import { removeUpload, restoreMachine } from '../run/durable.ts';
import { lock } from '../persistence/tablock.ts';
import { checkClientOptions } from '../session/clientoptions.ts';
import { checkOptions, openSession } from '../session/open.ts';
import type { Options, SignerOptions } from '../types/options.ts';
import type { Resumable } from '../types/results.ts';
import type { Session } from '../session/session.ts';
import { browserStorage } from '../persistence/indexeddb.ts';
import type { StoredUpload, UploadStorage } from '../types/storage.ts';
import { upload, type Upload } from './upload.ts';

/** See resumable.ts. */
export async function resumable(storage: UploadStorage | undefined): Promise<Resumable[]> {
  await checkClientOptions({ storage }, {});
  const all = await (storage ?? browserStorage).getAll();
  const busy = await underWay();
  return all
    .filter(({ target }) => target)
    .sort((a, b) => b.saved - a.saved)
    .map((saved) => describe(saved, busy));
}

/** The IDs of uploads that this or another tab sends now, by their locks: see lead.ts. */
async function underWay(): Promise<Set<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.map(({ name = '' }) => name.replace(/^partway /, '')));
}

function describe(
  { id, target: { dialect, bucket, key }, name, size, confirmed, uploadId, saved, handle }: StoredUpload,
  busy: ReadonlySet<string>,
): Resumable {
  return {
    id,
    ...signerOf(id),
    dialect,
    bucket,
    key,
    name,
    size,
    confirmed,
    uploadId,
    saved: new Date(saved),
    hasFile: handle !== undefined,
    underWay: busy.has(id),
  };
}

/** An ID begins with what names the session: see signer.ts. */
function signerOf(id: string): { signer: string; target: string } {
  const [, signer = '', target = ''] = /^(https?:\S*)\/s3\/multipart (\S*) /.exec(id) ?? [];
  return { signer, target };
}

/** See resumable.ts. */
export async function resume(id: string, options: Options | SignerOptions, file?: Blob): Promise<Upload> {
  await checkOptions({ ...options });
  const saved = await storageOf(options).get(id);
  const { name, handle } = saved ?? {};
  if (saved) await opened(saved, options);
  const found = file ?? (await fileOf(handle));
  if (!found) throw new PartwayError('The file has to be chosen again.', { code: 'FileNeeded' });
  return upload(found, { ...options, ...(name !== undefined && { name }), ...(handle && { fileHandle: handle }) });
}

/** See resumable.ts. */
export async function discard(id: string, options: Options | SignerOptions): Promise<void> {
  await checkOptions({ ...options });
  const saved = await storageOf(options).get(id);
  if (!saved) return;
  const session = await opened(saved, options);
  const release = await lock(id, { ifAvailable: true });
  if (!release) throw new PartwayError('The upload is under way. Abort it instead.', { code: 'UnderWay' });
  try {
    const machine = restoreMachine({ session }, saved);
    const hasher = { sums: async () => [], close() {} }; // there is nothing to hash
    // Of a version whose format has gone, the store's own rules remove what is there.
    const error =
      machine &&
      (await removeUpload(
        { file: new Blob(), session, hasher, observer: { signal: new AbortController().signal } },
        machine,
      ));
    if ((error as PartwayError | undefined)?.uploadId) throw unconfirmed();
    await storageOf(options).delete(id);
  } finally {
    release();
  }
}

const storageOf = ({ storage }: Options | SignerOptions) => storage ?? browserStorage;

/** The session of an upload, if the options are those that it was begun with. */
async function opened({ id, name, size }: StoredUpload, options: Options | SignerOptions): Promise<Session> {
  const session = await openSession({ ...options }, { name, size, type: '' });
  if (`${session.id} ${name}` !== id) throw invalidOption('options', 'are not those of this upload.');
  return session;
}

const unconfirmed = (): PartwayError =>
  new PartwayError('The store did not say that the parts are removed.', {
    code: 'NoReply',
    operation: 'abort',
    retry: 'again',
  });

/** The file of a handle that was stored; undefined if it is gone, or the user does not permit it to be read. */
export async function fileOf(handle: FileSystemFileHandle | undefined): Promise<File | undefined> {
  try {
    const asked = handle as (FileSystemFileHandle & Partial<Permissions>) | undefined;
    if ((await asked?.requestPermission?.({ mode: 'read' })) === 'denied') return undefined;
    return await asked?.getFile();
  } catch {
    return undefined;
  }
}

/** https://wicg.github.io/file-system-access/#api-filesystemhandle-requestpermission (2026-11-22) */
interface Permissions {
  requestPermission(descriptor: { mode: 'read' }): Promise<PermissionState>;
}
