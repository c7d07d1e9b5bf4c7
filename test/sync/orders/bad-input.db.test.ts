import { describe, expect, it } from '@jest/globals';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { loadChecklist } from '../../../server/sync/orders/checklist.ts';
import { createByPerson } from '../../../server/sync/orders/person-orders.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aProduct } from '../../support/catalog.ts';
import { aDeal, aDealWithLines, anOrderingWorld, toStage, VALVES } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const refOf = (world: WritingWorld, dealId: RecordId) => ({
  ...{ portalId: world.scope.portalId, dealId, companyCurrency: 'EUR' },
  user: { userId: 5, email: 'rep@acme.test' },
});
const orders = (world: WritingWorld) => world.erp.orders.all();

/** All that people see of it: on the deal, on its card, and in the settings. */
async function seen(world: WritingWorld, deal: RecordId) {
  const checklist = await loadChecklist(world.deps, refOf(world, deal));
  const checks = checklist.state === 'ready' ? checklist.checks : [];
  const [command] = await db()('commands')
    .where({ recordId: deal })
    .orderBy('askedAt')
    .select<{ state: string; waitingFor: string | null; facts: { reasons?: { code: string }[] } }[]>();
  return {
    status: world.hubspot.get('deals', deal)['erp_order_status'],
    reasons: command?.facts.reasons?.map(({ code }) => code) ?? [command?.waitingFor ?? null],
    problems: await world.problems(),
    red: checks.filter(({ state }) => state === 'blocked').map(({ reason }) => reason.code),
  };
}

const refused = (...codes: string[]) => ({ status: 'refused', reasons: codes, problems: codes.toSorted(), red: codes });

interface Case {
  what: string;
  rules?: Partial<PipelineOrderRules>;
  lines?: Record<string, string>[];
  deal?: Record<string, string>;
  erp?: (world: WritingWorld) => void;
  says: string;
}

const PLACEHOLDER = { withoutLines: 'amount', placeholderProductId: 'p2' } as const;
const CASES: Case[] = [
  { what: 'an unknown SKU', lines: [{ ...VALVES, hs_sku: 'NO-SUCH' }], says: 'order.unknown_product' },
  { what: 'no SKU, where unknown products are made', rules: { unknownProduct: 'create' }, lines: [{ name: 'Valve', quantity: '1', price: '5' }], says: 'order.sku_missing' }, // prettier-ignore
  { what: 'a negative quantity', lines: [{ ...VALVES, quantity: '-1' }], says: 'order.quantity_not_positive' },
  { what: 'a discount of more than everything', lines: [{ ...VALVES, hs_discount_percentage: '100.01' }], says: 'order.discount_over_100' },
  { what: 'an amount off that is more than the price', lines: [{ ...VALVES, hs_discount_percentage: '', discount: '12.51' }], says: 'order.discount_over_100' }, // prettier-ignore
  { what: 'everything for nothing', lines: [{ ...VALVES, hs_discount_percentage: '100' }], says: 'order.zero_amount' },
  { what: 'a line without a price', lines: [{ name: 'Valve', hs_sku: 'VAL-2', quantity: '1' }], says: 'order.no_price' },
  { what: 'a line in another currency', lines: [{ ...VALVES, hs_line_item_currency_code: 'USD' }], says: 'order.mixed_currency' },
  { what: 'a product of another company', rules: { companyId: '1' }, erp: (world) => world.erp.set('products', aProduct({ id: 'p1', sku: 'VAL-2', companyId: '2' })), says: 'order.product_of_other_company' }, // prettier-ignore
  { what: 'a product that is not sold any more', erp: (world) => world.erp.set('products', aProduct({ id: 'p1', sku: 'VAL-2', isSold: false })), says: 'order.product_not_sold' }, // prettier-ignore
  { what: 'a SKU that two products have', erp: (world) => world.erp.set('products', aProduct({ id: 'p3', sku: 'val-2' })), says: 'order.ambiguous_product' }, // prettier-ignore
  { what: 'a customer that is blocked', erp: (world) => world.erp.set('customers', { ...world.erp.records('customers')[0]!, blocked: true }), says: 'order.customer_blocked' }, // prettier-ignore
  { what: 'no lines', lines: [], says: 'order.no_lines' },
  {
    what: 'no lines and no amount, where the amount stands for them',
    rules: PLACEHOLDER,
    lines: [],
    deal: { amount: '' },
    says: 'order.no_amount',
  },
  { what: 'no lines and an amount of nothing', rules: PLACEHOLDER, lines: [], deal: { amount: '0' }, says: 'order.no_amount' },
  { what: 'no lines and a negative amount', rules: PLACEHOLDER, lines: [], deal: { amount: '-5' }, says: 'order.no_amount' },
  { what: 'no lines, and the product that stands for them is not sold', rules: PLACEHOLDER, lines: [], erp: (world) => world.erp.set('products', aProduct({ id: 'p2', isSold: false })), says: 'order.no_placeholder' }, // prettier-ignore
];

describe('a won deal with', () => {
  it.each(CASES)('$what is refused with its reason on the deal, the card and in the settings', async ({ says, lines, ...given }) => {
    const { world, acme } = await anOrderingWorld(db(), { rules: given.rules ?? {} });
    given.erp?.(world);
    await world.settle();
    const deal = await aDeal(world, acme, given.deal);
    for (const line of lines ?? [VALVES]) world.hubspot.addLine(deal, line);
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders(world)).toEqual([]);
    expect(await seen(world, deal)).toEqual(refused(says));
  });
});

describe('a deal without lines', () => {
  it('becomes one line of its amount, in its currency, of the product that stands for it; the ERP adds the taxes', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { ...PLACEHOLDER, prices: 'erp' } });
    const deal = await aDeal(world, acme, { dealname: 'Retainer', amount: '1500.50', deal_currency_code: 'USD' });
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders(world)).toMatchObject([
      {
        ...{ currency: 'USD', untaxed: '1500.50', tax: '240.08', total: '1740.58' },
        lines: [{ productId: 'p2', description: 'Retainer', quantity: '1', unitPrice: '1500.50' }],
      },
    ]);
    expect(await seen(world, deal)).toMatchObject({ status: 'quotation', problems: [] });
  });
});

describe('a won deal without a company', () => {
  it('says so, and goes on by itself once it has one', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, null);
    await toStage(world, deal, 'won');
    await world.settle();
    expect(await seen(world, deal)).toEqual(refused('order.no_company'));
    world.hubspot.associations.push(`deals ${deal} companies ${acme}`);
    await world.tell('deals', deal, {});
    await world.settle();
    expect(await seen(world, deal)).toMatchObject({ status: 'quotation', problems: [], red: [] });
  });
});

describe('what only the ERP knows', () => {
  it('a currency without a price list is said before anything is made, and by whoever made it', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDeal(world, acme, { deal_currency_code: 'JPY' });
    world.hubspot.addLine(deal, VALVES);
    await toStage(world, deal, 'won');
    await world.settle();
    expect(await seen(world, deal)).toEqual(refused('order.no_price_list'));
  });

  it('a block on the customer is said in its own words', async () => {
    const { world, acme } = await anOrderingWorld(db());
    world.erp.orders.blocked = 'Pays late';
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    expect(await seen(world, deal)).toEqual(refused('order.customer_blocked'));
    world.erp.orders.blocked = null;
    await createByPerson(world.deps, refOf(world, deal), 'quotation');
    await world.settle();
    expect(await seen(world, deal)).toMatchObject({ status: 'quotation', problems: [], red: [] });
  });
});
