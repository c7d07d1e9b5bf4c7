import type { DealOrder } from '../../../hubspot-app/app/cards/api/orders.ts';
import type { DealLine, DealLines, Money } from '../../../hubspot-app/app/cards/api/types.ts';
import { aCheck, aChecklist, aDeal, anOrder, anOrderCommand, aPreview, aPreviewLine, aStep, DEAL, dealRoutes, mxn } from '../orders.ts';
import { aSubscriptionView, readySubscriptions } from '../subscriptions.ts';
import { aLine, aLineProduct, anInvoice, linkedView, pageOf, totalsIn } from '../views.ts';
import { LONG_NAME, type PicturedState } from './scene.ts';

/** Of a firm in Mexico: the ERP says units and products in the language of its user. */
const VALVE = { name: 'Válvula 2 in', sku: 'VAL-2' };
const LONG_PRODUCT = 'Válvula de compuerta bridada de acero inoxidable 316, clase 150, con volante de operación manual, 3 pulgadas';
const GATE_VALVE = { name: LONG_PRODUCT, sku: 'VAL-316' };

const usd = (amount: string) => ({ amount, currency: 'USD' });
const ORDERED = { orderNumber: 'S00042' };
const invoice = anInvoice({
  ...{ id: '3', number: 'INV/2026/00220', status: 'paid', issuedOn: '2026-10-02', dueOn: '2026-11-01', settledOn: '2026-10-29' },
  open: mxn('0.00'),
});
const tying = { 'GET /cards/deal-candidates': { invoices: [invoice], lacks: null } };

const product = (over: Parameters<typeof aLineProduct>[0] = {}) => aLineProduct({ unit: 'pzas', ...over });
const linesOf = (lines: DealLine[], drift: Money[] = []) => ({
  'GET /cards/deal-lines': { state: 'ready', pricedBy: 'library', priceList: null, lines, drift } satisfies DealLines,
});
/** Ten for $1,000 MXN. */
const tenValves = aLine({
  ...{ id: 'l1', ...VALVE, quantity: '10', price: mxn('100.00') },
  product: product({ ...VALVE, listPrice: mxn('100.00'), wanted: '10' }),
});

const quoted = aStep('quoted', { state: 'done', number: 'S00042', url: 'https://erp.example.com/42', at: '2026-11-10' });
const AHEAD = ['reserved', 'delivered', 'invoiced', 'paid'] as const;
const toOrder = [quoted, aStep('ordered', { state: 'now' }), ...AHEAD.map((step) => aStep(step))];
const steps = [
  quoted,
  aStep('ordered', { state: 'done', number: 'S00042', at: '2026-11-12' }),
  aStep('reserved', { state: 'partly', quantity: { done: '11', of: '164' }, at: '2026-11-30' }),
  ...AHEAD.slice(1).map((step) => aStep(step)),
];
const ordered = aDeal({ status: 'ordered', steps });
const ofValves = { ...anOrder().lines[0]!, ...VALVE, unit: 'pzas' };
const UNTOUCHED: Partial<DealOrder> = { how: 'created', delivered: 'none', deliveries: [], invoices: [] };
const created = anOrder({
  ...{ ...UNTOUCHED, reserved: 'partly', total: mxn('226200.00') },
  lines: [
    { ...ofValves, ...GATE_VALVE, quantity: '160', net: mxn('190000.00'), reserved: '7', reservesOn: '2026-11-30', delivered: '0' },
    { ...ofValves, id: '2', quantity: '4', net: mxn('5000.00'), reserved: '4', delivered: '0' },
  ],
});
const quotation = anOrder({
  ...{ ...UNTOUCHED, status: 'quotation', reserved: 'none', orderedAt: '2026-11-10' },
  lines: [{ ...ofValves, reserved: '0', delivered: '0' }],
});
const sold = linesOf(
  [
    aLine({
      ...{ id: 'l1', ...GATE_VALVE, quantity: '160', price: mxn('1187.50'), findings: ['short', 'price_differs'] },
      product: product({
        ...GATE_VALVE,
        drift: mxn('-62.50'),
        available: '7',
        held: '7',
        more: '0',
        wanted: '160',
        expectedOn: '2026-11-30',
      }),
    }),
    aLine({ id: 'l2', ...VALVE, product: product({ ...VALVE, held: '4', more: '30' }) }),
  ],
  [mxn('-10000.00')],
);

/** The newest of these answers wins. */
const deal = (of: Parameters<typeof dealRoutes>[0], routes = {}, act?: PicturedState['act']): PicturedState => ({
  ...DEAL,
  answers: { ...dealRoutes(of, of.orders?.length ? ORDERED : {}), ...tying, ...routes },
  ...(act && { act }),
});

const OF_ORDER = { connectionId: 'c1', orderId: '42' };
const differing = aDeal({
  ...{ status: 'difference', steps: toOrder, difference: { key: 'k', deal: mxn('125110.50'), erp: mxn('104050.00') } },
  actions: [
    { action: 'accept_difference', key: 'k', net: '104050.00' },
    { action: 'amend', ...OF_ORDER },
  ],
});

const onDeal = totalsIn('USD', {
  ...{ open: '50.00', overdue: '50.00', paid12Months: '150.00' },
  ageing: { ...totalsIn('USD').ageing, notDue: '0', days1to30: '50.00' },
});

export const DEALS: Record<string, PicturedState> = {
  deal: deal(
    { deal: ordered, orders: [created] },
    { ...sold, 'GET /cards/order-checklist': aChecklist([aCheck(), aCheck({ about: 'customer' })]) },
  ),
  'deal-choosing-product': deal(
    { deal: aDeal({ actions: [{ action: 'create_quotation', isAgain: false }] }), orders: [] },
    {
      'GET /cards/order-checklist': aChecklist([
        aCheck({
          ...{ about: 'product', state: 'blocked', action: 'choose_product' },
          reason: { code: 'order.unknown_product', params: { product: `${LONG_PRODUCT} (GONE-1); Válvula 3 in` } },
          lines: [
            { lineId: '91', name: LONG_PRODUCT },
            { lineId: '92', name: 'Válvula 3 in' },
          ],
        }),
        aCheck(),
      ]),
      ...linesOf([
        aLine({ id: '91', name: LONG_PRODUCT, sku: 'GONE-1', findings: ['unknown'], product: null }),
        aLine({ id: '92', name: 'Válvula 3 in', sku: null, findings: ['unknown'], product: null }),
      ]),
      'GET /cards/order-products': {
        found: [
          { id: 'p1', ...GATE_VALVE, unit: 'Unidades' },
          { id: 'p2', name: 'Válvula 3 in', sku: 'VAL-3', unit: null },
        ],
      },
      'GET /cards/order-candidates': { orders: [], lacks: null },
    },
    async (shown) => {
      await shown
        .getByRole('button', { name: /Choose product|Elegir producto/ })
        .first()
        .click();
      await shown.getByRole('searchbox').or(shown.getByRole('textbox')).last().fill('válvula');
      await shown.getByText('VAL-3', { exact: true }).waitFor();
    },
  ),
  'deal-preview': deal(
    { deal: aDeal({ actions: [{ action: 'create_quotation', isAgain: false }] }), orders: [] },
    {
      ...linesOf(
        [
          aLine({
            ...{ id: 'l1', ...VALVE, quantity: '10', price: mxn('125.00'), netPrice: mxn('100.00'), findings: ['price_differs'] },
            product: product({ ...VALVE, listPrice: mxn('125.00'), drift: mxn('-25.00'), wanted: '10' }),
          }),
          aLine({
            ...{ id: 'l2', ...GATE_VALVE, quantity: '25', price: mxn('3560.00'), findings: ['price_differs'] },
            product: product({ ...GATE_VALVE, listPrice: mxn('3500.03'), drift: mxn('59.97'), wanted: '25' }),
          }),
        ],
        [mxn('1249.25')],
      ),
      'GET /cards/order-checklist': aChecklist([
        aCheck(),
        aCheck({
          ...{ about: 'price', state: 'warning', lineId: 'l1', action: 'use_list_price', listPrice: mxn('125.00') },
          reason: { code: 'order.price_differs', params: { product: VALVE.name, list: '125.00', deal: '100.00', currency: 'MXN' } },
        }),
        aCheck({
          ...{ about: 'price', state: 'warning', lineId: 'l2', action: 'use_list_price', listPrice: mxn('3500.03') },
          reason: { code: 'order.price_differs', params: { product: LONG_PRODUCT, list: '3500.03', deal: '3560.00', currency: 'MXN' } },
        }),
      ]),
      'GET /cards/order-preview': aPreview({
        lines: [
          aPreviewLine(VALVE),
          aPreviewLine({ ...GATE_VALVE, quantity: '25', unitPrice: mxn('3500.03'), discount: null, net: mxn('87500.75') }),
        ],
        ...{ net: mxn('88500.75'), tax: mxn('14160.12'), total: mxn('102660.87'), dealNet: mxn('90000.00'), isDifferent: true },
      }),
    },
    async (shown) => {
      await shown.getByRole('button', { name: /^(Preview|Vista previa)$/ }).click();
      await shown.getByRole('dialog').getByText(LONG_PRODUCT).waitFor();
    },
  ),
  'deal-difference': deal(
    { deal: differing, orders: [{ ...quotation, total: mxn('120698.00'), lines: [] }] },
    {
      ...linesOf([
        aLine({
          ...{ id: 'l1', ...GATE_VALVE, quantity: '1200', price: mxn('104.05') },
          product: product({ ...GATE_VALVE, listPrice: mxn('104.05'), available: '3400', more: '3400', wanted: '1200' }),
        }),
        aLine({
          ...{ id: 'l2', name: 'Bomba 3 HP', sku: 'BOM-3', quantity: '1', price: mxn('250.50') },
          product: product({ name: 'Bomba 3 HP', unit: 'pza', listPrice: mxn('250.50'), wanted: '1' }),
        }),
      ]),
      'GET /cards/order-difference': {
        ...{ state: 'differs', ...OF_ORDER, number: 'S00042', canAmend: true, reasons: [] },
        ...{ deal: mxn('125110.50'), erp: mxn('104050.00') },
        lines: [
          {
            ...GATE_VALVE,
            ...{ deal: { quantity: '1200', net: mxn('124860.00') }, erp: { quantity: '1000', net: mxn('104050.00') } },
          },
          { name: 'Bomba 3 HP', sku: 'BOM-3', deal: { quantity: '1', net: mxn('250.50') }, erp: null },
        ],
      },
    },
  ),
  'deal-waiting': deal(
    {
      deal: aDeal({
        ...{ status: 'waiting_approval', approvers: ['eva@example.com', 'Finance'], steps: toOrder },
        waiting: { code: 'order.waiting_approval', params: {} },
        commands: [
          anOrderCommand({
            ...{ name: 'confirmOrder', state: 'waiting', askedAt: '2026-11-23T14:00:00Z' },
            reasons: [{ code: 'order.waiting_approval', params: {} }],
          }),
          anOrderCommand({
            ...{ key: 'HS-4711-D101-0', state: 'done', askedAt: '2026-11-10T16:30:00Z' },
            made: { number: 'S00042', url: 'https://erp.example.com/42' },
          }),
        ],
        actions: [
          { action: 'approve', key: 'HS-4711-D101-1', net: '1000.00' },
          { action: 'decline', key: 'HS-4711-D101-1', net: '1000.00' },
        ],
      }),
      orders: [quotation],
    },
    linesOf([tenValves]),
  ),
  'deal-subscription': deal(
    { deal: ordered, orders: [created] },
    {
      ...sold,
      'GET /cards/record': linkedView({
        ...{ totals: [onDeal], lastPayment: null },
        dealInvoices: { ...ORDERED, isOrderKnown: true, tied: 2, hasOrder: false },
      }),
      'GET /cards/invoices': pageOf([
        anInvoice({
          ...{ status: 'overdue', issuedOn: '2026-10-01', dueOn: '2026-10-31', daysOverdue: 23 },
          ...{ number: 'INV/2026/00231', total: usd('50.00'), open: usd('50.00') },
        }),
        anInvoice({
          ...{ id: '198', number: 'INV/2026/00198', status: 'paid', issuedOn: '2026-09-01', dueOn: '2026-09-30', settledOn: '2026-09-28' },
          ...{ total: usd('150.00'), open: usd('0.00') },
        }),
      ]),
      'GET /cards/subscriptions': readySubscriptions(
        [
          aSubscriptionView(),
          aSubscriptionView({ id: 'contract-8', name: LONG_NAME, isUnpaid: true, monthly: usd('50.00') }),
          aSubscriptionView({ id: 'contract-9', name: 'Póliza 2025', status: 'cancelled', nextInvoiceOn: null, endsOn: '2026-10-31' }),
        ],
        {
          monthly: [mxn('900.00'), usd('50.00')],
          unexpected: [{ number: 'S00042', expected: 1, found: 2, names: ['Mantenimiento: S00042', LONG_NAME] }],
        },
      ),
    },
  ),
};
