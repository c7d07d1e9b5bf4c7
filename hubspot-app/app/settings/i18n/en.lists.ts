/** Sentences about lists in HubSpot. `satisfies` stands where they join the others. */
export const LISTS_EN = {
  'lists.make': 'Create a HubSpot list',
  'lists.running': 'Creating the list',
  'lists.again': 'Bring the list up to date',
  'lists.none': 'None of them has a record in HubSpot, so there is nothing to list.',
  'lists.left': {
    one: '{count} more is left out: they are too many for one list.',
    other: '{count} more are left out: they are too many for one list.',
  },
  'lists.name': 'Puente: {what} ({objects}, {day})',
  'lists.companies': 'companies',
  'lists.contacts': 'contacts',
  'lists.deals': 'deals',
  'lists.what.matches': 'may be ERP customers',
  'lists.what.matchesWithoutInvoices': 'may be ERP customers without invoices',
  'lists.what.creations': 'shall be customers and may be some already',
  'lists.what.fields': 'fields that both sides changed',
  'lists.what.archivals': 'to archive or to keep',
  'lists.what.failing': 'not written to HubSpot, {connection}',
  'lists.what.customersWaiting': 'wait to be customers of the ERP',
  'lists.what.ordersWaiting': 'wait to be orders of the ERP',
};
