/** The files of a signer's project: wrangler's configuration, one line of program, secrets that git ignores. */
import { randomBytes } from 'node:crypto';
import type { BucketConfig } from './stores.ts';

/** The version of wrangler that the tests deploy with (dry run) and run; the newest for Node 20. */
const WRANGLER = '4.86.0';

export type Auth = { kind: 'jwt' } | { kind: 'jwks'; url: string; audience: string };

export interface Answers {
  bucket: BucketConfig;
  origin: string;
  auth: Auth;
  /** Of the signer's key, where the environment has it; "" else. */
  accessKeyId: string;
  accessKeySecret: string;
  /** What package.json is to depend on: a version, or the path of a tarball. */
  partway: string;
}

/** What all keys of objects begin with. */
export const PREFIX = 'uploads/';

/** The largest file if nothing else is said, in bytes: 10 GiB. */
const MAX_SIZE = 10 * 1024 ** 3;

/** Days after which the janitor removes what nobody finished. */
export const DAYS = 7;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** 32 random bytes in base64, as the signer wants its seals. */
const random = (): string => randomBytes(32).toString('base64');

/** { name: text }, in the order in which people would read them. */
export function filesOf({
  bucket,
  origin,
  auth,
  accessKeyId,
  accessKeySecret,
  partway,
}: Answers): Record<string, string> {
  const secrets = {
    seal: [random()],
    targets: { files: { accessKeyId, accessKeySecret } },
    ...(auth.kind === 'jwt' && { auth: { secret: random() } }),
  };
  const dependencies = { partway };
  return {
    'wrangler.jsonc': wranglerOf(bucket, origin, auth),
    'worker.js': "export { default } from 'partway/worker';\n",
    '.dev.vars': `# What only the signer knows. Deploy it by: npx wrangler secret put PARTWAY_SECRETS\nPARTWAY_SECRETS='${JSON.stringify(secrets)}'\n`,
    '.gitignore': '.dev.vars*\n.wrangler/\n.partway/\nnode_modules/\n',
    'package.json': json({
      private: true,
      type: 'module',
      scripts: { dev: 'wrangler dev', deploy: 'wrangler deploy' },
      dependencies,
      devDependencies: { wrangler: WRANGLER },
    }),
  };
}

function wranglerOf(bucket: BucketConfig, origin: string, auth: Auth): string {
  const config = {
    targets: { files: { ...bucket, key: `${PREFIX}{user}/{date}/{uuid}/{name}`, maxSize: MAX_SIZE } },
    origins: [origin],
    auth: authOf(auth),
    janitor: { days: DAYS },
  };
  const lines = JSON.stringify(config, null, 2).split('\n').join('\n    ');
  return `// The signer of Partway, a Cloudflare Worker. Its secrets stand in .dev.vars for development.
{
  "name": "partway-signer",
  "main": "worker.js",
  "compatibility_date": "2026-04-01",
  "vars": {
    "PARTWAY": ${lines}
  },
  // The janitor removes uploads that nobody finished.
  "triggers": { "crons": ["17 * * * *"] },
  // Names of users and files stand in the URLs that Cloudflare would keep; "wrangler tail" shows the signer's own log.
  "observability": { "enabled": false }
}
`;
}

const authOf = (auth: Auth): object =>
  auth.kind === 'jwt'
    ? { kind: 'jwt', algorithm: 'HS256', audience: 'uploads' }
    : { kind: 'jwt', algorithm: 'RS256', jwks: auth.url, audience: auth.audience };

/** What a page needs. */
export const snippet = `import { defineElement } from 'partway/element';
defineElement();

<partway-upload signer="https://partway-signer.<your subdomain>.workers.dev" multiple autostart></partway-upload>

document.querySelector('partway-upload').options = () => ({ headers: { authorization: \`Bearer \${token}\` } });`;
