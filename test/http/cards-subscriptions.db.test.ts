import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordSubscriptions } from '../../hubspot-app/app/cards/api/subscriptions.ts';
import { storeOrders } from '../../server/streams/orders/store.ts';
import { storeSubscriptions } from '../../server/streams/subscriptions/store.ts';
import { ask, mine, NOW, useCardsApp } from '../support/cards-app.ts';
import { anOrder, aSubscription } from '../support/erp-records.ts';

const database = useCardsApp();
const DEAL = 'objectTypeId=0-3&objectId=500';
const COMPANY = 'objectTypeId=0-2&objectId=950';
const subscriptions = async (record = DEAL) => (await ask(`/cards/subscriptions?${record}`).expect(200)).body as RecordSubscriptions;
const scope = () => ({ ...mine, generation: 1, now: NOW });
const store = (...records: ReturnType<typeof aSubscription>[]) =>
  database().transaction((trx) => storeSubscriptions(trx, scope(), records));
const storeOrder = (given: Partial<Parameters<typeof anOrder>[0]> = {}) =>
  database().transaction((trx) => storeOrders(trx, scope(), [anOrder({ id: '42', number: 'S00042', ...given })]));
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('the subscriptions on a card', () => {
  beforeEach(async () => {
    for (const stream of ['orders', 'subscriptions'])
      await database()('erpStreams').insert({ ...mine, stream, isOn: true, firstCompletedAt: NOW, completedAt: later(10_000) });
    await database()('dealOrders').insert({ portalId: 7, dealId: '500', typed: 'S00042', orderNumber: 'S00042' });
    await database()('links').insert({
      ...mine,
      objectType: 'companies',
      recordId: '950',
      customerId: '77',
      state: 'active',
      rule: 'person',
      linkedAt: NOW,
    });
    await storeOrder();
  });

  it('of a deal are those of its order: amount, next invoice, end', async () => {
    await store(aSubscription({ id: 'contract-7', endsOn: '2027-11-11' }), aSubscription({ id: 'contract-8', orderIds: ['43'] }));
    expect(await subscriptions()).toEqual({
      state: 'ready',
      unexpected: [],
      monthly: [{ amount: '900', currency: 'MXN' }],
      subscriptions: [
        {
          ...{ connectionId: mine.connectionId, id: 'contract-7', name: 'Maintenance contract-7', status: 'active', plan: 'Monthly' },
          ...{ url: 'https://erp.example/subscriptions/contract-7', customer: null, order: null, isUnpaid: false },
          monthly: { amount: '900', currency: 'MXN' },
          charges: [{ name: 'Maintenance', amount: { amount: '900.00', currency: 'MXN' }, period: { every: 1, unit: 'month' } }],
          ...{ startsOn: '2026-11-12', nextInvoiceOn: '2026-12-12', endsOn: '2027-11-11' },
        },
      ],
    });
  });

  it('of several orders say of which', async () => {
    await storeOrder({ id: '43', number: 'S00043' });
    await store(aSubscription({ id: 'a', startsOn: '2026-11-20' }), aSubscription({ id: 'b', orderIds: ['42', '43'] }));
    const found = await subscriptions();
    expect(found.state === 'ready' && found.subscriptions.map(({ id, order }) => [id, order])).toEqual([
      ['a', 'S00042'],
      ['b', 'S00042, S00043'],
    ]);
  });

  it('of a company are those of everybody there, each currency by itself, and what is over comes last', async () => {
    const ours = { customerId: '78', organisationId: '77', orderIds: [] };
    await store(
      aSubscription({ id: 'a', status: 'cancelled', startsOn: '2026-11-20', ...ours }),
      aSubscription({ id: 'b', ...ours }),
      aSubscription({ id: 'c', currency: 'USD', startsOn: '2026-01-01', ...ours }),
      aSubscription({ id: 'd', status: 'renewed', ...ours }),
      aSubscription({ id: 'e', customerId: '79' }),
    );
    const found = await subscriptions(COMPANY);
    expect(found).toMatchObject({
      monthly: [
        { amount: '900', currency: 'MXN' },
        { amount: '900', currency: 'USD' },
      ],
    });
    expect(found.state === 'ready' && found.subscriptions.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  });

  it('are missed, or too many, only of what was confirmed and read since', async () => {
    const unexpected = async () => {
      const found = await subscriptions();
      return found.state === 'ready' ? found.unexpected : found.state;
    };
    expect(await unexpected()).toEqual([]);
    await storeOrder({ subscriptionCount: 1 });
    expect(await unexpected()).toEqual([]);
    await database()('erpStreams')
      .where({ stream: 'subscriptions' })
      .update({ completedAt: later(86_400_000 * 400) });
    expect(await unexpected()).toEqual([{ number: 'S00042', expected: 1, found: 0, names: [] }]);
    await store(aSubscription({ id: 'a' }));
    expect(await unexpected()).toEqual([]);
    await store(aSubscription({ id: 'b' }));
    expect(await unexpected()).toEqual([{ number: 'S00042', expected: 1, found: 2, names: ['Maintenance a', 'Maintenance b'] }]);
    await storeOrder({ subscriptionCount: 1, status: 'quotation' });
    expect(await unexpected()).toEqual([]);
  });

  it('are off where no ERP reads them, and show no amounts to whom they are not for', async () => {
    await store(aSubscription({ id: 'a' }));
    await database()('portals').update({ settings: JSON.stringify({ amounts: { visibleTo: 'some', userEmails: [], teamIds: [] } }) });
    const found = await subscriptions();
    expect(found).toMatchObject({
      monthly: [],
      subscriptions: [{ monthly: null, charges: [{ amount: null }], nextInvoiceOn: '2026-12-12' }],
    });
    await database()('erpStreams').where({ stream: 'subscriptions' }).update({ isOn: false });
    expect(await subscriptions()).toEqual({ state: 'off' });
  });
});
