/** Sentences about what is not done yet. `satisfies` stands where they join the others. */
export const HEALTH_EN = {
  'health.toDecide.apart': {
    one: '"{tab}" also includes {count} from "Without a record".',
    other: '"{tab}" also includes {count} from "Without a record".',
  },
  'health.waiting.paused': 'Written once the connection is resumed',
  'health.waiting.answer': 'Waiting for your answer above',
  'health.leftOut.why': 'Without a record: {reasons}.',
  'status.answer': 'Needs your answer',
  'tab.to': 'Go to "{tab}"',
  'tab.count': '{tab} ({count})',
  'problems.said': 'HubSpot says: "{words}"',
  'problems.retry.paused': 'Possible once the connection is resumed.',
  'problems.retry.answer': 'Possible once you have answered above.',
  'health.leftOut.notFound': { one: '{count} not found in HubSpot', other: '{count} not found in HubSpot' },
  'health.leftOut.inQuestion': { one: '{count} with a doubtful match', other: '{count} with a doubtful match' },
  'health.leftOut.byPeople': { one: '{count} left out by someone', other: '{count} left out by someone' },
  'health.leftOut.deleted': { one: '{count} deleted in HubSpot', other: '{count} deleted in HubSpot' },
  'open.failing': {
    one: '{count} record is failing; the reason and the fix are below.',
    other: '{count} records are failing; reasons and fixes are below.',
  },
  'open.customersWaiting': {
    one: '{count} customer is not created or changed in the ERP yet: something is missing or to be decided.',
    other: '{count} customers are not created or changed in the ERP yet: something is missing or to be decided.',
  },
  'open.customersUnderWay': {
    one: '{count} customer is on its way to the ERP.',
    other: '{count} customers are on their way to the ERP.',
  },
  'open.ordersWaiting': {
    one: '{count} order, or change of one, waits for a person.',
    other: '{count} orders, or changes of some, wait for a person.',
  },
  'open.ordersUnderWay': {
    one: '{count} order, or change of one, is on its way to the ERP.',
    other: '{count} orders, or changes of some, are on their way to the ERP.',
  },
  'open.trial': {
    one: 'Customers: the first ten records wait for your look, and {count} more waits behind them.',
    other: 'Customers: the first ten records wait for your look, and {count} more wait behind them.',
  },
  'open.trialOnly': 'Customers: the first ten records wait for your look.',
  'open.stopped': 'Customers: stopped. None is created in the ERP and no field is kept in step until rules are approved again.',
  'open.fields': {
    one: '{count} record has a field that both sides changed.',
    other: '{count} records have a field that both sides changed.',
  },
  'open.archivalsHeld': {
    one: '{count} record or customer went on one side, and you are asked whether the other side follows.',
    other: '{count} records or customers went on one side, and you are asked whether the other side follows.',
  },
  'open.archivalsPlanned': {
    one: '{count} record or customer went on one side, and archiving it on the other is planned.',
    other: '{count} records or customers went on one side, and archiving them on the other is planned.',
  },
  'open.catalog': {
    one: '{count} ERP product has no clear match in HubSpot.',
    other: '{count} ERP products have no clear match in HubSpot.',
  },
  'open.matches': {
    one: '{count} customer without invoices matches {records}; decide whether they belong together.',
    other: '{count} customers without invoices match {records} in all; decide which belong together.',
  },
  'records.hubspot': { one: '{count} HubSpot record', other: '{count} HubSpot records' },
  'open.creations': {
    one: '{count} HubSpot record may already be an ERP customer.',
    other: '{count} HubSpot records may already be ERP customers.',
  },
};
