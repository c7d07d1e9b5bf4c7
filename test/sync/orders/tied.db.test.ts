import { describe, expect, it } from '@jest/globals';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { askByWorkflow, becameOf } from '../../../server/sync/orders/order-by-workflow.ts';
import { acceptByPerson, changeByPerson, createByPerson } from '../../../server/sync/orders/person-orders.ts';
import { tieByPerson, untieByPerson } from '../../../server/sync/orders/tie-order.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anOrder, anOrderLine } from '../../support/erp-records.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const signal = new AbortController().signal;
const refOf = (world: WritingWorld, dealId: RecordId) => ({
  ...{ portalId: world.scope.portalId, dealId, companyCurrency: 'EUR' },
  user: { userId: 5, email: 'rep@acme.test' },
});
const orders = (world: WritingWorld) => world.erp.orders.all();
const TEN_VALVES = anOrderLine({ id: '1', productId: erpRecordId('p1'), quantity: '10', unitPrice: '12.5', discount: '10', net: '112.50' });

/** Somebody typed a quotation in the ERP. */
async function aTypedQuotation(world: WritingWorld, more: Partial<Parameters<typeof anOrder>[0]> = {}) {
  const figures = { currency: 'EUR', untaxed: '112.50', tax: '18.00', total: '130.50', lines: [TEN_VALVES] };
  world.erp.orders.put(
    anOrder({ id: erpRecordId('90'), number: 'Q90', status: 'quotation', customerId: erpRecordId('1'), ...figures, ...more }),
  );
  await world.settle();
  return { connectionId: world.scope.connectionId, orderId: erpRecordId('90') };
}

const wantOrder = async (world: WritingWorld, dealId: RecordId) => {
  const wanted = { portalId: world.scope.portalId, dealId, wants: 'order' as const };
  const since = world.now;
  const asked = await askByWorkflow(world.deps, wanted, signal);
  await world.settle();
  return asked.kind === 'asked' ? becameOf(db(), wanted, { key: asked.key, since }) : asked;
};

describe('a deal whose quotation a person tied', () => {
  it('gets no second one where a workflow wants an order: the tied one is confirmed', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    await tieByPerson(world.deps, refOf(world, deal), await aTypedQuotation(world));
    expect(await wantOrder(world, deal)).toMatchObject({ state: 'made', document: { order: { id: '90' } } });
    expect(orders(world)).toMatchObject([{ id: '90', status: 'confirmed' }]);
  });

  it('is not confirmed by a workflow while it says something else than the deal', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    await tieByPerson(world.deps, refOf(world, deal), await aTypedQuotation(world, { untaxed: '500.00', total: '580.00' }));
    expect(await wantOrder(world, deal)).toMatchObject({ state: 'needs_person' });
    expect(orders(world)).toMatchObject([{ status: 'quotation' }]);
    const { key } = (await world.commands()).find(({ waitingFor }) => waitingFor === 'order.waiting_difference')!;
    await acceptByPerson(world.deps, refOf(world, deal), { key, net: '500' });
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });

  it('nor in another currency, or of another product, for the same figure', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    const pumps = [{ ...TEN_VALVES, productId: erpRecordId('p2'), description: 'Pump' }];
    await tieByPerson(world.deps, refOf(world, deal), await aTypedQuotation(world, { currency: 'USD', lines: pumps }));
    expect(await wantOrder(world, deal)).toMatchObject({ state: 'needs_person' });
    expect((await world.commands()).find(({ state }) => state === 'waiting')).toMatchObject({
      waitingFor: 'order.waiting_lines',
      params: { product: 'Valve; Pump; EUR' },
    });
  });

  it('is followed where the one that was made before was called off', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    const ref = refOf(world, deal);
    await createByPerson(world.deps, ref, 'quotation');
    await world.settle();
    const made = { connectionId: world.scope.connectionId, orderId: orders(world)[0]!.id };
    await changeByPerson(world.deps, ref, made, 'cancel');
    await world.settle();
    await tieByPerson(world.deps, ref, await aTypedQuotation(world));
    expect(await wantOrder(world, deal)).toMatchObject({ state: 'made', isNew: true, document: { order: { id: '90' } } });
    expect(orders(world)).toMatchObject([{ status: 'cancelled' }, { id: '90', status: 'confirmed' }]);
  });

  it('gets no other one from whoever still saw the button, and is told why', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'order' } } });
    const deal = await aDealWithLines(world, acme);
    await tieByPerson(world.deps, refOf(world, deal), await aTypedQuotation(world));
    for (const wants of ['quotation', 'order'] as const)
      await expect(createByPerson(world.deps, refOf(world, deal), wants)).rejects.toMatchObject({ code: 'order.has_one' });
    await world.settle();
    expect(orders(world)).toMatchObject([{ id: '90', status: 'quotation' }]);
  });

  it('while the one that was pressed for had not been sent gets no second one', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    const typed = await aTypedQuotation(world);
    await createByPerson(world.deps, refOf(world, deal), 'quotation');
    await tieByPerson(world.deps, refOf(world, deal), typed);
    await world.settle();
    expect(orders(world)).toMatchObject([{ id: '90' }]);
  });

  it('is left alone by the stage', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'order' } } });
    const deal = await aDealWithLines(world, acme);
    await tieByPerson(world.deps, refOf(world, deal), await aTypedQuotation(world));
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders(world)).toMatchObject([{ id: '90', status: 'quotation' }]);
  });

  it('stays tied where HubSpot does not let its number go, and whoever unties it is told; another number lets it go', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    const ref = refOf(world, deal);
    const tied = await aTypedQuotation(world);
    await tieByPerson(world.deps, ref, tied);
    await world.settle();
    expect(world.hubspot.get('deals', deal)['erp_order_number']).toBe('Q90');
    world.hubspot.refuse({ applies: (objectType) => objectType === 'deals', scope: 'input', code: 'hubspot.property_required' });
    await expect(untieByPerson(world.deps, ref, tied)).rejects.toMatchObject({ code: 'order.number_kept', params: { number: 'Q90' } });
    expect(await db()('orderTies').select('dealId', 'orderId')).toEqual([{ dealId: deal, orderId: '90' }]);
    await world.edit('deals', deal, { erp_order_number: 'none' });
    await untieByPerson(world.deps, ref, tied);
    expect(await db()('orderTies').select('orderId')).toEqual([]);
  });
});
