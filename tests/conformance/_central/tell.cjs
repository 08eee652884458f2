// A reporter of one JSON line for each test: how it ended, its name, and why it failed or was left out; and of a last
// one, which says how many there were: a run that breaks off, or a line that is lost, is no result.
const path = require('node:path');

module.exports = class Tell {
  constructor(runner) {
    let lines = 0;
    const tell = (outcome, test, why) => {
      lines += 1;
      process.stdout.write(`${JSON.stringify({
        outcome, why, file: path.relative(process.cwd(), test.file ?? ''), name: test.fullTitle(), ms: test.duration,
      })}\n`);
    };
    runner.on('pass', (test) => tell('passed', test));
    runner.on('fail', (test, error) => tell('failed', test, `${error.message}\n${error.stack ?? ''}`));
    runner.on('pending', (test) => tell('skipped', test, test.leftOut ?? 'skipped in the suite itself'));
    runner.on('end', () => process.stdout.write(`${JSON.stringify({ outcome: 'ended', lines })}\n`));
  }
};
