import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../../server/erp/shared/contract.ts';
import { recordId, type RecordId } from '../../../server/shared/ids.ts';
import { forgetContact } from '../../../server/sync/inbox/privacy.ts';
import { resolveGoneRecord } from '../../../server/sync/inbox/gone-records.ts';
import type { StepRun, StepStart } from '../../fakes/hubspot/index.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import { PORTAL, useStepsApp } from '../../support/steps-app.ts';

const app = useStepsApp();
const ACME = recordId('100');
const DAY = 86_400_000;
const paid: Partial<Invoice> = { status: 'paid', open: '0.00', baseOpen: '0.00', changeStamp: '2' };

beforeEach(() => {
  app().engine.hubspot.add('companies', { name: 'Acme' }, ACME);
});

async function acme(...invoices: Partial<Invoice>[]): Promise<void> {
  await app().engine.book({
    customers: [aCustomer({ id: '1', number: 'C-1' })],
    invoices: invoices.map((given, index) => ({ ...anInvoice({ id: `i${index}` }), ...given })),
  });
  await app().engine.link('companies', '1', ACME);
  await app().engine.push();
}
const on = (step: string, inputs: Record<string, string> = {}, objectId: RecordId = ACME): StepStart => ({
  step,
  objectType: 'companies',
  objectId,
  inputs,
});
const now = ({ callbackId }: StepRun): StepRun => app().hubspot.workflows.run(callbackId);
const stored = async () => (await app().rows()).map(({ state, waitingOn }) => [state, waitingOn]);

describe('an account that does not let us tell later', () => {
  it('is answered at once, and never told to wait', async () => {
    await app().install({ without: ['automation'] });
    await acme({});
    expect(await app().start(on('wait_until_paid'))).toMatchObject({
      state: 'succeeded',
      outputs: { result: 'not_in_time', status: 'open' },
    });
    expect(await app().start(on('refresh_status'))).toMatchObject({
      state: 'succeeded',
      outputs: { result: 'as_known', reason: expect.stringContaining('"automation"') },
    });
    expect(await app().start(on('latest_invoice'))).toMatchObject({ state: 'succeeded', outputs: { result: 'found' } });
    expect(await stored()).toEqual([
      ['told', null],
      ['told', null],
      ['told', null],
    ]);
    expect(app().hubspot.calls({ path: /callbacks/ })).toEqual([]);
  });

  it('is noticed when the permission is taken back: what waits then finishes without its workflow', async () => {
    await acme({});
    const run = await app().start(on('wait_until_paid', { within_days: '1' }));
    await app().later(1_000);
    app().portal.withdrawScopes('automation');
    await app().engine.book({ invoices: [{ ...anInvoice({ id: 'i0' }), ...paid }] });
    await app().push();
    expect(await stored()).toEqual([['done', 'record']]);
    expect((await app().start(on('wait_until_paid'))).state).toBe('succeeded');
    expect((await app().engine.db('portals').first<{ status: string }>('status')).status).toBe('active');
    await app().later(2 * DAY);
    expect(now(run).state).toBe('expired');
    expect((await stored())[0]).toEqual(['without_workflow', 'record']);
  });
});

describe('telling HubSpot', () => {
  async function aDoneRun(): Promise<StepRun> {
    await acme({ ...paid });
    return app().start(on('wait_until_paid'));
  }

  it('is tried again until HubSpot answers, and counts once', async () => {
    const run = await aDoneRun();
    app().hubspot.faults.next({ kind: 'status', status: 502, match: /callbacks/ });
    await expect(app().later(1_000)).rejects.toThrow('HubSpot answered 502');
    expect(now(run).state).toBe('waiting');
    await app().later(5_000);
    expect(now(run).state).toBe('succeeded');
  });

  it('survives an answer that was lost', async () => {
    const run = await aDoneRun();
    app().hubspot.faults.next({ kind: 'doneButNoAnswer', match: /callbacks/ });
    await expect(app().later(1_000)).rejects.toThrow('No answer from HubSpot');
    expect(now(run).state).toBe('succeeded');
    for (let minutes = 0; minutes < 10; minutes++) await app().later(60_000);
    expect(app().hubspot.calls({ path: /callbacks/ }).length).toBeLessThan(10);
    expect(await stored()).toEqual([['without_workflow', null]]);
  });

  it('goes on with the others when HubSpot does not want one of them', async () => {
    await acme({ ...paid });
    const runs = await Promise.all(Array.from({ length: 7 }, () => app().start(on('wait_until_paid'))));
    app().hubspot.workflows.complete(PORTAL, [
      { callbackId: runs[3]!.callbackId, typedOutputs: {}, outputFields: { result: 'paid', hs_execution_state: 'SUCCESS' } },
    ]);
    await app().later(1_000);
    expect(runs.map((run) => now(run).outputs['result'])).toEqual(runs.map((_run, n) => (n === 3 ? 'paid' : 'nothing_open')));
  });

  it('does not happen before HubSpot can have understood that it waits', async () => {
    await aDoneRun();
    await app().work();
    expect(app().hubspot.calls({ path: /callbacks/ })).toEqual([]);
    await app().later(1_000);
    expect(app().hubspot.calls({ path: /callbacks/ })).toHaveLength(1);
  });
});

describe('a run', () => {
  it('follows its record into the one that took it over', async () => {
    await acme({});
    const run = await app().start(on('wait_until_paid'));
    await app().later(1_000);
    const scope = { portalId: app().engine.scope.portalId, objectType: 'companies', now: app().engine.now } as const;
    const { hubspot } = app().engine;
    const into = hubspot.merge('companies', ACME, hubspot.add('companies', { name: 'Acme SA' }));
    await resolveGoneRecord(app().engine.deps, scope, ACME, into);
    await app().engine.book({ invoices: [{ ...anInvoice({ id: 'i0' }), ...paid }] });
    await app().push();
    expect(now(run)).toMatchObject({ state: 'succeeded', outputs: { result: 'paid' } });
  });

  it('of a person who is forgotten is forgotten too', async () => {
    await app().start({ step: 'latest_invoice', objectType: 'contacts', objectId: '300' });
    await forgetContact(app().engine.deps, { portalId: app().engine.scope.portalId }, recordId('300'));
    expect(await app().rows()).toEqual([]);
  });

  it('that meets a fault of ours lets its workflow go on, and the others', async () => {
    await acme({ ...paid });
    app().capabilities.linkTo = () => {
      throw new Error('a fault');
    };
    const [broken, other] = [await app().start(on('latest_invoice')), await app().start(on('wait_until_paid'))];
    await app().later(1_000);
    expect(now(broken)).toMatchObject({
      state: 'failed',
      outputs: { result: 'failed', reason: expect.stringContaining('Puente could not') },
    });
    expect(now(other).state).toBe('succeeded');
    expect(app().log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('that was taken by a process that died is taken up by another', async () => {
    await acme({ ...paid });
    const run = await app().start(on('wait_until_paid'));
    const { db, now: at } = app().engine;
    await db('actionRuns').update({ dueAt: new Date(at.getTime() + 60_000) });
    await app().later(59_000);
    expect(now(run).state).toBe('waiting');
    await app().later(2_000);
    expect(now(run).state).toBe('succeeded');
  });
});
