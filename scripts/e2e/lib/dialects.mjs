// The three dialects as the local store serves them.
const MiB = 1024 * 1024;

export const credentials = { accessKeyId: 'partway-dev-key', accessKeySecret: 'partway-dev-secret' };

/** `part` is the smallest legal part in bytes. */
export const dialects = [
  { dialect: 'oss', bucket: 'partway-dev', region: 'cn-hangzhou', part: 100 * 1024, wrongClass: ['Archve', 'Archive'] },
  {
    dialect: 'cos',
    bucket: 'partway-1250000000',
    region: 'ap-guangzhou',
    part: MiB,
    wrongClass: ['ARCHVE', 'ARCHIVE'],
  },
  { dialect: 's3', bucket: 'partway-dev', region: 'us-east-1', part: 5 * MiB, wrongClass: ['STANDRD', 'STANDARD'] },
];

/** The options of an upload to the local store in path style. */
export function optionsFor({ dialect, bucket, region }, store, key) {
  return { dialect, bucket, region, key, endpoint: `${store}/${dialect}`, addressing: 'path', credentials };
}

export { MiB };
