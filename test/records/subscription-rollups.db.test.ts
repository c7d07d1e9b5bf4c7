import { describe, expect, it } from '@jest/globals';
import { recordId, type ErpRecordId } from '../../server/shared/ids.ts';
import { removeSubscriptions, storeSubscriptions } from '../../server/streams/subscriptions/store.ts';
import { storeOrders } from '../../server/streams/orders/store.ts';
import { recordEvents } from '../../server/sync/events/events.ts';
import { markTargetsDue } from '../../server/sync/shared/targets.ts';
import { eventOf, type EventKind } from '../../server/streams/shared/events.ts';
import { useTestDatabase } from '../support/database.ts';
import { anEngine, type Engine } from '../support/engine.ts';
import { anOrder, aSubscription } from '../support/erp-records.ts';

const db = useTestDatabase();
const [DEAL, COMPANY] = [recordId('500'), recordId('900')];

/** A deal with order 42, and a company that is customer 1. */
async function aDealAndItsCompany(): Promise<Engine> {
  const engine = await anEngine(db(), { settings: { propertySets: ['subscriptions'] }, companyCurrency: 'MXN' });
  const { scope, now } = engine;
  engine.hubspot.add('deals', {}, DEAL);
  engine.hubspot.add('companies', {}, COMPANY);
  await db().transaction((trx) => storeOrders(trx, { ...scope, generation: 1, now }, [anOrder({ id: '42', number: 'S42' })]));
  await db()('orderTies').insert({ ...scope, orderId: '42', dealId: DEAL, how: 'person', wants: 'order', tiedAt: now, currency: 'MXN' });
  await db()('links').insert({
    ...scope,
    objectType: 'companies',
    recordId: COMPANY,
    customerId: '1',
    state: 'active',
    rule: 'person',
    linkedAt: now,
  });
  return engine;
}
const store = ({ scope, now }: Engine, ...subscriptions: ReturnType<typeof aSubscription>[]) =>
  db().transaction(async (trx) => {
    const { touched } = await storeSubscriptions(trx, { ...scope, generation: 1, now }, subscriptions);
    await markTargetsDue(trx, scope, touched, { priority: 1, now });
  });
const heldBy = (engine: Engine, type: 'deals' | 'companies', id: typeof DEAL) => {
  const held = engine.hubspot.get(type, id);
  return ['status', 'monthly', 'next_invoice', 'ends_on'].map((name) => held[`erp_subscription_${name}`] ?? '');
};

describe('what a record says of its subscriptions', () => {
  it('is status, monthly amount, next invoice and end: of the deal its own, of the company all', async () => {
    const engine = await aDealAndItsCompany();
    const quarterly = [{ name: 'Support', amount: '300.00', period: { every: 3, unit: 'month' as const } }];
    await store(
      engine,
      aSubscription({ id: 'a', nextInvoiceOn: '2026-12-12', endsOn: '2027-12-11' }),
      aSubscription({ id: 'b', orderIds: [], charges: quarterly, nextInvoiceOn: '2026-12-01', endsOn: '2027-01-31' }),
      aSubscription({ id: 'c', orderIds: [], status: 'cancelled', nextInvoiceOn: null }),
      aSubscription({ id: 'd', orderIds: ['42'], status: 'renewed', nextInvoiceOn: null }),
    );
    await engine.push();
    expect(heldBy(engine, 'deals', DEAL)).toEqual(['active', '900', '2026-12-12', '2027-12-11']);
    expect(heldBy(engine, 'companies', COMPANY)).toEqual(['active', '1000', '2026-12-01', '2027-01-31']);
  });

  it('never adds different currencies: the amount is that in the currency of the account, or none', async () => {
    const engine = await aDealAndItsCompany();
    await store(engine, aSubscription({ id: 'a' }), aSubscription({ id: 'b', orderIds: [], currency: 'USD' }));
    await engine.push();
    expect(heldBy(engine, 'companies', COMPANY)[1]).toBe('900');
    await store(engine, aSubscription({ id: 'a', currency: 'USD' }), aSubscription({ id: 'b', orderIds: [], currency: 'EUR' }));
    await engine.push();
    expect([heldBy(engine, 'companies', COMPANY)[1], heldBy(engine, 'deals', DEAL)[1]]).toEqual(['', '']);
  });

  it('is told without the amount where the portal wants none written', async () => {
    const engine = await aDealAndItsCompany();
    engine.portal = { ...engine.portal, settings: { ...engine.portal.settings, writesAmounts: false } };
    await store(engine, aSubscription({ id: 'a' }));
    await engine.push();
    expect(heldBy(engine, 'deals', DEAL)).toEqual(['active', '', '2026-12-12', '']);
  });

  it('tells how it ended, and is none when the ERP has it no more', async () => {
    const engine = await aDealAndItsCompany();
    await store(engine, aSubscription({ id: 'a', status: 'cancelled', endsOn: '2026-11-30', nextInvoiceOn: null }));
    await engine.push();
    expect(heldBy(engine, 'deals', DEAL)).toEqual(['cancelled', '', '', '2026-11-30']);
    await db().transaction(async (trx) => {
      const touched = await removeSubscriptions(trx, engine.scope, ['a' as ErpRecordId]);
      await markTargetsDue(trx, engine.scope, touched, { priority: 1, now: engine.now });
    });
    await engine.push();
    expect([heldBy(engine, 'deals', DEAL)[0], heldBy(engine, 'companies', COMPANY)[0]]).toEqual(['none', 'none']);
    expect(await db()('erpSubscriptionOrders').select()).toEqual([]);
  });

  it('moves what happened on the deal and the company, and what is history on neither', async () => {
    const engine = await aDealAndItsCompany();
    const subscription = aSubscription({ id: 'a' });
    await store(engine, subscription);
    const { scope, now } = engine;
    const event = (kind: EventKind, nth: string, isLive: boolean) =>
      eventOf(kind, { ...subscription, id: `a${nth}` as ErpRecordId }, isLive);
    await db().transaction((trx) =>
      recordEvents(trx, { ...scope, identityKey: 'memory:db-1', now }, [
        event('subscription_started', '', true),
        event('subscription_renewed', '/2027-11-30', true),
        event('subscription_ended', '/2026-11-30', false),
      ]),
    );
    await engine.push();
    for (const [type, id] of [
      ['deals', DEAL],
      ['companies', COMPANY],
    ] as const) {
      const held = engine.hubspot.get(type, id);
      const moved = ['started_at', 'renewed_at', 'ended_at', 'failed_at'].map((name) => Boolean(held[`erp_subscription_${name}`]));
      expect([type, moved]).toEqual([type, [true, true, false, false]]);
    }
  });
});
