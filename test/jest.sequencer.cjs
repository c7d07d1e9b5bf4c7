const Sequencer = require('@jest/test-sequencer').default;

/** They take long (programs, a browser, a suite kept elsewhere), though as files they are small: Jest would begin them last and wait for them alone. */
const LONGEST = [
  'crash-odoo.db.test.ts',
  'crash-sap-b1.db.test.ts',
  'playground.test.ts',
  'playground-sap-b1.test.ts',
  'cards/narrow.test.ts',
  'stop.test.ts',
  'erp/odoo/order-commands.test.ts',
  'erp/sap-b1/order-commands.test.ts',
  'erp/odoo/contract.test.ts',
  'erp/sap-b1/contract.test.ts',
  'cards/settings-customers-browser.test.ts',
  'cards/settings-orders-browser.test.ts',
];

module.exports = class extends Sequencer {
  async sort(tests) {
    const place = ({ path }) => LONGEST.findIndex((name) => path.endsWith(`/test/${name}`));
    const isLong = (test) => place(test) >= 0;
    const others = await super.sort(tests.filter((test) => !isLong(test)));
    return [...tests.filter(isLong).sort((a, b) => place(a) - place(b)), ...others];
  }
};
