import { describe, expect, it } from '@jest/globals';
import type { Invoice, Payment } from '../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../server/shared/ids.ts';
import type { EventRules } from '../../server/streams/shared/event-rules.ts';
import { invoiceEvents, isPaid, isPaidEventLive } from '../../server/streams/invoices/events.ts';
import { paymentEvents, isReceivedEventLive } from '../../server/streams/payments/events.ts';
import type { KeptInvoice } from '../../server/streams/invoices/store.ts';
import type { KeptPayment } from '../../server/streams/payments/store.ts';
import { anInvoice, aPayment } from '../support/erp-records.ts';

const GO_LIVE = '2026-11-10T10:00:00Z';
const NEAR = new Date('2026-11-10T11:00:00Z');
const LONG_AGO = { settledOn: '2026-09-01' };
const rules = (given: Partial<EventRules> = {}): EventRules => ({
  now: new Date('2026-11-20T12:00:00Z'),
  goLiveAt: new Date(GO_LIVE),
  timeZone: 'America/Mexico_City',
  maxAgeHours: 48,
  generation: 1,
  isRebuilding: false,
  wasComplete: true,
  lastReadAt: new Date('2026-11-20T11:59:00Z'),
  ...given,
});
const kept = { hash: '', mark: '', generation: 1, customerId: null, organisationId: null, storedOrder: 0, erpCreatedAt: null, proof: null };
const knewInvoice = (status: Invoice['status'], generation = 1): KeptInvoice => ({
  ...kept,
  erpId: anInvoice({ id: '1' }).id,
  status,
  generation,
});
const knewPayment = (status: Payment['status']): KeptPayment => ({ ...kept, erpId: aPayment({ id: '1' }).id, status, direction: 'in' });

/** Dates nothing, unless the case says so. */
const undated = { createdAt: null, changedAt: null, settledAt: null, settledOn: null, issuedOn: null };
const paid = (given: Partial<Invoice>) => anInvoice({ id: '1', status: 'paid', ...undated, ...(given as object) });

describe('an invoice that is paid', () => {
  const cases: [string, boolean, KeptInvoice | null, Partial<Invoice>, Partial<EventRules>][] = [
    ['seen open before', true, knewInvoice('open'), {}, {}],
    ['seen open before, paid for on a day long before', true, knewInvoice('open'), { settledOn: '2026-09-01' }, {}],
    ['seen open before, settled by the ERP an hour ago', true, knewInvoice('open'), { settledAt: '2026-11-20T11:00:00Z' }, {}],
    ['seen as settled by credit notes before', true, knewInvoice('credited'), {}, {}],
    ['seen open before, settled by the ERP three days ago', false, knewInvoice('open'), { settledAt: '2026-11-17T11:00:00Z' }, {}],
    [
      'seen open before, settled by the ERP before go-live',
      false,
      knewInvoice('open'),
      { settledAt: '2026-11-10T09:59:00Z' },
      { now: new Date('2026-11-11T00:00:00Z') },
    ],
    [
      'seen open before, settled within the second of go-live, as far as the ERP tells',
      true,
      knewInvoice('open'),
      { settledAt: '2026-11-10T10:00:00Z', changedAt: '2026-11-10T10:00:00Z' },
      { goLiveAt: new Date('2026-11-10T10:00:00.700Z'), now: new Date('2026-11-10T10:00:02Z') },
    ],
    [
      'first seen, settled within the second of go-live, as far as the ERP tells',
      false,
      null,
      { settledAt: '2026-11-10T10:00:00Z', changedAt: '2026-11-10T10:00:00Z' },
      { goLiveAt: new Date('2026-11-10T10:00:00.700Z'), now: new Date('2026-11-10T10:00:02Z') },
    ],
    ['seen open before, unchanged for three days', false, knewInvoice('open'), { changedAt: '2026-11-17T00:00:00Z' }, {}],
    [
      'paid during a long outage, by its day',
      false,
      knewInvoice('open'),
      { settledOn: '2026-11-15' },
      { lastReadAt: new Date('2026-11-14T00:00:00Z') },
    ],
    [
      'paid at the end of a long outage, by its day',
      true,
      knewInvoice('open'),
      { settledOn: '2026-11-20' },
      { lastReadAt: new Date('2026-11-14T00:00:00Z') },
    ],
    ['first seen, settled an hour ago', true, null, { settledAt: '2026-11-20T11:00:00Z' }, {}],
    ['first seen, settled before go-live', false, null, { settledAt: '2026-11-10T09:00:00Z' }, { now: new Date('2026-11-10T11:00:00Z') }],
    ['first seen, settled long ago', false, null, { settledAt: '2026-11-12T09:00:00Z' }, {}],
    ['first seen, settled today by its day', true, null, { settledOn: '2026-11-20' }, {}],
    ['first seen, settled last week by its day', false, null, { settledOn: '2026-11-13' }, {}],
    [
      'first seen in the first reading, settled on the day of go-live',
      false,
      null,
      { settledOn: '2026-11-10' },
      { now: new Date('2026-11-10T20:00:00Z'), wasComplete: false },
    ],
    [
      'appeared on the day of go-live, settled that day',
      true,
      null,
      { settledOn: '2026-11-10' },
      { now: new Date('2026-11-10T20:00:00Z') },
    ],
    [
      'first seen, settled on the day before go-live in the portal’s time zone',
      false,
      null,
      { settledOn: '2026-11-09' },
      { now: new Date('2026-11-10T20:00:00Z') },
    ],
    ['first seen, no day, created after go-live', true, null, { createdAt: '2026-11-20T09:00:00Z' }, {}],
    ['first seen, no day, created before go-live', false, null, { createdAt: '2026-11-09T09:00:00Z' }, {}],
    ['first seen, nothing dated', false, null, {}, {}],
    ['seen open by an older translation', false, knewInvoice('open', 1), {}, { isRebuilding: true, generation: 2 }],
    ['seen open earlier in the same rebuild', true, knewInvoice('open', 2), {}, { isRebuilding: true, generation: 2 }],
    [
      'go-live is still to come',
      false,
      knewInvoice('open'),
      { settledAt: '2026-11-09T23:00:00Z' },
      { now: new Date('2026-11-10T00:00:00Z') },
    ],
    ['seen open before, at the moment of go-live', true, knewInvoice('open'), {}, { now: new Date(GO_LIVE) }],
    ['first seen, settled exactly as long ago as counts', true, null, { settledAt: '2026-11-18T12:00:00Z' }, {}],
    ['first seen, settled a moment longer ago', false, null, { settledAt: '2026-11-18T11:59:59.999Z' }, {}],
    ['first seen, settled at go-live', true, null, { settledAt: GO_LIVE }, { now: NEAR }],
    ['first seen, settled a moment before go-live', false, null, { settledAt: '2026-11-10T09:59:59.999Z' }, { now: NEAR }],
    [
      'seen open before, settled in the second before go-live',
      false,
      knewInvoice('open'),
      { settledAt: '2026-11-10T09:59:59Z' },
      { now: NEAR },
    ],
    ['first seen, on the last day that counts', true, null, { settledOn: '2026-11-17' }, { now: new Date('2026-11-20T06:00:00Z') }],
    ['first seen, on the last day that counted', false, null, { settledOn: '2026-11-17' }, { now: new Date('2026-11-20T06:00:00.001Z') }],
    ['first seen, no day, created at go-live', true, null, { createdAt: GO_LIVE }, { now: NEAR }],
    ['first seen, created after go-live, dated long ago', false, null, { createdAt: '2026-11-20T09:00:00Z', settledOn: '2026-09-01' }, {}],
    [
      'appeared during a rebuild, settled on the day of go-live',
      false,
      null,
      { settledOn: '2026-11-10' },
      { now: NEAR, isRebuilding: true },
    ],
    [
      'paid by an old day, read as long ago as counts',
      true,
      knewInvoice('open'),
      LONG_AGO,
      { lastReadAt: new Date('2026-11-18T12:00:00Z') },
    ],
    ['paid by an old day, never read to the end', false, knewInvoice('open'), LONG_AGO, { lastReadAt: null }],
    ['paid before it was seen open', false, knewInvoice('paid'), LONG_AGO, {}],
  ];
  it.each(cases)('%s: live %p', (_case, isLive, before, given, when) => {
    expect(isPaidEventLive({ before, after: paid(given) }, rules(when))).toBe(isLive);
  });

  it('is not so when credit notes alone settled it, when money is only promised, or when it is a credit note', () => {
    const payments = [{ status: 'credited' }, { status: 'in_payment' }, { status: 'paid', type: 'credit_note' }] as const;
    expect(payments.map((given) => isPaid(anInvoice({ id: '1', ...given })))).toEqual([false, false, false]);
  });
});

describe('money events', () => {
  const allocated = (by: 'payment' | 'credit_note' | 'other', amount: string): Invoice['allocations'][number] => ({
    invoiceId: erpRecordId('1'),
    by,
    sourceId: null,
    amount,
    on: null,
    at: null,
    label: null,
  });
  const isPaidBy = (given: Partial<Pick<Invoice, 'total' | 'allocations'>>) => isPaid(anInvoice({ id: '1', status: 'paid', ...given }));

  it('need money: a free invoice and one settled by refunds alone are not paid, whatever the ERP calls them', () => {
    expect(isPaidBy({ total: '0.00' })).toBe(false);
    expect(isPaidBy({ allocations: [allocated('credit_note', '60.00'), allocated('credit_note', '40.0')] })).toBe(false);
    expect(isPaidBy({ allocations: [allocated('credit_note', '60.00'), allocated('payment', '40.00')] })).toBe(true);
    // Payments list what they settle themselves in some ERPs.
    expect(isPaidBy({ allocations: [] })).toBe(true);
    expect(isPaidBy({ total: '0.001', allocations: [] })).toBe(true);
  });

  it('are not made by a payment of zero', () => {
    const received = (amount: string) => paymentEvents([{ before: null, after: aPayment({ id: 'p', amount }) }], rules());
    expect([received('0.00'), received('0.01')].map(({ length }) => length)).toEqual([0, 1]);
  });
});

describe('a payment that is received', () => {
  const cases: [string, boolean, KeptPayment | null, Partial<Payment>, Partial<EventRules>][] = [
    ['booked an hour ago, dated last month', true, null, { createdAt: '2026-11-20T11:00:00Z', paidOn: '2026-10-01' }, {}],
    ['booked before go-live', false, null, { createdAt: '2026-11-09T11:00:00Z' }, {}],
    ['a draft before', true, knewPayment('draft'), { createdAt: '2026-01-01T00:00:00Z' }, {}],
    ['dated today by its day alone', true, null, { paidOn: '2026-11-20' }, {}],
    [
      'first reading, dated on the day of go-live',
      false,
      null,
      { paidOn: '2026-11-10' },
      { now: new Date('2026-11-10T20:00:00Z'), wasComplete: false },
    ],
    ['appeared on the day of go-live, dated that day', true, null, { paidOn: '2026-11-10' }, { now: new Date('2026-11-10T20:00:00Z') }],
  ];
  it.each(cases)('%s: live %p', (_case, isLive, before, given, when) => {
    const after = aPayment({ id: '1', createdAt: null, changedAt: null, paidOn: null, ...(given as object) });
    expect(isReceivedEventLive({ before, after }, rules(when))).toBe(isLive);
  });
});

describe('which events a change makes', () => {
  const kinds = (given: Partial<Invoice>) =>
    invoiceEvents([{ before: null, after: anInvoice({ id: '1', ...(given as object) }) }], rules()).map(({ kind }) => kind);

  it('of invoices', () => {
    expect(kinds({ status: 'draft' })).toEqual([]);
    expect(kinds({ status: 'cancelled' })).toEqual([]);
    expect(kinds({ status: 'open' })).toEqual([]);
    expect(kinds({ status: 'credited' })).toEqual([]);
    expect(kinds({ status: 'paid' })).toEqual(['invoice_paid']);
    expect(kinds({ status: 'paid', type: 'credit_note' })).toEqual([]);
    expect(kinds({ status: 'paid', type: 'down_payment' })).toEqual(['invoice_paid']);
  });

  it('of payments: received ones, booked or confirmed', () => {
    const made = (given: Partial<Payment>) =>
      paymentEvents([{ before: null, after: aPayment({ id: '1', ...(given as object) }) }], rules()).length;
    expect([
      made({}),
      made({ status: 'in_process' }),
      made({ status: 'draft' }),
      made({ status: 'cancelled' }),
      made({ direction: 'out' }),
    ]).toEqual([1, 1, 0, 0, 0]);
  });
});
