import { describe, expect, it } from '@jest/globals';
import type { Charge, Subscription } from '../../server/erp/shared/contract.ts';
import type { EventRules } from '../../server/streams/shared/event-rules.ts';
import { subscriptionEvents } from '../../server/streams/subscriptions/events.ts';
import { monthlyOf } from '../../server/streams/subscriptions/monthly.ts';
import type { KeptSubscription } from '../../server/streams/subscriptions/store.ts';
import { aSubscription } from '../support/erp-records.ts';

const charge = (amount: string, period: Charge['period']): Charge => ({ name: 'x', amount, period });
const every = (times: number, unit: 'day' | 'week' | 'month' | 'year') => ({ every: times, unit });

describe('what a subscription comes to in a month', () => {
  it.each([
    ['900.00', [charge('900.00', every(1, 'month'))]],
    ['1000.00', [charge('3000.00', every(3, 'month'))]],
    ['83.33', [charge('1000.00', every(1, 'year'))]],
    ['433.33', [charge('100.00', every(1, 'week'))]],
    ['304.17', [charge('10.00', every(1, 'day'))]],
    // Rounded once, behind the sum.
    ['0.67', [charge('1.00', every(3, 'month')), charge('1.00', every(3, 'month'))]],
    [null, [charge('900.00', every(1, 'month')), charge('1.00', null)]],
    [null, []],
  ])('is %s', (monthly, charges) => {
    expect(monthlyOf({ monthly: null, currency: 'MXN', charges })).toBe(monthly);
  });

  it('is what the ERP says where it says so, in the digits of its currency otherwise, and nothing without one', () => {
    const charges = [charge('1000', every(1, 'year'))];
    expect(monthlyOf({ monthly: '99.00', currency: 'MXN', charges })).toBe('99.00');
    expect(monthlyOf({ monthly: null, currency: 'JPY', charges })).toBe('83');
    expect(monthlyOf({ monthly: null, currency: null, charges })).toBeNull();
  });
});

const NOW = new Date('2026-11-20T12:00:00Z');
const RULES: EventRules = {
  now: NOW,
  goLiveAt: new Date('2026-11-19T00:00:00Z'),
  timeZone: 'UTC',
  maxAgeHours: 48,
  generation: 1,
  isRebuilding: false,
  wasComplete: true,
  lastReadAt: new Date('2026-11-20T11:55:00Z'),
};
const kept = (over: Partial<KeptSubscription> = {}): KeptSubscription => ({
  ...{ erpId: '7' as KeptSubscription['erpId'], hash: '', mark: '1', generation: 1, storedOrder: 1 },
  ...{ status: 'active', endsOn: null, isPaymentFailing: false, orderIds: [], customerId: null, organisationId: null },
  ...over,
});
const find = (before: KeptSubscription | null, over: Partial<Subscription>, rules: Partial<EventRules> = {}) => {
  const { orderIds: _, invoiceIds: __, predecessorId, customerId: ___, organisationId: ____, ...rest } = over;
  const after = aSubscription({ ...rest, id: '7', ...(predecessorId && { predecessorId }) });
  return subscriptionEvents([{ before, after }], { ...RULES, ...rules }).map(({ kind, erpId, isLive }) => [kind, erpId, isLive]);
};

describe('what happens to subscriptions', () => {
  const young = { createdAt: '2026-11-20T11:59:00Z', startsOn: '2026-11-20' };

  it('starts once: seen to start, or new where the ERP dates it', () => {
    expect(find(kept({ status: 'not_started' }), { status: 'active' })).toEqual([['subscription_started', '7', true]]);
    expect(find(null, young)).toEqual([['subscription_started', '7', true]]);
    // Contracts are dated back.
    expect(find(null, { ...young, startsOn: '2026-01-01' })).toEqual([['subscription_started', '7', true]]);
    expect(find(null, { status: 'not_started' })).toEqual([]);
    // Made on the evening of the day before go-live, where UTC had the day of it.
    const evening = { createdAt: '2026-11-20T04:00:00Z', startsOn: '2026-01-01' };
    const rules = { timeZone: 'America/Mexico_City', goLiveAt: new Date('2026-11-20T06:30:00Z') };
    expect(find(null, evening, rules)).toEqual([['subscription_started', '7', false]]);
  });

  it('is history where it began before go-live, or is only translated anew', () => {
    expect(find(null, { createdAt: '2026-01-02T10:00:00Z', startsOn: '2026-01-01' })).toEqual([['subscription_started', '7', false]]);
    expect(find(kept({ status: 'not_started' }), {}, { isRebuilding: true, generation: 2 })).toEqual([
      ['subscription_started', '7', false],
    ]);
  });

  it('does not start where it goes on for another one', () => {
    expect(find(null, { ...young, predecessorId: '6' as Subscription['predecessorId'] })).toEqual([]);
  });

  it('is renewed each time that its end moves on, or another one takes its place', () => {
    const renewals = (before: KeptSubscription, after: Partial<Subscription>) =>
      find(before, after).filter(([kind]) => kind === 'subscription_renewed');
    const ending = kept({ endsOn: '2026-11-30' });
    expect(renewals(ending, { endsOn: '2027-11-30' })).toEqual([['subscription_renewed', '7/2027-11-30', true]]);
    expect(renewals(ending, { endsOn: null, changeStamp: 'a 1' })).toEqual([['subscription_renewed', '7/a 1', true]]);
    expect(renewals(ending, { status: 'renewed', endsOn: '2026-11-30' })).toEqual([['subscription_renewed', '7/2026-11-30', true]]);
    expect(renewals(ending, { endsOn: '2026-11-25' })).toEqual([]);
    // Prolonged after its end, whatever end it had; what people gave up is not.
    const over = kept({ status: 'ended', endsOn: '2026-11-10' });
    expect(renewals(over, { endsOn: '2027-11-10' })).toEqual([['subscription_renewed', '7/2027-11-10', true]]);
    expect(renewals(over, { status: 'ended', endsOn: '2026-11-15' })).toEqual([]);
    expect(renewals(kept({ status: 'cancelled', endsOn: '2026-11-10' }), { endsOn: '2027-11-10' })).toEqual([]);
    expect(renewals(kept({ endsOn: null }), { endsOn: '2027-11-30' })).toEqual([]);
    expect(renewals(kept({ status: 'not_started', endsOn: '2026-11-30' }), { endsOn: '2027-11-30' })).toEqual([]);
  });

  it.each(['ended', 'cancelled'] as const)('ends when it is %s, once for each day of it', (status) => {
    const ends = (before: KeptSubscription | null, over: Partial<Subscription> = {}) =>
      find(before, { status, endsOn: '2026-11-20', ...over }).filter(([kind]) => kind === 'subscription_ended');
    expect(ends(kept())).toEqual([['subscription_ended', '7/2026-11-20', true]]);
    expect(ends(kept({ status }))).toEqual([['subscription_ended', '7/2026-11-20', false]]);
    expect(ends(null)).toEqual([['subscription_ended', '7/2026-11-20', true]]);
    expect(ends(null, { endsOn: '2026-11-18' })).toEqual([['subscription_ended', '7/2026-11-18', false]]);
    expect(ends(kept({ status: 'not_started' }))).toEqual([]);
  });

  it('ends each time that it ends, where the ERP says no day', () => {
    const ends = (before: KeptSubscription | null, changeStamp: string) =>
      find(before, { status: 'cancelled', endsOn: null, changeStamp }).filter(([kind]) => kind === 'subscription_ended');
    expect(ends(kept({ status: 'paused' }), '2026-11-20 11/1')).toEqual([['subscription_ended', '7/2026-11-20 11-1', true]]);
    expect(ends(kept(), '2026-11-20 11/5')).toEqual([['subscription_ended', '7/2026-11-20 11-5', true]]);
    expect(ends(kept({ status: 'cancelled' }), '2026-11-20 11/9')).toEqual([]);
  });

  it('is not paid each time that the ERP begins to say so', () => {
    const failures = (before: KeptSubscription | null, over: Partial<Subscription> = {}) =>
      find(before, { isPaymentFailing: true, changeStamp: '2026-11-20 11:00:00', ...over }).filter(
        ([kind]) => kind === 'subscription_payment_failed',
      );
    expect(failures(kept())).toEqual([['subscription_payment_failed', '7/2026-11-20 11:00:00', true]]);
    expect(failures(kept({ isPaymentFailing: true }))).toEqual([]);
    expect(failures(null)).toEqual([]);
  });
});
