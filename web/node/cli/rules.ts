/** What is to be pasted in the store's console: CORS, the rule for unfinished uploads, and the policy of the key. */
import type { BucketConfig, Dialect } from './stores.ts';

export interface Rules {
  cors: string;
  lifecycle: string;
  policy: string;
}

export interface RulesFor {
  bucket: Pick<BucketConfig, 'dialect' | 'bucket' | 'region'>;
  /** Of the page, "https://www.example.com". */
  origins: readonly string[];
  /** What all keys begin with, "uploads/". */
  prefix: string;
  /** After so many days the store removes what nobody finished. */
  days: number;
  /** Who signs; a page with keys of its own does more, and reads more. Default: "signer". */
  signs?: 'signer' | 'page';
}

export const rulesOf = (facts: RulesFor): Rules => ({
  cors: corsOf(facts),
  lifecycle: lifecycleOf(facts),
  policy: policyOf[facts.bucket.dialect](facts),
});

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** With a signer a page only PUTs: the signer tells the client what CORS hides. `ETag` is for other clients. */
const METHODS = { signer: ['PUT'], page: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'] };

/** What a page with keys reads beside that. */
const READ: Record<Dialect, readonly string[]> = {
  oss: ['x-oss-request-id', 'x-oss-hash-crc64ecma'],
  cos: ['x-cos-request-id', 'x-cos-hash-crc64ecma'],
  s3: ['x-amz-request-id', 'x-amz-server-side-encryption', 'x-amz-server-side-encryption-customer-algorithm'],
};

function corsOf({ bucket: { dialect }, origins, signs = 'signer' }: RulesFor): string {
  const methods = METHODS[signs];
  const exposed = ['ETag', ...(signs === 'page' ? READ[dialect] : [])];
  if (dialect === 's3') {
    return json([
      {
        AllowedOrigins: origins,
        AllowedMethods: methods,
        AllowedHeaders: ['*'],
        ExposeHeaders: exposed,
        MaxAgeSeconds: MAX_AGE,
      },
    ]);
  }
  const lines = (name: string, values: readonly string[]): string =>
    values.map((value) => `    <${name}>${escaped(value)}</${name}>\n`).join('');
  return `<CORSConfiguration>
  <CORSRule>
${lines('AllowedOrigin', origins)}${lines('AllowedMethod', methods)}    <AllowedHeader>*</AllowedHeader>
${lines('ExposeHeader', exposed)}    <MaxAgeSeconds>${MAX_AGE}</MaxAgeSeconds>
  </CORSRule>
</CORSConfiguration>`;
}

/** Seconds that a browser may keep the answer to a preflight: Chromium keeps none for longer than two hours. */
const MAX_AGE = 7200;

function lifecycleOf({ bucket: { dialect }, prefix, days }: RulesFor): string {
  if (dialect === 's3') {
    const [ID, Status] = [RULE_ID, 'Enabled'];
    const AbortIncompleteMultipartUpload = { DaysAfterInitiation: days };
    return json({ Rules: [{ ID, Status, Filter: { Prefix: prefix }, AbortIncompleteMultipartUpload }] });
  }
  const scope =
    dialect === 'cos' ? `<Filter><Prefix>${escaped(prefix)}</Prefix></Filter>` : `<Prefix>${escaped(prefix)}</Prefix>`;
  const end =
    dialect === 'cos'
      ? `<AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`
      : `<AbortMultipartUpload><Days>${days}</Days></AbortMultipartUpload>`;
  return `<LifecycleConfiguration>
  <Rule>
    <ID>${RULE_ID}</ID>
    ${scope}
    <Status>Enabled</Status>
    ${end}
  </Rule>
</LifecycleConfiguration>`;
}

const RULE_ID = 'unfinished-uploads';

/** The calls that the signer makes, and no others. HEAD is a read of the object. */
const policyOf: Record<Dialect, (facts: RulesFor) => string> = {
  s3: ({ bucket: { bucket }, prefix }) =>
    json({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['s3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload', 's3:GetObject'],
          Resource: `arn:aws:s3:::${bucket}/${prefix}*`,
        },
        {
          Effect: 'Allow',
          Action: ['s3:ListBucketMultipartUploads', 's3:ListBucket'],
          Resource: `arn:aws:s3:::${bucket}`,
        },
      ],
    }),
  oss: ({ bucket: { bucket }, prefix }) =>
    json({
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['oss:PutObject', 'oss:ListParts', 'oss:AbortMultipartUpload', 'oss:GetObject'],
          Resource: `acs:oss:*:*:${bucket}/${prefix}*`,
        },
        { Effect: 'Allow', Action: 'oss:ListMultipartUploads', Resource: `acs:oss:*:*:${bucket}` },
      ],
    }),
  cos: ({ bucket: { bucket, region }, prefix }) => {
    // A bucket's name ends with the number of its account.
    const uid = bucket.slice(bucket.lastIndexOf('-') + 1);
    const resource = (path: string): string => `qcs::cos:${region}:uid/${uid}:${bucket}/${path}`;
    const actions = ['PutObject', 'InitiateMultipartUpload', 'UploadPart', 'ListParts'];
    const ends = ['CompleteMultipartUpload', 'AbortMultipartUpload', 'HeadObject'];
    return json({
      version: '2.0',
      statement: [
        {
          effect: 'allow',
          resource: [resource(`${prefix}*`)],
          action: [...actions, ...ends].map((action) => `name/cos:${action}`),
        },
        { effect: 'allow', resource: [resource('*')], action: ['name/cos:ListMultipartUploads'] },
      ],
    });
  },
};

const escaped = (text: string): string =>
  text.replace(/[<>&]/g, (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[sign] ?? sign);
