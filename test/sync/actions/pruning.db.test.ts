import { beforeEach, describe, expect, it } from '@jest/globals';
import { portalId, recordId } from '../../../server/shared/ids.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import type { StepRun } from '../../fakes/hubspot/index.ts';
import { PORTAL, useStepsApp } from '../../support/steps-app.ts';

const app = useStepsApp();
const DAY = 86_400_000;
const STEP = { objectType: 'companies', objectId: recordId('100') } as const;

beforeEach(() => {
  app().engine.hubspot.add('companies', { name: 'Acme' }, STEP.objectId);
});

/** So many days later, by night. */
async function nightAfter(days: number): Promise<string[]> {
  const { engine } = app();
  engine.now = new Date(engine.now.getTime() + days * DAY);
  await sweepPortal({ ...engine.deps, askWhetherInstalled: () => Promise.resolve() }, { portalId: portalId(PORTAL) });
  return (await app().rows()).map(({ callbackId }) => String(callbackId));
}

const answerTo = async ({ callbackId }: StepRun): Promise<unknown> => JSON.parse((await app().hubspot.workflows.replay(callbackId))!.text);

describe('a run of a step', () => {
  it('answers its call for 90 days after it ended, and goes then', async () => {
    const run = await app().start({ ...STEP, step: 'latest_invoice' });
    await app().later(2_000);
    expect(app().hubspot.workflows.run(run.callbackId)).toMatchObject({ outputs: { result: 'no_invoice' } });
    const answer = await answerTo(run);
    expect(await nightAfter(89)).toEqual([run.callbackId]);
    expect(await answerTo(run)).toEqual(answer);
    expect(await nightAfter(2)).toEqual([]);
  });

  it('that waits on stays, however long', async () => {
    const run = await app().start({ ...STEP, step: 'wait_until_paid' });
    await app().engine.db('actionRuns').update({ state: 'waiting', waitingOn: 'record' });
    expect(await nightAfter(200)).toEqual([run.callbackId]);
  });

  it('whose workflow went on before it could be told goes as well', async () => {
    await app().start({ ...STEP, step: 'latest_invoice' });
    await app().engine.db('actionRuns').update({ state: 'without_workflow', endedAt: app().engine.now });
    expect(await nightAfter(91)).toEqual([]);
  });

  it('whose call was never answered with an outcome goes by its beginning', async () => {
    await app().start({ ...STEP, step: 'latest_invoice' });
    await app().engine.db('actionRuns').update({ isBlocking: false, state: 'accepted', endedAt: null });
    expect(await nightAfter(89)).toHaveLength(1);
    expect(await nightAfter(2)).toEqual([]);
  });

  it('of another portal is not this one’s to prune', async () => {
    const { db, now } = app().engine;
    const longAgo = new Date(now.getTime() - 400 * DAY);
    await db('portals').insert({ portalId: 8, scopes: [] });
    const run = { portalId: 8, callbackId: 'other', action: 'latest-invoice', objectType: 'companies', recordId: '1', inputs: '{}' };
    const times = { createdAt: longAgo, deadlineAt: longAgo, dueAt: longAgo, endedAt: longAgo };
    await db('actionRuns').insert({ ...run, ...times, isBlocking: true, state: 'told' });
    expect(await nightAfter(0)).toEqual(['other']);
  });
});
