import { beforeEach, describe, expect, it } from '@jest/globals';
import { recordId } from '../../../server/shared/ids.ts';
import { storeOrders } from '../../../server/streams/orders/store.ts';
import { storeSubscriptions } from '../../../server/streams/subscriptions/store.ts';
import { markTargetsDue } from '../../../server/sync/shared/targets.ts';
import type { StepRun } from '../../fakes/hubspot/index.ts';
import { anOrder, aSubscription } from '../../support/erp-records.ts';
import { useStepsApp } from '../../support/steps-app.ts';

const app = useStepsApp();
const DEAL = recordId('500');

beforeEach(async () => {
  const { engine } = app();
  engine.hubspot.add('deals', { dealname: 'Support' }, DEAL);
  await engine.db('erpStreams').whereIn('stream', ['orders', 'subscriptions']).update({ isOn: true });
  const { scope, now } = engine;
  await engine
    .db('orderTies')
    .insert({ ...scope, orderId: '42', dealId: DEAL, how: 'person', wants: 'order', tiedAt: now, currency: 'MXN' });
});

async function order(given: Partial<Parameters<typeof anOrder>[0]> = {}): Promise<void> {
  const { db, scope, now } = app().engine;
  await db.transaction(async (trx) => {
    const { touched } = await storeOrders(trx, { ...scope, generation: 1, now }, [anOrder({ id: '42', number: 'S1', ...given })]);
    await markTargetsDue(trx, scope, touched, { priority: 1, now });
  });
  await app().push();
}

async function subscribe(...given: Parameters<typeof aSubscription>[0][]): Promise<void> {
  const { db, scope, now } = app().engine;
  await db.transaction(async (trx) => {
    const { touched } = await storeSubscriptions(trx, { ...scope, generation: 1, now }, given.map(aSubscription));
    await markTargetsDue(trx, scope, touched, { priority: 1, now });
  });
  await app().push();
}

/** All subscriptions were read to their end, long after the order was. */
const readAll = (): Promise<unknown> =>
  app().engine.db('erpStreams').where({ stream: 'subscriptions' }).update({ firstCompletedAt: '2026-01-01', completedAt: '2100-01-01' });

const start = (): Promise<StepRun> => app().start({ step: 'activate_subscription', objectType: 'deals', objectId: DEAL, inputs: {} });
const now = ({ callbackId }: StepRun): StepRun => app().hubspot.workflows.run(callbackId);
const resultOf = async (run: StepRun): Promise<unknown> => {
  await app().later(120_000);
  return now(run).outputs;
};

describe('activating a subscription', () => {
  it('waits for that of the confirmed order, and tells its next invoice', async () => {
    await order({ subscriptionCount: 1 });
    const run = await start();
    await app().later(1_000);
    expect(now(run).state).toBe('waiting');
    await subscribe({ id: 'contract-7', name: 'Support: S1' });
    expect(await resultOf(run)).toMatchObject({
      ...{ result: 'already_active', erp_number: 'S1', subscription: 'Support: S1', next_invoice: String(Date.parse('2026-12-12')) },
    });
  });

  it('again answers the same', async () => {
    await order({ subscriptionCount: 1 });
    await subscribe({ id: 'contract-7' });
    expect(await resultOf(await start())).toMatchObject({ result: 'already_active' });
    expect(await resultOf(await start())).toMatchObject({ result: 'already_active' });
  });

  it('says that it starts later', async () => {
    await order({ subscriptionCount: 1 });
    await subscribe({ id: 'contract-7', status: 'not_started' });
    expect(await resultOf(await start())).toMatchObject({ result: 'starts_later' });
  });

  it('says that it is over, and waits for one that is paused', async () => {
    await order({ subscriptionCount: 1 });
    await subscribe({ id: 'contract-7', status: 'paused' });
    const run = await start();
    await app().later(120_000);
    expect(now(run).state).toBe('waiting');
    await subscribe({ id: 'contract-7', status: 'cancelled', endsOn: '2026-11-30', nextInvoiceOn: null });
    expect(await resultOf(run)).toMatchObject({ result: 'ended', erp_number: 'S1' });
    expect(await resultOf(await start())).toMatchObject({ result: 'ended' });
  });

  it('says that the ERP made none, or more than it should, once all of them were read', async () => {
    await order({ subscriptionCount: 1 });
    await readAll();
    expect(await resultOf(await start())).toMatchObject({ result: 'not_made', erp_number: 'S1' });
    await subscribe({ id: 'subscription-1' }, { id: 'subscription-2' });
    expect(await resultOf(await start())).toMatchObject({ result: 'made_twice' });
  });

  it('says that nothing of the order goes on, and what is not read', async () => {
    await order();
    expect(await resultOf(await start())).toMatchObject({ result: 'nothing_recurring' });
    await app().engine.db('erpStreams').where({ stream: 'subscriptions' }).update({ isOn: false });
    expect(await resultOf(await start())).toMatchObject({ result: 'not_read' });
  });

  it('makes no order where nobody approved rules', async () => {
    await app().engine.db('orderTies').delete();
    expect(await resultOf(await start())).toMatchObject({ result: 'refused' });
  });
});
