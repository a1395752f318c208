// What the built module must answer. No imports: the tests run this in Node,
// and the end-to-end tests in Chromium.

const CHECK = 1,
  BUILD = 2,
  READ = 3,
  PLAN = 4,
  COMBINE = 5,
  SIGN = 6;
const CRC64_XZ = 1,
  CRC64_NVME = 2,
  CRC32C = 3,
  MD5 = 4;

/**
 * Runs all cases in one instance, whose _initialize has been called, and answers a text for each that failed.
 *
 *   vectors   lines of `go run ./scripts/vectors`, parsed; leave them out for the module that was built without keys
 *   replies   core/testdata/replies.json
 *   messages  wasm/abi/testdata/messages.json
 *
 * @param {WebAssembly.Instance} instance
 * @param {{ vectors?: any, replies?: any, messages: any }} given
 */
export function runModuleCases(instance, { vectors, replies, messages }) {
  const module = open(instance);
  const inModule = ({ fn }) => vectors || fn === COMBINE;
  return [
    ...(vectors
      ? failing(
          vectors,
          (v) => v.id,
          (v) => vector(module, v),
        )
      : []),
    ...(vectors
      ? failing(
          replies,
          (r) => r.name,
          (r) => reply(module, r),
        )
      : []),
    ...failing(
      messages.malformed,
      (m) => m.name,
      (m) => malformed(module, m),
    ),
    ...failing(
      checksums,
      (c) => c.name,
      (c) => checksum(module, c),
    ),
    ...failing(
      calls.filter(inModule),
      (c) => c.name,
      (c) => same('answer', call(module, c.fn, ...c.fields), c.want),
    ),
  ];
}

/** The exports of an instance, whose _initialize has been called, as functions of bytes. */
export function open(instance) {
  const wasm = instance.exports;
  const view = (at, size) => new Uint8Array(wasm.memory.buffer, at >>> 0, size >>> 0);
  const output = (size) => view(wasm.output(), size).slice();
  const input = (bytes) => view(wasm.input(bytes.length), bytes.length).set(bytes);
  return {
    call(fn, message) {
      input(message);
      return output(wasm.call(fn, message.length));
    },
    /** The bytes go in by pieces of so many, as a worker reads a file. */
    hash(algorithm, bytes, piece) {
      if (wasm.hashStart(algorithm) !== 1) return 'hashStart refuses it';
      for (let at = 0; at < bytes.length; at += piece) {
        const next = bytes.subarray(at, at + piece);
        input(next);
        wasm.hashAdd(next.length);
      }
      return texts(output(wasm.hashSum()))[1];
    },
  };
}

/** A message of these fields: texts, numbers or bytes. */
export function encode(fields) {
  const parts = fields.map((field) => (field instanceof Uint8Array ? field : new TextEncoder().encode(String(field))));
  const message = new Uint8Array(parts.reduce((size, part) => size + 4 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    new DataView(message.buffer).setUint32(at, part.length, true);
    message.set(part, at + 4);
    at += 4 + part.length;
  }
  return message;
}

function texts(message) {
  const list = [];
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  for (let at = 0; at < message.length; ) {
    const size = view.getUint32(at, true);
    list.push(new TextDecoder('utf-8', { ignoreBOM: true }).decode(message.subarray(at + 4, at + 4 + size)));
    at += 4 + size;
  }
  return list;
}

const call = (module, fn, ...fields) => texts(module.call(fn, encode(fields)));
const counted = (list) => [list.length, ...list.flat()];
const selection = (list) => (list ? ['1', ...counted(list)] : ['', 0]);
const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

function failing(cases, name, check) {
  if (cases.length === 0) return ['a list of cases is empty'];
  return cases.flatMap((one) => {
    let texts;
    try {
      texts = check(one);
    } catch (error) {
      texts = [String(error)];
    }
    return texts.map((text) => `${name(one)}: ${text}`);
  });
}

function same(what, got, want) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
  return a === b ? [] : [`${what} is ${a}, not ${b}`];
}

function vector(module, { scheme, form, method, target: t, query, headers, params: p, want }) {
  const [kind, , , ...rest] = call(
    module,
    SIGN,
    scheme,
    form,
    method,
    t.scheme,
    t.host,
    t.base,
    t.region,
    t.bucket,
    t.key,
    t.style,
    ...counted(query),
    ...counted(headers),
    '',
    p.accessKeyId,
    p.accessKeySecret,
    p.securityToken,
    p.time,
    p.expires,
    p.payload,
    ...selection(p.headers),
    ...selection(p.query),
  );
  const [canonical, stringToSign, signature] = rest.slice(-3);
  return [
    ...same('kind', kind, 'ok'),
    ...same('signature', signature, want.signature),
    ...(want.stringToSign ? same('string to sign', stringToSign, want.stringToSign) : []),
    ...(want.canonical ? same('canonical request', canonical, want.canonical) : []),
  ];
}

function reply(module, { op, dialect, part, status, headers, body, base64, ok, error }) {
  const bytes = base64 ? bytesOf(base64) : body;
  const answer = call(module, READ, op, dialect, part, status, ...counted(headers), bytes ?? '');
  if (!error) return same('answer', answer, ['ok', ...ok]);
  const {
    code = '',
    message = '',
    requestId = '',
    retry,
    advice = '',
    stored = '',
    serverTime = 0,
    retryAfter = 0,
  } = error;
  const said = answer[8] ?? '';
  const fits = said.includes(advice) && (said === '') === (advice === '') ? said : `…${advice}…`;
  return same('answer', answer, [
    'store',
    op,
    String(part),
    String(status),
    code,
    message,
    requestId,
    retry,
    fits,
    stored,
    String(serverTime),
    String(retryAfter),
  ]);
}

/** Whatever the bytes and the function, the module answers that it does not understand. */
function malformed(module, { base64 }) {
  return [0, CHECK, BUILD, READ, PLAN, COMBINE, SIGN, 7, 4294967295].flatMap((fn) => {
    const [kind, option] = texts(module.call(fn, bytesOf(base64)));
    return same(`answer of function ${fn}`, [kind, option], ['option', '']);
  });
}

const digits = new TextEncoder().encode('123456789');
const zeros = new Uint8Array(300_000);

const checksums = [
  { name: 'crc64xz', algorithm: CRC64_XZ, bytes: digits, want: '11051210869376104954' },
  { name: 'crc64nvme', algorithm: CRC64_NVME, bytes: digits, want: '12577168950296156296' },
  { name: 'crc32c', algorithm: CRC32C, bytes: digits, want: '3808858755' },
  { name: 'md5', algorithm: MD5, bytes: digits, want: '25f9e794323b453885f5181f1b624d0b' },
  { name: 'crc64xz of nothing', algorithm: CRC64_XZ, bytes: digits.subarray(0, 0), want: '0' },
  { name: 'crc64xz of one zero', algorithm: CRC64_XZ, bytes: zeros.subarray(0, 1), want: '2282658103124508505' },
  { name: 'md5 of many zeros', algorithm: MD5, bytes: zeros, want: '4a21de7a58fb8ecb9a1b1f08a3068269' },
  { name: 'crc64xz of many zeros', algorithm: CRC64_XZ, bytes: zeros, want: '15036392798220295967' },
];

/** Whole, and cut at every kind of place: the sum must not depend on it. */
function checksum(module, { algorithm, bytes, want }) {
  return [1 << 18, 65_537, 16_384, 4_099]
    .concat(bytes.length < 100 ? [1, 2, 7] : [])
    .flatMap((piece) => same(`sum by pieces of ${piece}`, module.hash(algorithm, bytes, piece), want));
}

const oss = [
  ['dialect', 'oss'],
  ['bucket', 'partway-dev'],
  ['region', 'cn-hangzhou'],
  ['key', '目录/a b+😀.bin'],
];

const calls = [
  {
    name: 'check',
    fn: CHECK,
    fields: counted(oss),
    want: [
      'ok',
      'oss',
      'oss-v4',
      'partway-dev',
      '目录/a b+😀.bin',
      'cn-hangzhou',
      'partway-dev.oss-cn-hangzhou.aliyuncs.com',
      'https://partway-dev.oss-cn-hangzhou.aliyuncs.com/%E7%9B%AE%E5%BD%95/a%20b%2B%F0%9F%98%80.bin',
      'crc64xz',
      'x-oss-hash-crc64ecma',
    ],
  },
  {
    name: 'build',
    fn: BUILD,
    fields: ['uploadPart', 'none', 0, ...counted(['id', '7']), ...counted(oss)],
    want: [
      'ok',
      'PUT',
      'https://partway-dev.oss-cn-hangzhou.aliyuncs.com/%E7%9B%AE%E5%BD%95/a%20b%2B%F0%9F%98%80.bin?partNumber=7&uploadId=id',
      '0',
      '',
      '',
      '',
    ],
  },
  { name: 'plan', fn: PLAN, fields: ['s3', 5 * 2 ** 40, 0], want: ['ok', String(2 ** 30), '5120', ''] },
  { name: 'plan of nothing', fn: PLAN, fields: ['cos', 0, 0], want: ['ok', '0', '1', '1'] },
  {
    name: 'plan of too small parts',
    fn: PLAN,
    fields: ['oss', 2 ** 20, 5],
    want: [
      'option',
      'partSize',
      '5',
      '102400',
      'partSize is 5 bytes; legal here are 102400 to 5368709120',
      '1',
      '102400 to 5368709120',
    ],
  },
  {
    name: 'combine',
    fn: COMBINE,
    fields: [2, '14865968487149912872', 5, '7598038797645275211', 5],
    want: ['ok', '11051210869376104954'],
  },
];
