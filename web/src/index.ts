/** Partway in a page: everything that other people's programs may rely on. Importing it does nothing yet. */
export { PartwayError, type ErrorDetails, type RetryAdvice } from './boundary/error.ts';
export { compile, type ModuleSource } from './boundary/module.ts';
export type { BuiltRequest } from './boundary/keycore.ts';
export { check, initiate, type Initiated, type Preview } from './client/initiate.ts';
export { discard, resumable, resume, type Resumable } from './client/resumable.ts';
export { upload, type Progress, type Upload, type UploadState } from './client/upload.ts';
export type { Part } from './client/parts.ts';
export type { UploadResult } from './client/outcome.ts';
export type {
  COSOptions,
  Credentials,
  CredentialsSource,
  Options,
  OSSOptions,
  S3Options,
  SentRequest,
  SignerOptions,
  UploadOptions,
} from './client/options.ts';
