// What the page shows of a request holds no secret, however it was written; and what it copies is one command.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { load, moduleBytes } from './load.mjs';

const { Masker, MASK } = await load('page/mask.ts');
const { curlOf } = await load('page/curl.ts');
const { Trace } = await load('page/trace.ts');
const { check } = await load('src/index.ts');
const wasm = await WebAssembly.compile(moduleBytes());

const stores = [
  { dialect: 'oss', bucket: 'bucket', region: 'cn-hangzhou' },
  { dialect: 'oss', signature: 'oss-v1', bucket: 'bucket', region: 'cn-hangzhou' },
  { dialect: 'cos', bucket: 'bucket-1250000000', region: 'ap-guangzhou' },
  { dialect: 's3', bucket: 'bucket', region: 'us-east-1' },
];
// Each character that an escape may leave as it is or not.
const securityToken = "tok!'()*+/=~%&;en";
const customerKey = Buffer.alloc(32, "k!'(").toString('base64');
/** The token's beginning, written either way. */
const traces = /tok(!|%21)/;
const accessKeyId = 'LTAI5tExampleKeyIdentity';

for (const store of stores) {
  const name = `${store.dialect} ${store.signature ?? ''}`;
  const request = async (more = {}) => {
    const credentials = { accessKeyId, accessKeySecret: 'the-secret', ...more };
    return (await check({ ...store, key: 'k', credentials, wasm, ...(store.dialect === 'oss' ? {} : { customerKey }) }))
      .request;
  };

  test(`${name}: the security token is masked in every text`, async () => {
    const signed = await request({ securityToken });
    assert.match(JSON.stringify(signed), traces, 'the token is in the request');
    for (const secrets of [['the-secret', securityToken], []]) {
      const text = JSON.stringify(new Masker(secrets).request(signed));
      assert.doesNotMatch(text, traces);
      assert.equal(text.includes(customerKey) || text.includes(encodeURIComponent(customerKey)), false);
      assert.ok(text.includes(MASK));
    }
  });

  test(`${name}: of a signature the beginning is shown, of a key ID both ends`, async () => {
    const signed = await request();
    const [, authorization] = signed.headers.find(([header]) => /^authorization$/i.test(header));
    const [, shown] = new Masker(['the-secret'])
      .request(signed)
      .headers.find(([header]) => /^authorization$/i.test(header));
    assert.ok(shown.endsWith(MASK), shown);
    assert.ok(shown.includes(`LTAI${MASK}tity`), shown);
    assert.ok(authorization.includes(accessKeyId) && !shown.includes(accessKeyId));
    assert.ok(shown.length < authorization.length);
  });
}

const signature = 'c4f1a2b3d4e5f60718293a4b5c6d7e8f90123456789abcdef0123456789abcd';
const urls = [
  `https://b.oss-cn-hangzhou.aliyuncs.com/k?partNumber=1&uploadId=U&x-oss-credential=${accessKeyId}%2F20261124%2Fcn-hangzhou&x-oss-signature=${signature}&x-oss-security-token=TOKEN%2Bx`,
  `https://b.oss-cn-hangzhou.aliyuncs.com/k?OSSAccessKeyId=${accessKeyId}&Expires=1&Signature=${signature}%3D&security-token=TOKEN%2Bx`,
  `https://b.s3.amazonaws.com/k?X-Amz-Credential=${accessKeyId}%2F20261124&X-Amz-Signature=${signature}&X-Amz-Security-Token=TOKEN%2Bx`,
  `https://b.cos.ap-guangzhou.myqcloud.com/k?q-sign-algorithm=sha1&q-ak=${accessKeyId}&q-signature=${signature}&x-cos-security-token=TOKEN%2Bx`,
];
for (const url of urls) {
  test(`a signed URL: ${new URL(url).host}${url.includes('OSSAccess') ? ', v1' : ''}`, () => {
    const shown = new Masker().text(url);
    for (const secret of ['TOKEN', signature.slice(5), accessKeyId]) assert.equal(shown.includes(secret), false, shown);
    assert.ok(shown.startsWith(url.slice(0, url.indexOf('?') + 10)), shown);
  });
}

test("a signer's answer: the URLs in it are masked, whatever its JSON escapes", () => {
  const trace = new Trace(new Masker(), () => {});
  const request = {
    operation: 'initiate',
    method: 'POST',
    url: 'https://signer.example/s3/multipart',
    headers: [
      ['authorization', 'Bearer the-token'],
      ['x-session', 'the-session'],
    ],
    body: '{}',
    canonical: '',
    stringToSign: '',
  };
  const body = JSON.stringify({ uploadId: 'sealed', urls }).replaceAll('&', '\\u0026');
  trace.hooks.onRequest(request);
  trace.hooks.onResponse(
    {
      status: 200,
      headers: [
        ['etag', 'E'],
        ['set-cookie', 'c'],
        ['x-request-id', 'R'],
      ],
      body,
    },
    request,
  );
  const [exchange] = trace.exchanges;
  const text = JSON.stringify(exchange);
  for (const secret of ['the-token', 'the-session', 'TOKEN', signature.slice(5), accessKeyId])
    assert.equal(text.includes(secret), false, secret);
  assert.deepEqual(exchange.answerHeaders, [
    ['etag', 'E'],
    ['x-request-id', 'R'],
  ]);
  assert.deepEqual([exchange.status, exchange.attempt, exchange.ended >= exchange.began], [200, 1, true]);
});

test("a store's answer: what it says of the keys, the token and the signature is masked", () => {
  const document =
    `<Error><Code>SignatureDoesNotMatch</Code><OSSAccessKeyId>${accessKeyId}</OSSAccessKeyId><AWSAccessKeyId>${accessKeyId}</AWSAccessKeyId>` +
    `<SignatureProvided>${signature}</SignatureProvided><StringToSignBytes>4F 53 53</StringToSignBytes><CanonicalRequestBytes>4F 53\n53</CanonicalRequestBytes>` +
    '<Token-0>TOKEN</Token-0><SecurityToken>TOKEN</SecurityToken><RequestId>R</RequestId></Error>';
  const shown = new Masker().text(document);
  for (const secret of ['TOKEN', signature.slice(5), '4F', '53', accessKeyId])
    assert.equal(shown.includes(secret), false, `${secret} in ${shown}`);
  for (const kept of [
    '<Code>SignatureDoesNotMatch</Code><OSSAccessKeyId>LTAI',
    '</AWSAccessKeyId>',
    '<RequestId>R</RequestId></Error>',
  ])
    assert.ok(shown.includes(kept), shown);
});

test('a long answer is masked at once, and a secret at its cut is not shown by half', () => {
  const exchange = (body, secrets = []) => {
    const trace = new Trace(new Masker(secrets), () => {});
    const request = {
      operation: 'initiate',
      method: 'POST',
      url: 'https://b.example/k',
      headers: [],
      body: '',
      canonical: '',
      stringToSign: '',
    };
    trace.hooks.onRequest(request);
    trace.hooks.onResponse({ status: 200, headers: [], body }, request);
    return trace.exchanges[0];
  };
  const long = 'a'.repeat(200_000);
  const { user: began } = process.cpuUsage(); // in microseconds; what the machine does beside is not in it
  assert.equal(exchange(long).answerBody.length, 4002);
  for (const text of [
    long,
    '-'.repeat(200_000),
    '<a'.repeat(100_000),
    `<${long}`,
    'x-oss-security-token'.repeat(10_000),
  ])
    new Masker().text(text);
  const { user: ended } = process.cpuUsage();
  assert.ok(ended - began < 4e6, `${ended - began} us of CPU, where every rule is linear`);
  // What stands before it is so short when masked that the cut is in sight.
  const body = `<Token-0>${'t'.repeat(7980)}</Token-0>the-long-secret`;
  assert.equal(exchange(body, ['the-long-secret']).answerBody, `<Token-0>${MASK}</Token-0>${MASK[0]}`);
});

test('an authorization of a kind that nobody knows is masked as a whole', () => {
  assert.deepEqual(
    new Masker().headers([
      ['Authorization', 'Strange abcdef'],
      ['X-Api-Key', 'k'],
      ['x-oss-date', '2026'],
    ]),
    [
      ['Authorization', MASK],
      ['X-Api-Key', MASK],
      ['x-oss-date', '2026'],
    ],
  );
});

test('parts are told from tries, and what is too much is only counted', () => {
  const trace = new Trace(new Masker(), () => {});
  const put = (part) => ({
    operation: 'uploadPart',
    method: 'PUT',
    url: `https://b.example/k?partNumber=${part}&uploadId=U`,
    headers: [],
    body: '',
    canonical: '',
    stringToSign: '',
  });
  for (const part of [1, 2, 1]) trace.hooks.onRequest(put(part));
  assert.deepEqual(
    trace.exchanges.map(({ part, attempt }) => [part, attempt]),
    [
      [1, 1],
      [2, 1],
      [1, 2],
    ],
  );
  for (let i = 0; i < 2000; i++) trace.hooks.onRequest(put(3));
  assert.deepEqual([trace.exchanges.length, trace.leftOut], [2000, 3]);
});

test('as curl: whatever a URL, a header or a body holds is one argument', () => {
  const request = {
    method: 'POST',
    url: "https://b.example/it's $(touch evil) `x`?a=1&b",
    headers: [
      ['x-a', "q'; rm -rf ."],
      ['x-empty', ''],
    ],
    body: "<a>\n'$HOME'</a>",
    canonical: '',
    stringToSign: '',
  };
  const args = (command) =>
    execFileSync('sh', ['-c', `curl() { for a; do printf '%s\\0' "$a"; done; }\n${command}`], { encoding: 'utf8' })
      .split('\0')
      .slice(0, -1);
  assert.deepEqual(args(curlOf(request)), [
    '-X',
    'POST',
    request.url,
    '-H',
    "x-a: q'; rm -rf .",
    '-H',
    'x-empty;',
    '--data-binary',
    request.body,
  ]);
  assert.deepEqual(args(curlOf({ ...request, headers: [] }, 'part-1')).slice(-2), ['--data-binary', '@part-1']);
  assert.deepEqual(args(curlOf({ ...request, method: 'HEAD', headers: [], body: '' })), ['--head', request.url]);
});
