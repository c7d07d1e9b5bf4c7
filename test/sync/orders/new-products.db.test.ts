import { describe, expect, it } from '@jest/globals';
import { RecordRejectedError } from '../../../server/shared/errors.ts';
import { lookAgain, type Command } from '../../../server/sync/commands/command-rows.ts';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage, VALVES } from '../../support/ordering.ts';

const database = useTestDatabase();

const UNKNOWN = { name: 'Brida 9 pulgadas', hs_sku: 'BRI-9', quantity: '2', price: '31.5' };

async function start(rules: Partial<PipelineOrderRules> = {}) {
  const newProducts = { kind: 'goods', categoryId: 'g1' } as const;
  const { world, acme } = await anOrderingWorld(database(), { rules: { unknownProduct: 'create', newProducts, ...rules } });
  /** Until nothing is left to do by itself. */
  const settleAll = async () => {
    for (let turn = 0; turn < 4; turn++) {
      await world.settle();
      world.pass(30_000);
    }
  };
  const won = async (...lines: Record<string, string>[]) => {
    const deal = await aDealWithLines(world, acme, ...lines);
    await toStage(world, deal, 'won');
    return deal;
  };
  const commands = (name: Command['name']) => database()('commands').where({ name }).orderBy('askedAt').select<Command[]>();
  const made = () => world.erp.records('products').filter(({ sku }) => sku?.toUpperCase() === 'BRI-9');
  const askAgain = async (key: string) => {
    await lookAgain(database(), world.scope.portalId, { filter: { keys: [key] }, states: ['waiting', 'rejected'], now: world.deps.now() });
    await world.deps.enqueue(database(), 'commands', world.scope);
  };
  return { world, settleAll, won, commands, made, askAgain };
}

describe('a line whose product the ERP does not know', () => {
  it('becomes a product there first, as the rule says, and then the order goes on', async () => {
    const { world, settleAll, won, commands, made } = await start();
    await won(VALVES, UNKNOWN);
    await settleAll();
    expect(made()).toMatchObject([{ name: 'Brida 9 pulgadas', kind: 'goods', basePrice: { amount: '31.5', currency: 'EUR' } }]);
    const [asked] = await commands('createProduct');
    expect(asked).toMatchObject({ state: 'done', input: { sku: 'BRI-9', kind: 'goods', categoryId: 'g1', priceListId: null } });
    expect(world.erp.orders.all()).toMatchObject([{ untaxed: '175.50', lines: [{ sku: 'VAL-2' }, { sku: 'BRI-9', quantity: '2' }] }]);
  });

  it('has the price of its line there, whatever this customer gets off', async () => {
    const { settleAll, won, made } = await start();
    await won({ ...UNKNOWN, price: '30', discount: '10' });
    await settleAll();
    expect(made()).toMatchObject([{ basePrice: { amount: '30', currency: 'EUR' } }]);
  });

  it('is one product for two deals, and for two lines of one, whatever the case of its SKU', async () => {
    const { world, settleAll, won, commands, made } = await start();
    await won(UNKNOWN, { ...UNKNOWN, hs_sku: 'bri-9', price: '30' });
    await won({ ...UNKNOWN, hs_sku: ' Bri-9' });
    await settleAll();
    expect([made().length, (await commands('createProduct')).length, world.erp.orders.all().length]).toEqual([1, 1, 2]);
  });

  it.each(['lost_before', 'lost_after', 'late'] as const)('is made once when its answer is %s', async (end) => {
    const { world, settleAll, won, made } = await start();
    world.erp.ends.push(end);
    await won(UNKNOWN);
    await settleAll();
    world.erp.commitLate();
    world.pass(world.erp.capabilities.commands!.settledAfterMs);
    await settleAll();
    expect([made().length, world.erp.orders.all().length]).toEqual([1, 1]);
  });

  it('that the ERP refuses keeps the order waiting with its reason; asked again, both are', async () => {
    const { world, settleAll, won, commands, made, askAgain } = await start();
    const refusal = new RecordRejectedError('No', { code: 'memory.refused', params: { message: 'The category is closed.' } });
    world.erp.ends.push(refusal);
    await won(UNKNOWN);
    await won({ ...UNKNOWN, hs_sku: 'bri-9' });
    await settleAll();
    const reason = { waitingFor: 'order.product_refused', params: { message: 'The category is closed.' } };
    expect(await commands('createProduct')).toMatchObject([{ state: 'rejected', ...reason }]);
    const orders = await commands('createOrder');
    expect(orders).toMatchObject([{ state: 'waiting', ...reason }, { state: 'waiting', ...reason }]); // prettier-ignore
    await settleAll();
    expect(world.erp.countOf('products.create')).toBe(1);
    await askAgain(orders[1]!.key);
    await settleAll();
    expect([made().length, world.erp.orders.all().length]).toEqual([1, 2]);
  });

  it('without a SKU stops, and says so', async () => {
    const { settleAll, won, commands, made } = await start();
    const { hs_sku: _, ...bare } = UNKNOWN;
    await won(bare);
    await settleAll();
    const reasons = [{ code: 'order.sku_missing', params: { product: 'Brida 9 pulgadas' } }];
    expect(await commands('createOrder')).toMatchObject([{ state: 'rejected', facts: { reasons } }]);
    expect(made()).toEqual([]);
  });

  it('stops where the ERP makes no products', async () => {
    const { world, settleAll, won, commands } = await start();
    const { commands: support } = world.erp.capabilities;
    Object.assign(support!, { names: support!.names.filter((name) => name !== 'createProduct') });
    await won(UNKNOWN);
    await settleAll();
    const reasons = [{ code: 'order.unknown_product', params: { product: 'Brida 9 pulgadas (BRI-9)' } }];
    expect(await commands('createOrder')).toMatchObject([{ state: 'rejected', facts: { reasons } }]);
  });

  it('is not made any more where the deal left before', async () => {
    const { world, settleAll, won, commands, made } = await start();
    world.erp.ends.push(new RecordRejectedError('No', { code: 'memory.refused', params: { message: 'Not now.' } }));
    const deal = await won(UNKNOWN);
    await settleAll();
    await toStage(world, deal, 'open');
    await settleAll();
    expect([...(await commands('createProduct')), ...(await commands('createOrder'))].map(({ state }) => state)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect(made()).toEqual([]);
  });
});
