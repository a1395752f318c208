// Chromium, and pages that notice what must not happen: errors in the console and breaches of the CSP.
import { chromium } from 'playwright-core';

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

/** What Chromium itself writes about a reply that is a failure, which some tests are there to provoke. */
const failedReply = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** Opens the page. `faults` collects what must not happen; a test ends with it empty. */
export async function openPage(browser, url, context = {}) {
  const page = await browser.newPage({ locale: 'en-US', ...context });
  const faults = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !failedReply.test(message.text()))
      faults.push(`console: ${message.text()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(url);
  return { page, faults };
}

/** Uploads the file in the page's input through the library; gives the result, or what the error said. */
export function uploadPicked(page, options) {
  return page.evaluate(async (given) => {
    const { upload } = await import('/partway.js');
    const file = document.querySelector('#file').files[0];
    const requests = [];
    const began = performance.now();
    try {
      const result = await upload(file, { ...given, onRequest: ({ operation }) => requests.push(operation) }).finished;
      return { result, requests, seconds: (performance.now() - began) / 1000 };
    } catch (error) {
      const { name, message, code, status, operation, option, nearest, requestId } = error;
      return { error: { name, message, code, status, operation, option, nearest, requestId }, requests };
    }
  }, options);
}

/** Seconds that the worker takes to hash the file in the page's input. */
export function hashPicked(page, algorithms) {
  return page.evaluate(async (given) => {
    const { compile } = await import('/partway.js');
    const worker = new Worker('/hash.js', { type: 'module' });
    worker.postMessage(await compile());
    const began = performance.now();
    const sums = await new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.postMessage([document.querySelector('#file').files[0], given]);
    });
    worker.terminate();
    return { sums, seconds: (performance.now() - began) / 1000 };
  }, algorithms);
}
