import type { StoredUpload, UploadStorage } from '../types/storage.ts';

/** Stores the snapshots of one upload, each over the one before. */
export interface Saver {
  /** Resolves when this snapshot, or a later one, is durable. Those that come during a write are written as one. */
  save(saved: Pick<StoredUpload, 'target' | 'confirmed' | 'uploadId' | 'snapshot'>): Promise<void>;
  forget(): Promise<void>;
}

/** `facts` are those that stay. */
export function openSaver(storage: UploadStorage, facts: Pick<StoredUpload, 'id' | 'name' | 'size' | 'handle'>): Saver {
  let latest: StoredUpload | undefined;
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    for (let next = latest; next; next = latest) {
      latest = undefined;
      await storage.put(next);
    }
    writing = undefined;
  };
  return {
    save(saved) {
      latest = { ...facts, ...saved, saved: Date.now() };
      return (writing ??= write());
    },
    async forget() {
      latest = undefined;
      await writing;
      await storage.delete(facts.id);
    },
  };
}
