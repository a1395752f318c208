// The built Worker in workerd, on this machine and without a word to the internet.
import { Miniflare } from 'miniflare';
import { builds } from '../build.mjs';

export const devSeal = 'cGFydHdheSBkZXZlbG9wbWVudCBzZWFsIDAwMDAwMDE=';

/**
 * A configuration for the local store, as that of npm start; `change` may change it.
 *
 * @param {string} store @param {(config: any) => void} [change]
 */
export function devConfig(store, change = () => {}) {
  const target = (dialect, bucket, region) => ({
    dialect,
    bucket,
    region,
    endpoint: `${store}/${dialect}`,
    addressing: 'path',
    accessKeyId: 'partway-dev-key',
    key: 'uploads/{date}/{uuid}/{name}',
    allow: ['metadata', 'cacheControl'],
  });
  const config = {
    default: 's3',
    targets: {
      oss: target('oss', 'partway-dev', 'cn-hangzhou'),
      cos: target('cos', 'partway-1250000000', 'ap-guangzhou'),
      s3: target('s3', 'partway-dev', 'us-east-1'),
    },
    origins: ['http://localhost:*', 'http://127.0.0.1:*'],
    auth: { kind: 'none' },
  };
  change(config);
  const secrets = { seal: [devSeal], targets: {} };
  for (const name of Object.keys(config.targets)) secrets.targets[name] = { accessKeySecret: 'partway-dev-secret' };
  return { PARTWAY: config, PARTWAY_SECRETS: JSON.stringify(secrets) };
}

/**
 * Starts a build ('tinygo' or 'go'). `log` gets every line the Worker writes; `begins` is how many uploads the binding
 * PARTWAY_BEGINS lets a user begin in a minute, without which there is no such binding.
 *
 * @param {{ build?: string, bindings: any, begins?: number, port?: number, log?: (line: string) => unknown }} options
 */
export async function startWorker({ build = 'tinygo', bindings, begins, port = 0, log = () => {} }) {
  const folder = builds[build];
  const worker = new Miniflare({
    modules: true,
    modulesRoot: folder,
    scriptPath: `${folder}/worker.mjs`,
    modulesRules: [
      { type: 'ESModule', include: ['**/*.mjs', '**/*.js'] },
      { type: 'CompiledWasm', include: ['**/*.wasm'] },
    ],
    compatibilityDate: '2026-04-01',
    bindings,
    ...(begins && { ratelimits: { PARTWAY_BEGINS: { simple: { limit: begins, period: 60 } } } }),
    host: '127.0.0.1',
    port,
    cf: false,
    handleRuntimeStdio(out, err) {
      for (const stream of [out, err]) stream.on('data', (text) => log(String(text)));
    },
  });
  const { port: taken } = await worker.ready;
  return { url: `http://localhost:${taken}`, worker, stop: () => worker.dispose() };
}
