// Looks at a configuration before it is deployed: the built Worker itself reads it, in workerd, with made-up secrets in
// place of those that only Cloudflare has.
import { UserError } from '../../lib/log.mjs';
import { devSeal, startWorker } from './workerd.mjs';

const secret = 'made-up-for-as-long-as-this-takes';

/** Rejects with what the Worker says of the variable PARTWAY, if it is wrong; `limits` are the Worker's ratelimits. */
export async function requireConfig(vars, limits) {
  const config = typeof vars.PARTWAY === 'string' ? JSON.parse(vars.PARTWAY) : (vars.PARTWAY ?? {});
  let log = '';
  const worker = await startWorker({
    bindings: { PARTWAY: config, PARTWAY_SECRETS: JSON.stringify(missing(config)) },
    begins: limits?.find(({ name }) => name === 'PARTWAY_BEGINS')?.simple.limit,
    log: (text) => (log += text),
  });
  try {
    const { status } = await fetch(`${worker.url}/healthz`);
    if (status !== 200) throw new UserError(log.trim() || `the Worker answers with ${status}.`);
  } finally {
    await worker.stop();
  }
}

// What a secret has to bring.
function missing({ seal, targets, auth, webhook }) {
  const keys = ({ accessKeyId = 'id', accessKeySecret = secret } = {}) => ({ accessKeyId, accessKeySecret });
  return {
    ...(!seal && { seal: [devSeal] }),
    ...(isRecord(targets) && {
      targets: Object.fromEntries(
        Object.entries(targets)
          .filter(([, target]) => isRecord(target))
          .map(([name, target]) => [name, keys(target)]),
      ),
    }),
    ...(auth?.kind === 'bearer' && !auth.token && { auth: { token: secret } }),
    ...(auth?.algorithm === 'HS256' && !auth.secret && { auth: { secret } }),
    ...(isRecord(webhook) && !webhook.secret && { webhook: { secret } }),
  };
}

const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
