import { describe, expect, it } from '@jest/globals';
import { loadSubscriptions } from '../../../server/records/queries/subscriptions.ts';
import { compareOrder } from '../../../server/sync/orders/compare-order.ts';
import { acceptByPerson, changeByPerson } from '../../../server/sync/orders/person-orders.ts';
import type { Subscription } from '../../../server/erp/shared/contract.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aSubscription } from '../../support/erp-records.ts';
import { aDeal, anOrderingWorld, toStage } from '../../support/ordering.ts';

const db = useTestDatabase();
const BOSS = { userId: 5, email: 'boss@acme.test' };

/** Won: one valve at 100 by the month, whose subscription the ERP made when the order was confirmed. */
async function aRunningSubscription() {
  const { world, acme } = await anOrderingWorld(db(), {
    rules: { stages: { offer: 'quotation', won: 'order' } },
    settings: { propertySets: ['subscriptions'] },
  });
  await db()('erpStreams').where({ connectionId: world.scope.connectionId, stream: 'subscriptions' }).update({ isOn: true });
  const deal = await aDeal(world, acme);
  const line = world.hubspot.addLine(deal, { name: 'Valve', hs_sku: 'VAL-2', quantity: '1', price: '100' });
  const settleAll = async () => {
    for (let turn = 0; turn < 3; turn++) {
      await world.settle();
      world.pass(30_000);
    }
  };
  await toStage(world, deal, 'won');
  await settleAll();
  const [order] = world.erp.orders.all();
  world.erp.set('orders', { ...order!, subscriptionCount: 1 });
  const started = world.now.toISOString();
  const charges = [{ name: 'Support', amount: '100.00', period: { every: 1, unit: 'month' as const } }];
  const be = (given: Partial<Pick<Subscription, 'status' | 'currency' | 'endsOn' | 'nextInvoiceOn'>> = {}) =>
    world.erp.set(
      'subscriptions',
      aSubscription({
        ...{
          id: 'a',
          customerId: '1',
          orderIds: [order!.id],
          currency: 'EUR',
          charges,
          createdAt: started,
          startsOn: started.slice(0, 10),
        },
        ...given,
      }),
    );
  be();
  await settleAll();
  const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS };
  const held = () => {
    const record = world.hubspot.get('deals', deal);
    return ['status', 'monthly', 'next_invoice', 'ends_on'].map((name) => record[`erp_subscription_${name}`] ?? '');
  };
  const commands = async () => (await world.commands()).map(({ name, state }) => `${name} ${state}`).toSorted();
  const events = async () => (await db()('events').whereLike('kind', 'subscription%').orderBy('kind')).map(({ kind }) => kind as string);
  return { world, deal, line, order: order!, be, settleAll, ref, held, commands, events };
}

const MADE = ['confirmOrder done', 'createOrder done'];

describe('a subscription that is cancelled in the ERP while its deal is edited', () => {
  it('is over on the deal, once, and nothing is made anew of what the deal says', async () => {
    const { world, deal, line, be, settleAll, ref, held, commands, events } = await aRunningSubscription();
    expect(held()).toEqual(['active', '100', '2026-12-12', '']);
    expect(await commands()).toEqual(MADE);
    const today = world.now.toISOString().slice(0, 10);
    // Both at once: neither was read before the other happened.
    world.hubspot.editLine(line, { quantity: '3' });
    be({ status: 'cancelled', endsOn: today, nextInvoiceOn: null });
    await world.edit('deals', deal, { amount: '300' });
    await settleAll();
    expect(held()).toEqual(['cancelled', '', '', today]);
    expect(await events()).toEqual(['subscription_ended', 'subscription_started']);
    expect(await commands()).toEqual(MADE);
    expect(await compareOrder(world.deps, ref)).toMatchObject({ state: 'differs' });
    await toStage(world, deal, 'offer');
    await settleAll();
    await toStage(world, deal, 'won');
    await settleAll();
    expect(await commands()).toEqual(MADE);
    expect(await events()).toEqual(['subscription_ended', 'subscription_started']);
  });

  it('stays over when a person brings the order to the deal, and the deal says so', async () => {
    const { world, deal, line, order, be, settleAll, ref, held } = await aRunningSubscription();
    const today = world.now.toISOString().slice(0, 10);
    world.hubspot.editLine(line, { quantity: '3' });
    be({ status: 'cancelled', endsOn: today, nextInvoiceOn: null });
    await changeByPerson(world.deps, ref, { connectionId: world.scope.connectionId, orderId: order.id }, 'amend');
    await settleAll();
    expect(world.erp.orders.all()).toMatchObject([{ status: 'confirmed', untaxed: '300.00' }]);
    expect(held()[0]).toBe('cancelled');
    const record = { portalId: world.scope.portalId, objectType: 'deals', recordId: deal, day: { today, timeZone: 'UTC' } } as const;
    expect(await loadSubscriptions(db(), record)).toMatchObject([{ id: 'a', status: 'cancelled', endsOn: today }]);
  });
});

describe('another currency', () => {
  it('of the deal changes nothing of what runs, and is shown as a difference', async () => {
    const { world, deal, settleAll, ref, held, commands } = await aRunningSubscription();
    await world.edit('deals', deal, { deal_currency_code: 'USD' });
    await settleAll();
    expect(held()).toEqual(['active', '100', '2026-12-12', '']);
    expect(await commands()).toEqual(MADE);
    expect(world.erp.orders.all()).toMatchObject([{ status: 'confirmed', currency: 'EUR' }]);
    expect(await compareOrder(world.deps, ref)).toMatchObject({ state: 'differs' });
  });

  it('of the subscription in the ERP leaves the amount empty, for it is not that of the account; the card has it', async () => {
    const { world, deal, be, settleAll, held } = await aRunningSubscription();
    be({ currency: 'USD' });
    await settleAll();
    expect(held()).toEqual(['active', '', '2026-12-12', '']);
    const today = world.now.toISOString().slice(0, 10);
    const record = { portalId: world.scope.portalId, objectType: 'deals', recordId: deal, day: { today, timeZone: 'UTC' } } as const;
    expect(await loadSubscriptions(db(), record)).toMatchObject([{ currency: 'USD', charges: [{ amount: '100.00' }] }]);
  });

  it('of the deal before its quotation is confirmed waits for somebody, and nothing starts meanwhile', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { offer: 'quotation', won: 'order' } } });
    const deal = await aDeal(world, acme);
    world.hubspot.addLine(deal, { name: 'Valve', hs_sku: 'VAL-2', quantity: '1', price: '100' });
    await toStage(world, deal, 'offer');
    await world.settle();
    world.pass(5 * 60_000);
    await world.edit('deals', deal, { deal_currency_code: 'USD' });
    await toStage(world, deal, 'won');
    await world.settle();
    expect(world.erp.orders.all()).toMatchObject([{ status: 'quotation', currency: 'EUR' }]);
    const waiting = (await world.commands()).find(({ state }) => state === 'waiting')!;
    expect(waiting).toMatchObject({ name: 'confirmOrder', params: { product: 'USD' } });
    const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: BOSS };
    await acceptByPerson(world.deps, ref, { key: waiting.key, net: '100' });
    await world.settle();
    expect(world.erp.orders.all()).toMatchObject([{ status: 'confirmed', currency: 'EUR' }]);
  });
});
