import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const orders = (world: WritingWorld) => world.erp.orders.all();
const ORDER = { stages: { offer: 'quotation', won: 'order' } } as const;

describe('a deal whose order is another document than its quotation', () => {
  it('has the new number where the answer was lost and the quotation is read as closed first', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER });
    world.erp.orders.copiesOnConfirm = true;
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'offer');
    await world.settle();
    await toStage(world, deal, 'won');
    world.erp.ends.push('lost_after');
    await world.settle();
    const order = orders(world).find((one) => one.status === 'confirmed')!;
    expect(world.hubspot.get('deals', deal)['erp_order_number']).toBe(order.number);
    expect(await db()('orderTies').where({ dealId: deal }).select('orderId')).toContainEqual({ orderId: order.id });
    expect(orders(world).filter(({ quotationId }) => quotationId !== null)).toHaveLength(1);
  });

  it('has the new number where the process died before it noted that it had written the old one', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER });
    world.erp.orders.copiesOnConfirm = true;
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'offer');
    await world.settle();
    expect(world.hubspot.get('deals', deal)['erp_order_number']).toBe(orders(world)[0]!.number);
    await db()('orderTies').update({ numberWritten: null });
    await toStage(world, deal, 'won');
    await world.settle();
    const order = orders(world).find((one) => one.status === 'confirmed')!;
    expect(world.hubspot.get('deals', deal)['erp_order_number']).toBe(order.number);
  });
});
