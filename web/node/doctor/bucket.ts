/**
 * Looks at a bucket with the keys that are to upload to it: is it there, is the clock right, may the key do what an
 * upload needs. By a real upload of two parts, which is then removed.
 */
import { KeySession } from '../../src/session/keysession.ts';
import type { Operation, Signable } from '../../src/boundary/core.ts';
import { PartwayError, toPartwayError } from '../../src/boundary/error.ts';
import type { Options } from '../../src/types/options.ts';
import { ask, unreachable, type Answer } from './ask.ts';
import { actionOf } from './actions.ts';
import { failed, ok, warning, type Finding } from './finding.ts';

export interface BucketFacts {
  /** All of an upload's options but the key; "wasm" is needed in Node. */
  options: Omit<Options, 'key'>;
  /** What the keys of objects begin with. */
  prefix: string;
  /** Of the page. */
  origin: string;
}

/** A conversation with the bucket about one key that nobody else has. */
export class Bucket {
  readonly session: KeySession;
  readonly origin: string;
  readonly prefix: string;

  private constructor(session: KeySession, { origin, prefix }: BucketFacts) {
    this.session = session;
    this.origin = origin;
    this.prefix = prefix;
  }

  /** Rejects with a PartwayError for options that are wrong. */
  static async open(facts: BucketFacts): Promise<Bucket> {
    const key = `${facts.prefix}partway-doctor-${crypto.randomUUID()}`;
    return new Bucket(await KeySession.open({ ...facts.options, key } as Options), facts);
  }

  get dialect(): string {
    return this.session.target.dialect;
  }

  /** Sends an operation as a page would, so that the answer tells what a page may read. */
  async send(operation: Signable, args: readonly string[] = [], content?: Uint8Array<ArrayBuffer>): Promise<Answer> {
    const { method, url, headers, body } = this.session.build(operation, args);
    return ask({ method, url, headers: [...headers, ['origin', this.origin]], body: content ?? (body || undefined) });
  }

  /** What the core reads in an answer: its fields, or the error it tells. */
  read(operation: Operation, { status, headers, body }: Answer, part = 0): Record<string, unknown> | PartwayError {
    try {
      return this.session.read(operation, part, { status, headers: [...headers], body }) as Record<string, unknown>;
    } catch (thrown) {
      return toPartwayError(thrown);
    }
  }
}

/** 15 minutes off is what stores refuse; a minute is worth a word. Seconds. */
const OFF = 60;

export async function examineBucket(facts: BucketFacts): Promise<Finding[]> {
  const twice = bucketTwice(facts.options);
  if (twice) return [twice];
  let bucket: Bucket;
  try {
    bucket = await Bucket.open(facts);
  } catch (thrown) {
    const { message, option } = toPartwayError(thrown);
    return [failed(`bucket.option${option && `.${option}`}`, message)];
  }
  const began = Date.now();
  const first = await bucket.send('initiate');
  const found: Finding[] = [];
  const answer = bucket.read('initiate', first);
  if (answer instanceof PartwayError)
    return [...clockFinding(first, began), explain(bucket, 'initiate', first, answer)];
  found.push(
    ok('bucket', 'it is there, in this region, and the key may begin uploads.'),
    ...clockFinding(first, began),
  );
  found.push(...(await uploading(bucket, String(answer.uploadId))));
  return found;
}

/** An endpoint that names the bucket already, which then stands in the URL twice. */
function bucketTwice({ endpoint, bucket, addressing }: BucketFacts['options']): Finding | undefined {
  if (!endpoint || !bucket || !URL.canParse(endpoint)) return undefined;
  const { hostname, pathname } = new URL(endpoint);
  const inHost = hostname.startsWith(`${bucket}.`) && addressing !== 'cname';
  const inPath = pathname.replace(/\/+$/, '').endsWith(`/${bucket}`);
  if (!inHost && !inPath) return undefined;
  const advice = inPath
    ? 'Leave the bucket out of the endpoint.'
    : 'Leave the bucket out of the endpoint, or say "addressing": "cname".';
  return failed('bucket.endpoint.twice', `the endpoint names the bucket ${bucket}, which is added to it once more.`, {
    advice,
  });
}

function clockFinding({ headers }: Answer, began: number): Finding[] {
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(date)) return [];
  const seconds = Math.round((date - (began + Date.now()) / 2) / 1000);
  if (Math.abs(seconds) <= OFF) return [ok('clock', 'this machine and the store agree on the time.')];
  const which = seconds > 0 ? 'behind' : 'ahead of';
  return [
    failed('clock', `this machine's clock is ${Math.abs(seconds)} seconds ${which} the store's.`, {
      advice: 'Set it; stores refuse what is signed 15 minutes off.',
    }),
  ];
}

/** Two parts, the list of them, and their end. */
async function uploading(bucket: Bucket, uploadId: string): Promise<Finding[]> {
  const found: Finding[] = [];
  const bytes = new TextEncoder().encode('looked at by partway doctor');
  for (const part of [1, 2]) {
    const answer = await bucket.send('uploadPart', [uploadId, String(part)], bytes);
    const told = bucket.read('uploadPart', answer, part);
    if (told instanceof PartwayError) found.push(explain(bucket, 'uploadPart', answer, told));
    else if (part === 1) found.push(checksumFinding(bucket, answer, told));
    if (told instanceof PartwayError) break;
  }
  for (const [operation, args] of [
    ['listParts', [uploadId, '0']],
    ['abort', [uploadId]],
    ['listUploads', [bucket.prefix, '', '']],
  ] as const) {
    const answer = await bucket.send(operation, args);
    const told = bucket.read(operation, answer);
    if (told instanceof PartwayError) found.push(explain(bucket, operation, answer, told, uploadId));
    else if (operation === 'listUploads') found.push(unfinished(told));
  }
  if (found.every(({ status }) => status !== 'failed')) {
    found.push(ok('permissions', 'the key may send parts, list them, remove an upload, and list unfinished ones.'));
  }
  return found;
}

function checksumFinding({ session }: Bucket, { headers }: Answer, told: Record<string, unknown>): Finding {
  const { verify, verifyHeader } = session.target;
  if (!verify) {
    return warning(
      'checksum',
      'with these options the store reports no checksum of a part: uploads cannot be verified.',
    );
  }
  if (!headers.get(verifyHeader) || (verify === 'crc64xz' && !told.crc64)) {
    return failed('checksum', `the store does not send ${verifyHeader}, by which parts are verified.`);
  }
  return ok('checksum', `the store reports one for every part, in ${verifyHeader}.`);
}

function unfinished(told: Record<string, unknown>): Finding {
  const uploads = told.uploads as { initiated: string }[];
  const days = Math.max(0, ...uploads.map(({ initiated }) => (Date.now() - Date.parse(initiated)) / 86_400_000 || 0));
  const many = told.truncated ? `more than ${uploads.length}` : String(uploads.length);
  if (days < 8) return ok('unfinished', `${many} unfinished uploads, none older than a week.`);
  return warning(
    'unfinished',
    `${many} unfinished uploads, the oldest ${Math.floor(days)} days old. Their parts are paid for.`,
    {
      advice: 'Have the store remove them: npx partway rules prints the rule.',
    },
  );
}

/** An operation that was refused: by whom, why, and what would allow it. */
export function explain(
  bucket: Bucket,
  operation: Operation,
  answer: Answer,
  error: PartwayError,
  uploadId = '',
): Finding {
  const { target } = bucket.session;
  if (answer.status === 0) {
    return failed('bucket.unreachable', unreachable(target.url, answer.error), {
      advice: 'Look at the endpoint and the region.',
    });
  }
  const region = regionTold(answer);
  if (region && region !== target.region) {
    return failed('bucket.region', `the bucket is in ${region}, not in ${target.region || 'the region that is set'}.`, {
      advice: 'Correct the region.',
      paste: `"region": "${region}"`,
    });
  }
  if (error.code === 'NotFromStore' || error.code === 'Malformed') {
    return failed('bucket.endpoint', `${new URL(target.url).host} answers ${answer.status}, but not as a store does.`, {
      advice: 'Look at the endpoint.',
    });
  }
  if (operation === 'abort' && answer.status !== 403) {
    return failed(
      'bucket.abort',
      `the store does not remove uploads (${answer.status}, ${error.code}): ${uploadId} stays.`,
    );
  }
  if (answer.status === 403 && error.code === 'AccessDenied') return denied(bucket, operation);
  return failed(`bucket.${error.code}`, error.message);
}

function denied({ dialect, session, prefix }: Bucket, operation: Operation): Finding {
  const { bucket, region } = session.target;
  const { action, statement } = actionOf(dialect, operation, { bucket, region, prefix });
  return failed(`permission.${operation}`, `the key may not ${action}.`, {
    advice: 'Add this to its policy:',
    paste: statement,
  });
}

/** Stores name the right region in one of these ways; a text from outside that is no region is not repeated. */
function regionTold({ headers, body }: Answer): string {
  const told = [
    headers.get('x-amz-bucket-region'),
    /<Region>([^<]*)</.exec(body)?.[1],
    /expecting '([^']*)'/.exec(body)?.[1],
    /<Endpoint>(?:[\w-]+\.)?(?:oss-|s3[.-]|cos\.)([a-z0-9-]+)\./.exec(body)?.[1],
  ].find(Boolean);
  return told && /^[a-z]{2,}(-[a-z0-9]+)+$/.test(told) ? told : '';
}
