import type { Bytes } from '../boundary/message.ts';
import type { Target } from './target.ts';

/** An upload that can be continued. Nothing in it is a secret: no keys, tokens or signed URLs. */
export interface StoredUpload {
  /** Names the signer or the object, and the file. */
  id: string;
  target: Target;
  /** The file's name, or the option `name`. */
  name: string;
  /** Bytes of the file. */
  size: number;
  /** Bytes that the store confirmed. */
  confirmed: number;
  /** "" before the upload has begun. */
  uploadId: string;
  /** Milliseconds since 1970. */
  saved: number;
  /** The state of the upload, which begins with the number of its format. */
  snapshot: Bytes;
  handle?: FileSystemFileHandle | undefined;
}

/**
 * Where interrupted uploads are kept. No method rejects: an upload that cannot be stored is only sent again from its
 * beginning.
 */
export interface UploadStorage {
  get(id: string): Promise<StoredUpload | undefined>;
  /** All of them, in any order. */
  getAll(): Promise<readonly StoredUpload[]>;
  /** Replaces the one of the same ID. Resolves when it is durable. */
  put(upload: StoredUpload): Promise<void>;
  delete(id: string): Promise<void>;
}
