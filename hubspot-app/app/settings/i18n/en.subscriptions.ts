/** Sentences about subscriptions. `satisfies` stands where they join the others. */
export const SUBSCRIPTIONS_EN = {
  'subscriptions.label': 'Show subscriptions on deals and companies',
  'subscriptions.text':
    'The cards then show what customers get by the period: since when, how much a month, when it is invoiced next and until when it runs. Orders are read for it. The user in the ERP needs the right to read subscriptions or contracts.',
  'subscriptions.on': 'Subscriptions are being read. They appear as soon as all of them are.',
  'subscriptions.off': 'Subscriptions are no longer read.',
  'stream.subscriptions': 'Subscriptions',
  'sets.subscriptions': 'Subscription properties on deals and companies',
  'sets.subscriptions.text':
    'Adds eight properties to deals and eight to companies: status, monthly amount, next invoice and end, and when one started, was renewed, ended or was not paid. They do not fit into a free HubSpot account. "Show subscriptions on deals and companies" must be on under "Connections". If you turn this off, HubSpot keeps their values.',
};
