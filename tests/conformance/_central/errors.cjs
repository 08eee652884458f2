// Says every numbered error of an ODK Central checkout with the details that come on standard input, by code:
// { "400.2": [{ "field": "a" }] } in, { "400.2": ["…"] } out. A code without details is said with none.
const path = require('node:path');
const { readFileSync } = require('node:fs');

const Problem = require(path.join(process.cwd(), 'lib/util/problem'));
const samples = JSON.parse(readFileSync(0, 'utf8'));
const said = {};
for (const make of [...Object.values(Problem.user), ...Object.values(Problem.internal)])
  said[make.code] = (samples[make.code] ?? [{}]).map((details) => make(details).message);
process.stdout.write(JSON.stringify(said));
