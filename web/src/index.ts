/** Partway in a page: everything that other people's programs may rely on. Importing it does nothing yet. */
export { PartwayError, type ErrorDetails, type RetryAdvice } from './boundary/error.ts';
export { compile, type ModuleSource } from './boundary/module.ts';
export type { BuiltRequest } from './boundary/core.ts';
export { check, initiate, type Initiated, type Preview } from './client/initiate.ts';
export { upload, type Progress, type Upload, type UploadState } from './client/upload.ts';
export type { Part, UploadResult } from './client/drive.ts';
export type { COSOptions, Credentials, CredentialsSource, Options, OSSOptions, S3Options, SentRequest } from './client/options.ts';
