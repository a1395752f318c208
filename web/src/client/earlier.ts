/** The uploads of earlier sessions. */
import { PartwayError } from '../boundary/error.ts';
import type { Options, SignerOptions } from './options.ts';
import type { Resumable } from './resumable.ts';
import { perform, type Saved } from './snapshots.ts';
import { upload, type Upload } from './upload.ts';

const loadAll = async (): Promise<Saved[]> => (await perform<Saved[]>('readonly', (store) => store.getAll())) ?? [];

/** See resumable.ts. */
export async function resumable(): Promise<Resumable[]> {
  const all = await loadAll();
  return all.sort((a, b) => b.saved - a.saved).map(describe);
}

function describe({ id, target: { dialect, bucket, key }, name, size, confirmed, uploadId, saved, handle }: Saved): Resumable {
  return { id, dialect, bucket, key, name, size, confirmed, uploadId, saved: new Date(saved), hasFile: handle !== undefined };
}

/** See resumable.ts. */
export async function resume(id: string, options: Options | SignerOptions, file?: Blob): Promise<Upload> {
  const saved = (await loadAll()).find((one) => one.id === id);
  const found = file ?? (await fileOf(saved?.handle));
  if (!found) throw new PartwayError('The file has to be chosen again.', { code: 'FileNeeded' });
  return upload(found, saved?.handle ? { ...options, fileHandle: saved.handle } : options);
}

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
