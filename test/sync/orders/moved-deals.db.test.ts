import { describe, expect, it } from '@jest/globals';
import type { RecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const orders = (world: WritingWorld) => world.erp.orders.all();
const told = (world: WritingWorld, deal: RecordId) => world.hubspot.get('deals', deal);
const ORDER = { rules: { stages: { won: 'order' } } } as const;

async function ordered(world: WritingWorld, deal: RecordId): Promise<void> {
  await toStage(world, deal, 'won');
  await world.settle();
}

describe('a deal that is won, lost and won again within ten seconds', () => {
  it('keeps its order, and what would have cancelled it does not', async () => {
    const { world, acme } = await anOrderingWorld(db(), ORDER);
    const deal = await aDealWithLines(world, acme);
    await ordered(world, deal);
    for (const stage of ['lost', 'won']) {
      world.pass(4_000);
      await toStage(world, deal, stage);
      await world.round();
    }
    world.pass(5 * 60_000);
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
    expect(told(world, deal)['erp_order_status']).toBe('ordered');
    expect((await world.commands()).filter(({ state }) => state === 'done')).toHaveLength(2);
  });

  it('before the first order was made gets one', async () => {
    const { world, acme } = await anOrderingWorld(db(), ORDER);
    const deal = await aDealWithLines(world, acme);
    for (const stage of ['won', 'lost', 'won']) {
      await toStage(world, deal, stage);
      await world.readInbox();
      world.pass(3_000);
    }
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });
});

describe('a deal that is lost while the ERP works on it', () => {
  const confirmations = (world: WritingWorld) => world.erp.calls.filter((call) => call === 'orders.confirm').length;

  it('keeps the quotation whose answer was lost, and gets no order', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { ...ORDER.rules, whenLost: 'leave' } });
    const deal = await aDealWithLines(world, acme);
    world.erp.ends.push('lost_after');
    await toStage(world, deal, 'won');
    await world.round();
    expect(await world.commands()).toMatchObject([{ state: 'unknown' }]);
    await toStage(world, deal, 'lost');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'quotation' }]);
    expect(confirmations(world)).toBe(0);
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });

  it('is not confirmed again after a confirmation of which nobody knows', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { ...ORDER.rules, whenLost: 'leave' } });
    const deal = await aDealWithLines(world, acme);
    world.erp.meanwhile = async (call) => {
      if (call === 'orders.confirm') world.erp.ends.push('lost_before');
    };
    await toStage(world, deal, 'won');
    while (confirmations(world) === 0) await world.round();
    world.erp.meanwhile = async () => undefined;
    await toStage(world, deal, 'lost');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'quotation' }]);
    expect(confirmations(world)).toBe(1);
  });
});

describe('two deals with an order each that are merged', () => {
  it('have both orders on the one that stays, a person is told, and no third is made', async () => {
    const { world, acme } = await anOrderingWorld(db(), ORDER);
    const deals = [await aDealWithLines(world, acme), await aDealWithLines(world, acme)] as const;
    for (const deal of deals) await ordered(world, deal);
    const numbers = orders(world).map(({ number }) => number);
    const merged = world.hubspot.merge('deals', ...deals);
    world.hubspot.associations.push(`deals ${merged} companies ${acme}`);
    world.hubspot.addLine(merged, { name: 'Valve', hs_sku: 'VAL-2', quantity: '20', price: '11.25' });
    for (const deal of [...deals, merged]) await world.tell('deals', deal, {});
    await world.settle();
    expect(orders(world)).toHaveLength(2);
    expect(await db()('orderTies').select('dealId')).toEqual([{ dealId: merged }, { dealId: merged }]);
    expect(await db()('problems').whereNull('resolvedAt').select('code', 'subject', 'params')).toEqual([
      { code: 'order.two_orders', subject: merged, params: { numbers: expect.any(String) } },
    ]);
    const [{ params }] = (await db()('problems').select('params')) as [{ params: { numbers: string } }];
    expect(params.numbers.split(', ').toSorted()).toEqual(numbers.toSorted());
    expect(told(world, merged)['erp_order_status']).toBe('ordered');
  });

  it('is over once one of them is cancelled in the ERP', async () => {
    const { world, acme } = await anOrderingWorld(db(), ORDER);
    const deals = [await aDealWithLines(world, acme), await aDealWithLines(world, acme)] as const;
    for (const deal of deals) await ordered(world, deal);
    const merged = world.hubspot.merge('deals', ...deals);
    for (const deal of [...deals, merged]) await world.tell('deals', deal, {});
    await world.settle();
    expect(await world.problems()).toEqual(['order.two_orders']);
    world.erp.orders.cancel(orders(world)[1]!.id);
    await world.settle();
    expect(await world.problems()).toEqual([]);
  });
});

describe('a deal that is deleted', () => {
  it('before its order was made gets none, and gets one when it is restored', async () => {
    const { world, acme } = await anOrderingWorld(db(), ORDER);
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.readInbox();
    world.hubspot.remove('deals', deal);
    await world.tell('deals', deal, {});
    await world.settle();
    expect(orders(world)).toEqual([]);
    expect(await world.problems()).toEqual([]);
    world.hubspot.restore('deals', deal);
    await world.tell('deals', deal, {});
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });

  it('leaves its order alone and says so, until it is restored: then it has it again', async () => {
    const { world, acme } = await anOrderingWorld(db(), ORDER);
    const deal = await aDealWithLines(world, acme);
    await ordered(world, deal);
    world.hubspot.remove('deals', deal);
    await world.tell('deals', deal, {});
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
    expect(await world.problems()).toEqual(['order.deal_deleted']);
    world.hubspot.restore('deals', deal);
    await world.tell('deals', deal, {});
    await world.settle();
    expect(await world.problems()).toEqual([]);
    expect(orders(world)).toHaveLength(1);
    expect(told(world, deal)).toMatchObject({ erp_order_status: 'ordered', erp_order_number: orders(world)[0]!.number });
  });

  it('while the ERP makes its order is said as well', async () => {
    const { world, acme } = await anOrderingWorld(db(), ORDER);
    const deal = await aDealWithLines(world, acme);
    world.erp.meanwhile = async (call) => {
      if (call === 'orders.create') world.hubspot.remove('deals', deal);
    };
    await ordered(world, deal);
    expect(orders(world)).toHaveLength(1);
    expect(await world.problems()).toEqual(['order.deal_deleted']);
  });

  it('is over once its order is cancelled in the ERP', async () => {
    const { world, acme } = await anOrderingWorld(db(), ORDER);
    const deal = await aDealWithLines(world, acme);
    await ordered(world, deal);
    world.hubspot.remove('deals', deal);
    await world.tell('deals', deal, {});
    await world.settle();
    world.erp.orders.cancel(orders(world)[0]!.id);
    await world.settle();
    expect(await world.problems()).toEqual([]);
  });
});

describe('an order that the ERP changed by itself', () => {
  it('deleted there counts as cancelled, and the deal may have another', async () => {
    const { world, acme } = await anOrderingWorld(db(), ORDER);
    const deal = await aDealWithLines(world, acme);
    await ordered(world, deal);
    world.erp.orders.delete(orders(world)[0]!.id);
    world.pass(11 * 60_000);
    await world.reconcile();
    await world.settle();
    expect(told(world, deal)['erp_order_status']).toBe('cancelled');
  });

  it('edited while it is a quotation differs from the deal', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    await ordered(world, deal);
    const [quotation] = orders(world);
    world.erp.orders.put({ ...quotation!, untaxed: '200.00', total: '232.00' });
    await world.settle();
    expect(told(world, deal)['erp_order_status']).toBe('difference');
  });
});

describe('an order number that two deals have', () => {
  it('is told on the deal that has it too, and is not where it belongs', async () => {
    const { world, acme } = await anOrderingWorld(db(), ORDER);
    const deal = await aDealWithLines(world, acme);
    await ordered(world, deal);
    const { number } = orders(world)[0]!;
    const other = await aDealWithLines(world, acme);
    await world.edit('deals', other, { erp_order_number: number! });
    await ordered(world, other);
    expect(orders(world)).toHaveLength(1);
    expect(await db()('problems').whereNull('resolvedAt').select('code', 'subject', 'params')).toEqual([
      { code: 'order.number_of_other_deal', subject: other, params: { number, deals: 'Valves' } },
    ]);
    await world.edit('deals', other, { erp_order_number: '' });
    await world.settle();
    expect(await world.problems()).toEqual([]);
  });

  it('typed by people is told on both', async () => {
    const { world, acme } = await anOrderingWorld(db(), ORDER);
    const deals = [await aDealWithLines(world, acme), await aDealWithLines(world, acme)];
    for (const deal of deals) await world.edit('deals', deal, { erp_order_number: 'S-77' });
    await world.settle();
    const open = () => db()('problems').whereNull('resolvedAt').orderBy('subject').select('code', 'subject');
    expect(await open()).toEqual(deals.map((subject) => ({ code: 'order.number_of_other_deal', subject })));
    await world.edit('deals', deals[1]!, { erp_order_number: 'S-78' });
    await world.settle();
    expect(await open()).toEqual([]);
  });
});
