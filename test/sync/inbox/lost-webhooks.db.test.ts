import { describe, expect, it } from '@jest/globals';
import { searchChanges } from '../../../server/sync/inbox/search-changes.ts';
import { portalsToSearchDeals } from '../../../server/sync/inbox/search-deals.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, confirmRules } from '../../support/ordering.ts';

const db = useTestDatabase();
const MINUTE = 60_000;

describe('a deal that is won while no webhook reaches us', () => {
  it('is found within ten minutes, by one search, and ordered', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    await world.settle();
    world.hubspot.edit('deals', deal, { dealstage: 'won', hs_lastmodifieddate: String(world.now.getTime()) });
    world.hubspot.forgetCalls();
    for (let minute = 0; minute < 10; minute++) {
      world.pass(MINUTE);
      const [turn] = await portalsToSearchDeals(db(), world.now);
      if (turn) await searchChanges(world.deps, turn);
    }
    expect(world.hubspot.callsOf('search')).toBe(1);
    await world.settle();
    expect(world.erp.orders.all()).toMatchObject([{ status: 'quotation' }]);
  });

  it('long ago, or in a stage without a rule, is left to the night', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const [won, open] = [await aDealWithLines(world, acme), await aDealWithLines(world, acme)];
    await world.settle();
    world.hubspot.edit('deals', won, { dealstage: 'won', hs_lastmodifieddate: String(world.now.getTime() - 30 * MINUTE) });
    world.hubspot.edit('deals', open, { dealstage: 'lost', hs_lastmodifieddate: String(world.now.getTime()) });
    for (let minute = 0; minute < 10; minute++) {
      world.pass(MINUTE);
      await searchChanges(world.deps, { portalId: world.scope.portalId });
    }
    expect(await db()('inbox').select()).toEqual([]);
  });

  it('is not looked for before somebody confirmed that rules act', async () => {
    const { world } = await anOrderingWorld(db(), { isConfirmed: false });
    const turns = async () => {
      const found = [];
      for (let minute = 0; minute < 10; minute++)
        found.push(...(await portalsToSearchDeals(db(), new Date(world.now.getTime() + minute * MINUTE))));
      return found;
    };
    expect(await turns()).toEqual([]);
    await confirmRules(world);
    expect(await turns()).toEqual([{ portalId: world.scope.portalId }]);
  });
});
