import { describe, expect, it } from '@jest/globals';
import { loadDealState } from '../../../server/sync/orders/deal-card.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const MINUTES = 60_000;
const orders = (world: WritingWorld) => world.erp.orders.all();
const told = (world: WritingWorld, deal: RecordId) => world.hubspot.get('deals', deal);
const ties = async (deal: RecordId) =>
  (await db()('orderTies').where({ dealId: deal }).orderBy('orderId').select('orderId')).map(({ orderId }) => orderId);

/** An ERP in which somebody has to agree to documents, and whose orders are documents of their own. */
async function anErpThatAsks(...inApproval: ('quotation' | 'order')[]) {
  const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { offer: 'quotation', won: 'order' } } });
  const { erp } = world;
  erp.streams.orders = { ...erp.streams.orders, reportsDeletes: true };
  erp.orders.copiesOnConfirm = true;
  for (const one of inApproval) erp.orders.inApproval.add(one);
  const deal = await aDealWithLines(world, acme);
  const actions = async () => {
    const viewed = {
      portalId: world.scope.portalId,
      dealId: deal,
      companyCurrency: 'EUR',
      user: { userId: 5, email: 'a@b.test' },
      orders: [],
    };
    const connectors = { ...world.deps.connectors, capabilitiesOf: async () => erp.capabilities };
    return (await loadDealState({ ...world.deps, connectors }, viewed))!.actions.map(({ action }) => action);
  };
  const waiting = () => orders(world).find(({ status }) => status === 'waiting_approval')!;
  return { world, deal, actions, waiting };
}

describe('a quotation that somebody in the ERP has to agree to', () => {
  it('is the deal’s as the document that it becomes', async () => {
    const { world, deal, actions, waiting } = await anErpThatAsks('quotation');
    await toStage(world, deal, 'offer');
    await world.settle();
    expect(told(world, deal)).toMatchObject({ erp_order_status: 'waiting_approval' });
    world.pass(60 * MINUTES);
    const made = world.erp.orders.add(waiting().id);
    await world.settle();
    world.pass(20 * MINUTES);
    await world.settle();
    expect(told(world, deal)).toMatchObject({ erp_order_status: 'quotation', erp_order_number: made });
    expect(await ties(deal)).toEqual([made]);
    expect(await actions()).not.toContain('create_quotation');
    expect(orders(world)).toHaveLength(1);
  });

  it('goes on to the order that was wanted, once', async () => {
    const { world, deal, waiting } = await anErpThatAsks('quotation');
    await toStage(world, deal, 'won');
    await world.settle();
    world.pass(60 * MINUTES);
    world.erp.orders.add(waiting().id);
    await world.settle();
    const order = orders(world).find(({ status }) => status === 'confirmed')!;
    expect(told(world, deal)).toMatchObject({ erp_order_status: 'ordered', erp_order_number: order.number });
    expect(
      orders(world)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['closed', 'confirmed']);
  });

  it('was deleted there is called off, and no other one made', async () => {
    const { world, deal, actions, waiting } = await anErpThatAsks('quotation');
    await toStage(world, deal, 'offer');
    await world.settle();
    world.pass(60 * MINUTES);
    world.erp.orders.delete(waiting().id);
    await world.settle();
    expect(told(world, deal)).toMatchObject({ erp_order_status: 'cancelled' });
    expect(orders(world)).toEqual([]);
    expect(await world.commands()).toMatchObject([{ state: 'done' }]);
    expect(await actions()).toContain('create_quotation');
  });
});

describe('an order that somebody in the ERP has to agree to', () => {
  it('is the deal’s as the document that it becomes', async () => {
    const { world, deal, waiting } = await anErpThatAsks('order');
    await toStage(world, deal, 'won');
    await world.settle();
    expect(told(world, deal)).toMatchObject({ erp_order_status: 'waiting_approval' });
    world.pass(60 * MINUTES);
    const made = world.erp.orders.add(waiting().id);
    await world.settle();
    world.pass(20 * MINUTES);
    await world.settle();
    const { number, quotationId } = world.erp.orders.get(made)!;
    expect(told(world, deal)).toMatchObject({ erp_order_status: 'ordered', erp_order_number: number });
    expect(await ties(deal)).toEqual([quotationId, made].sort());
    expect((await world.commands()).map(({ result }) => result!.id)).toContain(made);
  });

  it('that a person copied in the ERP from the quotation of a deal is that deal’s', async () => {
    const { world, deal } = await anErpThatAsks();
    await toStage(world, deal, 'offer');
    await world.settle();
    const quotation = orders(world)[0]!;
    world.erp.orders.confirm(quotation.id);
    await world.settle();
    const order = orders(world).find(({ quotationId }) => quotationId === quotation.id)!;
    expect(await ties(deal)).toEqual([quotation.id, order.id].sort());
    expect(told(world, deal)).toMatchObject({ erp_order_status: 'ordered', erp_order_number: order.number });
  });
});
