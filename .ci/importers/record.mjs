// Records a capture with Playwright as `recordHar` with `content: 'attach'` writes it: a HAR, and
// each body in a file of its own beside it. A server on this machine answers; every secret is invented.
// Arguments: the folder to write to.

import { createRequire } from 'node:module';
import { createServer } from 'node:http';

const require = createRequire(process.env.IMPORTERS_MODULES + '/');
const { chromium } = require('playwright-core');

const page = '<!doctype html><title>Shop</title><img src="/logo.png"><script>'
  + 'fetch("/login", { method: "POST", body: "user=anna&password=Kx7vTq2mLp" })'
  + '.then(answer => answer.json()).then(() => { document.title = "Done"; });</script>';
const answers = {
  '/': ['text/html', page],
  '/login': ['application/json', '{"access_token":"wq8Zr4Kt71xNbQ02","state":"open"}'],
  '/logo.png': ['image/png', Buffer.from('iVBORw0KGgo=', 'base64')],
};
const server = createServer((request, response) => {
  const [type, body] = answers[request.url] ?? ['text/plain', 'nothing'];
  response.writeHead(200, { 'content-type': type });
  request.resume().on('end', () => response.end(body));
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
const context = await browser.newContext({
  recordHar: { path: `${process.argv[2]}/trace.har`, content: 'attach' },
});
const tab = await context.newPage();
await tab.goto(`http://127.0.0.1:${server.address().port}/`);
await tab.waitForFunction(() => document.title === 'Done');
await context.close();
await browser.close();
server.close();
