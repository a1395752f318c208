/**
 * The options of an upload, typed per dialect. The rows in core/dialect are the authority: they check every value
 * and say what each becomes on the wire; these types only let an editor know first.
 */
import type { ModuleSource } from '../boundary/module.ts';
import type { Signer } from './signer.ts';

/** Keys that sign requests. Temporary ones carry a security token. Nothing here is stored or logged. */
export interface Credentials {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string;
  /** When they expire, if that is known: a Date, an ISO text or milliseconds since 1970. */
  expiration?: Date | string | number;
}

/**
 * Keys, or a function that gets fresh ones. It is asked when an upload begins, before its keys expire and when the
 * store refuses them, once at a time for all uploads that share it.
 */
export type CredentialsSource = Credentials | (() => Credentials | Promise<Credentials>);

/** What an upload does in the page, whoever signs it. */
export interface UploadOptions {
  /** Bytes per part; default: chosen so that at most 100 parts are needed. */
  partSize?: number;
  /** Requests at a time, 1 to 6; default: as many as make the upload faster, shared with the page's other uploads. */
  parallel?: number;
  /** Seconds after which the upload fails, pauses included; default: none. */
  timeLimit?: number;
  /** Seconds without a byte moving after which a request is sent again, 0.1 to 3600; default: 30. */
  stallTime?: number;
  /** Whether the upload goes on where an earlier one of this file was interrupted, and can be gone on with; default: true. */
  resume?: boolean;
  /** Of the file, where the browser gave one: an interrupted upload then needs no second picking. */
  fileHandle?: FileSystemFileHandle;
  signal?: AbortSignal;
  /** Default: `partway.wasm` beside the script, with a signer `partway-nokeys.wasm`. */
  wasm?: ModuleSource;
  /** Makes the worker that hashes; default: `hash.js` beside the script. */
  worker?: () => Worker;
  /** Called with each request before it is sent. It holds a signature and perhaps keys: show it, do not log it. */
  onRequest?: (request: SentRequest) => void;
}

/** An upload that is signed outside the page, which also says where it goes. */
export interface SignerOptions extends UploadOptions {
  signer: Signer;
}

/** What is the same in every dialect. */
interface CommonOptions extends UploadOptions {
  bucket: string;
  /** The object's name, at least one character. Not escaped. */
  key: string;
  /** General ID, "cn-hangzhou". Needed where the signature or the host names it. */
  region?: string;
  /** A host form of the dialect ("accelerate"), a host, or a URL with host and base path. Default: "public". */
  endpoint?: string;
  /** Where the bucket stands: in front of the host, first in the path, or nowhere as the host is bound to it. */
  addressing?: 'virtual' | 'path' | 'cname';
  credentials: CredentialsSource;
  /** Seconds that a signature lives; COS signs it into each request. */
  signatureExpires?: number;

  cacheControl?: string;
  /** A whole header value, or a bare file name in any script. */
  contentDisposition?: string;
  contentEncoding?: string;
  /** Default: the file's own type. */
  contentType?: string;
  expires?: string | Date;
  metadata?: Readonly<Record<string, string>>;
  /** At most ten. */
  tags?: Readonly<Record<string, string>>;
  /** Refuses to replace an object of the same key. */
  forbidOverwrite?: boolean;
}

/** A request as `onRequest` sees it. */
export interface SentRequest {
  operation: string;
  method: string;
  url: string;
  headers: readonly (readonly [name: string, value: string])[];
  canonical: string;
  stringToSign: string;
}

type Json = Readonly<Record<string, unknown>>;

export interface OSSOptions extends CommonOptions {
  dialect: 'oss';
  signature?: 'oss-v4' | 'oss-v1';
  storageClass?: 'Standard' | 'IA' | 'Archive' | 'ColdArchive' | 'DeepColdArchive';
  acl?: 'default' | 'private' | 'public-read' | 'public-read-write';
  encryption?: 'AES256' | 'KMS' | 'SM4';
  encryptionKeyId?: string;
  dataEncryption?: 'SM4';
  /** Called by OSS when the object is there; the object or its base64. */
  callback?: Json | string;
  callbackVar?: Json | string;
  /** Bits per second, 819,200 to 838,860,800. */
  trafficLimit?: number;
  requestPayer?: 'requester';
  encodingType?: 'url';
  sequential?: boolean;
}

/** Who is granted something: `id="100000000001"`, several with a comma between them. */
type Grantees = string;

interface Grants {
  grantRead?: Grantees;
  grantReadAcp?: Grantees;
  grantWriteAcp?: Grantees;
  grantFullControl?: Grantees;
}

/** A key of the customer's own: base64 of 32 bytes, over https only. The MD5 is worked out if it is not given. */
interface CustomerKey {
  customerKey?: string;
  customerKeyMD5?: string;
  customerAlgorithm?: 'AES256';
}

export interface COSOptions extends CommonOptions, Grants, CustomerKey {
  dialect: 'cos';
  signature?: 'cos';
  contentLanguage?: string;
  storageClass?:
    | 'STANDARD' | 'STANDARD_IA' | 'INTELLIGENT_TIERING' | 'ARCHIVE' | 'DEEP_ARCHIVE'
    | 'MAZ_STANDARD' | 'MAZ_STANDARD_IA' | 'MAZ_INTELLIGENT_TIERING';
  acl?: 'default' | 'private' | 'public-read' | 'authenticated-read' | 'bucket-owner-read' | 'bucket-owner-full-control';
  encryption?: 'AES256' | 'cos/kms' | 'SM4';
  encryptionKeyId?: string;
  encryptionContext?: Json | string;
  /** Bits per second, 819,200 to 838,860,800. */
  trafficLimit?: number;
  mimeLimit?: string;
  picOperations?: Json | string;
  callback?: Json | string;
  callbackVar?: Json | string;
  returnBody?: Json | string;
}

export interface S3Options extends CommonOptions, Grants, CustomerKey {
  dialect: 's3';
  signature?: 'aws-v4';
  contentLanguage?: string;
  storageClass?:
    | 'STANDARD' | 'REDUCED_REDUNDANCY' | 'STANDARD_IA' | 'ONEZONE_IA' | 'INTELLIGENT_TIERING' | 'GLACIER'
    | 'DEEP_ARCHIVE' | 'OUTPOSTS' | 'GLACIER_IR' | 'SNOW' | 'EXPRESS_ONEZONE' | 'FSX_OPENZFS';
  acl?:
    | 'private' | 'public-read' | 'public-read-write' | 'authenticated-read' | 'aws-exec-read'
    | 'bucket-owner-read' | 'bucket-owner-full-control';
  encryption?: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  encryptionKeyId?: string;
  encryptionContext?: Json | string;
  bucketKey?: boolean;
  websiteRedirect?: string;
  objectLockMode?: 'GOVERNANCE' | 'COMPLIANCE';
  objectLockRetainUntil?: string | Date;
  objectLockLegalHold?: 'ON' | 'OFF';
  checksumAlgorithm?: 'CRC64NVME';
  checksumType?: 'FULL_OBJECT';
  requestPayer?: 'requester';
  expectedBucketOwner?: string;
}

export type Options = OSSOptions | COSOptions | S3Options;
