import { describe, expect, it } from '@jest/globals';
import { approveConnection } from '../../../server/sync/connection/approve.ts';
import { loadPreview } from '../../../server/sync/connection/preview.ts';
import { countToDecide } from '../../../server/sync/connection/to-decide.ts';
import { createAnew } from '../../../server/sync/match/deleted-records.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { loadDecided } from '../../../server/sync/customers/decided-list.ts';
import { undoDecision } from '../../../server/sync/match/undo-decision.ts';
import { decideReviews, leaveOutUnmatched } from '../../../server/sync/match/review-decisions.ts';
import { loadUnmatched } from '../../../server/sync/match/reviews.ts';
import { anArchivingWorld } from '../../support/archiving.ts';
import { aPersonRule, aRule } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';

const db = useTestDatabase();
const RULES = { companies: aRule({ whenDeletedInHubSpot: 'archive' }), contacts: aPersonRule() };

/** Records are made of ERP customers; the administrator deletes three of them, before or after disconnecting, and connects the ERP again. */
async function startOver(order: 'before' | 'after' = 'after') {
  const world = await anArchivingWorld(db(), {});
  const { writing } = world;
  writing.portal.settings.createMissing = { companies: true, contacts: false };
  await db()('portals').update({ settings: JSON.stringify(writing.portal.settings) });
  const records = [await world.acme('1'), await world.acme('2'), await world.acme('3')];
  for (const record of order === 'before' ? records : []) await world.deleteInHubSpot(record);
  await writing.settle();
  await writing.disconnect();
  if (order === 'after') for (const record of records) writing.hubspot.remove('companies', record);
  await writing.connectAgain();
  await db()('erpConnections').update({ approvedAt: null });
  await writing.settle();
  const { portalId } = writing.scope;
  return {
    world,
    writing,
    portalId,
    listed: () => loadUnmatched(db(), portalId, 1),
    toDecide: async () => (await countToDecide(db(), portalId)).customers,
    made: () => writing.hubspot.ids('companies').length,
  };
}

const about = (writing: { scope: { connectionId: string } }, customerId: string, answer: 'create_anew' | 'ignore') =>
  ({ connectionId: writing.scope.connectionId, customerId, objectType: 'companies', answer, recordId: null }) as never;

describe('starting over', () => {
  it.each(['before', 'after'] as const)(
    'is said by the preview, and every record is made anew once a person says so (deleted %s)',
    async (order) => {
      const { writing, portalId, listed, toDecide, made } = await startOver(order);
      expect((await loadPreview(writing.deps, writing.scope)).customers).toMatchObject({ deleted: 3, unmatched: 0, toCreate: 0 });
      await approveConnection(writing.deps, writing.scope);
      await writing.settle();
      expect(made()).toBe(0);
      expect(await toDecide()).toBe(3);
      expect(await listed()).toMatchObject({
        total: 3,
        deleted: 3,
        customers: [{ isDeleted: true }, { isDeleted: true }, { isDeleted: true }],
      });
      expect(await createAnew(writing.deps, portalId, null)).toBe(3);
      await writing.settle();
      expect(made()).toBe(3);
      expect((await writing.links()).map(({ customerId, rule }) => `${customerId} ${rule}`)).toEqual([
        '1 created',
        '2 created',
        '3 created',
      ]);
      expect(await listed()).toMatchObject({ total: 0, deleted: 0 });
      expect(await toDecide()).toBe(0);
    },
  );

  it('makes those chosen, and leaves out for good those of whom a person says so', async () => {
    const { writing, portalId, listed, toDecide, made } = await startOver();
    await approveConnection(writing.deps, writing.scope);
    await writing.settle();
    const decisions = [about(writing, '1', 'create_anew'), about(writing, '2', 'ignore')];
    expect(await decideReviews(writing.deps, { portalId, userId: 5, decisions })).toEqual({ decided: 2, refused: 0 });
    await writing.settle();
    expect(made()).toBe(1);
    expect((await listed()).customers.map(({ customerId }) => customerId)).toEqual(['3']);
    await expect(decideReviews(writing.deps, { portalId, userId: 5, decisions: decisions.slice(0, 1) })).rejects.toThrow();
    expect(await leaveOutUnmatched(writing.deps, portalId, 5)).toBe(1);
    expect(await toDecide()).toBe(0);
    await db()('customerMatches').whereIn('customerId', ['2', '3']).update({ state: 'due', checkedAt: null });
    await writing.settle();
    expect(await toDecide()).toBe(0);
    expect(made()).toBe(1);
  });

  it('asks again about one that was left out, once that is taken back', async () => {
    const { writing, portalId, listed } = await startOver();
    await approveConnection(writing.deps, writing.scope);
    await writing.settle();
    await leaveOutUnmatched(writing.deps, portalId, 5);
    const decided = async () =>
      (await loadDecided({ ...writing.deps, db: db(), urlOf: () => '' }, portalId, { after: null, about: '', by: 'people' })).decided;
    expect(await decided()).toMatchObject(Array.from({ length: 3 }, () => ({ kind: 'left_out', canUndo: true })));
    const customer = { ...writing.scope, objectType: 'companies' as const, customerId: erpRecordId('2') };
    await undoDecision(writing.deps, { ...customer, kind: 'left_out', recordId: null, userId: 5 });
    await writing.settle();
    expect([
      (await listed()).customers.map(({ customerId }) => customerId),
      (await decided()).map(({ customer, takenBack }) => [customer?.id, takenBack !== null]).toSorted(),
    ]).toEqual([
      ['2'],
      [
        ['1', false],
        ['2', true],
        ['3', false],
      ],
    ]);
  });

  it('does not archive in the ERP who gets a new record', async () => {
    const { world, writing, portalId } = await startOver();
    await approveConnection(writing.deps, writing.scope);
    await writing.settle();
    await writing.preview(RULES);
    const newest = await writing.newestPreview();
    expect(newest).toBeDefined();
    writing.settle = async () => undefined;
    await writing.approve();
    expect(await world.rows()).toMatchObject([{ side: 'erp', state: 'noticed' }, { state: 'noticed' }, { state: 'noticed' }]);
    expect(await createAnew(writing.deps, portalId, null)).toBe(3);
    expect(await world.rows()).toEqual([]);
  });

  it('asks nobody about a record that is deleted while the ERP is connected', async () => {
    const world = await anArchivingWorld(db(), {});
    await world.deleteInHubSpot(await world.acme('1'));
    await world.writing.settle();
    expect(await db()('customerMatches').pluck('state')).toEqual(['ignored']);
    expect((await countToDecide(db(), world.writing.scope.portalId)).customers).toBe(0);
  });
});
