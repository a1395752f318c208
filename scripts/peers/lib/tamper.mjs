// A proxy that changes requests after they were signed. The Host header passes
// as it was, so that only the change can be what the store objects to.
import { createServer, request } from 'node:http';

/** Listens on a free port; `change(headers, body)` returns the body to send. */
export async function startTamper(port, change) {
  const server = createServer(async (incoming, outgoing) => {
    const headers = { ...incoming.headers };
    const chunks = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      return; // the page has cut it
    }
    const body = change(headers, Buffer.concat(chunks), incoming.method);
    const onward = request(
      { host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers, setHost: false },
      (reply) => {
        outgoing.writeHead(reply.statusCode, reply.rawHeaders);
        reply.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    onward.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

/** Renames who uploads: the metadata "who" of any store. */
export function alterHeader(headers, body) {
  for (const name of Object.keys(headers)) if (/^x-(oss|cos|amz)-meta-who$/.test(name)) headers[name] = 'mallory';
  return body;
}

/** Turns over one bit in the middle of what is PUT. */
export function alterBody(_headers, body, method) {
  if (method !== 'PUT') return body;
  const altered = Buffer.from(body);
  altered[altered.length >> 1] ^= 1;
  return altered;
}
