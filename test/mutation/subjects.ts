/** What is mutated, and the tests that should notice: first those near it, which are quick, then the others that have to do with it. */
export interface Subject {
  file: string;
  near: readonly string[];
  wide: readonly string[];
}

const ROLLUPS = [
  'test/records/rollups.db.test.ts',
  'test/records/rollups-carried.db.test.ts',
  'test/records/rollup-events.db.test.ts',
  'test/records/rollups-random.db.test.ts',
  'test/records/hidden-invoices.db.test.ts',
];
const LATER_ROLLUPS = ['test/records/subscription-rollups.db.test.ts', 'test/records/project-rollups.db.test.ts'];
const PUSH = ['test/sync/push'];
const MATCH = ['test/sync/match'];
const EVENTS = ['test/sync/events'];

export const SUBJECTS: readonly Subject[] = [
  {
    file: 'server/streams/shared/event-rules.ts',
    near: ['test/streams/events.test.ts'],
    wide: [...EVENTS, 'test/sync/pull/clocks.db.test.ts'],
  },
  {
    file: 'server/sync/events/events.ts',
    near: ['test/streams/events.test.ts', 'test/sync/events/events.db.test.ts'],
    wide: ['test/sync/erp-access/identity.db.test.ts', 'test/sync/pull/pull.db.test.ts', 'test/erp/sap-b1/restored.db.test.ts'],
  },
  {
    file: 'server/sync/events/go-live.ts',
    near: ['test/sync/events/go-live.db.test.ts'],
    wide: ['test/sync/events', 'test/http/settings.db.test.ts'],
  },
  {
    file: 'server/sync/events/overdue.ts',
    near: ['test/sync/events/overdue.db.test.ts'],
    wide: ['test/sync/events', 'test/journey.db.test.ts'],
  },
  { file: 'server/shared/calendar.ts', near: ['test/shared/calendar.test.ts', 'test/streams/events.test.ts'], wide: EVENTS },
  {
    file: 'server/records/rollups.ts',
    near: ROLLUPS,
    wide: ['test/sync/push/announced-events.db.test.ts', 'test/sync/push/events.db.test.ts', 'test/records'],
  },
  {
    file: 'server/records/rollup-sql.ts',
    near: ROLLUPS,
    wide: [
      'test/sync/push/announced-events.db.test.ts',
      'test/sync/push/events.db.test.ts',
      'test/two-connections.db.test.ts',
      ...LATER_ROLLUPS,
    ],
  },
  { file: 'server/sync/push/differences.ts', near: ['test/sync/push/differences.db.test.ts'], wide: [...PUSH, 'test/outage.db.test.ts'] },
  { file: 'server/sync/match/rules.ts', near: ['test/sync/match/rules.test.ts'], wide: MATCH },
  { file: 'server/sync/match/names.ts', near: ['test/sync/match/names.test.ts'], wide: MATCH },
  { file: 'server/sync/match/contradictions.ts', near: ['test/sync/match/contradictions.db.test.ts'], wide: MATCH },
  {
    file: 'server/erp/odoo/cursor.ts',
    near: ['test/erp/odoo/cursor.test.ts'],
    wide: ['test/erp/odoo/reading.test.ts', 'test/erp/odoo/contract.test.ts'],
  },
  {
    file: 'server/erp/sap-b1/affected-records.ts',
    near: ['test/erp/sap-b1/affected-records.test.ts'],
    wide: ['test/erp/sap-b1/changes.test.ts', 'test/erp/sap-b1/reading.test.ts'],
  },
  {
    file: 'server/erp/sap-b1/cursor.ts',
    near: ['test/erp/sap-b1/cursor.test.ts'],
    wide: ['test/erp/sap-b1/changes.test.ts', 'test/erp/sap-b1/reading.test.ts'],
  },
  {
    file: 'server/erp/sap-s4/cursor.ts',
    near: ['test/erp/sap-s4/cursor.test.ts', 'test/erp/sap-s4/day-feed.test.ts'],
    wide: ['test/erp/sap-s4/changes.test.ts', 'test/erp/sap-s4/reading.test.ts', 'test/erp/sap-s4/orders.test.ts'],
  },
  {
    file: 'server/erp/sap-s4/day-feed.ts',
    near: ['test/erp/sap-s4/day-feed.test.ts'],
    wide: ['test/erp/sap-s4/changes.test.ts', 'test/erp/sap-s4/reading-customers.test.ts'],
  },
  {
    file: 'server/erp/sap-s4/settlement.ts',
    near: ['test/erp/sap-s4/settlement.test.ts'],
    wide: ['test/erp/sap-s4/reading.test.ts', 'test/erp/sap-s4/changes.test.ts', 'test/erp/sap-s4/contract.test.ts'],
  },
  {
    file: 'server/http/signature.ts',
    near: ['test/http/signature.test.ts'],
    wide: ['test/http/webhooks.db.test.ts', 'test/http/cards.db.test.ts'],
  },
  { file: 'server/hubspot/signature.ts', near: ['test/hubspot/signature.test.ts'], wide: ['test/http/signature.test.ts'] },
  {
    file: 'server/sync/shared/targets.ts',
    near: ['test/sync/shared/targets.db.test.ts'],
    wide: ['test/sync/events', 'test/sync/shared/work-without-job.db.test.ts', 'test/sync/push/push.db.test.ts'],
  },
  {
    file: 'server/sync/fields/decide-field.ts',
    near: ['test/sync/fields/decide-field.test.ts'],
    wide: ['test/sync/fields/fields.db.test.ts'],
  },
  {
    file: 'server/sync/customers/create-unless-known.ts',
    near: ['test/sync/customers/known-to-erp.db.test.ts'],
    wide: ['test/sync/customers/who-it-is.db.test.ts', 'test/http/cards-customer.db.test.ts'],
  },
  {
    file: 'server/sync/pull/hidden-records.ts',
    near: ['test/sync/pull/hidden-records.db.test.ts'],
    wide: ['test/http/settings-hidden-records.db.test.ts', 'test/sync/pull/held-removals.db.test.ts'],
  },
  {
    file: 'server/sync/orders/signed-figures.ts',
    near: ['test/sync/orders/signed-amounts.db.test.ts'],
    wide: ['test/sync/orders/signed-quotes.db.test.ts', 'test/sync/orders/signed-unseen.db.test.ts'],
  },
  {
    file: 'server/sync/orders/came-within.ts',
    near: ['test/sync/orders/came-within.test.ts'],
    wide: ['test/sync/orders/signed-quotes.db.test.ts'],
  },
  {
    file: 'server/sync/record-lists/affected-records.ts',
    near: ['test/sync/record-lists/affected-records.db.test.ts'],
    wide: ['test/http/settings-lists.db.test.ts'],
  },
];
