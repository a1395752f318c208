/** The files of an input, a drop or a paste, folders opened. */
import type { Found } from './intake.ts';

export const found = (file: File, handle?: FileSystemFileHandle): Found => ({
  file,
  path: file.webkitRelativePath || file.name,
  handle,
});

export interface Gathered {
  files: Found[];
  /** Paths of what the browser could not open. */
  unreadable: string[];
}

type Handed = DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> };

/**
 * In the order in which they were dropped. What is to be opened has to be asked for before anything is awaited: the
 * browser forgets it then.
 */
export async function gather({ items, files }: DataTransfer): Promise<Gathered> {
  const given = [...items]
    .filter(({ kind }) => kind === 'file')
    .map((item: Handed) => {
      const entry = item.webkitGetAsEntry?.();
      const file = item.getAsFile();
      return entry?.isDirectory
        ? walk(entry)
        : file && handleOf(item).then((handle) => ({ files: [found(file, handle)], unreadable: [] }));
    });
  if (!given.length) return { files: [...files].map((file) => found(file)), unreadable: [] };
  return joined((await Promise.all(given)).filter((one) => one !== null));
}

const joined = (all: readonly Gathered[]): Gathered => ({
  files: all.flatMap(({ files }) => files),
  unreadable: all.flatMap(({ unreadable }) => unreadable),
});

/** By it an upload goes on after a reload without a second picking. */
async function handleOf(item: Handed): Promise<FileSystemFileHandle | undefined> {
  const handle = await item.getAsFileSystemHandle?.().catch(() => null);
  return handle?.kind === 'file' ? (handle as FileSystemFileHandle) : undefined;
}

async function walk(entry: FileSystemEntry): Promise<Gathered> {
  const path = entry.fullPath.replace(/^\//, '');
  const inside: Gathered[] = [];
  try {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
      return { files: [{ file, path }], unreadable: [] };
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (let more = true; more; ) {
      // a reader gives a hundred or so at a time, and nothing at the end
      const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      more = entries.length > 0;
      for (const one of entries) inside.push(await walk(one));
    }
  } catch {
    inside.push({ files: [], unreadable: [path] });
  }
  return joined(inside);
}
