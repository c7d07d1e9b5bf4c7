import { describe, expect, it } from '@jest/globals';
import { unfreezeAll } from '../../../server/sync/fields/frozen-list.ts';
import { anArchivingWorld } from '../../support/archiving.ts';
import { aPersonRule, aRule } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';

const db = useTestDatabase();
const FROZEN = { isFrozen: true, isOneWay: true, frozen: ['city'] };
const RULES = { companies: aRule(), contacts: aPersonRule() };

/** Two in step of which people left something alone; the first one's record is deleted. */
async function deletedFrozen() {
  const world = await anArchivingWorld(db(), {});
  const deleted = await world.acme('1');
  await world.acme('2');
  await db()('fieldPairs').update(FROZEN);
  await world.deleteInHubSpot(deleted);
  await world.writing.settle();
  return { world, deleted, pairs: () => db()('fieldPairs').orderBy('customerId').select('customerId', 'isFrozen', 'isOneWay', 'frozen') };
}

describe('what people froze, or a rule lets go one way', () => {
  it('stays so when the record is deleted and restored, and nobody unfreezes what is a rule', async () => {
    const { world, deleted, pairs } = await deletedFrozen();
    await world.restoreInHubSpot(deleted);
    await world.writing.settle();
    expect(await pairs()).toContainEqual({ customerId: '1', ...FROZEN });
    const { deps, scope } = world.writing;
    expect(await unfreezeAll({ ...deps, db: db() }, scope, 5)).toBe(2);
    expect(await pairs()).toContainEqual({ customerId: '1', ...FROZEN, frozen: [] });
  });

  it.each(['before', 'after'])('stays so when the ERP is connected again, the record restored %s', async (when) => {
    const { world, deleted, pairs } = await deletedFrozen();
    const { writing } = world;
    await writing.disconnect();
    if (when === 'before') writing.hubspot.restore('companies', deleted);
    await writing.connectAgain();
    await writing.settle();
    await writing.begin(RULES);
    if (when === 'after') await world.restoreInHubSpot(deleted);
    await writing.settle();
    expect(await pairs()).toEqual([
      { customerId: '1', ...FROZEN },
      { customerId: '2', ...FROZEN },
    ]);
  });

  it('stays so when the ERP is connected again twice before the record is restored', async () => {
    const { world, deleted, pairs } = await deletedFrozen();
    const { writing } = world;
    for (let times = 0; times < 2; times++) {
      await writing.disconnect();
      await writing.connectAgain();
      await writing.settle();
      await writing.begin(RULES);
    }
    await world.restoreInHubSpot(deleted);
    await writing.settle();
    expect(await pairs()).toContainEqual({ customerId: '1', ...FROZEN });
  });

  it('is no more so once people took it back, though the link is made anew', async () => {
    const { world, deleted, pairs } = await deletedFrozen();
    const { writing } = world;
    await writing.disconnect();
    writing.hubspot.restore('companies', deleted);
    await writing.connectAgain();
    await writing.settle();
    await writing.begin(RULES);
    await db()('fieldPairs').delete();
    await writing.settle();
    await writing.markDue();
    await writing.dryRun();
    expect((await pairs()).filter(({ isFrozen }) => isFrozen)).toEqual([]);
  });
});
