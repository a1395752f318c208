// The SDKs that run in a page, in Chromium, from another origin than the
// store's. Prints one JSON line per check for run.mjs.
//
//   PARTWAY_STORE=build/bin/store node scripts/peers/js/browser.mjs [name]
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { launch } from '../../e2e/lib/browser.mjs';
import { bundleReadable } from '../../lib/bundle.mjs';
import { startStores } from '../lib/stores.mjs';
import { checks } from './checks.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const html = `<!doctype html><meta charset="utf-8"><title>SDKs</title>
<script src="/ali-oss.js"></script><script src="/cos.js"></script><script type="module" src="/page.js"></script>`;

async function startPage() {
  const script = await bundleReadable({ entry: here('page.mjs'), platform: 'browser' });
  const files = {
    '/': ['text/html; charset=utf-8', html],
    '/page.js': ['text/javascript', script],
    '/ali-oss.js': ['text/javascript', readFileSync(here('../node_modules/ali-oss/dist/aliyun-oss-sdk.min.js'))],
    '/cos.js': ['text/javascript', readFileSync(here('../node_modules/cos-js-sdk-v5/dist/cos-js-sdk-v5.min.js'))],
  };
  const server = createServer((request, reply) => {
    const [type, body] = files[request.url] ?? ['text/plain', ''];
    reply.writeHead(files[request.url] ? 200 : 404, { 'content-type': type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${server.address().port}/`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const { ports, stop } = await startStores(process.env.PARTWAY_STORE);
const site = await startPage();
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.exposeFunction('report', (verdict) => console.log(JSON.stringify(verdict)));
  page.on('pageerror', (error) => console.error(error));
  // A HEAD of an object that was just overwritten may come from the browser's
  // cache, with the real stores too; here the store is to be asked.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.goto(site.url);
  const names = (await page.evaluate('peerNames')).filter((name) => name.includes(process.argv[2] ?? ''));
  console.log(JSON.stringify({ expect: names, checks: Object.keys(checks) }));
  for (const name of names) {
    await page.evaluate(([peer, ports]) => globalThis.runPeer(peer, ports), [name, ports]);
  }
} finally {
  await browser.close();
  site.stop();
  await stop();
}
