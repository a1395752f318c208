// npm run screenshot: takes the picture of the README, of the page that npm start serves while a file goes up.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../build.mjs';
import { main, say, UserError } from '../lib/log.mjs';
import { inRoot } from '../lib/paths.mjs';
import { setup } from '../setup.mjs';

const picture = inRoot('web', 'docs', 'page.webp');
const size = { width: 1180, height: 1060 };
const most = 200_000; // bytes

/** Uploads a film in bad weather, and takes the picture when some of its parts were sent again. */
async function take() {
  const [{ chromium }, { startServers, temporaryFolder }, { makeFile }, { findChromium }] = await Promise.all([
    import('playwright-core'), // not there before the set-up
    import('../e2e/lib/servers.mjs'),
    import('../e2e/lib/files.mjs'),
    import('../lib/probe.mjs'),
  ]);
  const temporary = temporaryFolder();
  const servers = await startServers(['-faults'], ['-weather']);
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({
      viewport: size,
      deviceScaleFactor: 1.5,
      locale: 'en-US',
      colorScheme: 'light',
    });
    page.setDefaultTimeout(120_000);
    await page.goto(servers.page);
    await begin(page, await filesIn(temporary.folder, makeFile));
    await lookAtRetry(page);
    return await webp(page);
  } finally {
    await browser.close();
    await servers.stop();
    temporary.remove();
  }
}

/** Two photos and a film; what is in them does not matter. */
async function filesIn(folder, makeFile) {
  const files = { 'beach.jpg': 2.4, 'sunset.jpg': 3.1, 'holiday.mp4': 72 };
  const named = [];
  for (const [name, mib] of Object.entries(files)) {
    const path = join(folder, name);
    renameSync((await makeFile(folder, Math.round(mib * 1024 * 1024))).path, path);
    named.push(path);
  }
  return named;
}

async function begin(page, files) {
  for (const fault of ['slow', 'busy', 'cut']) await page.check(`#fault-${fault}`);
  await page.locator('#options').evaluate((details) => (details.open = true));
  await page.fill('[name=partSize]', '5');
  await page.locator('#options').evaluate((details) => (details.open = false));
  await page.setInputFiles('partway-upload input[type=file]', files);
  await page.evaluate(() => document.querySelector('partway-upload').start());
}

/** Waits until most of the film is stored, and opens the part that the store refused. */
async function lookAtRetry(page) {
  await page.waitForFunction(() => {
    const { upload, size } = document.querySelector('partway-upload').items.at(-1);
    return upload?.progress.confirmed > size * 0.6;
  });
  await page.locator('#requests [role=option]', { hasText: '503' }).first().click();
  await page.evaluate(() => {
    document.activeElement.blur();
    window.scrollTo(0, 0);
  });
}

/** Chromium writes WebP by its own protocol only. */
async function webp(page) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
  return Buffer.from(data, 'base64');
}

main(async () => {
  await setup({ browser: true });
  await build();
  const bytes = await take();
  if (bytes.length >= most) throw new UserError(`The picture has ${bytes.length} bytes; at most ${most} are allowed.`);
  writeFileSync(picture, bytes);
  say(`picture: ${picture}, ${bytes.length.toLocaleString('en')} bytes`);
});
