import { describe, expect, it } from '@jest/globals';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import type { Command } from '../../../server/sync/commands/command-rows.ts';
import { loadOpenWork } from '../../../server/sync/connection/open-work.ts';
import { loadChecklist } from '../../../server/sync/orders/checklist.ts';
import { previewOrder } from '../../../server/sync/orders/preview-order.ts';
import { switchStreams } from '../../../server/sync/shared/stream-states.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDeal, aDealWithLines, anOrderingWorld, confirmRules, toStage, VALVES } from '../../support/ordering.ts';

const db = useTestDatabase();
const WAITING = 'order.waiting_catalog';

/** Rules confirmed while nothing of the ERP's products is read yet. */
async function start(rules: Partial<PipelineOrderRules> = {}) {
  const { world, acme } = await anOrderingWorld(db(), { isConfirmed: false, rules });
  await db()('erpProducts').where(world.scope).delete();
  const unread = { firstCompletedAt: null, completedAt: null, completedFor: null, cursor: null };
  await db()('erpStreams')
    .where({ ...world.scope, stream: 'products' })
    .update(unread);
  await confirmRules(world);
  world.pass(1_000);
  const rounds = async () => {
    for (let round = 0; round < 3; round++) {
      await world.round();
      world.pass(1_000);
    }
  };
  const won = async (deal: RecordId) => {
    await toStage(world, deal, 'won');
    await rounds();
  };
  const commands = (name: Command['name']) => db()('commands').where({ name }).select<Command[]>();
  return { world, acme, rounds, won, commands };
}

describe('while the products of the ERP are read for the first time', () => {
  it('an order waits, and goes on by itself once they are read', async () => {
    const { world, acme, won, rounds, commands } = await start();
    await won(await aDealWithLines(world, acme, VALVES));
    expect(await commands('createOrder')).toMatchObject([{ state: 'planned', waitingFor: WAITING }]);
    expect(await loadOpenWork(db(), world.scope)).toEqual([{ kind: 'ordersUnderWay', count: 1 }]);
    await world.pullOnce();
    await rounds();
    expect(await commands('createOrder')).toMatchObject([{ state: 'done', waitingFor: null }]);
    expect(world.erp.orders.all()).toMatchObject([{ lines: [{ productId: 'p1', quantity: '10' }] }]);
  });

  it('no product is made, and none stands for another', async () => {
    const made = await start({ unknownProduct: 'create', newProducts: { kind: 'goods', categoryId: 'g1' } });
    await made.won(await aDealWithLines(made.world, made.acme, VALVES));
    expect(await made.commands('createProduct')).toEqual([]);
    await made.world.pullOnce();
    await made.rounds();
    expect(made.world.erp.orders.all()).toMatchObject([{ lines: [{ productId: 'p1' }] }]);
    expect(made.world.erp.records('products')).toHaveLength(2);
  });

  it('an order of the amount alone waits for what stands for it', async () => {
    const { world, acme, won, rounds } = await start({ withoutLines: 'amount', placeholderProductId: 'p2' });
    await won(await aDeal(world, acme));
    expect(world.erp.orders.all()).toEqual([]);
    await world.pullOnce();
    await rounds();
    expect(world.erp.orders.all()).toMatchObject([{ lines: [{ productId: 'p2' }] }]);
  });

  it('checklist and preview say so, and the button may be pressed', async () => {
    const { world, acme } = await start();
    const dealId = await aDealWithLines(world, acme, VALVES, { name: 'Odd thing', quantity: '1', price: '100' });
    const ref = { portalId: world.scope.portalId, dealId, companyCurrency: 'EUR' };
    const checklist = await loadChecklist(world.deps, ref);
    const reason = { code: WAITING, params: {} };
    expect(checklist).toMatchObject({ canCreate: true });
    expect('checks' in checklist && checklist.checks.filter(({ about }) => about === 'product')).toMatchObject([
      { state: 'unknown', reason, action: null },
    ]);
    expect(await previewOrder(world.deps, ref)).toEqual({ state: 'refused', reasons: [reason] });
    await world.pullOnce();
    expect(await previewOrder(world.deps, ref)).toMatchObject({ reasons: [{ code: 'order.unknown_product' }] });
  });

  it('what is wrong beside the products is said at once', async () => {
    const { world, acme, won, commands } = await start();
    await won(await aDealWithLines(world, acme, { ...VALVES, quantity: '0' }));
    const [asked] = await commands('createOrder');
    expect(asked).toMatchObject({ state: 'rejected', facts: { reasons: [{ code: 'order.quantity_not_positive' }] } });
  });
});

describe('where products are not read at all', () => {
  it('nothing is waited for', async () => {
    const { world, acme, won, commands } = await start();
    await switchStreams(world.deps, world.scope, ['products'], false);
    await won(await aDealWithLines(world, acme, VALVES));
    expect(await commands('createOrder')).toMatchObject([{ state: 'rejected', facts: { reasons: [{ code: 'order.unknown_product' }] } }]);
  });
});
