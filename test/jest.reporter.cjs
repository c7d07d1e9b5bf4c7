// One plain closing line, for people and for scripts.
module.exports = class {
  onRunComplete(_contexts, result) {
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    process.stderr.write(`\n${result.numPassedTests} passed, ${failed} failed\n`);
  }
};
