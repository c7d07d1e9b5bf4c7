import { describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../server/erp/shared/contract.ts';
import { loadFigures } from '../../server/records/queries/figures.ts';
import { loadInvoicePage } from '../../server/records/queries/invoices.ts';
import { loadOverdue } from '../../server/records/queries/overdue.ts';
import { loadPaymentState } from '../../server/records/queries/payment-state.ts';
import { computeRollups } from '../../server/records/rollups.ts';
import { erpRecordId, recordId } from '../../server/shared/ids.ts';
import { useTestDatabase } from '../support/database.ts';
import { anEngine, type Engine } from '../support/engine.ts';
import { aCustomer, anInvoice } from '../support/erp-records.ts';

const db = useTestDatabase();
const ACME = recordId('100');
const open = { status: 'open', total: '100.00', open: '100.00', baseOpen: '100.00' } as const;

/** Invoices of one firm, of which some were hidden when it was still the 20th in Mexico. */
async function anAcme(invoices: Record<string, Partial<Invoice>>, hidden: string[]): Promise<Engine> {
  const engine = await anEngine(db(), { timeZone: 'America/Mexico_City' });
  engine.hubspot.add('companies', {}, ACME);
  await engine.book({
    customers: [aCustomer({ id: '1' })],
    invoices: Object.entries(invoices).map(([id, given]) => ({ ...anInvoice({ id }), number: id, ...open, ...given })),
  });
  await engine.link('companies', '1', ACME);
  await db()('erpInvoices')
    .whereIn('erpId', hidden)
    .update({ hiddenSince: new Date('2026-11-21T03:00:00Z') });
  return engine;
}

const figures = async (engine: Engine, now: string) => {
  const request = { objectType: 'companies', recordIds: [ACME], now: new Date(now) } as const;
  const { values } = (await computeRollups(db(), engine.portal, request))[0]!;
  return [values.erp_payment_status, values.erp_open_amount, values.erp_overdue_amount];
};

describe('an invoice that our user does not see any more', () => {
  it('turns overdue by no calendar, and stays what it was', async () => {
    const instalments = ['2026-11-19', '2026-11-20', '2026-11-21'].map((dueOn) => ({ dueOn, total: '30.00', open: '30.00' }));
    const parts = { total: '90.00', open: '90.00', baseOpen: '90.00', dueOn: '2026-11-19', instalments };
    const engine = await anAcme({ parts, seen: { dueOn: '2026-11-30' } }, ['parts']);
    expect(await figures(engine, '2026-11-21T04:00:00Z')).toEqual(['overdue', '190', '30']);
    expect(await figures(engine, '2026-11-27T12:00:00Z')).toEqual(['overdue', '190', '30']);
    expect(await figures(engine, '2026-12-01T12:00:00Z')).toEqual(['overdue', '190', '130']);
    await db()('erpInvoices').update({ hiddenSince: null });
    expect(await figures(engine, '2026-12-01T12:00:00Z')).toEqual(['overdue', '190', '190']);
  });

  it('is written to HubSpot as overdue only once it is seen again', async () => {
    const due = { dueOn: '2026-11-20' };
    const engine = await anAcme({ due }, ['due']);
    engine.now = new Date('2026-11-25T12:00:00Z');
    await engine.push();
    const written = () => engine.hubspot.get('companies', ACME)['erp_payment_status'];
    expect(written()).toBe('open');
    await engine.book({ invoices: [{ ...anInvoice({ id: 'due' }), number: 'due', ...open, ...due }] });
    await engine.push();
    expect(written()).toBe('overdue');
  });

  it('is on the card, to workflows and beside an order as of the day since when it is hidden', async () => {
    const engine = await anAcme({ due: { dueOn: '2026-11-20' }, late: { dueOn: '2026-11-18' }, seen: { dueOn: '2026-11-18' } }, [
      'due',
      'late',
    ]);
    const { portalId, connectionId } = engine.scope;
    const scope = { portalId, objectType: 'companies', recordId: ACME, contactsCarry: 'none', today: '2026-11-23' } as const;
    const query = { page: 1, sort: 'number', direction: 'ascending', search: '' } as const;
    expect((await loadInvoicePage(db(), scope, { ...query, filter: 'all' })).rows).toMatchObject([
      { id: 'due', status: 'open', daysOverdue: 0, overdue: '0', hiddenSince: '2026-11-20' },
      { id: 'late', status: 'overdue', daysOverdue: 2, overdue: '100.00', hiddenSince: '2026-11-20' },
      { id: 'seen', status: 'overdue', daysOverdue: 5, overdue: '100.00', hiddenSince: null },
    ]);
    const overdue = await loadInvoicePage(db(), scope, { ...query, filter: 'overdue' });
    expect(overdue.rows.map(({ id }) => String(id))).toEqual(['late', 'seen']);
    const { totals } = await loadFigures(db(), scope, null);
    expect(totals).toMatchObject([{ open: '300.00', overdue: '200.00', oldestOverdueDays: 5, ageing: { notDue: '100.00' } }]);
    expect(await loadPaymentState(db(), scope)).toMatchObject({ unsettled: 3, overdue: 2, oldestDueOn: '2026-11-18' });
    const debtor = { portalId, connectionId, customerId: erpRecordId('1'), today: scope.today };
    expect(await loadOverdue(db(), debtor)).toMatchObject([{ amount: '200', days: 5 }]);
  });
});
