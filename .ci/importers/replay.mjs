// Replays captures in Chromium with Playwright's routeFromHAR: what `unharm` wrote is taken for the
// network, and each document of it must load with the status and the body that the capture says.
// Arguments: the output of `unharm` (.har or .har.zip), one or more; or `--pairs`, and pairs of a capture
// as recorded and as `unharm` wrote it, of which those count that are replayed as recorded.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

const require = createRequire(process.env.IMPORTERS_MODULES + '/');
const { chromium } = require('playwright-core');

function readHar(file) {
  const text = file.endsWith('.zip')
    ? execFileSync('python3', ['-c',
        'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); '
        + 'sys.stdout.buffer.write(z.read(z.namelist()[0]))', file],
        { maxBuffer: 1 << 30 })
    : readFileSync(file);
  return JSON.parse(text.toString('utf8'));
}

// What a page can fetch again: successful, with a body, by GET, each URL once.
function replayable(har) {
  const seen = new Set();
  return har.log.entries.filter(({ request, response }) => {
    const plain = request.method === 'GET' && response.status === 200
      && /^https?:/.test(request.url) && response.content?.text && !seen.has(request.url);
    seen.add(request.url);
    return plain;
  });
}

function body({ text, encoding }) {
  return encoding === 'base64' ? Buffer.from(text, 'base64') : Buffer.from(text, 'utf8');
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});

// What goes wrong while a request is answered is thrown to nobody.
let fault;
process.on('unhandledRejection', (error) => { fault = error; });

// How many documents of a capture are replayed as they stand in it; an error if one is not.
async function replay(file) {
  const entries = replayable(readHar(file));
  if (entries.length === 0) throw new Error(`${file}: nothing in it can be replayed`);
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  context.setDefaultNavigationTimeout(10_000);
  fault = undefined;
  try {
    await context.routeFromHAR(file, { notFound: 'abort' });
    const page = await context.newPage();
    let replayed = 0;
    for (const { request, response } of entries) {
      const document = /html|json|text\/plain/.test(response.content.mimeType ?? '');
      if (!document) continue;
      const got = await page.goto(request.url, { waitUntil: 'commit' });
      const same = got.status() === response.status && (await got.body()).equals(body(response.content));
      if (!same) throw new Error(`${file}: an entry is not replayed as it stands`);
      replayed += 1;
    }
    if (fault) throw fault;
    return replayed;
  } finally {
    await context.close();
  }
}

let [replayed, captures] = [0, 0];
const [first, ...rest] = process.argv.slice(2);
if (first === '--pairs') {
  for (let at = 0; at < rest.length; at += 2) {
    try {
      if (await replay(rest[at]) === 0) continue;
    } catch {
      continue;
    }
    replayed += await replay(rest[at + 1]);
    captures += 1;
  }
} else {
  for (const file of [first, ...rest]) {
    replayed += await replay(file);
    captures += 1;
  }
}
await browser.close();
if (replayed === 0) throw new Error('no document was replayed');
console.log(`${replayed} documents of ${captures} captures replayed`);
