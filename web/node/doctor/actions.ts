/** What a vendor's policy calls the right to do something, and the statement that gives it. */
import type { Operation } from '../../src/boundary/core.ts';

type Names = Readonly<Partial<Record<Operation | 'deleteObject', string>>>;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions (2026-12-01) */
const amazon: Names = {
  initiate: 's3:PutObject',
  uploadPart: 's3:PutObject',
  complete: 's3:PutObject',
  putObject: 's3:PutObject',
  listParts: 's3:ListMultipartUploadParts',
  abort: 's3:AbortMultipartUpload',
  listUploads: 's3:ListBucketMultipartUploads',
  headObject: 's3:GetObject',
  deleteObject: 's3:DeleteObject',
};

/** https://help.aliyun.com/zh/oss/user-guide/ram-policy-overview (2026-12-01) */
const aliyun: Names = {
  initiate: 'oss:PutObject',
  uploadPart: 'oss:PutObject',
  complete: 'oss:PutObject',
  putObject: 'oss:PutObject',
  listParts: 'oss:ListParts',
  abort: 'oss:AbortMultipartUpload',
  listUploads: 'oss:ListMultipartUploads',
  headObject: 'oss:GetObject',
  deleteObject: 'oss:DeleteObject',
};

/** https://cloud.tencent.com/document/product/436/65935 (2026-12-01) */
const tencent: Names = {
  initiate: 'name/cos:InitiateMultipartUpload',
  uploadPart: 'name/cos:UploadPart',
  complete: 'name/cos:CompleteMultipartUpload',
  putObject: 'name/cos:PutObject',
  listParts: 'name/cos:ListParts',
  abort: 'name/cos:AbortMultipartUpload',
  listUploads: 'name/cos:ListMultipartUploads',
  headObject: 'name/cos:HeadObject',
  deleteObject: 'name/cos:DeleteObject',
};

interface Place {
  bucket: string;
  region: string;
  prefix: string;
}

/** The statement stands alone, to be put beside those that are there. */
export function actionOf(
  dialect: string,
  operation: Operation | 'deleteObject',
  { bucket, region, prefix }: Place,
): { action: string; statement: string } {
  const ofBucket = operation === 'listUploads';
  const path = ofBucket ? '' : `/${prefix}*`;
  const json = (value: unknown): string => JSON.stringify(value);
  if (dialect === 'cos') {
    const action = tencent[operation] ?? '';
    const uid = bucket.slice(bucket.lastIndexOf('-') + 1);
    const resource = [`qcs::cos:${region}:uid/${uid}:${bucket}${path || '/*'}`];
    return { action, statement: json({ effect: 'allow', action: [action], resource }) };
  }
  const action = (dialect === 'oss' ? aliyun : amazon)[operation] ?? '';
  const Resource = dialect === 'oss' ? `acs:oss:*:*:${bucket}${path}` : `arn:aws:s3:::${bucket}${path}`;
  return { action, statement: json({ Effect: 'Allow', Action: action, Resource }) };
}
