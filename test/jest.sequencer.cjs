const Sequencer = require('@jest/test-sequencer').default;

/**
 * They take long (programs, a browser, a suite kept elsewhere), though as files they are small: Jest would begin them last and wait for them
 * alone. Those that mostly wait for something stand between those that compute.
 */
const LONGEST = [
  'playground.test.ts',
  'cards/pictures.test.ts',
  'crash-odoo.db.test.ts',
  'crash-sap-b1.db.test.ts',
  'erp/odoo/contract.test.ts',
  'crash-sap-s4.db.test.ts',
  'archiving.db.test.ts',
  'erp/sap-b1/contract.test.ts',
  'playground-sap-b1.test.ts',
  'http/hostile-input.db.test.ts',
  'playground-sap-s4.test.ts',
  'erp/sap-s4/contract.test.ts',
  'stop.test.ts',
  'cards/narrow.test.ts',
  'catalog.db.test.ts',
  'erp/odoo/order-commands.test.ts',
  'journey.db.test.ts',
  'cards/settings-customers-browser.test.ts',
  'jobs/jobs.db.test.ts',
  'erp/sap-b1/order-commands.test.ts',
  'two-connections.db.test.ts',
  'erp/odoo/hostile.test.ts',
  'erp/sap-b1/journey.db.test.ts',
  'db/embedded.test.ts',
  'cards/settings-orders-browser.test.ts',
  'service.db.test.ts',
  'erp/sap-s4/journey.db.test.ts',
  'outage.db.test.ts',
  'workflow-actions.db.test.ts',
];

module.exports = class extends Sequencer {
  async sort(tests) {
    const place = ({ path }) => LONGEST.findIndex((name) => path.endsWith(`/test/${name}`));
    const isLong = (test) => place(test) >= 0;
    const others = await super.sort(tests.filter((test) => !isLong(test)));
    return [...tests.filter(isLong).sort((a, b) => place(a) - place(b)), ...others];
  }
};
