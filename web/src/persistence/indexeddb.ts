/** The browser's database as a storage: what is used if no other is given. */
import type { StoredUpload, UploadStorage } from '../types/storage.ts';

const DATABASE = 'partway',
  STORE = 'uploads',
  VERSION = 1;

export const browserStorage: UploadStorage = {
  get: (id) => perform<StoredUpload>('readonly', (store) => store.get(id)),
  getAll: async () => (await perform<StoredUpload[]>('readonly', (store) => store.getAll())) ?? [],
  async put(upload) {
    await perform('readwrite', (store) => store.put(upload));
  },
  async delete(id) {
    await perform('readwrite', (store) => store.delete(id));
  },
};

let opened: Promise<IDBDatabase | undefined> | undefined;

/** Undefined where the browser has no database, or does not let this page have one: uploads then do without. */
function open(): Promise<IDBDatabase | undefined> {
  opened ??= new Promise<IDBDatabase | undefined>((resolve) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onerror = request.onblocked = () => resolve(undefined);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = () => {
        opened = undefined;
      };
      database.onversionchange = () => {
        database.close();
        opened = undefined;
      };
      resolve(database);
    };
  }).catch(() => undefined);
  return opened;
}

/** Performs one request on the database. Undefined if that fails: what is not stored is only sent again. */
async function perform<T>(
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
