const { appendFileSync } = require('node:fs');

// One line a test file, at once: what is known stays known when a mutant never ends.
module.exports = class {
  constructor(_config, { file }) {
    this.file = file;
  }

  onTestResult({ context }, { numFailingTests, testExecError, failureMessage }) {
    const hasPassed = numFailingTests === 0 && !testExecError;
    appendFileSync(this.file, `${JSON.stringify({ name: context.config.displayName.name, hasPassed, message: failureMessage })}\n`);
  }
};
