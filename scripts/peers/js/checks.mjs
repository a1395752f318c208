// What every JavaScript SDK does against the local store, in Node and in a
// page. The names are those of the Go SDKs' checks (go/clients/checks_test.go).
import { bytesOf, codeIn, content, split, within } from './common.mjs';

export const checks = {
  'put, head': putAndHead,
  'odd keys': oddKeys,
  multipart,
  manager,
  'paged list': pagedList,
  resume,
  abort,
  metadata,
  class: storageClass,
  encryption,
  'sts token': stsToken,
  crc: corruption,
  'wrong secret': wrongSecret,
  'stale clock': staleClock,
  'expired url': expiredURL,
  'altered header': alteredHeader,
};

/** Runs all checks of one SDK. `report(check, problem)` gets null for success, or what went wrong; `absent` is why a check cannot be. */
export async function runChecks(sdk, parts, ports, report) {
  for (const [name, run] of Object.entries(checks)) {
    const absent = sdk.lacks?.[name];
    if (absent) {
      report(name, null, absent);
      continue;
    }
    const session = {
      sdk,
      ports,
      prefix: `${sdk.name}/${name}/`,
      dial: (access = {}) =>
        sdk.dial(parts, { port: ports.here, id: 'partway-dev-key', secret: 'partway-dev-secret', ...access }),
    };
    try {
      await within(300, run(session));
      report(name, null);
    } catch (error) {
      report(name, `${error?.stack ?? error}${error?.code ? ` (code ${error.code})` : ''}`);
    }
  }
}

const PREFIX = { oss: 'x-oss-', cos: 'x-cos-', s3: 'x-amz-' };

function equal(got, want, what) {
  if (JSON.stringify(sorted(got)) !== JSON.stringify(sorted(want)))
    throw new Error(`${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
}

const sorted = (value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value;

/** Compares every byte. */
function same(got, want, what) {
  equal(got.length, want.length, `${what}: size`);
  for (let i = 0; i < want.length; i++) if (got[i] !== want[i]) throw new Error(`${what}: byte ${i} differs`);
}

async function stored(client, key, want, a) {
  equal((await client.head(key, a)).size, want.length, `size of ${key}`);
  same(await client.get(key, a), want, key);
}

/** What the SDK calls the failure of an action that must fail. */
async function codeOf(client, action, what) {
  try {
    await action;
  } catch (error) {
    const code = client.code(error);
    if (!code) throw new Error(`${what}: the SDK finds no code in ${error?.stack ?? error}`);
    return code;
  }
  throw new Error(`${what} was not refused`);
}

/** Sends bytes in parts of one size, the last part first. */
async function upload(client, key, bytes, size, a) {
  const id = await client.initiate(key, a);
  const pieces = split(bytes, size);
  const parts = [];
  for (let i = pieces.length - 1; i >= 0; i--) parts[i] = await client.uploadPart(key, id, i + 1, pieces[i], a);
  await client.complete(key, id, parts, a);
  await stored(client, key, bytes, a);
}

async function putAndHead({ dial, prefix }) {
  const client = dial();
  for (const size of [0, 1, 300_000]) {
    await client.put(`${prefix}${size}`, content(size, 1));
    await stored(client, `${prefix}${size}`, content(size, 1));
  }
  equal(await codeOf(client, client.get(`${prefix}nothing`), 'GET of nothing'), 'NoSuchKey', 'code');
}

const keys = [
  'a b  c.txt',
  '1+1=2.txt',
  '100%',
  '100%25%2F%20.txt',
  '#hash',
  'what?yes',
  'a&b=c;d,e',
  `"quoted" 'too'`,
  'back\\slash',
  '(round)[square]{curly}<angle>',
  '!*~@$^`|',
  '中文/文件 名.txt',
  'emoji 🙂👩‍🚀.bin',
  'ümläut é',
  'dir//double',
  'folder/',
  'a.b/..c/d..',
];

async function oddKeys({ dial, prefix }) {
  const client = dial();
  for (const [i, key] of keys.entries()) {
    await client.put(prefix + key, content(100 + i, i));
    await stored(client, prefix + key, content(100 + i, i));
    await upload(client, prefix + key, content(1000 + i, i), 5000);
  }
  // No key has overwritten another.
  for (const [i, key] of keys.entries()) await stored(client, prefix + key, content(1000 + i, i));
}

async function multipart({ dial, prefix, sdk }) {
  const client = dial();
  await upload(client, `${prefix}three parts`, content(2 * sdk.minPart + 12_345, 2), sdk.minPart);
  const key = `${prefix}twice`;
  const id = await client.initiate(key);
  await client.uploadPart(key, id, 1, content(5, 3));
  const part = await client.uploadPart(key, id, 1, content(6, 4));
  await client.complete(key, id, [part]);
  await stored(client, key, content(6, 4));
}

async function manager({ dial, prefix, sdk }) {
  const client = dial();
  const [key, bytes] = [`${prefix}managed 中.bin`, content(2 * sdk.minPart + 54_321, 5)];
  await client.manage(key, bytes, { contentType: 'video/mp4', metadata: { who: 'manager' } });
  await stored(client, key, bytes);
  const { contentType, metadata } = await client.head(key);
  equal([contentType, metadata], ['video/mp4', { who: 'manager' }], 'attributes');
}

async function pagedList({ dial, prefix }) {
  const client = dial();
  const key = `${prefix}five & more+.bin`;
  const id = await client.initiate(key);
  const sent = [];
  for (const number of [1, 2, 3, 7, 10_000])
    sent.push(await client.uploadPart(key, id, number, content((number % 100) + 1, number)));
  const { parts, pages } = await client.listParts(key, id, 2);
  equal(pages, 3, 'pages');
  const plain = (list) => list.map(({ number, size, etag }) => ({ number, size, etag: etag.replaceAll('"', '') }));
  equal(plain(parts), plain(sent), 'parts');
  await client.abort(key, id);
}

// Begins with one client and ends with another that knows only what the store tells.
async function resume({ dial, prefix, sdk }) {
  const [key, bytes] = [`${prefix}resumed`, content(3 * sdk.minPart + 99, 6)];
  const pieces = split(bytes, sdk.minPart);
  const first = dial();
  const begun = await first.initiate(key);
  for (const number of [1, 3]) await first.uploadPart(key, begun, number, pieces[number - 1]);

  const second = dial();
  const [id] = await second.uploads(prefix);
  equal(id, begun, 'upload ID');
  const { parts: found } = await second.listParts(key, id, 1000);
  equal(
    found.map(({ number }) => number),
    [1, 3],
    'parts that are there',
  );
  const parts = pieces.map((_, i) => found.find(({ number }) => number === i + 1));
  for (const [i, piece] of pieces.entries()) parts[i] ??= await second.uploadPart(key, id, i + 1, piece);
  await second.complete(key, id, parts);
  await stored(second, key, bytes);
}

async function abort({ dial, prefix }) {
  const client = dial();
  const key = `${prefix}aborted`;
  const ids = [await client.initiate(key), await client.initiate(key)];
  equal((await client.uploads(prefix)).sort(), [...ids].sort(), 'uploads');
  const part = await client.uploadPart(key, ids[0], 1, content(1, 7));
  for (const id of ids) await client.abort(key, id);
  equal(await client.uploads(prefix), [], 'uploads after the abort');
  equal(await codeOf(client, client.listParts(key, ids[0], 10), 'a list of an aborted upload'), 'NoSuchUpload', 'code');
  equal(
    await codeOf(client, client.complete(key, ids[0], [part]), 'completing an aborted upload'),
    'NoSuchUpload',
    'code',
  );
  await codeOf(client, client.head(key), 'HEAD of what was aborted');
}

async function metadata({ dial, prefix }) {
  const a = {
    metadata: { author: 'A. N. Other', 'trace-id': '+%7e & =', zero: '0' },
    contentType: 'text/plain; charset=utf-8',
    cache: 'max-age=3600, no-transform',
    disposition: `attachment; filename="a b.txt"; filename*=UTF-8''%E4%B8%AD.txt`,
  };
  const client = dial();
  await client.put(`${prefix}put`, content(10, 8), a);
  await upload(client, `${prefix}parts`, content(20, 8), 100, a);
  for (const key of ['put', 'parts']) {
    const { metadata, contentType, cache, disposition } = await client.head(prefix + key);
    // A browser writes the charset of a text body in capitals.
    equal(
      { metadata: sorted(metadata), contentType: contentType.replace('UTF-8', 'utf-8'), cache, disposition },
      { ...a, metadata: sorted(a.metadata) },
      key,
    );
  }
}

async function storageClass({ dial, prefix, sdk }) {
  const client = dial();
  const a = { storageClass: sdk.class };
  await client.put(`${prefix}put`, content(10, 9), a);
  await upload(client, `${prefix}parts`, content(20, 9), 100, a);
  for (const key of ['put', 'parts']) equal((await client.head(prefix + key)).storageClass, sdk.class, key);
  await codeOf(
    client,
    client.put(`${prefix}wrong`, content(1, 9), { storageClass: 'NO_SUCH_CLASS' }),
    'a class that is not there',
  );
}

// Two keys for SSE-C; pages have no MD5.
const customer = [
  { base64: 'MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlBQkNERUY=', md5: 'U5L61r7jcwdNvT7frmUG8g==' },
  { base64: 'RkVEQ0JBOTg3NjU0MzIxMEZFRENCQTk4NzY1NDMyMTA=', md5: 'jOxFJ00rE+mGXZG78OOUAA==' },
];

async function encryption({ dial, prefix, sdk }) {
  const client = dial();
  for (const value of sdk.managed) {
    const [key, a] = [prefix + value.replace('/', '-'), { encryption: value }];
    await client.put(`${key} put`, content(10, 10), a);
    await upload(client, `${key} parts`, content(10_000, 10), sdk.minPart, a);
    for (const name of ['put', 'parts']) equal((await client.head(`${key} ${name}`)).encryption, value, key);
  }
  if (!sdk.customerKey) return;
  const [key, a] = [`${prefix}customer`, { customer: customer[0] }];
  await client.put(`${key} put`, content(10, 11), a);
  await stored(client, `${key} put`, content(10, 11), a);
  await upload(client, key, content(2 * sdk.minPart + 1, 11), sdk.minPart, a);
  await codeOf(client, client.get(key), 'GET without the key');
  await codeOf(client, client.get(key, { customer: customer[1] }), 'GET with another key');
}

async function stsToken({ dial, prefix, sdk }) {
  const access = { id: 'partway-sts-key', secret: 'partway-sts-secret', token: 'partway/sts+token==' };
  const client = dial(access);
  const [key, bytes] = [`${prefix}temporary`, content(sdk.minPart + 1, 12)];
  await upload(client, key, bytes, sdk.minPart);
  const reply = await fetch(await client.presign(key, 60));
  equal(reply.status, sdk.damagedToken ? 403 : 200, 'status of the presigned URL');
  if (reply.ok) same(await bytesOf(await reply.arrayBuffer()), bytes, 'presigned');

  const other = dial({ ...access, token: 'another/token+==' });
  const want = { oss: 'InvalidSecurityToken', cos: 'InvalidAccessKeyId', s3: 'InvalidToken' }[sdk.dialect];
  equal(await codeOf(other, other.put(`${prefix}refused`, content(1, 12)), 'another token'), want, 'code');
}

// A byte changes on its way. With its checks on, the SDK and the store notice.
async function corruption({ dial, prefix, sdk, ports }) {
  const client = dial({ port: ports.alterBody, checks: true });
  const key = `${prefix}corrupt`;
  const id = await client.initiate(key);
  const codes = [await codeOf(client, client.put(key, content(100_000, 13)), 'an altered object')];
  const part = client.uploadPart(key, id, 1, content(100_000, 13));
  if (sdk.uncheckedParts) await part;
  else codes.push(await codeOf(client, part, 'an altered part'));
  for (const code of codes)
    if (!sdk.corrupt.includes(code)) throw new Error(`the code is ${code}, not ${sdk.corrupt.join(' or ')}`);
  await client.abort(key, id);
}

async function wrongSecret({ dial, prefix, ports }) {
  const client = dial({ secret: 'another-secret' });
  equal(
    await codeOf(client, client.put(`${prefix}a`, content(1, 14)), 'a wrong secret'),
    'SignatureDoesNotMatch',
    'code',
  );
  equal(await codeOf(client, client.initiate(`${prefix}a`), 'a wrong secret'), 'SignatureDoesNotMatch', 'code');
  await refused(await client.presign(`${prefix}a`, 60), 'SignatureDoesNotMatch');
  const nobody = dial({ id: 'nobody', port: ports.here });
  equal(await codeOf(nobody, nobody.put(`${prefix}a`, content(1, 14)), 'a wrong key'), 'InvalidAccessKeyId', 'code');
}

async function refused(url, code) {
  const reply = await fetch(url);
  equal([reply.status, codeIn(await reply.text())], [403, code], 'a presigned URL');
}

// The stores' clocks are 20 minutes ahead and behind. SDKs that correct their
// own by what the store answers do so here too, once it is not switched off.
async function staleClock({ dial, prefix, sdk, ports }) {
  const key = `${prefix}stale`;
  for (const port of [ports.ahead, ports.behind]) {
    if (sdk.skew.refused) {
      const client = dial({ port });
      const code = await codeOf(client, client.put(key, content(1, 15)), 'a stale clock');
      equal(code, sdk.skew.refused[port === ports.ahead ? 'ahead' : 'behind'], 'code');
    }
    if (sdk.skew.corrects) await dial({ port, correct: true }).put(key, content(2, 15));
  }
}

async function expiredURL({ dial, prefix, ports }) {
  const client = dial();
  const key = `${prefix}expires`;
  await client.put(key, content(9, 16));
  const reply = await fetch(await client.presign(key, 300));
  equal(reply.status, 200, 'status');
  same(await bytesOf(await reply.arrayBuffer()), content(9, 16), 'presigned');
  await refused(await dial({ port: ports.ahead }).presign(key, 300), 'AccessDenied');
}

// A proxy changes a signed header behind the SDK's back.
async function alteredHeader({ dial, prefix, sdk, ports }) {
  const client = dial({ port: ports.alterHeader });
  const a = { metadata: { who: 'alice' } };
  const what = `${PREFIX[sdk.dialect]}meta-who altered`;
  equal(await codeOf(client, client.put(`${prefix}a`, content(1, 17), a), what), 'SignatureDoesNotMatch', 'code');
  equal(await codeOf(client, client.initiate(`${prefix}a`, a), what), 'SignatureDoesNotMatch', 'code');
}
