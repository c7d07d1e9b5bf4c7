import { describe, expect, it } from '@jest/globals';
import type { OrderCheck } from '../../../hubspot-app/app/cards/api/orders.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { DEFAULT_CATALOG_RULES } from '../../../server/sync/connection/catalog-rules.ts';
import { switchStreams } from '../../../server/sync/shared/stream-states.ts';
import { loadChecklist } from '../../../server/sync/orders/checklist.ts';
import { anInvoice } from '../../support/erp-records.ts';
import { aProduct, aStock } from '../../support/catalog.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, VALVES } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const ODD = { name: 'Odd thing', quantity: '1', price: '100' };

async function aStockedWorld() {
  const made = await anOrderingWorld(db(), { isConfirmed: false });
  const { world } = made;
  world.erp.set('products', aProduct({ id: 'p1', sku: 'VAL-2', name: 'Valve' }));
  await world.pullOnce();
  await db()('catalogRules').insert({ ...world.scope, rules: JSON.stringify(DEFAULT_CATALOG_RULES), approvedAt: world.now });
  await switchStreams(world.deps, world.scope, ['stock'], true);
  const stock = async (onHand: string, expectedOn: string | null = null) => {
    world.erp.set('stock', aStock('p1', onHand, { expectedOn }));
    await world.pullOnce();
  };
  return { ...made, stock };
}

async function checksOf(world: WritingWorld, dealId: RecordId, about: OrderCheck['about']) {
  const checklist = await loadChecklist(world.deps, { portalId: world.scope.portalId, dealId, companyCurrency: 'EUR' });
  const checks = 'checks' in checklist ? checklist.checks : [];
  return checks.filter((one) => one.about === about).map(({ state, reason: { code, params } }) => ({ state, code, params }));
}

describe('what was not looked at', () => {
  it('is not fine: prices and stock are said of the lines that the ERP knows', async () => {
    const { world, acme, stock } = await aStockedWorld();
    world.erp.orders.reprice = () => '11.25';
    await stock('10');
    const known = await aDealWithLines(world, acme, VALVES);
    expect(await checksOf(world, known, 'price')).toEqual([{ state: 'ok', code: 'order.check_price', params: {} }]);
    expect(await checksOf(world, known, 'stock')).toEqual([{ state: 'ok', code: 'order.check_stock', params: {} }]);
    const odd = await aDealWithLines(world, acme, VALVES, ODD);
    const params = { count: 1, total: 2 };
    expect(await checksOf(world, odd, 'price')).toEqual([{ state: 'unknown', code: 'order.check_price_partly', params }]);
    expect(await checksOf(world, odd, 'stock')).toEqual([{ state: 'unknown', code: 'order.check_stock_partly', params }]);
  });
});

describe('what is short', () => {
  it('names the day on which more comes, and says where nobody knows one', async () => {
    const { world, acme, stock } = await aStockedWorld();
    const deal = await aDealWithLines(world, acme, VALVES);
    await stock('4');
    const facts = { product: 'Valve', available: '4', wanted: '10' };
    expect(await checksOf(world, deal, 'stock')).toEqual([{ state: 'warning', code: 'order.short_stock_undated', params: facts }]);
    await stock('4', '2026-12-12');
    const dated = { ...facts, expected: '2026-12-12' };
    expect(await checksOf(world, deal, 'stock')).toEqual([{ state: 'warning', code: 'order.short_stock', params: dated }]);
  });
});

describe('what the customer owes past its day', () => {
  it('is a warning that stops nothing', async () => {
    const { world, acme } = await aStockedWorld();
    const deal = await aDealWithLines(world, acme, VALVES);
    expect(await checksOf(world, deal, 'credit')).toEqual([]);
    const day = (before: number) => new Date(world.now.getTime() - before * 86_400_000).toISOString().slice(0, 10);
    world.erp.set(
      'invoices',
      anInvoice({ id: 'i1', customerId: '1', organisationId: '1', dueOn: day(12), currency: 'EUR', total: '50.00', open: '20.00' }),
      anInvoice({ id: 'i2', customerId: '1', organisationId: '1', dueOn: day(-5), currency: 'EUR', total: '70.00', open: '70.00' }),
    );
    await world.pullOnce();
    const params = { name: 'Acme SL', overdue: '20', currency: 'EUR', days: 12 };
    expect(await checksOf(world, deal, 'credit')).toEqual([{ state: 'warning', code: 'order.customer_overdue', params }]);
  });
});
