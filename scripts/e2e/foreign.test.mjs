// A page of another origin, and one by a name that leads to this machine, tries what it can at the local store and the
// development signer. It knows the keys, which are public, and gets nowhere.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test as plainTest } from 'node:test';
import { chromium } from 'playwright-core';
import { formFields, presigned } from './lib/presign.mjs';
import { startServers } from './lib/servers.mjs';

const test = (name, run) => plainTest(name, { timeout: 60_000 }, run);
const bucket = 'partway-dev';
const evil = 'evil.example';
const script = (place) => `<!doctype html><script>new Image().src = '${place}ran'</script>`;
let servers, attacker, browser, page;

/** What the attacker's server was asked for. */
const asked = [];

before(async () => {
  servers = await startServers();
  attacker = createServer(({ url }, reply) => {
    asked.push(url);
    reply.writeHead(200, { 'content-type': 'text/html' }).end(url === '/control' ? script('/') : '<!doctype html>');
  });
  await new Promise((resolve) => attacker.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      // Every name of the attacker's leads to this machine, as its owner may let it.
      '--host-resolver-rules=MAP *.example 127.0.0.1',
      // A defence of Chromium's that other browsers lack.
      '--disable-features=LocalNetworkAccessChecks',
    ],
  });
  page = await browser.newPage();
  const reply = await fetch(presigned('PUT', servers.store, `/s3/${bucket}/mine`), { method: 'PUT', body: 'mine' });
  assert.equal(reply.status, 200);
});

after(async () => {
  await browser?.close();
  attacker?.closeAllConnections();
  attacker?.close();
  await servers?.stop();
});

const foreign = () => `http://${evil}:${attacker.address().port}/`;
const uploads = () => readdirSync(join(servers.data, 's3', bucket, 'uploads'));
const read = (key) => fetch(presigned('GET', servers.store, `/s3/${bucket}/${key}`));

/** Nothing of what the attacker wanted is there, and what was there is still there. */
async function unharmed() {
  assert.equal((await read('theirs.html')).status, 404);
  assert.equal(await (await read('mine')).text(), 'mine');
  assert.deepEqual(uploads(), []);
}

/** Asks from the page; gives the status and text, or what the page is told instead. */
const ask = (url, init) =>
  page.evaluate(
    async ([address, given]) => {
      try {
        const reply = await fetch(address, given);
        return { type: reply.type, status: reply.status, text: await reply.text() };
      } catch (error) {
        return { refused: error.message };
      }
    },
    [url, init],
  );

/** Posts a form into a frame, as a page can without any permission. */
const post = (action, fields, enctype) =>
  page.evaluate(
    async ([to, values, kind]) => {
      const frame = document.createElement('iframe');
      frame.name = 'answer';
      document.body.append(frame);
      const form = document.body.appendChild(document.createElement('form'));
      Object.assign(form, { method: 'post', action: to, enctype: kind, target: 'answer' });
      for (const [name, value] of Object.entries(values)) {
        const field = form.appendChild(document.createElement('textarea'));
        Object.assign(field, { name, value });
      }
      const answered = new Promise((resolve) => (frame.onload = resolve));
      form.submit();
      await answered;
      form.remove();
      frame.remove();
    },
    [action, fields, enctype],
  );

test('a form of another origin stores nothing', async () => {
  await page.goto(foreign());
  const fields = formFields(bucket, 'theirs.html', 'text/html');
  const action = `${servers.store}/s3/${bucket}`;
  await post(action, { ...fields, file: script(foreign()) }, 'multipart/form-data');
  await unharmed();

  // The same form is good where it comes from this machine: it is the page that is refused.
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', new Blob(['ours']), 'theirs.html');
  assert.equal((await fetch(action, { method: 'POST', body })).status, 201);
  assert.equal(
    (await fetch(presigned('DELETE', servers.store, `/s3/${bucket}/theirs.html`), { method: 'DELETE' })).status,
    204,
  );
});

test('a page of another origin reads, lists, changes and deletes nothing', async () => {
  await page.goto(foreign());
  for (const [method, key, query] of [
    ['GET', '/mine', {}],
    ['GET', '', { uploads: '' }],
    ['PUT', '/theirs.html', {}],
    ['POST', '/theirs.html', { uploads: '' }],
    ['DELETE', '/mine', {}],
  ]) {
    const url = presigned(method, servers.store, `/s3/${bucket}${key}`, query);
    const body = method === 'PUT' ? 'theirs' : undefined;
    assert.ok((await ask(url, { method, body })).refused, `${method} ${key}`);
    const simple = method === 'GET' || method === 'POST';
    if (simple) assert.equal((await ask(url, { method, body, mode: 'no-cors' })).type, 'opaque');
  }
  await unharmed();
});

test('a page of another origin begins no upload at the signer', async () => {
  await page.goto(foreign());
  const begin = `${servers.page}s3/multipart`;
  const body = JSON.stringify({ filename: 'theirs.html', size: 20_000_000, target: 's3' });
  assert.ok((await ask(begin, { method: 'POST', body, headers: { 'content-type': 'application/json' } })).refused);
  assert.ok((await ask(begin, { method: 'POST', body })).refused);
  await ask(begin, { method: 'POST', body, mode: 'no-cors' });
  await post(begin, { [body.slice(0, -1)]: '', '"x': '"}' }, 'text/plain');
  await unharmed();
});

test('a name that leads here gets nothing from the store or the signer', async () => {
  for (const place of [servers.store, servers.page.slice(0, -1)]) {
    const rebound = `http://rebound.example:${new URL(place).port}`;
    const entry = `${rebound}/entry`;
    // The page comes from the attacker's server; what it then asks for goes to where the name leads now.
    await page.route(entry, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.goto(entry);
    for (const [method, path, query] of [
      ['GET', `/s3/${bucket}/mine`, {}],
      ['GET', `/s3/${bucket}`, { uploads: '' }],
      ['DELETE', `/s3/${bucket}/mine`, {}],
      ['POST', `/s3/${bucket}/theirs.html`, { uploads: '' }],
      ['POST', '/s3/multipart', {}],
      ['GET', '/config.json', {}],
    ]) {
      const body = path === '/s3/multipart' ? '{"filename":"theirs.html","size":20000000,"target":"s3"}' : undefined;
      const { status, text } = await ask(presigned(method, rebound, path, query), { method, body });
      assert.equal(status, 403, `${method} ${path} at ${place}`);
      assert.match(text, /answers its own machine only/);
    }
  }
  await unharmed();
});

test('a page that is stored here is not run here', async () => {
  const put = presigned('PUT', servers.store, `/s3/${bucket}/page.html`);
  const stored = await fetch(put, { method: 'PUT', body: script(foreign()), headers: { 'content-type': 'text/html' } });
  assert.equal(stored.status, 200);
  asked.length = 0;
  await page.goto(`${foreign()}control`);
  assert.ok(asked.includes('/ran'), 'where nothing forbids it, the script runs');

  asked.length = 0;
  const reply = await page.goto(presigned('GET', servers.store, `/s3/${bucket}/page.html`));
  assert.equal(reply.headers()['content-type'], 'text/html');
  await page.waitForLoadState('networkidle');
  assert.deepEqual(asked, []);
  assert.equal(await page.evaluate(() => self.origin), 'null');
});
