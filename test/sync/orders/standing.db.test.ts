import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Order } from '../../../server/erp/shared/contract.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { acceptRuns } from '../../../server/sync/actions/accept.ts';
import { runActions } from '../../../server/sync/actions/run-actions.ts';
import { useTestDatabase } from '../../support/database.ts';
import { recordingLog } from '../../support/log.ts';
import { aDealWithLines, anOrderingWorld, toStage, VALVES } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

let world: WritingWorld;
let acme: RecordId;
let deal: RecordId;
const orders = () => world.erp.orders.all();
const properties = () => world.hubspot.get('deals', deal);

/** The deal was ordered when another database of ours was at work, and what the ERP has of it went on since. */
async function orderedBefore(since: Partial<Order>): Promise<void> {
  deal = await aDealWithLines(world, acme);
  await toStage(world, deal, 'won');
  await world.settle();
  const [made] = orders();
  for (const table of ['commands', 'orderTies', 'dealOrders', 'dealStages', 'inbox', 'erpHints', 'erpOrders']) await db()(table).delete();
  await db()('targets').where({ recordId: deal }).delete();
  Object.assign(properties(), { erp_order_number: '', erp_order_status: '' });
  world.erp.orders.put({ ...made!, ...since });
  await toStage(world, deal, 'open');
  world.pass(1_000);
}

const hours = (order: Order | undefined): Partial<Order> => ({
  status: 'confirmed',
  lines: order?.lines.map((line) => ({ ...line, delivered: '4' })) ?? [],
});

async function settleAll(): Promise<void> {
  for (let rounds = 0; rounds < 4; rounds++) {
    await world.settle();
    world.pass(10_000);
  }
}

beforeEach(async () => {
  ({ world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'order' } } }));
  await db()('portals').update({ scopes: ['automation'] });
});

describe('an order that the ERP has under the key of its deal, of which our database does not know', () => {
  it('is the deal’s when it is won again: none is made, nothing is confirmed', async () => {
    await orderedBefore({});
    world.erp.orders.put({ ...orders()[0]!, ...hours(orders()[0]) });
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders()).toHaveLength(1);
    expect(properties()).toMatchObject({ erp_order_number: orders()[0]!.number, erp_order_status: 'partly_delivered' });
    expect(await db()('commands').where({ name: 'confirmOrder' })).toEqual([]);
  });

  it('is found even where the deal could not be ordered any more', async () => {
    await orderedBefore({ status: 'confirmed' });
    world.hubspot.addLine(deal, { ...VALVES, hs_sku: 'GONE-1' });
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders()).toHaveLength(1);
    expect(properties()).toMatchObject({ erp_order_number: orders()[0]!.number, erp_order_status: 'ordered' });
    expect(await world.problems()).toEqual([]);
  });

  it('and is a quotation still is confirmed, where the deal says the same', async () => {
    await orderedBefore({ status: 'quotation' });
    await toStage(world, deal, 'won');
    await settleAll();
    expect(orders()).toMatchObject([{ status: 'confirmed' }]);
    expect(properties()['erp_order_status']).toBe('ordered');
  });

  it('and is a quotation still stays one while nothing can be made of the deal', async () => {
    await orderedBefore({ status: 'quotation' });
    const gone = world.hubspot.addLine(deal, { ...VALVES, hs_sku: 'GONE-1' });
    await toStage(world, deal, 'won');
    await settleAll();
    expect(orders()).toMatchObject([{ status: 'quotation' }]);
    expect(await world.problems()).toEqual(['order.unknown_product']);
    world.hubspot.editLine(gone, { hs_sku: 'pump-3' });
    await world.edit('deals', deal, { amount: '225' });
    await settleAll();
    expect(orders()).toMatchObject([{ status: 'quotation' }]);
    expect(await db()('commands').where({ name: 'confirmOrder' }).select('waitingFor')).toEqual([
      { waitingFor: 'order.waiting_difference' },
    ]);
  });

  it('and is a quotation of something else stays one until somebody takes it', async () => {
    await orderedBefore({ status: 'quotation' });
    const [quotation] = orders();
    world.erp.orders.put({ ...quotation!, lines: quotation!.lines.map((line) => ({ ...line, productId: erpRecordId('p2') })) });
    await toStage(world, deal, 'won');
    await settleAll();
    expect(orders()).toMatchObject([{ status: 'quotation' }]);
    expect(await db()('commands').where({ name: 'confirmOrder' }).select('waitingFor')).toEqual([{ waitingFor: 'order.waiting_lines' }]);
  });

  it('and that was called off there stays so', async () => {
    await orderedBefore({ status: 'cancelled' });
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders()).toMatchObject([{ status: 'cancelled' }]);
    expect(properties()['erp_order_status']).toBe('cancelled');
  });

  it.each(['create-quotation', 'create-sales-order'] as const)('is told to the step %s as there already', async (action) => {
    await orderedBefore({ status: 'confirmed' });
    const deadlineAt = new Date(world.now.getTime() + 86_400_000);
    const { portalId } = world.scope;
    await acceptRuns(world.deps, [{ portalId, callbackId: 'ap-1', action, objectType: 'deals', recordId: deal, inputs: {}, deadlineAt }]);
    const act = () =>
      runActions({ ...world.deps, connectors: { capabilitiesOf: async () => ({}) }, log: recordingLog() }, { portalId }, { signal: new AbortController().signal }); // prettier-ignore
    for (let rounds = 0; rounds < 4; rounds++) {
      await act();
      await world.settle();
      world.pass(1_000);
    }
    await act();
    const told = world.hubspot.completed.find(({ callbackId }) => callbackId === 'ap-1')?.outputFields;
    expect(told).toMatchObject({ result: 'already_existed', erp_number: orders()[0]!.number });
    expect(orders()).toHaveLength(1);
  });
});
