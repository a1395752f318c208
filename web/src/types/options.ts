/**
 * The options of an upload, typed per dialect. The rows in core/dialect are the authority: they check every value
 * and say what each becomes on the wire; these types only let an editor know first.
 */
import type { Reply } from '../boundary/core.ts';
import type { UploadStorage } from './storage.ts';
import type { SentRequest, Transport } from './transport.ts';

/** Where the WebAssembly module comes from; the default is `partway.wasm` beside the script. */
export type ModuleSource = URL | string | Response | BufferSource | WebAssembly.Module;

/**
 * Keys that sign requests. Nothing here is stored or logged, and what else an object of a key service holds is not
 * read. An error about one names it "credentials.accessKeyId" and never shows its value.
 */
export interface Credentials {
  /** Printable ASCII without spaces, as the other two. */
  accessKeyId: string;
  accessKeySecret: string;
  /** Comes with temporary keys; default: none. */
  securityToken?: string;
  /** When they expire, if that is known: a Date, an ISO text or milliseconds since 1970. */
  expiration?: Date | string | number;
}

/**
 * The keys, or a function that gets fresh ones. It is asked when an upload begins, before its keys expire and when the
 * store refuses them, once at a time for all uploads that share it. If it throws or rejects for good, so does the
 * upload, with the code "CredentialsFailed" and that error as the cause.
 */
export type CredentialsSource = Credentials | (() => Credentials | Promise<Credentials>);

/** What an upload does in the page, whoever signs it. */
export interface UploadOptions {
  /**
   * Bytes per part, the last may be shorter: 100 KiB (COS: 1 MiB, S3: 5 MiB) to 5 GiB, and so large that 10,000 parts
   * do. A file no larger than one part goes whole. Default: a hundredth of the file,
   * but 8 MiB at least and, as long as 10,000 parts do, 1 GiB at most.
   */
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
  /**
   * The file's name for a signer, and what an upload is known by when it goes on: give its path where files of several
   * folders may have the same name. Default: the file's own.
   */
  name?: string;
  /** Aborts as `abort()` does, with the signal's reason. */
  signal?: AbortSignal;
  /** Default: `partway.wasm` beside the script, with a signer `partway-nokeys.wasm`. */
  wasm?: ModuleSource;
  /** Makes the worker that hashes; default: `hash.js` beside the script. */
  worker?: () => Worker;
  /** Sends the requests; default: XMLHttpRequest, or fetch where that is missing. */
  transport?: Transport;
  /** Keeps what is needed to continue an interrupted upload; default: IndexedDB. */
  storage?: UploadStorage;
  /** Called with each request before it is sent. It holds a signature and perhaps keys: show it, do not log it. */
  onRequest?: (request: SentRequest) => void;
  /** Called with what came back, and the same request: do not log a signer's answer, there are signed URLs in it. */
  onResponse?: (reply: Readonly<Reply>, request: SentRequest) => void;
}

/** An upload whose keys a signer holds, which also says where the file goes. */
export interface SignerOptions extends UploadOptions {
  /** Where the signer is: the URL in front of its "/s3/multipart". */
  signer: string | URL;
  /** One of those that the signer's configuration names; without it the signer's default. */
  target?: string;
  /**
   * Sent to the signer with every request: `authorization`, who the user is. A signer of another origin takes no other
   * name. A function is asked each time.
   */
  headers?:
    | Readonly<Record<string, string>>
    | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);
  /** Of the object, as far as the signer allows it. */
  metadata?: Readonly<Record<string, string>>;
  /** Further options of the object, as its dialect has them (`storageClass`, `tags`, ...), as far as the signer allows them. */
  options?: Readonly<Record<string, string | number | boolean | Readonly<Record<string, string>>>>;
}

/**
 * What is the same in every dialect. An option left out, undefined or null is not sent, and the store's own default
 * holds. What is wrong rejects with a PartwayError of the code "InvalidOption" before any request.
 */
interface CommonOptions extends UploadOptions {
  /** Its name by the store's rules, 3 to 63 characters; in COS with the account's number: "films-1250000000". */
  bucket: string;
  /** The object's name, 1 to 1,024 bytes of UTF-8 (OSS: 1,023, COS: 850). Not escaped, and taken as it is. */
  key: string;
  /** General ID, "cn-hangzhou". Needed where the signature or the host names it. */
  region?: string;
  /** A host form of the dialect ("accelerate"), a host, or a URL with host and base path. Default: "public". */
  endpoint?: string;
  /** Where the bucket stands: in front of the host, first in the path, or nowhere as the host is bound to it. */
  addressing?: 'virtual' | 'path' | 'cname';
  credentials: CredentialsSource;
  /** Seconds that a signature lives: 1 to 604,800 (COS: to ten years); default: 900. COS signs it into each request. */
  signatureExpires?: number;

  /** Header value, sent as it is; as are the ones below if nothing else is said. */
  cacheControl?: string;
  /** A whole header value, or a bare file name in any script. */
  contentDisposition?: string;
  contentEncoding?: string;
  /** Default: the file's own type. */
  contentType?: string;
  /** When caches drop the object: a Date or an HTTP date. */
  expires?: string | Date;
  /** Names without the store's prefix ("author") and their texts; 2 KiB together (OSS: 8 KiB). */
  metadata?: Readonly<Record<string, string>>;
  /** At most ten; a name has 1 to 128 characters, a value 0 to 256. COS: 1 to 127 and 1 to 255. */
  tags?: Readonly<Record<string, string>>;
  /** Refuses to replace an object of the same key; default: false. */
  forbidOverwrite?: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** An upload to Alibaba Cloud OSS. */
export interface OSSOptions extends CommonOptions {
  dialect: 'oss';
  /** Default: "oss-v4", which needs the region. */
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
  /** The parts will come in order, which makes the object's MD5 available; default: false. */
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

/** An upload to Tencent Cloud COS. */
export interface COSOptions extends CommonOptions, Grants, CustomerKey {
  dialect: 'cos';
  signature?: 'cos';
  contentLanguage?: string;
  storageClass?:
    | 'STANDARD'
    | 'STANDARD_IA'
    | 'INTELLIGENT_TIERING'
    | 'ARCHIVE'
    | 'DEEP_ARCHIVE'
    | 'MAZ_STANDARD'
    | 'MAZ_STANDARD_IA'
    | 'MAZ_INTELLIGENT_TIERING';
  acl?:
    | 'default'
    | 'private'
    | 'public-read'
    | 'authenticated-read'
    | 'bucket-owner-read'
    | 'bucket-owner-full-control';
  encryption?: 'AES256' | 'cos/kms' | 'SM4';
  encryptionKeyId?: string;
  encryptionContext?: Json | string;
  /** Bits per second, 819,200 to 838,860,800. */
  trafficLimit?: number;
  /** Media types that COS takes, "image/*;text/plain". */
  mimeLimit?: string;
  /** What COS does with a picture, as its JSON says. */
  picOperations?: Json | string;
  callback?: Json | string;
  callbackVar?: Json | string;
  returnBody?: Json | string;
}

/** An upload to Amazon S3, or to a store that speaks as it does. */
export interface S3Options extends CommonOptions, Grants, CustomerKey {
  dialect: 's3';
  signature?: 'aws-v4';
  contentLanguage?: string;
  storageClass?:
    | 'STANDARD'
    | 'REDUCED_REDUNDANCY'
    | 'STANDARD_IA'
    | 'ONEZONE_IA'
    | 'INTELLIGENT_TIERING'
    | 'GLACIER'
    | 'DEEP_ARCHIVE'
    | 'OUTPOSTS'
    | 'GLACIER_IR'
    | 'SNOW'
    | 'EXPRESS_ONEZONE'
    | 'FSX_OPENZFS';
  acl?:
    | 'private'
    | 'public-read'
    | 'public-read-write'
    | 'authenticated-read'
    | 'aws-exec-read'
    | 'bucket-owner-read'
    | 'bucket-owner-full-control';
  encryption?: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  encryptionKeyId?: string;
  encryptionContext?: Json | string;
  /** Uses the bucket's own key below that of KMS; only with "aws:kms". Default: the bucket's. */
  bucketKey?: boolean;
  /** A path in the bucket or a URL. */
  websiteRedirect?: string;
  /** Needs `objectLockRetainUntil`, an instant in the future, and the other way round. */
  objectLockMode?: 'GOVERNANCE' | 'COMPLIANCE';
  objectLockRetainUntil?: string | Date;
  objectLockLegalHold?: 'ON' | 'OFF';
  checksumAlgorithm?: 'CRC64NVME';
  checksumType?: 'FULL_OBJECT';
  requestPayer?: 'requester';
  /** Account number: 12 digits. */
  expectedBucketOwner?: string;
}

/** The options of `upload`, `initiate` and `check`, told apart by `dialect`. */
export type Options = OSSOptions | COSOptions | S3Options;

/** The options that are the client's own; all others are the core's. */
export type ClientOption = keyof UploadOptions | keyof SignerOptions | 'credentials';
