// Signs as anybody can who knows the development keys, which are public: for the tests of what they are not enough for.
import { createHash, createHmac } from 'node:crypto';
import { credentials } from './dialects.mjs';

const region = 'us-east-1';
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();
const hex = (text) => createHash('sha256').update(text).digest('hex');
const escaped = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function moment() {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const key = scope.split('/').reduce(hmac, `AWS4${credentials.accessKeySecret}`);
  return { date, scope, credential: `${credentials.accessKeyId}/${scope}`, key };
}

/** The URL of an S3 request, good for ten minutes. `origin` names the host that is asked, `query` a part of the URL. */
export function presigned(method, origin, path, query = {}) {
  const { date, scope, credential, key } = moment();
  const parameters = {
    ...query,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': credential,
    'X-Amz-Date': date,
    'X-Amz-Expires': '600',
    'X-Amz-SignedHeaders': 'host',
  };
  const text = Object.keys(parameters)
    .sort()
    .map((name) => `${escaped(name)}=${escaped(parameters[name])}`)
    .join('&');
  const request = [method, path, text, `host:${new URL(origin).host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope, hex(request)].join('\n')).toString('hex');
  return `${origin}${path}?${text}&X-Amz-Signature=${signature}`;
}

/** The fields of a form that stores a file, by their names. */
export function formFields(bucket, objectKey, contentType) {
  const { date, credential, key } = moment();
  const fields = {
    key: objectKey,
    'content-type': contentType,
    success_action_status: '201',
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': credential,
    'x-amz-date': date,
  };
  const conditions = Object.entries(fields).map(([name, value]) => ({ [name]: value }));
  const expiration = new Date(Date.now() + 600_000).toISOString();
  const policy = Buffer.from(JSON.stringify({ expiration, conditions: [{ bucket }, ...conditions] })).toString(
    'base64',
  );
  return { ...fields, policy, 'x-amz-signature': hmac(key, policy).toString('hex') };
}
