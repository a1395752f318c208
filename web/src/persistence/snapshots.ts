/** Uploads that can be gone on with, in IndexedDB. Nothing here is a secret: no keys, tokens or signed URLs. */
import type { Bytes } from '../boundary/message.ts';
import type { Target } from '../session/session.ts';

const DATABASE = 'partway',
  STORE = 'uploads',
  VERSION = 1;

export interface Saved {
  /** The session's and the file's name. */
  id: string;
  target: Target;
  name: string;
  size: number;
  confirmed: number;
  uploadId: string;
  /** Milliseconds since 1970. */
  saved: number;
  /** upload.Snapshot; it begins with the number of its format. */
  snapshot: Bytes;
  handle?: FileSystemFileHandle | undefined;
}

let opened: Promise<IDBDatabase | undefined> | undefined;

/** Undefined where the browser has no database, or does not let this page have one: uploads then do without. */
function open(): Promise<IDBDatabase | undefined> {
  opened ??= new Promise<IDBDatabase | undefined>((resolve) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onerror = request.onblocked = () => resolve(undefined);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = () => (opened = undefined);
      database.onversionchange = () => (database.close(), (opened = undefined));
      resolve(database);
    };
  }).catch(() => undefined);
  return opened;
}

/** Performs one request on the store. Undefined if that fails: what is not stored is only sent again. */
export async function perform<T>(
  mode: IDBTransactionMode,
  run: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  const database = await open();
  if (!database) return undefined;
  return new Promise((resolve) => {
    try {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const request = run(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => resolve(undefined);
    } catch {
      resolve(undefined); // the database is closing, or a handle cannot be stored
    }
  });
}

export const load = (id: string): Promise<Saved | undefined> => perform('readonly', (store) => store.get(id));

/** The snapshots of one upload, each written over the one before. */
export interface Saver {
  /** Resolves when this one, or a later one, is durable. Those that come while one is written are written as one. */
  save(saved: Pick<Saved, 'target' | 'confirmed' | 'uploadId' | 'snapshot'>): Promise<void>;
  forget(): Promise<void>;
}

/** `facts` are those that stay. */
export function openSaver(facts: Pick<Saved, 'id' | 'name' | 'size' | 'handle'>): Saver {
  let latest: Saved | undefined;
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    for (let next = latest; next; next = latest) {
      latest = undefined;
      const saved = next;
      await perform('readwrite', (store) => store.put(saved));
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
      await perform('readwrite', (store) => store.delete(facts.id));
    },
  };
}
