/** Whether the store has what was sent: its checksums against those of the file. */
import type { Checked, Core, Reply, Stored } from '../boundary/core.ts';
import { PartwayError } from '../boundary/error.ts';
import type { Algorithm } from '../boundary/hash.ts';
import type { Sums } from './hasher.ts';

/** What must be computed: the CRC-64 that the result names, and what the store's reply is compared with. */
export function algorithmsFor(target: Checked): Algorithm[] {
  return target.verify && target.verify !== 'crc64xz' ? ['crc64xz', target.verify] : ['crc64xz'];
}

/** What one reply is about, for the error. */
interface Subject {
  operation: 'uploadPart' | 'putObject' | 'complete';
  partNumber?: number;
}

/** What a comparison has to know; a Session is one. */
interface Comparable {
  readonly target: Checked;
  readonly opaque: string;
}

/**
 * The header by which a store says that its ETags are no MD5: a key service or a key of the customer's encrypts, by
 * the bucket's default perhaps. "" if there is none. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html (2026-11-22)
 */
export function opaqueBy({ headers }: Reply): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return lines.find((line) => /-server-side-encryption(: aws:kms|-customer-algorithm:)/i.test(line)) ?? '';
}

/** CORS may have hidden that header. */
const KMS_ADVICE = 'If the bucket encrypts by KMS, expose x-amz-server-side-encryption in its CORS rule: ETags are then no checksums.';

/**
 * Compares what the store reports with the sums of what was sent. Says why they could not be compared, "" if they
 * are equal, and throws if they differ.
 */
export function compare({ target, opaque }: Comparable, sums: Sums, stored: Stored, subject: Subject): string {
  if (target.verify === 'md5' && opaque) return `The store encrypts so that its ETags are no checksums (${opaque}).`;
  if (!target.verify) return 'With these options the store reports nothing that the bytes could be compared with.';
  const reported = target.verify === 'md5' ? stored.etag.replaceAll('"', '').toLowerCase() : stored.crc64;
  if (!reported) return `The page may not read the header ${target.verifyHeader}: expose it in the bucket's CORS rule.`;
  if (reported !== sums[target.verify]) throw mismatch(target, subject, stored);
  return '';
}

function mismatch({ verify }: Checked, { operation, partNumber = 0 }: Subject, { requestId }: Stored): PartwayError {
  const what = partNumber ? `Part ${partNumber} was stored` : 'The object was stored';
  const again = partNumber ? 'Upload the file again.' : 'Do not use the object; upload the file again.';
  const advice = verify === 'md5' ? `${again} ${KMS_ADVICE}` : again;
  return new PartwayError(`${what} with other bytes than the file has: the checksums differ. ${advice}`, {
    code: 'ChecksumMismatch', operation, partNumber, requestId, advice, stored: !partNumber, retry: 'restart',
  });
}

/** The CRC-64 of the whole out of those of its pieces, in order. */
export function combineAll(core: Core, pieces: readonly { size: number; crc64: string }[]): string {
  return pieces.reduce((sum, piece) => (sum ? core.combine('crc64xz', sum, piece.crc64, piece.size) : piece.crc64), '');
}
