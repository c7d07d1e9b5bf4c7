import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { decideArchivals } from '../../../server/sync/archiving/person-decisions.ts';
import { stopCustomers } from '../../../server/sync/customers/change-rules.ts';
import { anArchivingWorld } from '../../support/archiving.ts';
import { aRule } from '../../support/customer-rules.ts';
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
    const kept = [{ side: 'erp', customerId: '1', recordId: record, state: 'kept', reason: null }];
    expect(await world.rows()).toEqual(kept);
    writing.pass(20 * MINUTE);
    await writing.settle();
    expect(writing.erp.isActive('1')).toBe(true);
    // Who said so, and when, is known from then on.
    await world.restoreInHubSpot(record);
    await stopCustomers(writing.deps, writing.scope);
    await writing.settle();
    expect(await world.rows()).toEqual(kept);
    expect(await db()('customerArchivals').select('decidedBy')).toEqual([{ decidedBy: 5 }]);
    // What goes once more is a new question.
    await writing.useRules({ companies: aRule({ whenDeletedInHubSpot: 'archive' }) });
    await world.deleteInHubSpot(record);
    await writing.settle();
    expect(await world.rows()).toMatchObject([{ customerId: '1', state: 'done' }]);
    expect(writing.erp.isActive('1')).toBe(false);
  });
});

describe('what was planned on both sides when writing was stopped', () => {
  it('waits, and follows ten minutes after the same rules were approved again', async () => {
    const world = await anArchivingWorld(db());
    const { writing } = world;
    const archived = await world.acme('1');
    await world.deleteInHubSpot(await world.acme('2'));
    await world.setActiveInErp('1', false);
    await writing.round();
    await stopCustomers(writing.deps, writing.scope);
    writing.pass(3 * 24 * 60 * MINUTE);
    await writing.settle();
    const planned = [{ customerId: '2' }, { customerId: '1' }].map((one) => ({ ...one, state: 'noticed' }));
    expect(await world.rows()).toMatchObject(planned);
    await writing.dryRun();
    const approvedAt = writing.now.getTime();
    await writing.approve();
    const ended = await db()('customerArchivals').where({ side: 'hubspot' }).first<{ endedAt: Date }>('endedAt');
    expect(ended.endedAt.getTime() - approvedAt).toBeGreaterThanOrEqual(10 * MINUTE);
    expect(world.isInBin(archived)).toBe(true);
    expect(writing.erp.isActive('2')).toBe(false);
  });

  it('is given up by rules that want it no more', async () => {
    const world = await anArchivingWorld(db());
    const { writing } = world;
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await writing.round();
    await stopCustomers(writing.deps, writing.scope);
    await writing.preview({ companies: aRule() });
    await writing.approve();
    await writing.settle();
    expect(await world.rows()).toEqual([]);
    expect(world.isInBin(record)).toBe(false);
  });
});
