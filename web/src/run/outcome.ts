/** How an upload ended, out of the texts of the machine's last action; twin of "done" and "fail" in wasm/abi/abi.go. */
import type { Core, Reply } from '../boundary/core.ts';
import { operations, type MachineEvent } from '../boundary/machine.ts';
import { abortedError, fileChanged, PartwayError } from '../boundary/error.ts';
import type { Part, UploadResult } from '../types/results.ts';
import type { Session, Told } from '../session/session.ts';

/**
 * The header by which a store says that its ETags are no MD5: a key service or a key of the customer's encrypts, by
 * the bucket's default perhaps. "" if there is none. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html (2026-11-22)
 */
export function opaqueBy({ headers }: Reply): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return lines.find((line) => /-server-side-encryption(: aws:kms|-customer-algorithm:)/i.test(line)) ?? '';
}

/** CORS may have hidden that header. */
const KMS_ADVICE = " If it encrypts by KMS, expose x-amz-server-side-encryption in the bucket's CORS rule.";

/** What the driver has noted of an upload. */
export interface Known {
  /** See {@link opaqueBy}. */
  opaque: string;
  told: Told;
  /** The last reply that was no success: it says more than the machine keeps of it. */
  refusal?: MachineEvent;
  /** What is no store's: an error of the credentials function, or in the building of a request. */
  own?: PartwayError;
}

export function resultOf(
  [verified, why]: readonly string[],
  { opaque, told }: Known,
  session: Session,
  parts: readonly Part[],
  uploadId: string,
): UploadResult {
  const { bucket, key, url, verifyHeader } = session.target;
  const { etag = '', location = url, download = '', versionId = '', requestId = '', callback = '' } = told;
  // In the order of upload.Why.
  const reasons = [
    '',
    opaque
      ? `The store encrypts so that its ETags are no checksums (${opaque}).`
      : 'With these options the store reports nothing that the bytes could be compared with.',
    `The page may not read the header ${verifyHeader}: expose it in the bucket's CORS rule.`,
    ...session.unseen,
  ];
  return {
    bucket,
    key,
    uploadId,
    etag,
    location,
    download,
    versionId,
    crc64: combine(session.runtime.core, parts),
    verified: verified === '1',
    unverifiedReason: reasons[Number(why)] ?? '',
    requestId,
    callback,
    parts,
  };
}

/** The CRC-64 of the whole out of those of its parts; "" if one is not known. */
function combine(core: Core, parts: readonly Part[]): string {
  if (!parts.every((part) => part.crc64)) return '';
  return core.combine(parts.map(({ crc64, size }) => [crc64, String(size)]));
}

// A Map, as a store may call a code "constructor".
const texts = new Map(
  Object.entries({
    DeadlineExceeded: 'The upload took too long.',
    NoConnection: 'No answer came, again and again.',
    NoRenewal: 'There are no valid keys.',
    UploadGone: 'The store lost the upload again and again.',
    CompletionUnknown: 'The store does not say whether the object was made: look before uploading again.',
  }),
);

/** The names under which they are known outside. */
const codes = new Map([
  ['NoConnection', 'NoReply'],
  ['NoRenewal', 'CredentialsFailed'],
]);

const PRESENT = '1',
  UNKNOWN = '2';

export function failureOf(
  fields: readonly string[],
  { refusal, own }: Known,
  session: Session,
  signal: AbortSignal,
): PartwayError {
  const [code = '', op, part, status, retry, uploadId = '', , object] = fields;
  const operation = operations[Number(op)]!;
  const failed = { operation, partNumber: Number(part), status: Number(status), stored: object === PRESENT };
  const special = (): PartwayError | undefined => {
    switch (code) {
      case 'Aborted':
        return abortedError(signal.reason?.cause);
      case 'FileChanged':
        return fileChanged(undefined);
      case 'ChecksumMismatch':
        return mismatch(session.target.verify, failed);
      case 'NoRenewal':
        return own;
      default:
        return undefined;
    }
  };
  const error =
    special() ??
    storesOwn(session, refusal, failed) ??
    new PartwayError(texts.get(code) ?? `${operation} failed (${code}).`, {
      code: codes.get(code) ?? code,
      ...failed,
      retry: object === UNKNOWN ? 'ask' : retry ? 'again' : 'never',
    });
  return Object.assign(error, { uploadId });
}

type Failed = { operation: string; partNumber: number; status: number; stored: boolean };

function mismatch(verify: string, { operation, partNumber, stored }: Failed): PartwayError {
  const what = stored ? 'The object was stored' : `Part ${partNumber} was stored`;
  const advice =
    (stored ? 'Do not use the object; upload the file again.' : 'Upload the file again.') +
    (verify === 'md5' ? KMS_ADVICE : '');
  return new PartwayError(`${what} with other bytes than the file has: the checksums differ. ${advice}`, {
    code: 'ChecksumMismatch',
    operation,
    partNumber,
    advice,
    stored,
    retry: 'restart',
  });
}

/** The store's or the signer's answer, if it is what the upload failed by. */
function storesOwn(
  session: Session,
  refusal: MachineEvent | undefined,
  { operation, partNumber, status, stored }: Failed,
): PartwayError | undefined {
  const { reply } = refusal ?? {};
  if (!reply || refusal?.operation !== operation || refusal.part !== partNumber || reply.status !== status)
    return undefined;
  try {
    session.read(refusal.operation, partNumber, reply);
    return undefined;
  } catch (thrown) {
    return thrown instanceof PartwayError && thrown.code !== 'InvalidOption'
      ? Object.assign(thrown, { stored })
      : undefined;
  }
}
