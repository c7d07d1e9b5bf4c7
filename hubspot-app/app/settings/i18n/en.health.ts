/** Sentences about what is not done yet. `satisfies` stands where they join the others. */
export const HEALTH_EN = {
  'health.toDecide.apart': {
    one: '"{tab}" also lists {count} that is counted under "Without a record": not found, in question, or deleted in HubSpot.',
    other: '"{tab}" also lists {count} that are counted under "Without a record": not found, in question, or deleted in HubSpot.',
  },
  'health.waiting.paused': 'Stays as it is until the connection is resumed',
  'health.leftOut.notFound': '{count} not found in HubSpot',
  'health.leftOut.inQuestion': '{count} in question between records',
  'health.leftOut.byPeople': '{count} left out by people',
  'health.leftOut.deleted': '{count} deleted in HubSpot',
  'open.failing': {
    one: '{count} record is failing; see below why, and what to do.',
    other: '{count} records are failing; see below why, and what to do.',
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
    one: '{count} ERP product matches more than one HubSpot product.',
    other: '{count} ERP products match more than one HubSpot product each.',
  },
  'open.matches': {
    one: '{count} customer without invoices: somebody has to decide which HubSpot record it is. HubSpot records in question: {records}.',
    other:
      '{count} customers without invoices: somebody has to decide which HubSpot record each of them is. HubSpot records in question: {records}.',
  },
};
