// The page's server: the product as built, the page of the gauntlet and, if wanted, the rivals' bundles.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const page = (name) => fileURLToPath(new URL(`../page/${name}`, import.meta.url));
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const own = { '/': 'page.html', '/page.js': 'page.js', '/partway-contestant.js': 'partway.js' };

/** `bundles` are further scripts by path, such as those of rivals. */
export async function startSite(dist, bundles = {}) {
  const files = { ...bundles };
  for (const [path, name] of Object.entries(own)) files[path] = readFileSync(page(name));
  for (const name of readdirSync(dist).filter((file) => extname(file) in types))
    files[`/${name}`] ??= readFileSync(join(dist, name)); // the page's own /page.js stays
  const server = createServer(({ url }, reply) => {
    const path = new URL(url, 'http://localhost').pathname;
    const type = types[extname(path === '/' ? own[path] : path)] ?? 'text/plain';
    reply
      .writeHead(files[path] ? 200 : 404, { 'content-type': type, 'cache-control': 'no-store' })
      .end(files[path] ?? '');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://localhost:${server.address().port}/`, stop };
}
