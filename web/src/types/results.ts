/** What the calls give back. */
import type { BuiltRequest, Checked } from '../boundary/keycore.ts';

/**
 * `waiting`: another tab sends the same upload; this one takes over when that ends. `resuming`: what an earlier
 * session sent is compared with the file and the store. `offline` and `paused` say why nothing is sent. The last
 * three are final.
 */
export type UploadState =
  | 'preparing'
  | 'waiting'
  | 'resuming'
  | 'initiating'
  | 'uploading'
  | 'completing'
  | 'aborting'
  | 'paused'
  | 'offline'
  | 'finished'
  | 'failed'
  | 'aborted';

/** How far an upload is, in bytes. Neither number goes back. */
export interface Progress {
  /** Handed to the network; what is sent again counts once. */
  sent: number;
  /** What the store has said it holds. */
  confirmed: number;
  /** The file's size. */
  total: number;
  /** Bytes per second, smoothed. */
  speed: number;
  /** Estimate; undefined if there is none. */
  secondsLeft: number | undefined;
}

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
  /** A URL to read it by for a while, where the signer's target says `download`; else "". */
  download: string;
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
  /** What the application server answered that the store called; "" if it called none. */
  callback: string;
  /** In order; at least one. */
  parts: readonly Readonly<Part>[];
}

/** An upload that was interrupted, in this browser. */
export interface Resumable {
  /** For `resume`; what it is made of may change. */
  readonly id: string;
  /** Where its signer is, as the option says it but absolute and without a slash at its end; "" for one with keys. */
  readonly signer: string;
  /** The signer's target, as the option said it; "" if none was named. */
  readonly target: string;
  readonly dialect: string;
  readonly bucket: string;
  readonly key: string;
  /** Name of the file, or the one that was given in its place, and its size. */
  readonly name: string;
  readonly size: number;
  /** Bytes that the store said it holds. */
  readonly confirmed: number;
  readonly uploadId: string;
  readonly saved: Date;
  /** Whether the browser keeps the file's handle, so that it need not be chosen again. */
  readonly hasFile: boolean;
  /** Whether this or another tab sends it now. */
  readonly underWay: boolean;
}

/** A multipart upload that was begun; bucket and key as the store repeats them. */
export interface Initiated {
  bucket: string;
  key: string;
  /** Never "". */
  uploadId: string;
  /** "" if CORS hides it. */
  requestId: string;
}

/** What options come to: the target, and the request that initiate would send now. Sends nothing. */
export interface Preview extends Checked {
  /** Signed for now: a few minutes later the store refuses it. */
  request: BuiltRequest;
}

/** What the tab that sends an upload tells the others. */
export interface TabProgress {
  id: string;
  fingerprint: string;
  /** Bytes handed to the network. */
  sent: number;
  /** Bytes that the store confirmed. */
  confirmed: number;
  /** Bytes per second. */
  speed: number;
  /** Milliseconds; -1 if not known. */
  left: number;
  result?: UploadResult | undefined;
}
