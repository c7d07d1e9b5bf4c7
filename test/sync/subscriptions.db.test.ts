import { describe, expect, it } from '@jest/globals';
import { processNewDay } from '../../server/sync/events/overdue.ts';
import { requestPullBy } from '../../server/sync/pull/schedule.ts';
import { useTestDatabase } from '../support/database.ts';
import { aCustomer, anInvoice, anOrder, aSubscription } from '../support/erp-records.ts';
import { connectedErp, type Incoming } from '../support/incoming.ts';

const db = useTestDatabase();

/** Subscriptions are read, and everything was read once. */
async function connected(): Promise<Incoming> {
  const joined = await connectedErp(db(), { timeZone: 'UTC' });
  joined.erp.set('customers', aCustomer({ id: '1' }));
  await joined.pull();
  await db()('erpStreams').whereIn('stream', ['orders', 'subscriptions']).update({ isOn: true });
  await joined.pull();
  return joined;
}
const events = async (): Promise<string[]> =>
  (await db()('events').whereLike('kind', 'subscription%').orderBy('recordedAt').orderBy('kind')).map(
    ({ kind, erpId, isLive }) => `${kind} ${erpId}${isLive ? ' live' : ''}`,
  );
const problems = async (): Promise<unknown[]> =>
  (await db()('problems').whereNull('resolvedAt').whereLike('code', '%subscription%')).map(({ code, subject, params }) => [
    code,
    subject,
    params,
  ]);
const later = ({ clock }: Incoming, ms: number): void => void (clock.now = new Date(clock.now.getTime() + ms));

describe('subscriptions that are read', () => {
  it('start, are renewed and end as events, once each, quiet for what was there before', async () => {
    const joined = await connected();
    const { erp, clock, pull } = joined;
    const today = clock.now.toISOString().slice(0, 10);
    const createdAt = clock.now.toISOString();
    const one = { id: 'a', createdAt, startsOn: today, endsOn: '2027-01-31' };
    erp.set(
      'subscriptions',
      aSubscription({ id: 'old', createdAt: '2025-01-01T00:00:00Z', startsOn: '2025-01-01' }),
      aSubscription({ ...one, status: 'not_started' }),
    );
    await pull();
    expect(await events()).toEqual(['subscription_started old']);
    later(joined, 60_000);
    erp.set('subscriptions', aSubscription(one));
    await pull();
    later(joined, 60_000);
    erp.set('subscriptions', aSubscription({ ...one, endsOn: '2028-01-31' }));
    await pull();
    later(joined, 60_000);
    const cancelled = aSubscription({ ...one, status: 'cancelled', endsOn: today });
    erp.set('subscriptions', cancelled);
    await pull();
    later(joined, 60_000);
    erp.set('subscriptions', cancelled);
    await pull();
    expect(await events()).toEqual([
      'subscription_started old',
      'subscription_started a live',
      'subscription_renewed a/2028-01-31 live',
      `subscription_ended a/${today} live`,
    ]);
  });

  it('are not paid when an invoice of theirs is overdue', async () => {
    const joined = await connected();
    const { erp, clock, pull, deps, scope } = joined;
    const due = clock.now.toISOString().slice(0, 10);
    erp.set('invoices', anInvoice({ id: 'i1', dueOn: due }), anInvoice({ id: 'i2', dueOn: due }));
    erp.set('subscriptions', aSubscription({ id: 'a', createdAt: '2025-01-01T00:00:00Z', startsOn: '2025-01-01', invoiceIds: ['i1'] }));
    await pull();
    later(joined, 86_400_000);
    clock.now = new Date(`${clock.now.toISOString().slice(0, 10)}T12:00:00Z`);
    await pull();
    await processNewDay(deps, scope);
    expect(await events()).toEqual(['subscription_started a', 'subscription_payment_failed a/i1 live']);
  });

  it('are asked for soon after an order was confirmed, and those that follow do not put it off', async () => {
    const { deps, scope, clock } = await connected();
    const inMs = (ms: number) => new Date(clock.now.getTime() + ms);
    for (const afterMs of [7_000, 20_000, 60_000])
      await db().transaction((trx) => requestPullBy(trx, deps.enqueue, scope, { at: inMs(afterMs), afterMs }));
    expect(await db()('erpConnections').first('nextPullAt', 'quietPulls')).toEqual({ nextPullAt: inMs(7_000), quietPulls: 0 });
  });

  it('that an order has more of than it should are told, until the one too many is closed', async () => {
    const joined = await connected();
    const { erp, pull } = joined;
    erp.set('orders', anOrder({ id: '42', number: 'S00042', subscriptionCount: 1 }));
    erp.set('subscriptions', aSubscription({ id: 'a' }), aSubscription({ id: 'b' }));
    await pull();
    expect(await problems()).toEqual([['order.subscription_twice', '42', { number: 'S00042', expected: 1, found: 2 }]]);
    later(joined, 60_000);
    erp.set('subscriptions', aSubscription({ id: 'b', status: 'cancelled' }));
    await pull();
    expect(await problems()).toEqual([]);
  });

  it('of an ERP that lost what makes them are said to be missing, and everything else goes on', async () => {
    const joined = await connected();
    const { erp, pull } = joined;
    erp.set('subscriptions', aSubscription({ id: 'a' }));
    await pull();
    later(joined, 60_000);
    erp.notices = [{ code: 'subscriptions.absent', params: {} }];
    erp.set('invoices', anInvoice({ id: 'i9' }));
    await pull();
    expect((await problems()).map((one) => (one as string[])[0])).toEqual(['subscriptions.absent']);
    expect(await db()('erpInvoices').where({ erpId: 'i9' }).first('erpId')).toBeDefined();
    expect((await db()('erpConnections').first('status')).status).toBe('active');
  });
});
