import { describe, expect, it } from '@jest/globals';
import type { ConnectionId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDeal, aDealWithLines, anOrderingWorld, confirmRules, pipelineRules, SALES, saveRules, toStage } from '../../support/ordering.ts';
import { aConnection } from '../../support/portal-rows.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const stages = { won: 'quotation' } as const;

/** The pipeline Quick is of another ERP. */
async function aSecondErp(world: WritingWorld): Promise<ConnectionId> {
  const { portalId, connectionId } = world.scope;
  const other = await aConnection(db(), { portalId, identityKey: 'memory:other', goLiveAt: world.now });
  world.hubspot.pipelines = [SALES, { ...SALES, id: 'quick', label: 'Quick' }];
  const quick = pipelineRules(other.connectionId, { stages, pipelineId: 'quick' });
  await saveRules(world, { pipelines: [pipelineRules(connectionId, { stages }), quick] });
  world.pass(1_000);
  await confirmRules(world, 'quick');
  world.pass(1_000);
  return other.connectionId;
}

const asked = () =>
  db()('commands').where({ name: 'createOrder' }).orderBy('askedAt').select<object[]>('connectionId', 'state', 'waitingFor');

describe('a deal that goes to a pipeline of another ERP', () => {
  it('is asked for there, where the first one had refused it', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const other = await aSecondErp(world);
    const deal = await aDeal(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    expect(await asked()).toMatchObject([{ state: 'rejected', waitingFor: 'order.no_lines' }]);
    await world.edit('deals', deal, { pipeline: 'quick', dealstage: 'won' });
    await world.settle();
    expect(await asked()).toMatchObject([{ state: 'cancelled' }, { connectionId: other, state: 'planned' }]);
    expect(await world.problems()).toEqual([]);
    world.pass(1_000);
    await world.edit('deals', deal, { pipeline: 'sales', dealstage: 'won' });
    await world.settle();
    expect(await asked()).toMatchObject([
      { state: 'cancelled' },
      { state: 'cancelled' },
      { connectionId: world.scope.connectionId, state: 'rejected' },
    ]);
  });

  it('is not while the first one may be making it', async () => {
    const { world, acme } = await anOrderingWorld(db());
    await aSecondErp(world);
    const deal = await aDealWithLines(world, acme);
    world.erp.ends.push('lost_after');
    await toStage(world, deal, 'won');
    await world.round();
    await world.edit('deals', deal, { pipeline: 'quick', dealstage: 'won' });
    await world.settle();
    expect(await asked()).toMatchObject([{ connectionId: world.scope.connectionId, state: 'done' }]);
    expect(world.erp.orders.all()).toHaveLength(1);
  });
});

describe('an order of another ERP with the same id', () => {
  it('says nothing of what this one is to become', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const connectionId = await aSecondErp(world);
    const { portalId } = world.scope;
    const json = {
      result: JSON.stringify({ id: '501' }),
      facts: JSON.stringify({ wants: 'order' }),
      askedBy: JSON.stringify({ kind: 'workflow' }),
    };
    const row = { portalId, connectionId, key: 'HS-7-D1-1', name: 'createOrder', objectType: 'deals', recordId: '1', state: 'done' };
    const later = new Date(world.now.getTime() + 86_400_000);
    await db()('commands').insert({ ...row, ...json, askedAt: later, dueAt: later, endedAt: later });
    await toStage(world, await aDealWithLines(world, acme), 'won');
    await world.settle();
    expect(world.erp.orders.all()).toMatchObject([{ id: '501', status: 'quotation' }]);
  });
});
