/** Everything the page says, in the languages it speaks. `{0}`, `{1}` … stand for what is filled in. */
const en = {
  tagline: 'Files of any size, straight from the page to your bucket.',
  language: 'Language',
  store: 'Store',
  dialect: 'Kind of store',
  compatible: 'and compatible',
  bucket: 'Bucket',
  region: 'Region',
  connection: 'Address and keys',
  endpoint: 'Endpoint',
  addressing: 'Bucket in the address',
  automatic: 'Chosen for the store',
  virtual: 'In front of the host',
  path: 'First in the path',
  cname: 'Host belongs to the bucket',
  accessKeyId: 'Access key ID',
  accessKeySecret: 'Access key secret',
  securityToken: 'Security token (temporary keys)',
  file: 'File',
  choose: 'Choose a file',
  orDrop: 'or drop one here',
  key: 'Object key',
  options: 'Options of the object',
  storageClass: 'Storage class',
  acl: 'Access (ACL)',
  encryption: 'Encryption',
  partSize: 'Part size in MiB',
  contentType: 'Content type',
  contentDisposition: 'File name when downloaded',
  metadata: 'Metadata, one per line',
  tags: 'Tags, one per line',
  forbidOverwrite: 'Do not replace an object of this key',
  upload: 'Upload',
  pause: 'Pause',
  resume: 'Resume',
  abort: 'Abort',
  transfer: 'Upload',
  request: 'First request',
  requestHint: 'Shown as soon as there is a bucket, a region and a key.',
  requestSent: 'As it was sent. Secrets are masked.',
  requestWould: 'How an upload in parts would begin now. Secrets are masked.',
  requestWhole: 'As it was sent: so small a file goes whole, without an upload ID. Secrets are masked.',
  canonical: 'Canonical request',
  stringToSign: 'String to sign',
  preparing: 'Preparing',
  initiating: 'Initiating',
  uploading: 'Uploading',
  completing: 'Completing',
  paused: 'Paused',
  finished: 'Uploaded',
  failed: 'Failed',
  aborted: 'Aborted',
  amount: '{0} of {1}',
  amountParts: '{0} of {1}; {2} of {3} parts stored',
  speed: '{0}/s',
  uploadId: 'Upload ID',
  whole: 'none: sent whole',
  object: 'Object',
  etag: 'ETag',
  crc64: 'CRC-64',
  requestId: 'Request ID',
  verified: 'equal on both sides',
  unverified: 'could not be compared',
  noFile: 'Choose a file first.',
  wrongOption: 'Not sent: {0} is not right.',
  failedWith: '{0}',
  didYouMean: 'Use “{0}”',
  legalValues: 'Possible: {0}',
  loadFailed: 'The module could not be loaded.',
};

export type TextName = keyof typeof en;

const zh: Record<TextName, string> = {
  tagline: '任意大小的文件，从网页直接上传到您的存储桶。',
  language: '语言',
  store: '存储',
  dialect: '存储类型',
  compatible: '及兼容存储',
  bucket: '存储桶',
  region: '地域',
  connection: '地址与密钥',
  endpoint: '访问域名',
  addressing: '存储桶在地址中的位置',
  automatic: '按存储自动选择',
  virtual: '主机名之前',
  path: '路径首段',
  cname: '域名已绑定存储桶',
  accessKeyId: '访问密钥 ID',
  accessKeySecret: '访问密钥',
  securityToken: '安全令牌（临时密钥）',
  file: '文件',
  choose: '选择文件',
  orDrop: '或拖放到此处',
  key: '对象键',
  options: '对象选项',
  storageClass: '存储类型',
  acl: '访问权限（ACL）',
  encryption: '加密方式',
  partSize: '分块大小（MiB）',
  contentType: '内容类型',
  contentDisposition: '下载时的文件名',
  metadata: '元数据，每行一项',
  tags: '标签，每行一项',
  forbidOverwrite: '不覆盖同名对象',
  upload: '上传',
  pause: '暂停',
  resume: '继续',
  abort: '中止',
  transfer: '上传',
  request: '首个请求',
  requestHint: '填写存储桶、地域和对象键后即显示。',
  requestSent: '实际发送的请求；机密内容已遮盖。',
  requestWould: '若现在开始分块上传，首个请求如下；机密内容已遮盖。',
  requestWhole: '实际发送的请求：文件较小，整体上传，无上传 ID；机密内容已遮盖。',
  canonical: '规范请求',
  stringToSign: '待签名字符串',
  preparing: '准备中',
  initiating: '初始化中',
  uploading: '上传中',
  completing: '合并中',
  paused: '已暂停',
  finished: '上传完成',
  failed: '上传失败',
  aborted: '已中止',
  amount: '{0} / {1}',
  amountParts: '{0} / {1}；已存 {2} / {3} 块',
  speed: '{0}/秒',
  uploadId: '上传 ID',
  whole: '无：整体上传',
  object: '对象',
  etag: 'ETag',
  crc64: 'CRC-64',
  requestId: '请求 ID',
  verified: '两端一致',
  unverified: '无法比对',
  noFile: '请先选择文件。',
  wrongOption: '未发送：{0}有误。',
  failedWith: '上传未成功。原文如下：{0}',
  didYouMean: '改用“{0}”',
  legalValues: '可选：{0}',
  loadFailed: '模块加载失败。',
};

const languages: Record<string, Record<TextName, string>> = { en, 'zh-CN': zh };
export type Language = 'en' | 'zh-CN';

/** The language that a browser's preferences come to. */
export function preferred(wishes: readonly string[]): Language {
  const wish = wishes.find((w) => /^(en|zh)\b/i.test(w)) ?? 'en';
  return /^zh/i.test(wish) ? 'zh-CN' : 'en';
}

export function say(language: Language, name: TextName, ...values: readonly (string | number)[]): string {
  const text = languages[language]?.[name] ?? en[name];
  return text.replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)] ?? ''));
}

export function isText(name: string): name is TextName {
  return name in en;
}

/** Bytes for people: "64 MiB". */
export function bytes(language: Language, count: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const unit = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(count, 1)) / 10));
  const amount = new Intl.NumberFormat(language, { maximumFractionDigits: unit ? 1 : 0 }).format(count / 1024 ** unit);
  return `${amount} ${units[unit]}`;
}
