// The signer's HTTP contract. Made from api.go by its test; do not edit.

/** BeginRequest is the body of POST /s3/multipart. Companion's fields come first. */
export interface BeginRequest {
  filename: string;
  type?: string; // media type; without one application/octet-stream
  metadata?: Record<string, string>; // user metadata of the object
  size?: number; // bytes; with it the answer is a PlannedAnswer
  partSize?: number; // bytes that every part but the last shall have
  target?: string; // where to; the default one if there is no name
  options?: Record<string, string | number | boolean | Record<string, string>>; // further options of the object that the target allows
}

/** BeginAnswer answers it if no size was given. */
export interface BeginAnswer {
  key: string;
  uploadId: string; // sealed: for this signer only
  bucket: string;
}

/** PlannedAnswer answers it if a size was given. */
export interface PlannedAnswer {
  key: string;
  uploadId: string;
  bucket: string;
  dialect: string;
  url: string; // of the object, without a query
  verify: string; // checksum that the store reports of a part: crc64xz, md5 or empty
  verifyHeader: string; // header that has it
  partSize: number; // bytes of every part but the last
  parts: number;
  put: boolean; // the one URL is a PUT of the whole object
  urls: string[]; // of the parts from 1 on, at most 100
  headers: Record<string, string>; // that every PUT must carry
  until: number; // end of the URLs, milliseconds since 1970
}

/** WindowAnswer answers GET /s3/multipart/{id}/batch. */
export interface WindowAnswer {
  presignedUrls: Record<string, string>; // by part number
  headers: Record<string, string>;
  until: number; // milliseconds since 1970
}

/** PartURLAnswer answers GET /s3/multipart/{id}/{part}. */
export interface PartURLAnswer {
  url: string;
  expires: number; // seconds
}

/** ListedPart is one of the list that GET /s3/multipart/{id} answers with. */
export interface ListedPart {
  PartNumber: number;
  Size: number;
  ETag: string;
  CRC64?: string; // CRC-64/XZ in decimal, where the store tells
}

/** CompleteRequest is the body of POST /s3/multipart/{id}/complete. */
export interface CompleteRequest {
  parts?: CompletePart[]; // without them the store's own list is taken
  sum?: string; // checksum of the whole object: CRC-64/XZ in decimal, or the ETag that MD5s make, without quotes
}

/** CompletePart is a part as the client knows it. */
export interface CompletePart {
  PartNumber: number;
  ETag: string;
}

/** CompleteAnswer answers it. */
export interface CompleteAnswer {
  location: string; // URL of the object, without a query
  bucket: string;
  key: string;
  size: number;
  etag: string;
  crc64?: string;
  versionId?: string;
  requestId?: string; // the store's
  download?: string; // URL to read the object by, where the target gives one
}

/** FormAnswer answers GET /s3/params. */
export interface FormAnswer {
  method: string;
  url: string;
  fields: Record<string, string>; // in front of the file
}

/** SignRequest is the body of POST /s3/sign: what Uppy hands to signRequest. */
export interface SignRequest {
  method: string;
  key: string;
  uploadId?: string;
  partNumber?: number;
  contentType?: string;
  expiresIn?: number; // taken note of by nobody: the target says how long
  target?: string;
}

/** SignAnswer answers it. */
export interface SignAnswer {
  url: string;
  key?: string; // under which the object is stored
  fields?: Record<string, string>; // of a form
}

/** ErrorAnswer is every answer that is no success. */
export interface ErrorAnswer {
  code: string;
  message: string;
  retry: string; // never, again, slower, resign, ask or restart
  requestId?: string; // the store's
  stored?: boolean; // the object is stored all the same
}
