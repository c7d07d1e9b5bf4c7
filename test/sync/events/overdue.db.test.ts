import { describe, expect, it } from '@jest/globals';
import { processNewDay } from '../../../server/sync/events/overdue.ts';
import { findDueWork } from '../../../server/sync/pull/schedule.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice, aPayment } from '../../support/erp-records.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const TIME_ZONE = 'America/Mexico_City'; // UTC−6, no summer time
const at = (day: string, hour: number): Date => new Date(Date.parse(`${day}T00:00:00Z`) + (hour + 6) * 3_600_000);
const overdue = async (): Promise<string[]> =>
  (await db()('events').where({ kind: 'invoice_overdue' }).orderBy('erpId')).map(({ erpId, isLive }) => `${erpId}${isLive ? ' live' : ''}`);

/** Connected on 10 November; every step reads the ERP and then runs the day's job. */
async function connected(): Promise<Incoming & { morning(day: string, hour?: number): Promise<void> }> {
  const joined = await connectedErp(db(), { timeZone: TIME_ZONE });
  joined.erp.set('customers', aCustomer({ id: '1' }));
  const morning = async (day: string, hour = 9): Promise<void> => {
    joined.clock.now = at(day, hour);
    await joined.pull();
    await processNewDay(joined.deps, joined.scope);
  };
  return { ...joined, morning };
}
const OLD = { createdAt: '2026-10-01T00:00:00Z' };

describe('overdue', () => {
  it('is recorded once, on the day after the due day, at the chosen hour', async () => {
    const joined = await connected();
    joined.erp.set('invoices', anInvoice({ id: 'i1', ...OLD, dueOn: '2026-11-12' }), anInvoice({ id: 'i2', ...OLD, dueOn: '2026-11-13' }));
    await joined.morning('2026-11-12');
    expect(await overdue()).toEqual([]);
    await joined.morning('2026-11-13', 7);
    expect(await overdue()).toEqual([]);
    await joined.morning('2026-11-13', 8.1);
    expect(await overdue()).toEqual(['i1 live']);
    const [first] = await db()('events').where({ kind: 'invoice_overdue' });
    await joined.morning('2026-11-14');
    expect(await overdue()).toEqual(['i1 live', 'i2 live']);
    expect((await db()('events').where({ kind: 'invoice_overdue', erpId: 'i1' }))[0]).toEqual(first);
    expect((await db()('portals').first()).overdueDoneOn).toBe('2026-11-14');
  });

  it('is live for exactly as long as events count', async () => {
    const joined = await connected();
    joined.rules.settings = { ...joined.rules.settings, overdueHour: 0 };
    joined.erp.set('invoices', anInvoice({ id: 'i1', ...OLD, dueOn: '2026-11-12' }), anInvoice({ id: 'i2', ...OLD, dueOn: '2026-11-11' }));
    joined.clock.now = new Date(at('2026-11-15', 0).getTime() - 1);
    // The reading ends at midnight.
    await joined.pull();
    joined.enqueued.length = 0;
    await processNewDay(joined.deps, joined.scope);
    expect(await overdue()).toEqual(['i1 live', 'i2']);
    // No record carries them.
    expect(joined.enqueued).toEqual([]);
  });

  it('is history when it was due before the day of go-live, or long ago', async () => {
    const joined = await connected();
    joined.erp.set(
      'invoices',
      anInvoice({ id: 'before', ...OLD, dueOn: '2026-11-09' }),
      anInvoice({ id: 'since', ...OLD, dueOn: '2026-11-10' }),
    );
    await joined.morning('2026-11-11');
    expect(await overdue()).toEqual(['before', 'since live']);
    joined.erp.set(
      'invoices',
      anInvoice({ id: 'late', ...OLD, dueOn: '2026-11-15' }),
      anInvoice({ id: 'new', createdAt: at('2026-11-20', 8).toISOString(), dueOn: '2026-11-15' }),
    );
    await joined.morning('2026-11-20');
    expect(await overdue()).toEqual(['before', 'late', 'new live', 'since live']);
  });

  it('waits for a complete reading of the day', async () => {
    const joined = await connected();
    joined.erp.set('invoices', anInvoice({ id: 'i1', ...OLD, dueOn: '2026-11-12' }));
    await joined.morning('2026-11-12');
    joined.clock.now = at('2026-11-13', 9);
    await processNewDay(joined.deps, joined.scope);
    expect(await overdue()).toEqual([]);
    expect((await findDueWork(db(), joined.clock.now)).overdue).toEqual([]);
    expect((await db()('portals').first()).overdueDoneOn).toBe('2026-11-12');
    // Paid in the night: yesterday's mirror would have been wrong.
    joined.erp.set('invoices', anInvoice({ id: 'i1', ...OLD, dueOn: '2026-11-12', status: 'paid' }));
    joined.clock.now = at('2026-11-13', 9.5);
    await joined.pull();
    expect((await findDueWork(db(), joined.clock.now)).overdue).toEqual([{ portalId: joined.scope.portalId }]);
    await processNewDay(joined.deps, joined.scope);
    expect(await overdue()).toEqual([]);
    expect((await findDueWork(db(), joined.clock.now)).overdue).toEqual([]);
  });

  it('does not concern what unapplied credit of the organisation covers, oldest first and per currency', async () => {
    const joined = await connected();
    const due = (id: string, dueOn: string, given: object = {}) => anInvoice({ id, ...OLD, dueOn, ...given });
    joined.erp.set(
      'invoices',
      due('covered', '2026-11-10'),
      due('open', '2026-11-11'),
      due('usd', '2026-11-10', { currency: 'USD' }),
      due('other', '2026-11-10', { customerId: '2' }),
    );
    joined.erp.set('payments', aPayment({ id: 'p', unapplied: '60.00' }));
    joined.erp.set('invoices', anInvoice({ id: 'credit', ...OLD, type: 'credit_note', total: '50.00', dueOn: '2026-11-10' }));
    await joined.morning('2026-11-12');
    expect(await overdue()).toEqual(['open live', 'other live', 'usd live']);
    // The credit is used elsewhere: what it covered is overdue after all.
    joined.erp.set('payments', aPayment({ id: 'p', unapplied: '0.00' }));
    await joined.morning('2026-11-13');
    expect(await overdue()).toContain('covered');
  });

  it('is covered by nothing that is no credit, nor by that of another ERP', async () => {
    const joined = await connected();
    joined.erp.set('invoices', anInvoice({ id: 'cents', ...OLD, dueOn: '2026-11-10', total: '0.50' }));
    const unapplied = { amount: '900.00', unapplied: '900.00' };
    joined.erp.set(
      'payments',
      aPayment({ id: 'draft', ...unapplied, status: 'draft' }),
      aPayment({ id: 'cancelled', ...unapplied, status: 'cancelled' }),
      aPayment({ id: 'out', ...unapplied, direction: 'out' }),
    );
    const note = { ...OLD, type: 'credit_note', total: '900.00' } as const;
    joined.erp.set(
      'invoices',
      anInvoice({ id: 'draft', ...note, status: 'draft' }),
      anInvoice({ id: 'cancelled', ...note, status: 'cancelled' }),
      anInvoice({ id: 'used', ...note, open: '0.00' }),
      anInvoice({ id: 'down', ...OLD, type: 'down_payment', dueOn: '2026-12-10' }),
    );
    const other = await connectedErp(db(), { timeZone: TIME_ZONE, identityKey: 'memory:other' });
    other.erp.set('payments', aPayment({ id: 'other', ...unapplied }));
    other.erp.set('invoices', anInvoice({ id: 'other', ...note }));
    other.clock.now = at('2026-11-12', 8);
    await other.pull();
    await joined.morning('2026-11-12');
    expect(await overdue()).toEqual(['cents live']);
  });

  it('is covered by credit of exactly as much, on whomever of the organisation it stands', async () => {
    const joined = await connected();
    const organisation = { organisationId: '1', customerId: 'p' };
    joined.erp.set('invoices', anInvoice({ id: 'a', ...OLD, dueOn: '2026-11-10' }), anInvoice({ id: 'b', ...OLD, dueOn: '2026-11-10' }));
    joined.erp.set('payments', aPayment({ id: 'p', ...organisation, unapplied: '60.00', status: 'in_process' }));
    joined.erp.set('invoices', anInvoice({ id: 'n', ...OLD, ...organisation, type: 'credit_note', total: '40.00', status: 'in_payment' }));
    await joined.morning('2026-11-12');
    expect(await overdue()).toEqual(['b live']);
  });

  it('is covered by credit however small it is', async () => {
    const joined = await connected();
    const customerId = '2';
    joined.erp.set(
      'invoices',
      anInvoice({ id: 'by note', ...OLD, dueOn: '2026-11-10', total: '0.50' }),
      anInvoice({ id: 'by payment', ...OLD, dueOn: '2026-11-10', total: '0.50', customerId }),
      anInvoice({ id: 'open', ...OLD, dueOn: '2026-11-10', total: '0.50', customerId: '3' }),
      anInvoice({ id: 'note', ...OLD, type: 'credit_note', total: '0.50' }),
    );
    joined.erp.set('payments', aPayment({ id: 'p', customerId, amount: '0.50', unapplied: '0.50' }));
    await joined.morning('2026-11-12');
    expect(await overdue()).toEqual(['open live']);
  });

  it('is not said of what nobody can see any more: it may be paid; it is when it is seen again and still open', async () => {
    const joined = await connected();
    joined.erp.set('invoices', ...['i1', 'i2'].map((id) => anInvoice({ id, ...OLD, dueOn: '2026-11-12' })));
    await joined.morning('2026-11-12');
    joined.erp.setHidden('invoices', true, 'i1');
    await joined.reconcile('hourly');
    await joined.morning('2026-11-13');
    expect(await overdue()).toEqual(['i2 live']);
    joined.erp.setHidden('invoices', false, 'i1');
    await joined.reconcile('hourly');
    await joined.morning('2026-11-14');
    expect(await overdue()).toEqual(['i1 live', 'i2 live']);
  });

  it('marks on the first day of a portal what fell due the day before', async () => {
    const joined = await connected();
    await db()('links').insert({
      ...joined.scope,
      objectType: 'companies',
      customerId: '1',
      recordId: 'hs-1',
      state: 'active',
      rule: 'person',
    });
    joined.erp.set('invoices', anInvoice({ id: 'i1', ...OLD, dueOn: '2026-11-12' }));
    await joined.morning('2026-11-13', 0.6);
    await db()('targets').delete();
    await db()('portals').update({ calendarDoneOn: null });
    joined.enqueued.length = 0;
    await processNewDay(joined.deps, joined.scope);
    expect(await db()('targets')).toMatchObject([{ recordId: 'hs-1', priority: 1 }]);
    expect(joined.enqueued).toEqual(['push']);
  });

  it('counts only the instalments that are due, and never money on its way', async () => {
    const joined = await connected();
    const instalments = [
      { dueOn: '2026-11-11', total: '50.00', open: '0.00' },
      { dueOn: '2026-11-20', total: '50.00', open: '50.00' },
    ];
    joined.erp.set(
      'invoices',
      anInvoice({ id: 'parts', ...OLD, dueOn: '2026-11-20', status: 'partially_paid', open: '50.00', instalments }),
    );
    joined.erp.set('invoices', anInvoice({ id: 'on its way', ...OLD, dueOn: '2026-11-11', status: 'in_payment' }));
    await joined.morning('2026-11-12');
    expect(await overdue()).toEqual([]);
    await joined.morning('2026-11-21');
    expect(await overdue()).toEqual(['parts live']);
  });

  it('marks the records it concerns, and at midnight those whose amounts the calendar changed', async () => {
    const joined = await connected();
    await db()('links').insert({
      ...joined.scope,
      objectType: 'companies',
      customerId: '1',
      recordId: 'hs-1',
      state: 'active',
      rule: 'person',
    });
    joined.erp.set('invoices', anInvoice({ id: 'i1', ...OLD, dueOn: '2026-11-12' }));
    await joined.morning('2026-11-12');
    const revision = async (): Promise<number> => (await db()('targets').first()).dueRevision;
    const before = await revision();
    await joined.morning('2026-11-13', 0.6);
    expect(await revision()).toBe(before + 1);
    expect((await db()('portals').first()).calendarDoneOn).toBe('2026-11-13');
    await joined.morning('2026-11-13', 0.7);
    expect(await revision()).toBe(before + 1);
    joined.clock.now = at('2026-11-13', 9);
    await joined.pull();
    joined.enqueued.length = 0;
    await processNewDay(joined.deps, joined.scope);
    expect(await revision()).toBe(before + 2);
    expect(joined.enqueued).toEqual(['push']);
  });

  it('is asked for half an hour around midnight and around the chosen hour, in the portal’s time', async () => {
    const joined = await connected();
    await joined.morning('2026-11-12');
    const isDue = async (hour: number): Promise<boolean> => (await findDueWork(db(), at('2026-11-13', hour))).overdue.length > 0;
    expect([await isDue(-0.1), await isDue(0.51)]).toEqual([false, true]);
    await db()('portals').update({ calendarDoneOn: '2026-11-13' });
    joined.clock.now = at('2026-11-13', 1);
    await joined.pull();
    expect([await isDue(7.9), await isDue(8.51)]).toEqual([false, true]);
  });
});
