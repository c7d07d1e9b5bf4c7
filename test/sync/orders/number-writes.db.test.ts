import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const ORDER = { stages: { won: 'order' } } as const;

/** Each call that wrote numbers, and what it wrote. */
function numbersWritten(world: WritingWorld): string[][] {
  const calls: string[][] = [];
  const write = world.hubspot.batchUpdate.bind(world.hubspot);
  world.hubspot.batchUpdate = async (...[objectType, inputs]: Parameters<typeof write>) => {
    const numbers = inputs.flatMap(({ properties }) => properties['erp_order_number'] ?? []);
    if (numbers.length > 0) calls.push(numbers);
    return write(objectType, inputs);
  };
  return calls;
}

describe('the number of an order goes to its deal', () => {
  it('and not that of the quotation before, where it is confirmed at once', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER });
    world.erp.orders.copiesOnConfirm = true;
    const calls = numbersWritten(world);
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    const number = world.erp.orders.all().find(({ status }) => status === 'confirmed')?.number;
    expect(calls).toEqual([[number]]);
    expect(world.hubspot.get('deals', deal)['erp_order_number']).toBe(number);
  });

  it('that of the quotation all the same, where its confirmation waits', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { ...ORDER, approval: { userEmails: ['boss@acme.test'], teamIds: [] } } });
    world.erp.orders.copiesOnConfirm = true;
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    const [quotation] = world.erp.orders.all();
    expect(quotation?.status).toBe('quotation');
    expect(world.hubspot.get('deals', deal)['erp_order_number']).toBe(quotation?.number);
  });

  it('with those of other deals in one call', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'quotation' } } });
    const deals = [await aDealWithLines(world, acme), await aDealWithLines(world, acme), await aDealWithLines(world, acme)];
    const calls = numbersWritten(world);
    for (const deal of deals) await world.edit('deals', deal, { dealstage: 'won' });
    await world.settle();
    expect(calls.map((numbers) => numbers.length)).toEqual([3]);
  });
});
