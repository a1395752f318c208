/** Hashing on the page's own thread. */
export { BlobHasher } from './hash.ts';
