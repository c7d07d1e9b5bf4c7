const Sequencer = require('@jest/test-sequencer').default;

/** These take minutes and are small files, by which Jest would begin them last and wait for them alone. */
const LONGEST = ['crash-odoo.db.test.ts', 'crash-sap-b1.db.test.ts', 'playground.test.ts', 'playground-sap-b1.test.ts'];

module.exports = class extends Sequencer {
  async sort(tests) {
    const place = ({ path }) => LONGEST.findIndex((name) => path.endsWith(`/test/${name}`));
    const isLong = (test) => place(test) >= 0;
    const others = await super.sort(tests.filter((test) => !isLong(test)));
    return [...tests.filter(isLong).sort((a, b) => place(a) - place(b)), ...others];
  }
};
