import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';

const db = useTestDatabase();
const ORDER = { stages: { won: 'order' } } as const;
const STAGES = ['won', 'lost', 'open', 'won'];

/** The same numbers for the same seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

describe('a deal has one order', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'whatever is lost, repeated or killed on the way (%d)',
    async (seed) => {
      const next = dice(seed);
      const { world, acme } = await anOrderingWorld(db(), { portalId: 100 + seed, rules: { ...ORDER, whenLost: 'leave' } });
      const deal = await aDealWithLines(world, acme);
      for (let step = 0; step < 8; step++) {
        await toStage(world, deal, STAGES[Math.floor(next() * STAGES.length)]!);
        // A tenth of the answers gets lost, after or before.
        if (next() < 0.3) world.erp.ends.push(next() < 0.5 ? 'lost_after' : 'lost_before');
        if (next() < 0.4) await world.dieAfter(Math.floor(next() * 120));
        else await world.round();
        world.pass(Math.floor(next() * 5_000));
      }
      await toStage(world, deal, 'won');
      await world.settle();
      expect(world.erp.orders.all()).toMatchObject([{ status: 'confirmed' }]);
      expect(world.erp.orders.keys.size).toBe(1);
      expect(world.hubspot.get('deals', deal)).toMatchObject({
        erp_order_number: world.erp.orders.all()[0]!.number,
        erp_order_status: 'ordered',
      });
    },
    120_000,
  );
});
