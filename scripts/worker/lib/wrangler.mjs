// wrangler, told to keep to itself: without this environment it asks the
// internet for updates and more.
import { inRoot } from '../../lib/paths.mjs';

export const wrangler = {
  program: process.execPath,
  args: [inRoot('scripts/worker/node_modules/wrangler/bin/wrangler.js')],
  config: ['--config', inRoot('wasm/worker/wrangler.jsonc')],
  quiet: {
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_SEND_ERROR_REPORTS: 'false',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    NO_COLOR: '1',
    XDG_CONFIG_HOME: inRoot('build', 'wrangler'),
  },
};
export const limit = 600_000; // bytes of gzip that the Worker may have, its JavaScript included

/** Bytes of gzip as `wrangler deploy --dry-run` prints them; null if it does not. */
export function gzipBytes(output) {
  const [, kib] = /gzip: ([\d.]+) KiB/.exec(output) ?? [];
  return kib ? Math.round(Number(kib) * 1024) : null;
}
