import type { Form } from '../boundary/keycore.ts';
import type { COSOptions, OSSOptions, S3Options, UploadOptions } from './options.ts';

/** What is asked of the store. Numbers of parts count from 1. */
export type Signing =
  | { operation: 'initiate' | 'putObject' }
  | ({ operation: 'getObject' } & ReadAsks & VersionAsk)
  | ({ operation: 'headObject' | 'deleteObject' } & VersionAsk)
  | { operation: 'uploadPart'; uploadId: string; partNumber: number }
  /** The parts whose number is greater than `after`. */
  | { operation: 'listParts'; uploadId: string; after: number }
  /** In the order of their numbers. */
  | { operation: 'complete'; uploadId: string; parts: readonly { number: number; etag: string }[] }
  | { operation: 'abort'; uploadId: string }
  /** Uploads of keys that begin with `prefix`, after those that the markers name. */
  | { operation: 'listUploads'; prefix: string; keyMarker?: string; uploadIdMarker?: string };

/** What the answer to getObject says in place of what is stored with the object. What is left out is as it is stored. */
export interface ReadAsks {
  responseCacheControl?: string;
  /** A whole header value, or a bare file name in any script, under which a browser then saves the object. */
  responseContentDisposition?: string;
  responseContentEncoding?: string;
  responseContentLanguage?: string;
  responseContentType?: string;
  /** A Date or an HTTP date. */
  responseExpires?: string | Date;
  /** OSS alone: what it does to the object on its way out, "image/resize,w_200". */
  process?: string;
}

export interface VersionAsk {
  /** Default: the newest version. */
  versionId?: string;
}

interface HowToSign {
  /** "query" signs in the URL, "header" in Authorization. Default: "query". */
  form?: Exclude<Form, 'none'>;
  /** When the signature begins to be valid; default: now. */
  time?: Date;
}

type OfUploads = Exclude<keyof UploadOptions, 'wasm'>;

/** The options of an upload, without those that concern the uploading itself. */
export type PresignOptions = (Omit<OSSOptions, OfUploads> | Omit<COSOptions, OfUploads> | Omit<S3Options, OfUploads>) &
  HowToSign;
