import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';

const db = useTestDatabase();

describe('a deal that is won', () => {
  it('becomes a quotation of the ERP, whose number goes to the deal', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    await world.settle();
    expect(world.erp.orders.all()).toEqual([]);
    await toStage(world, deal, 'won');
    await world.settle();
    expect(world.erp.orders.all()).toMatchObject([
      {
        status: 'quotation',
        customerId: '1',
        currency: 'EUR',
        untaxed: '112.50',
        reference: 'Valves',
        lines: [{ productId: 'p1', quantity: '10', unitPrice: '12.5', discount: '10' }],
      },
    ]);
    const [order] = world.erp.orders.all();
    expect(world.hubspot.get('deals', deal)).toMatchObject({ erp_order_number: order!.number });
    expect(await world.commands()).toMatchObject([{ state: 'done', recordId: deal }]);
    expect((await world.commands())[0]!.key).toMatch(/^HS-7-D[0-9A-Z]+-1$/);
  });

  it('and lost and won again within moments becomes one', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    for (const stage of ['won', 'lost', 'won', 'lost', 'won']) {
      await toStage(world, deal, stage);
      await world.round();
      world.pass(2_000);
    }
    await world.settle();
    expect(world.erp.orders.all()).toMatchObject([{ status: 'quotation' }]);
  });

  it('and stays lost has its quotation called off a minute later', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    await toStage(world, deal, 'lost');
    await world.settle();
    expect(world.erp.orders.all()).toMatchObject([{ status: 'cancelled' }]);
  });

  it('before the rules were confirmed stays as it is', async () => {
    const { world, acme } = await anOrderingWorld(db(), { isConfirmed: false });
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    const { confirmRules } = await import('../../support/ordering.ts');
    await confirmRules(world);
    await world.edit('deals', deal, { amount: '5' });
    await world.settle();
    expect(world.erp.orders.all()).toEqual([]);
  });
});
