interface Named {
  deal: object;
  connectionId: string;
}

/** What a request to each endpoint about orders says. */
export const orderRoutes = (of: () => Named): Record<string, () => object> => ({
  'GET /cards/order-checklist': () => of().deal,
  'GET /cards/order-preview': () => of().deal,
  'GET /cards/order-difference': () => of().deal,
  'GET /cards/order-candidates': () => of().deal,
  'POST /cards/orders/create': () => ({ ...of().deal, what: 'order' }),
  'POST /cards/orders/confirm': () => ({ ...of().deal, connectionId: of().connectionId, orderId: '1' }),
  'POST /cards/orders/amend': () => ({ ...of().deal, connectionId: of().connectionId, orderId: '1' }),
  'POST /cards/orders/cancel': () => ({ ...of().deal, connectionId: of().connectionId, orderId: '1' }),
  'POST /cards/orders/reserve': () => ({ ...of().deal, connectionId: of().connectionId, orderId: '1', isReserved: true }),
  'POST /cards/orders/approve': () => ({ ...of().deal, key: 'HS-7-D900-1', net: '1' }),
  'POST /cards/orders/decline': () => ({ ...of().deal, key: 'HS-7-D900-1', net: '1' }),
  'POST /cards/orders/accept': () => ({ ...of().deal, key: 'HS-7-D900-1', net: '1' }),
  'POST /cards/orders/retry': () => ({ ...of().deal, key: 'HS-7-D900-1' }),
  'POST /cards/orders/leave': () => ({ ...of().deal, key: 'HS-7-D900-1' }),
  'GET /cards/order-products': () => ({ ...of().deal, query: 'valve' }),
  'POST /cards/orders/line-product': () => ({ ...of().deal, lineId: '1', productId: '1' }),
  'POST /cards/orders/list-price': () => ({ ...of().deal, lines: [{ lineId: '1', price: '1' }] }),
  'POST /cards/orders/tie': () => ({ ...of().deal, connectionId: of().connectionId, orderId: '1' }),
  'POST /cards/orders/untie': () => ({ ...of().deal, connectionId: of().connectionId, orderId: '1' }),
  'GET /settings/orders': () => ({}),
  'POST /settings/orders': () => ({ rules: { pipelines: [{ pipelineId: '\0', stages: { '\ud800': 'order' } }] }, revision: 0 }),
  'POST /settings/orders/confirm': () => ({ pipelineId: '\0', revision: 0 }),
  'GET /settings/orders/choices': () => ({ connectionId: of().connectionId }),
  'GET /settings/orders/products': () => ({ connectionId: of().connectionId, query: 'valve' }),
  'GET /settings/orders/history': () => ({ pipelineId: 'default' }),
  'GET /settings/orders/commands': () => ({ state: 'open', page: 1 }),
  'POST /settings/orders/retry': () => ({ keys: ['HS-7-D900-1\0'] }),
});
