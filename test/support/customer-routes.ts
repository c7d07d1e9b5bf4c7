const FIELD = { objectType: 'companies', property: 'phone\ud800' };
const customerRules = {
  createWhen: [{ property: 'lifecyclestage', values: ['a\0b'] }],
  mayCreateByHand: true,
  makesContactPersons: true,
  makesConsumers: false,
  isOneWay: false,
  whenDeletedInHubSpot: 'keep',
  whenGoneInErp: 'archive',
  defaults: { '\0': '\ud800' },
  mapping: [{ property: 'name', field: 'name', direction: 'both', rule: 'ask', whenEmptied: 'keep', translation: [] }],
};

/** What a request to each endpoint about customers, both ways, says; `of`: of which connection. */
export const customerRoutes = (of: () => string): Record<string, () => object> => ({
  'GET /settings/customers': () => ({ connectionId: of() }),
  'GET /settings/customers/archivals': () => ({ connectionId: of(), page: 1 }),
  'POST /settings/customers/archivals/decide': () => ({
    ...{ connectionId: of(), side: 'erp', answer: 'keep' },
    customers: [{ objectType: 'companies', customerId: '1' }],
  }),
  'GET /settings/customers/commands': () => ({ connectionId: of(), state: 'open', page: 1 }),
  'GET /settings/customers/conflicts': () => ({ connectionId: of(), page: 1 }),
  'GET /settings/customers/frozen': () => ({ connectionId: of(), page: 1 }),
  'GET /settings/customers/changes': () => ({ connectionId: of(), page: 1 }),
  'POST /settings/customers': () => ({ connectionId: of(), rules: { companies: customerRules, contacts: customerRules }, revision: 0 }),
  'POST /settings/customers/discard': () => ({ connectionId: of(), revision: 0 }),
  'POST /settings/customers/preview': () => ({ connectionId: of() }),
  'POST /settings/customers/approve': () => ({
    connectionId: of(),
    writes: {
      ...{ creates: true, updatesErp: true, updatesHubSpot: true },
      leftOut: [{ write: 'updatesErp', objectType: 'companies', property: 'phone\ud800', field: 'a\0b' }],
    },
    previewId: '00000000-0000-4000-8000-000000000001',
  }),
  'POST /settings/customers/confirm': () => ({ connectionId: of() }),
  'POST /settings/customers/run': () => ({ connectionId: of(), answer: 'pause' }),
  'POST /settings/customers/stop': () => ({ connectionId: of() }),
  'POST /settings/customers/sample': () => ({ connectionId: of(), objectType: 'companies' }),
  'POST /settings/customers/property': () => ({ connectionId: of(), objectType: 'companies', field: 'a\0b' }),
  'POST /settings/customers/retry': () => ({ connectionId: of(), keys: ['HS-7-C900-1\0'] }),
  'POST /settings/customers/decide': () => ({ connectionId: of(), ...FIELD, customerId: '1', answer: 'erp' }),
  'POST /settings/customers/decide-all': () => ({ connectionId: of(), ...FIELD, field: 'a\0b', answer: 'both' }),
  'POST /settings/customers/undo': () => ({ connectionId: of(), changeId: '9' }),
  'POST /settings/customers/undo-many': () => ({ connectionId: of(), group: { changeIds: ['9'] }, isPreview: false }),
  'POST /settings/customers/freeze': () => ({ connectionId: of(), ...FIELD, customerId: '1', isFrozen: true }),
  'POST /settings/customers/unfreeze-all': () => ({ connectionId: of() }),
});
