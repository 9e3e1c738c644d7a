// Judges SARIF logs by the schema of SARIF 2.1.0, as Microsoft's SDK ships it.
//
//     node validate.mjs LOG...

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';

const require = createRequire(import.meta.url);
const draft04 = require('ajv/lib/refs/json-schema-draft-04.json');
const sdk = dirname(require.resolve('@microsoft/jest-sarif/package.json'));
const schema = JSON.parse(readFileSync(join(sdk, 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));

const ajv = new Ajv({ schemaId: 'id', meta: false, allErrors: true, unknownFormats: 'ignore' });
ajv.addMetaSchema(draft04);
const validate = ajv.compile(schema);
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const faults = [];
const check = (name, log, expected) => {
  if (validate(log) === expected) return;
  const said = expected ? ajv.errorsText(validate.errors, { separator: '\n  ' }) : 'no fault is seen';
  faults.push(`${name}: ${said}`);
};

const files = process.argv.slice(2);
let results = 0;
for (const file of files) {
  const log = read(file);
  results += log.runs[0].results.length;
  check(file, log, true);
}
// The schema sees a fault where there is one.
const broken = read(files[0]);
broken.runs[0].results.push({ ruleId: 'x', locations: [{ physicalLocation: { region: { byteOffset: 'x' } } }] });
check('a log made faulty', broken, false);
if (results === 0) faults.push('no log has a result');

for (const fault of faults) console.error(fault);
console.log(`${files.length} SARIF logs with ${results} results, ${faults.length} faults`);
process.exit(faults.length > 0 ? 1 : 0);
