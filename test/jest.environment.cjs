const { performance, PerformanceObserver } = require('node:perf_hooks');
const { TestEnvironment } = require('jest-environment-node');

const { observe } = PerformanceObserver.prototype;

/** Of what Node keeps for the whole process, a test file's part ends with it: a single entry would keep all modules that the file loaded. */
module.exports = class extends TestEnvironment {
  observers = new Set();
  tests = null;

  async setup() {
    await super.setup();
    const { observers } = this;
    // The metrics watch the collection of garbage, for as long as a service lives.
    PerformanceObserver.prototype.observe = function (...options) {
      observers.add(this);
      return observe.apply(this, options);
    };
  }

  handleTestEvent(_event, { rootDescribeBlock }) {
    this.tests = rootDescribeBlock;
  }

  async teardown() {
    PerformanceObserver.prototype.observe = observe;
    for (const observer of this.observers) observer.disconnect();
    // One for each request made with undici's fetch.
    performance.clearResourceTimings();
    if (this.tests) forget(this.tests);
    this.tests = null;
    await super.teardown();
  }
};

/** The timer of a time-out, a connection that is kept alive: until they end they know the test in which they began, by Node's async context. */
function forget(entry) {
  for (const child of entry.children ?? []) forget(child);
  for (const key of Object.keys(entry)) delete entry[key];
}
