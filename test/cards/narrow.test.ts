import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { CustomerCard } from '../../hubspot-app/app/cards/api/customers.ts';
import type { DealLine } from '../../hubspot-app/app/cards/api/types.ts';
import { describeInBrowser } from '../support/browser.ts';
import { startPages, type ExtensionPages } from './browser/page.ts';
import { aChange, aCommand, aConflict, anOffer, aPair, customerCard } from './customers.ts';
import { aCheck, aChecklist, aDeal, anOrder, anOrderCommand, aStep, DEAL, dealRoutes, mxn } from './orders.ts';
import { aDealProject, aDealTask, readyProjects } from './projects.ts';
import { aSubscriptionView, readySubscriptions } from './subscriptions.ts';
import { aCandidate, aLine, aLineProduct, anInvoice, linkedView, unlinkedView } from './views.ts';

let cards: ExtensionPages;
beforeAll(async () => void (cards = await startPages('draw-card.tsx')));
afterAll(async () => cards?.close());

const notLinked = (customer: Partial<CustomerCard>) => ({
  'GET /cards/record': unlinkedView({ candidates: [] }),
  'GET /cards/customer': customerCard(customer),
});
const linked = (customer: Partial<CustomerCard>) => ({
  'GET /cards/record': linkedView({ lastInvoice: null, totals: [], lastPayment: null }),
  'GET /cards/customer': customerCard({
    pairs: [aPair({ frozen: ['city'] })],
    changes: [aChange({ lost: '9', rule: 'erp_wins' })],
    ...customer,
  }),
});

const LONG = 'Av. Ruiz Cortines 1250, Colonia Industrial, Monterrey, Nuevo León, México, entre Edison y Bernardo Reyes';
const missing = [{ code: 'customer.field_missing', params: { field: 'Régimen fiscal', property: 'Régimen fiscal SAT' } }];
const rejected = { code: 'command.rejected', params: { message: `${LONG}`, fields: 'RFC' } };
const SCENES: Record<string, Record<string, unknown>> = {
  'an offer with what is missing and who looks alike': notLinked({
    offers: [anOffer({ values: [...anOffer().values, { field: 'street', label: 'Street', value: LONG }], missing, alike: [aCandidate()] })],
  }),
  'a command without an answer': notLinked({ commands: [aCommand({ state: 'unknown' })] }),
  'a refusal': notLinked({ commands: [aCommand({ state: 'rejected', reason: rejected })], offers: [anOffer()] }),
  'conflicts and history': linked({ conflicts: [aConflict(), aConflict({ property: 'description', hubspot: LONG, erp: null })] }),
};

const REF = { connectionId: 'c1', orderId: '42' };
const DEALS: typeof SCENES = {
  'a deal that cannot become an order yet': {
    ...dealRoutes({ deal: aDeal({ isAutomatic: false, actions: [{ action: 'create_quotation', isAgain: false }, { action: 'tie' }] }) }),
    'GET /cards/order-checklist': aChecklist([
      aCheck(),
      aCheck({ about: 'customer', state: 'blocked', reason: missing[0]!, action: 'create_customer' }),
      aCheck({ about: 'price', state: 'warning', reason: rejected }),
    ]),
  },
  'a deal and its order that differ': {
    ...dealRoutes({
      deal: aDeal({
        status: 'difference',
        steps: [
          aStep('quoted', { state: 'done', number: 'S00042', url: 'https://erp.example.com/42', at: '2026-11-10' }),
          aStep('ordered', { state: 'now' }),
          aStep('reserved', { state: 'partly', quantity: { done: '7', of: '10' }, at: '2026-11-30' }),
          aStep('delivered', { at: '2026-11-30' }),
        ],
        difference: { key: 'k', deal: mxn('1250000.50'), erp: mxn('1100000.25') },
        commands: [anOrderCommand({ state: 'rejected', reasons: [rejected] })],
        actions: [
          { action: 'accept_difference', key: 'k', net: '1100' },
          { action: 'retry', key: 'k' },
          { action: 'amend', ...REF },
          { action: 'cancel', ...REF },
        ],
      }),
      orders: [anOrder({ how: 'created' })],
    }),
    'GET /cards/order-difference': {
      ...{ state: 'differs', ...REF, number: 'S00042', canAmend: true, reasons: missing },
      ...{ deal: mxn('1250000.50'), erp: mxn('1100000.25') },
      lines: [
        {
          ...{ name: 'Válvula de bola 2in, acero inoxidable 316', sku: 'VAL-2-316' },
          ...{ deal: { quantity: '1200', net: mxn('1250000.50') }, erp: { quantity: '1000', net: mxn('1100000.25') } },
        },
      ],
    },
  },
};
const ofLines = (lines: DealLine[]) => ({
  'GET /cards/record': linkedView({ dealInvoices: { orderNumber: 'S00042', isOrderKnown: true, tied: 0, hasOrder: false } }),
  'GET /cards/deal-lines': { state: 'ready', lines, pricedBy: 'library', drift: [{ amount: '-1250.00', currency: 'MXN' }] },
});
const together = aLineProduct({ available: '7', wanted: '160', isOnSeveralLines: true, expectedOn: '2026-12-30' });
const toTie = [
  anInvoice({ number: 'INV/2026/00097', customerName: 'Minera del Golfo SAPI de CV', total: mxn('12197029.19'), open: mxn('0') }),
  anInvoice({ id: '232', number: 'INV/2026/00098' }),
];
const later = { reservesOn: '2026-12-12', delivered: 'none' } as const;
const LINES: typeof SCENES = {
  'a deal whose order was kept, and who decided': dealRoutes({
    deal: aDeal({
      status: 'paid',
      commands: [
        anOrderCommand({
          ...{ name: 'cancelOrder', state: 'rejected', askedBy: { kind: 'rule' } },
          reasons: [{ code: 'order.kept_delivered_invoiced', params: { number: 'S00042' } }],
          decisions: [{ what: 'accepted', by: 'María Guadalupe Hernández Villarreal', at: '2026-11-23T15:00:00Z' }],
        }),
      ],
      actions: [
        { action: 'approve', key: 'k', net: '1' },
        { action: 'decline', key: 'k', net: '1' },
        { action: 'leave', key: 'k' },
      ],
    }),
    orders: [anOrder({ how: 'created', total: mxn('12197029.19'), quotation: { number: '3003', url: 'https://erp.example.com/3003' } })],
  }),
  'orders whose goods are reserved later': dealRoutes({
    deal: aDeal({ status: 'ordered', steps: [aStep('reserved', { at: '2026-12-12' }), aStep('delivered', { at: '2026-12-15' })] }),
    orders: [
      anOrder({ how: 'created', reserved: 'none', ...later }),
      anOrder({ id: '43', number: 'S00043', reserved: 'partly', ...later, lines: [{ ...anOrder().lines[0]!, ...later, delivered: '0' }] }),
    ],
  }),
  'projects and their tasks': {
    ...dealRoutes({ deal: aDeal({ status: 'ordered' }), orders: [anOrder({ how: 'created' })] }),
    'GET /cards/deal-projects': {
      ...readyProjects(
        aDealProject({
          name: LONG,
          daysLate: 12,
          tasks: [aDealTask({ name: LONG, daysLate: 12, assignees: ['María Fernanda Rodríguez'] })],
        }),
        aDealProject({ id: '8', hours: { spent: '1210.25', planned: '16' }, deadline: { on: '2026-12-31', task: LONG } }),
      ),
      missing: ['S00042'],
    },
  },
  subscriptions: {
    ...dealRoutes({ deal: aDeal({ status: 'ordered' }), orders: [anOrder({ how: 'created' })] }),
    'GET /cards/subscriptions': readySubscriptions(
      [
        aSubscriptionView({ name: LONG, isUnpaid: true, customer: LONG, monthly: mxn('12197029.19') }),
        aSubscriptionView({ id: 'contract-8', status: 'not_started', monthly: { amount: '50.00', currency: 'USD' }, plan: LONG }),
        aSubscriptionView({ id: 'contract-9', status: 'cancelled', nextInvoiceOn: null, charges: [] }),
      ],
      {
        monthly: [mxn('12197029.19'), { amount: '50.00', currency: 'USD' }],
        unexpected: [{ number: 'S00042', expected: 1, found: 2, names: [LONG, LONG] }],
      },
    ),
  },
  'a deal without invoices and what can be tied to it': {
    'GET /cards/record': linkedView({
      dealInvoices: { orderNumber: null, isOrderKnown: false, tied: 0, hasOrder: false },
      ...{ lastInvoice: null, totals: [], lastPayment: null },
    }),
    'GET /cards/deal-candidates': { invoices: toTie, lacks: null },
  },
  'lines that are all right': ofLines([aLine(), aLine({ id: 'l2', product: aLineProduct({ available: null }) })]),
  'lines to look at': ofLines([
    aLine({ id: 'l1', name: 'Válvula de bola 2in, acero inoxidable 316', findings: ['short', 'price_differs'], product: together }),
    aLine({ id: 'l2', findings: ['unknown'], product: null }),
    aLine({ id: 'l3', findings: ['unknown'], sku: null, product: null }),
    aLine({ id: 'l4', findings: ['ambiguous', 'deleted'], product: null }),
    aLine({ id: 'l5', findings: ['no_list_price', 'negative_price', 'inactive'] }),
  ]),
};
Object.assign(DEALS, LINES);
const ALL = { ...SCENES, ...DEALS };

const opened = async (scene: string, width: number, locale = 'en-us'): Promise<Page> => {
  const page = await cards.open(ALL[scene]!, { width, locale, ...(scene in DEALS && DEAL) });
  await page
    .locator(scene in DEALS && !(scene in LINES) ? '.ui-table' : '.ui-accordion')
    .first()
    .waitFor();
  return page;
};

describeInBrowser('the card in the narrow middle of a record', () => {
  const widths = [420, 600, 1000].flatMap((width) => ['en-us', 'es-mx'].map((locale) => ({ width, locale })));
  it.each(Object.keys(ALL).flatMap((scene) => widths.map((how) => ({ scene, ...how }))))(
    'cuts nothing off: $scene at $width px ($locale)',
    async ({ scene, width, locale }) => {
      const page = await opened(scene, width, locale);
      expect(await wordsBeyond(page, width)).toEqual([]);
    },
  );

  it.each(Object.keys(ALL))('is reached with the keyboard in the order it is read: %s', async (scene) => {
    const page = await opened(scene, 600);
    const reached = await tabThrough(page);
    expect(reached.length).toBeGreaterThan(1);
    expect(reached.filter((here, index) => isBefore(here, reached[index - 1]))).toEqual([]);
  });

  it('shows all of a long value with the keyboard alone', async () => {
    const page = await opened('conflicts and history', 420);
    expect(await page.getByText(LONG).count()).toBe(0);
    await page.getByRole('button', { name: 'Show in full' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(LONG).waitFor();
  });
});

/** Words that stand outside of the column, or of what cuts off or scrolls within it. */
const wordsBeyond = (page: Page, width: number): Promise<string[]> =>
  page.locator('#root *').evaluateAll((elements, most) => {
    const edgeOf = (element: Element | null): number => {
      if (!element) return most;
      const isOpen = getComputedStyle(element).overflowX === 'visible';
      return Math.min(isOpen ? most : element.getBoundingClientRect().right, edgeOf(element.parentElement));
    };
    return elements
      .filter((element) => element.children.length === 0 && element.textContent)
      .filter((element) => element.getBoundingClientRect().right > edgeOf(element.parentElement) + 1)
      .map((element) => element.textContent ?? '');
  }, width);

interface Reached {
  words: string;
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** It stands above what was reached last, and not beside it: who reads has passed it already. */
const isBefore = (here: Reached, last: Reached | undefined): boolean =>
  last !== undefined && here.bottom <= last.top && here.left < last.right;

async function tabThrough(page: Page): Promise<Reached[]> {
  const reached: Reached[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return null;
      const { top, bottom, left, right } = focused.getBoundingClientRect();
      return { words: focused.textContent ?? '', top: top + window.scrollY, bottom: bottom + window.scrollY, left, right };
    });
    if (here === null || reached.some(({ top, left }) => top === here.top && left === here.left)) return reached;
    reached.push(here);
  }
}
