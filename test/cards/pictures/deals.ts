import { aCheck, aChecklist, aDeal, anOrder, anOrderCommand, aPreview, aPreviewLine, aStep, DEAL, dealRoutes, mxn } from '../orders.ts';
import { aSubscriptionView, readySubscriptions } from '../subscriptions.ts';
import { aLine, aLineProduct, anInvoice, linkedView, pageOf, totalsIn } from '../views.ts';
import { LONG_NAME, type PicturedState } from './scene.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const ORDERED = { orderNumber: 'S00042' };
const invoice = anInvoice({
  ...{ id: '3', number: 'INV/2026/00220', status: 'paid', issuedOn: '2026-10-02', dueOn: '2026-11-01', settledOn: '2026-10-29' },
  open: mxn('0.00'),
});
const tying = { 'GET /cards/deal-candidates': { invoices: [invoice], lacks: null } };

const steps = [
  aStep('quoted', { state: 'done', number: 'S00042', url: 'https://erp.example.com/42', at: '2026-11-10' }),
  aStep('ordered', { state: 'done', number: 'S00042', at: '2026-11-12' }),
  aStep('reserved', { state: 'partly', quantity: { done: '7', of: '10' }, at: '2026-11-30' }),
  ...(['delivered', 'invoiced', 'paid'] as const).map((step) => aStep(step)),
];
const ordered = aDeal({ status: 'ordered', steps });
const created = anOrder({ how: 'created', reserved: 'partly', delivered: 'none', deliveries: [], invoices: [] });

/** The newest of these answers wins. */
const deal = (of: Parameters<typeof dealRoutes>[0], routes = {}, act?: PicturedState['act']): PicturedState => ({
  ...DEAL,
  answers: { ...dealRoutes(of, of.orders?.length ? ORDERED : {}), ...tying, ...routes },
  ...(act && { act }),
});

const OF_ORDER = { connectionId: 'c1', orderId: '42' };
const differing = aDeal({
  ...{ status: 'difference', steps, difference: { key: 'k', deal: mxn('125000.00'), erp: mxn('11000.50') } },
  actions: [
    { action: 'accept_difference', key: 'k', net: '11000.50' },
    { action: 'amend', ...OF_ORDER },
  ],
});

const fifty = totalsIn('USD', {
  ...{ open: '50.00', overdue: '50.00', paid12Months: '150.00' },
  ageing: { ...totalsIn('USD').ageing, notDue: '0', days1to30: '50.00' },
});

export const DEALS: Record<string, PicturedState> = {
  deal: deal(
    { deal: ordered, orders: [created] },
    {
      'GET /cards/deal-lines': {
        ...{ state: 'ready', pricedBy: 'library', drift: [mxn('-1250.00')] },
        lines: [
          aLine({ name: LONG_NAME, findings: ['short', 'price_differs'], product: aLineProduct({ available: '7', wanted: '160' }) }),
          aLine({ id: '2' }),
        ],
      },
      'GET /cards/order-checklist': aChecklist([aCheck(), aCheck({ about: 'customer' })]),
    },
  ),
  'deal-choosing-product': deal(
    { deal: aDeal({ actions: [{ action: 'create_quotation', isAgain: false }] }), orders: [] },
    {
      'GET /cards/order-checklist': aChecklist([
        aCheck({
          ...{ about: 'product', state: 'blocked', action: 'choose_product' },
          reason: { code: 'order.unknown_product', params: { product: `${LONG_NAME} (GONE-1), Valve 3in` } },
          lines: [
            { lineId: '91', name: LONG_NAME },
            { lineId: '92', name: 'Valve 3in' },
          ],
        }),
        aCheck(),
      ]),
      'GET /cards/order-products': {
        found: [
          { id: 'p1', name: LONG_NAME, sku: 'VAL-2', unit: 'Units' },
          { id: 'p2', name: 'Valve 3in', sku: 'VAL-3', unit: null },
        ],
      },
      'GET /cards/order-candidates': { orders: [], lacks: null },
    },
    async (shown) => {
      await shown
        .getByRole('button', { name: /Choose its product|Elegir su producto/ })
        .first()
        .click();
      await shown.getByRole('searchbox').or(shown.getByRole('textbox')).last().fill('valve');
      await shown.getByText('VAL-3').waitFor();
    },
  ),
  'deal-preview': deal(
    { deal: aDeal({ actions: [{ action: 'create_quotation', isAgain: false }] }), orders: [] },
    {
      'GET /cards/order-preview': aPreview({
        lines: [aPreviewLine(), aPreviewLine({ name: LONG_NAME, sku: null, discount: null, net: mxn('87500.75') })],
        ...{ net: mxn('88500.75'), tax: mxn('14160.12'), total: mxn('102660.87'), dealNet: mxn('90000.00'), isDifferent: true },
      }),
    },
    async (shown) => {
      await shown.getByRole('button', { name: /^(Preview|Vista previa)$/ }).click();
      await shown.getByText(LONG_NAME).waitFor();
    },
  ),
  'deal-difference': deal(
    { deal: differing, orders: [{ ...created, total: mxn('12760.58') }] },
    {
      'GET /cards/order-difference': {
        ...{ state: 'differs', ...OF_ORDER, number: 'S00042', canAmend: true, reasons: [] },
        ...{ deal: mxn('125000.00'), erp: mxn('11000.50') },
        lines: [
          {
            ...{ name: LONG_NAME, sku: 'VAL-2' },
            ...{ deal: { quantity: '1200', net: mxn('124750.00') }, erp: { quantity: '10', net: mxn('11000.50') } },
          },
          { name: 'Pump 3 HP', sku: null, deal: { quantity: '1', net: mxn('250.00') }, erp: null },
        ],
      },
    },
  ),
  'deal-waiting': deal({
    deal: aDeal({
      ...{ status: 'waiting_approval', approvers: ['eva@example.com', 'Finance'] },
      steps: [
        steps[0]!,
        aStep('ordered', { state: 'now' }),
        ...(['reserved', 'delivered', 'invoiced', 'paid'] as const).map((one) => aStep(one)),
      ],
      waiting: { code: 'order.waiting_approval', params: {} },
      commands: [
        anOrderCommand({ name: 'confirmOrder', state: 'waiting', reasons: [{ code: 'order.waiting_approval', params: {} }] }),
        anOrderCommand({ key: 'HS-4711-D101-0', state: 'done', made: { number: 'S00042', url: 'https://erp.example.com/42' } }),
      ],
      actions: [
        { action: 'approve', key: 'HS-4711-D101-1', net: '1000.00' },
        { action: 'decline', key: 'HS-4711-D101-1', net: '1000.00' },
      ],
    }),
    orders: [anOrder({ status: 'quotation', how: 'created', reserved: 'none', delivered: 'none', deliveries: [], invoices: [] })],
  }),
  'deal-subscription': deal(
    { deal: ordered, orders: [created] },
    {
      'GET /cards/record': linkedView({
        ...{ totals: [fifty], lastPayment: null },
        dealInvoices: { ...ORDERED, isOrderKnown: true, tied: 0, hasOrder: false },
      }),
      'GET /cards/invoices': pageOf([
        anInvoice({
          ...{ status: 'overdue', issuedOn: '2026-10-01', dueOn: '2026-10-31', daysOverdue: 23 },
          ...{ number: 'INV/2026/00231', total: usd('50.00'), open: usd('50.00') },
        }),
      ]),
      'GET /cards/subscriptions': readySubscriptions(
        [
          aSubscriptionView(),
          aSubscriptionView({ id: 'contract-8', name: LONG_NAME, isUnpaid: true, monthly: usd('50.00') }),
          aSubscriptionView({ id: 'contract-9', name: 'Póliza 2025', status: 'cancelled', nextInvoiceOn: null, endsOn: '2026-10-31' }),
        ],
        { monthly: [mxn('900.00'), usd('50.00')], unexpected: [{ number: 'S00042', expected: 1, found: 2 }] },
      ),
    },
  ),
};
