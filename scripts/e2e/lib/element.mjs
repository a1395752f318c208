// Pages with the element, served as the page of npm start is: under its content security policy.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPage } from './browser.mjs';
import { startServers } from './servers.mjs';

const html = (
  attributes,
  more,
  lang,
) => `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Element</title><script type="module" src="define.js"></script></head>
<body><main><h1>Element</h1><form>${more}<partway-upload ${attributes}></partway-upload><button>Send</button></form></main></body></html>`;
const script = "import { defineElement } from './element.js'; defineElement();";

/** The local store and a server of the built files, to which pages can be added. */
export async function startElementServers(storeArgs) {
  const servers = await startServers(storeArgs);
  writeFileSync(join(servers.site, 'define.js'), script);
  return servers;
}

let pages = 0;

/** Opens a page with one element in a form, after what `more` is; `within` a context of the browser's, or one of its own. */
export async function openElement(
  browser,
  servers,
  attributes,
  { more = '', lang = 'en', within = browser, ...context } = {},
) {
  const name = `${++pages}.html`;
  writeFileSync(join(servers.site, name), html(attributes, more, lang));
  const opened = await openPage(within, servers.page + name, context);
  await opened.page.waitForFunction(() => customElements.get('partway-upload'));
  return opened;
}
