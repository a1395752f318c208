// The SDKs that run in a page; OSS and COS are the globals of the vendors' own
// bundles. browser.mjs bundles this file and calls runPeer.
import * as s3 from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { AwsClient } from 'aws4fetch';
import { runChecks } from './checks.mjs';
import { aws } from './sdks/aws.mjs';
import { aws4fetch } from './sdks/aws4fetch.mjs';
import { cos } from './sdks/cos.mjs';
import { oss } from './sdks/oss.mjs';

const blobs = {
  pack: (bytes) => new Blob([bytes]),
  packFile: (bytes) => ({ file: { Body: new File([bytes], 'file.bin') }, remove() {} }),
};
const plain = { pack: (bytes) => bytes };

// In a page ali-oss corrects its clock by what the store answers, and has no switch for that.
/** @type {any[][]} */
const sdks = [
  ...oss.map((sdk) => [
    { ...sdk, skew: { corrects: true } },
    { OSS: globalThis.OSS, ...blobs },
  ]),
  [
    { ...cos, name: 'cos-js' },
    { COS: globalThis.COS, ...blobs },
  ],
  [aws, { s3, Upload, getSignedUrl, ...plain }],
  [aws4fetch, { AwsClient, ...plain }],
];
const peers = sdks.map(([sdk, parts]) => [{ ...sdk, name: `${sdk.name} (page)` }, parts]);

globalThis.peerNames = peers.map(([{ name }]) => name);

/** Calls report({peer, check, problem, absent}), which the test put into the page, for every check of that SDK. */
globalThis.runPeer = async (name, ports) => {
  const [sdk, parts] = peers.find(([sdk]) => sdk.name === name);
  await runChecks(sdk, parts, ports, (check, problem, absent) =>
    globalThis.report({ peer: name, check, problem, absent }),
  );
};
