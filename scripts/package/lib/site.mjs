// Serves apps under the strictest policy that an upload can do with.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const types = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };

/**
 * `pages` are the documents that are not files, { path: html }, `origins` those that may be asked, `blobs` the pages
 * whose workers may be blobs.
 */
export async function startSite(folder, { pages, origins, blobs }) {
  const policy = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' ${origins.join(' ')}; worker-src 'self'`;
  const server = createServer(({ url }, reply) => {
    const { pathname } = new URL(url, 'http://site');
    const [body, type] = pages[pathname]
      ? [pages[pathname], types['.html']]
      : [read(join(folder, pathname)), types[extname(pathname)]];
    reply.setHeader('content-security-policy', blobs.includes(pathname) ? `${policy} blob:` : policy);
    if (body === undefined || !type) return reply.writeHead(404).end();
    reply.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://localhost:${server.address().port}`, stop };
}

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
