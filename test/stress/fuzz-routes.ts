import { orderRoutes } from '../support/order-routes.ts';

/** What is real in the portal that is asked: requests that are nearly right get furthest. */
export interface Known {
  connectionId: string;
  recordId: string;
  invoiceId: string;
  customerId: string;
  /** An address that answers at once. */
  erpUrl: string;
}

export interface Route {
  method: 'GET' | 'POST';
  path: string;
  /** Whether HubSpot signs it for a person, or as a webhook, or nobody does. */
  signedFor: 'person' | 'webhook' | 'nobody';
  input?: Record<string, unknown> | unknown[];
  /** It would end what the others ask about: only asked for by somebody who may not. */
  isLast?: boolean;
}

type Input = Record<string, unknown>;
const get = (path: string, input: Input = {}): Route => ({ method: 'GET', path, signedFor: 'person', input });
const post = (path: string, input: Input = {}): Route => ({ method: 'POST', path, signedFor: 'person', input });

/** Those of customers that are written, of the catalog and of orders. */
function routesOfWriting({ connectionId, recordId, customerId }: Pick<Known, 'connectionId' | 'recordId' | 'customerId'>): Route[] {
  const connection = { connectionId };
  const record = { objectTypeId: '0-2', objectId: recordId };
  const deal = { objectTypeId: '0-3', objectId: recordId };
  const field = { objectType: 'companies', customerId, property: 'phone' };
  const ofOrders = Object.entries(orderRoutes(() => ({ deal, connectionId }))).map(([name, input]) => {
    const [method, path] = name.split(' ') as ['GET' | 'POST', string];
    return (method === 'GET' ? get : post)(path, input() as Input);
  });
  return [
    ...['deal-lines', 'deal-orders', 'deal-projects'].map((part) => get(`/cards/${part}`, deal)),
    get('/cards/subscriptions', record),
    get('/cards/customer', record),
    post('/cards/customer/create', { ...record, ...connection }),
    post('/cards/customer/retry', { ...record, key: 'HS-1-C1-1' }),
    post('/cards/customer/leave', { ...record, key: 'HS-1-C1-1' }),
    post('/cards/customer/decide', { ...record, ...connection, customerId, property: 'phone', answer: 'erp' }),
    post('/cards/customer/undo', { ...record, changeId: '1' }),
    post('/cards/customer/freeze', { ...record, ...connection, customerId, property: null, isFrozen: true }),
    ...ofOrders,
    get('/settings/catalog', connection),
    get('/settings/catalog/reviews', { ...connection, page: 1 }),
    post('/settings/catalog', { ...connection, rules: { priceLists: { MXN: '1' }, createMissing: true }, was: {} }),
    post('/settings/catalog/approve', { ...connection, rules: {} }),
    post('/settings/catalog/stop', connection),
    post('/settings/catalog/decide', { ...connection, productId: '1', decision: { kind: 'link', recordId } }),
    get('/settings/customers', connection),
    post('/settings/customers', { ...connection, rules: { companies: {}, contacts: {} }, revision: 0 }),
    ...['discard', 'preview', 'confirm', 'stop', 'unfreeze-all'].map((what) =>
      post(`/settings/customers/${what}`, { ...connection, revision: 0, to: 'nothing' }),
    ),
    post('/settings/customers/approve', {
      ...connection,
      writes: { creates: true, updatesErp: true, updatesHubSpot: true, leftOut: [] },
      previewId: connectionId,
    }),
    post('/settings/customers/run', { ...connection, answer: 'pause' }),
    post('/settings/customers/sample', { ...connection, objectType: 'companies' }),
    post('/settings/customers/property', { ...connection, objectType: 'companies', field: 'phone' }),
    get('/settings/customers/commands', { ...connection, state: 'open', page: 1 }),
    ...['conflicts', 'archivals', 'changes', 'frozen'].map((list) => get(`/settings/customers/${list}`, { ...connection, page: 1 })),
    post('/settings/customers/retry', { ...connection, keys: ['HS-1-C1-1'] }),
    post('/settings/customers/archivals/decide', { ...connection, side: 'erp', customers: null, answer: 'keep' }),
    post('/settings/customers/decide', { ...connection, ...field, answer: 'erp' }),
    post('/settings/customers/decide-all', { ...connection, objectType: 'companies', property: 'phone', field: 'phone', answer: 'both' }),
    post('/settings/customers/undo', { ...connection, changeId: '1' }),
    post('/settings/customers/undo-many', { ...connection, group: { changeIds: ['1'] }, isPreview: true }),
    post('/settings/customers/freeze', { ...connection, ...field, isFrozen: true }),
  ];
}

/** All routes with an input that they take. */
export function routesWith({ connectionId, recordId, invoiceId, customerId, erpUrl }: Known): Route[] {
  const record = { objectTypeId: '0-2', objectId: recordId };
  const customer = { ...record, connectionId, customerId };
  const settings = { url: erpUrl, database: 'x', login: 'bot', apiKey: 'key' };
  const event = { portalId: 1, subscriptionType: 'object.propertyChange', objectTypeId: '0-2', objectId: 1, propertyName: 'domain' };
  const open = (method: 'GET' | 'POST', path: string, input: Record<string, unknown> = {}): Route => ({
    method,
    path,
    signedFor: 'nobody',
    input,
  });
  return [
    get('/cards/record', record),
    get('/cards/invoices', { ...record, page: 1, sort: 'open', direction: 'ascending', filter: 'all', search: 'INV' }),
    get('/cards/invoice', { ...record, connectionId, invoiceId }),
    get('/cards/deal-candidates', { ...record, search: 'INV' }),
    get('/cards/search', { ...record, query: 'Aceros' }),
    post('/cards/refresh', record),
    post('/cards/link', customer),
    post('/cards/unlink', customer),
    post('/cards/refuse', customer),
    post('/cards/refuse/undo', record),
    post('/cards/not-yet', { ...record, candidates: [{ connectionId, customerId }] }),
    post('/cards/not-yet/undo', record),
    post('/cards/tie', { ...record, objectTypeId: '0-3', connectionId, invoiceId }),
    post('/cards/untie', { ...record, objectTypeId: '0-3', connectionId, invoiceId }),
    get('/settings/overview'),
    get('/settings/preview', { connectionId }),
    get('/settings/problems'),
    get('/settings/reviews', { page: 1 }),
    get('/settings/reviews/unmatched', { page: 1 }),
    get('/settings/reviews/creations', { page: 1 }),
    get('/settings/decided', { after: '1 linked', about: 'a', by: 'all' }),
    get('/settings/creatable'),
    post('/settings/portal', {
      overdueHour: 9,
      activeMonths: 12,
      administrators: ['a@acme.test'],
      taxIdProperty: { companies: 'rfc', contacts: null },
    }),
    post('/settings/connections/test', { system: 'odoo', settings }),
    post('/settings/connections', { system: 'odoo', name: 'Books', settings, companies: ['1'], goLiveAt: '2026-11-01T00:00:00Z' }),
    post('/settings/connections/update', {
      connectionId,
      name: 'Books',
      companies: ['1'],
      goLiveAt: '2026-11-01T00:00:00Z',
      isPaused: false,
    }),
    post('/settings/connections/approve', { connectionId }),
    post('/settings/connections/hint', { connectionId, answer: 'install', admin: { login: 'admin', apiKey: 'key' } }),
    post('/settings/connections/decide', { connectionId, about: 'held_removal', stream: 'invoices', answer: 'keep' }),
    post('/settings/connections/decide', { connectionId, about: 'hidden', stream: 'invoices', answer: 'drop' }),
    post('/settings/problems/retry', { problemIds: [connectionId] }),
    post('/settings/problems/retry', { code: 'x', connectionId }),
    post('/settings/lists', {
      listed: { about: 'problem', code: 'record.refused', connectionId },
      names: { companies: 'a', contacts: 'b', deals: 'c' },
    }),
    post('/settings/lists', { listed: { about: 'failing', connectionId }, names: { companies: 'a', contacts: 'b', deals: 'c' } }),
    post('/settings/reviews/decide', { decisions: [{ connectionId, objectType: 'companies', customerId, answer: 'link', recordId }] }),
    post('/settings/decided/undo', { connectionId, kind: 'linked', objectType: 'companies', customerId, recordId }),
    post('/settings/reviews/leave-out'),
    post('/settings/reviews/create-anew'),
    post('/settings/reviews/creations/decide', { connectionId, key: 'HS-1-C1-1', answer: 'link', customerId }),
    get('/settings/lists', { about: 'problem', code: 'record.refused', connectionId }),
    get('/settings/lists/search', { objectType: 'companies', query: 'x' }),
    ...routesOfWriting({ connectionId, recordId, customerId }),
    get('/settings/project-records', { connectionId }),
    post('/settings/project-records', { connectionId, object: 'services' }),
    post('/settings/properties/retry'),
    { ...post('/settings/connections/disconnect', { connectionId, clearProperties: true }), isLast: true },
    { ...post('/settings/uninstall'), isLast: true },
    {
      method: 'POST',
      path: '/webhooks/hubspot',
      signedFor: 'webhook',
      input: [event, { ...event, subscriptionType: 'object.merge', mergedObjectIds: [1, 2] }],
    },
    open('POST', '/erp-hints/AAAA', { model: 'account.move', _model: 'account.move', _id: 1, id: 1 }),
    open('GET', '/oauth/install', { again: 1 }),
    open('GET', '/oauth/callback', { code: 'x', state: 'y' }),
    open('GET', '/health'),
    open('GET', '/metrics'),
    open('GET', '/nowhere'),
  ];
}
