/** Partway in a page: everything that other people's programs may rely on. Importing it does nothing yet. */
export { PartwayError, type ErrorDetails, type RetryAdvice } from './boundary/error.ts';
export { compile } from './platform/compile.ts';
export type { BuiltRequest } from './boundary/keycore.ts';
export { check, initiate } from './api/initiate.ts';
export { discard, resumable, resume } from './api/resumable.ts';
export { upload, type Upload } from './api/upload.ts';
export type { Initiated, Part, Preview, Progress, Resumable, UploadResult, UploadState } from './types/results.ts';
export type {
  COSOptions,
  Credentials,
  CredentialsSource,
  ModuleSource,
  Options,
  OSSOptions,
  S3Options,
  SignerOptions,
  UploadOptions,
} from './types/options.ts';
export type { StoredUpload, UploadStorage } from './types/storage.ts';
export type { Target } from './types/target.ts';
export type { Body, SendOptions, SentRequest, Transport } from './types/transport.ts';
