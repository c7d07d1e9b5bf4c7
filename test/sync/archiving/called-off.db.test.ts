import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { decideArchivals } from '../../../server/sync/archiving/person-decisions.ts';
import { anArchivingWorld } from '../../support/archiving.ts';
import { useTestDatabase } from '../../support/database.ts';

const db = useTestDatabase();
const MINUTE = 60_000;

describe('an archiving that is only planned', () => {
  it('is called off by a person, for this customer alone', async () => {
    const world = await anArchivingWorld(db());
    const { writing } = world;
    const record = await world.acme();
    await world.deleteInHubSpot(record);
    await writing.round();
    expect(await world.rows()).toMatchObject([{ state: 'noticed' }]);
    const planned = { side: 'erp' as const, answer: 'keep' as const, userId: 5 };
    await expect(decideArchivals(writing.deps, writing.scope, { ...planned, customers: null })).rejects.toMatchObject({
      code: 'not_found',
    });
    const customers = [{ objectType: 'companies' as const, customerId: erpRecordId('1') }];
    await decideArchivals(writing.deps, writing.scope, { ...planned, customers });
    expect(await world.rows()).toEqual([]);
    writing.pass(20 * MINUTE);
    await writing.settle();
    expect(writing.erp.isActive('1')).toBe(true);
  });
});
