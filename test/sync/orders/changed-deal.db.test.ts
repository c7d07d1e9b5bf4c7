import { describe, expect, it } from '@jest/globals';
import { compareOrder } from '../../../server/sync/orders/compare-order.ts';
import { acceptByPerson, changeByPerson } from '../../../server/sync/orders/person-orders.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anOrderLine } from '../../support/erp-records.ts';
import { aDeal, anOrderingWorld, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const refOf = (world: WritingWorld, dealId: RecordId) => ({
  ...{ portalId: world.scope.portalId, dealId, companyCurrency: 'EUR' },
  user: { userId: 5, email: 'rep@acme.test' },
});
const orders = (world: WritingWorld) => world.erp.orders.all();
const waiting = async (world: WritingWorld) => (await world.commands()).find(({ state }) => state === 'waiting');

/** Quoted: one valve at 100. */
async function aQuotedDeal() {
  const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { offer: 'quotation', won: 'order' } } });
  const deal = await aDeal(world, acme);
  const line = world.hubspot.addLine(deal, { name: 'Valve', hs_sku: 'VAL-2', quantity: '1', price: '100' });
  await toStage(world, deal, 'offer');
  await world.settle();
  world.pass(5 * 60_000);
  const win = async () => {
    await toStage(world, deal, 'won');
    await world.settle();
  };
  const order = () => ({ connectionId: world.scope.connectionId, orderId: orders(world)[0]!.id });
  return { world, acme, deal, line, win, order };
}

describe('a deal that was quoted and changed at the same total', () => {
  it('by its products waits for somebody to look, who brings the quotation to it', async () => {
    const { world, deal, line, win, order } = await aQuotedDeal();
    world.hubspot.editLine(line, { name: 'Pump', hs_sku: 'PUMP-3' });
    await win();
    expect(orders(world)).toMatchObject([{ status: 'quotation', lines: [{ productId: 'p1' }] }]);
    expect(world.hubspot.get('deals', deal)['erp_order_status']).toBe('difference');
    expect(await waiting(world)).toMatchObject({ waitingFor: 'order.waiting_lines', params: { product: 'Pump; Valve' } });
    expect(await compareOrder(world.deps, refOf(world, deal))).toMatchObject({ state: 'differs', canAmend: true });
    await changeByPerson(world.deps, refOf(world, deal), order(), 'amend');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed', lines: [{ productId: 'p2' }] }]);
  });

  it('or who takes it as it is, once for what the deal says now', async () => {
    const { world, deal, line, win, order } = await aQuotedDeal();
    world.hubspot.editLine(line, { name: 'Pump', hs_sku: 'PUMP-3' });
    await win();
    world.hubspot.editLine(line, { quantity: '2', price: '50' });
    await changeByPerson(world.deps, refOf(world, deal), order(), 'confirm');
    await world.settle();
    await acceptByPerson(world.deps, refOf(world, deal), { key: (await waiting(world))!.key, net: '100' });
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed', lines: [{ productId: 'p1' }] }]);
  });

  it('is not waved through by what somebody took before it changed again', async () => {
    const { world, deal, line, win, order } = await aQuotedDeal();
    world.hubspot.editLine(line, { name: 'Pump', hs_sku: 'PUMP-3' });
    await win();
    await acceptByPerson(world.deps, refOf(world, deal), { key: (await waiting(world))!.key, net: '100' });
    world.hubspot.editLine(line, { quantity: '2', price: '50' });
    await changeByPerson(world.deps, refOf(world, deal), order(), 'confirm');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'quotation' }]);
    expect(await waiting(world)).toMatchObject({ waitingFor: 'order.waiting_lines' });
  });

  it('by its customer or its currency waits as well', async () => {
    const { world, acme, deal, win } = await aQuotedDeal();
    const beta = world.hubspot.add('companies', { name: 'Beta' });
    world.erp.edit('2', { name: 'Beta' });
    await world.pullOnce();
    await world.link('companies', '2', beta);
    world.hubspot.associations.splice(world.hubspot.associations.indexOf(`deals ${deal} companies ${acme}`), 1, `deals ${deal} companies ${beta}`); // prettier-ignore
    await world.edit('deals', deal, { deal_currency_code: 'USD' });
    await win();
    expect(orders(world)).toMatchObject([{ status: 'quotation' }]);
    expect(await waiting(world)).toMatchObject({ params: { product: 'Beta; USD' } });
  });

  it('goes on where somebody changed the quotation in the ERP to the same', async () => {
    const { world, line, win } = await aQuotedDeal();
    world.hubspot.editLine(line, { name: 'Pump', hs_sku: 'PUMP-3' });
    const [quotation] = orders(world);
    const lines = [anOrderLine({ ...quotation!.lines[0]!, productId: erpRecordId('p2'), description: 'Pump' })];
    world.erp.orders.put({ ...quotation!, lines });
    await win();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });

  it('only by how its lines are cut is the same', async () => {
    const { world, deal, line, win } = await aQuotedDeal();
    world.hubspot.editLine(line, { quantity: '0.5' });
    world.hubspot.addLine(deal, { name: 'Valve', hs_sku: 'VAL-2', quantity: '0.5', price: '100' });
    await win();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });
});
