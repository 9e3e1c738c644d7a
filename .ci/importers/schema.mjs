// Judges captures by the JSON Schema of HAR 1.2, as har-validator has it.
// Arguments: pairs of a capture as recorded and as `unharm` wrote it, which may be in a ZIP archive. What
// meets the schema as recorded, a capture or one of its entries, must meet it redacted.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

const require = createRequire(process.env.IMPORTERS_MODULES + '/');
const validator = require('har-validator');

function read(file) {
  const bytes = file.endsWith('.zip')
    ? execFileSync('python3', ['-c',
        'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); '
        + 'sys.stdout.buffer.write(z.read(z.namelist()[0]))', file], { maxBuffer: 1 << 30 })
    : readFileSync(file);
  return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
}

const meets = (kind, value) => validator[kind](value).then(() => true, () => false);

let [captures, entries] = [0, 0];
const files = process.argv.slice(2);
for (let at = 0; at < files.length; at += 2) {
  let before;
  try {
    before = read(files[at]);
  } catch {
    continue;
  }
  const after = read(files[at + 1]);
  if (await meets('har', before)) {
    if (!await meets('har', after)) throw new Error(`${files[at + 1]}: meets the schema no more`);
    captures += 1;
  }
  const pairs = (before.log?.entries ?? []).map((entry, at) => [entry, after.log.entries[at]]);
  for (const [number, [recorded, redacted]] of pairs.entries()) {
    if (!await meets('entry', recorded)) continue;
    if (!await meets('entry', redacted)) {
      throw new Error(`${files[at + 1]}: entry ${number + 1} meets the schema no more`);
    }
    entries += 1;
  }
}
if (entries === 0) throw new Error('no entry meets the schema');
console.log(`${captures} captures and ${entries} entries meet the schema as before`);
