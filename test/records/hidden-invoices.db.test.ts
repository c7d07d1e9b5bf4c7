import { describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../server/erp/shared/contract.ts';
import { loadFigures } from '../../server/records/queries/figures.ts';
import { loadInvoicePage } from '../../server/records/queries/invoices.ts';
import { loadLatestInvoice } from '../../server/records/queries/latest-invoice.ts';
import { loadOverdue } from '../../server/records/queries/overdue.ts';
import { loadPaymentState } from '../../server/records/queries/payment-state.ts';
import { loadRecordState } from '../../server/records/queries/record-state.ts';
import { loadSubscriptions } from '../../server/records/queries/subscriptions.ts';
import type { RecordScope } from '../../server/records/queries/totals.ts';
import { computeRollups } from '../../server/records/rollups.ts';
import { erpRecordId, recordId } from '../../server/shared/ids.ts';
import { storeSubscriptions } from '../../server/streams/subscriptions/store.ts';
import { tellHidden } from '../../server/sync/pull/hidden-records.ts';
import { useTestDatabase } from '../support/database.ts';
import { anEngine, type Engine } from '../support/engine.ts';
import { aCustomer, anInvoice, aSubscription } from '../support/erp-records.ts';

const db = useTestDatabase();
const ACME = recordId('100');
const MEXICO = 'America/Mexico_City';
const onThe23rd = (timeZone: string) => ({ today: '2026-11-23', timeZone });
const PAGE = { page: 1, sort: 'number', direction: 'ascending', search: '' } as const;
const open = { status: 'open', total: '100.00', open: '100.00', baseOpen: '100.00' } as const;

/** Invoices of one firm, of which some were hidden when it was still the 20th in Mexico. */
async function anAcme(invoices: Record<string, Partial<Invoice>>, hidden: string[]): Promise<Engine> {
  const engine = await anEngine(db(), { timeZone: MEXICO });
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

const figures = async ({ portal }: Pick<Engine, 'portal'>, now: string) => {
  const request = { objectType: 'companies', recordIds: [ACME], now: new Date(now) } as const;
  const { values } = (await computeRollups(db(), portal, request))[0]!;
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
    const scope = { portalId, objectType: 'companies', recordId: ACME, contactsCarry: 'none', day: onThe23rd(MEXICO) } as const;
    expect((await loadInvoicePage(db(), scope, { ...PAGE, filter: 'all' })).rows).toMatchObject([
      { id: 'due', status: 'open', daysOverdue: 0, overdue: '0', hiddenSince: '2026-11-20' },
      { id: 'late', status: 'overdue', daysOverdue: 2, overdue: '100.00', hiddenSince: '2026-11-20' },
      { id: 'seen', status: 'overdue', daysOverdue: 5, overdue: '100.00', hiddenSince: null },
    ]);
    const overdue = await loadInvoicePage(db(), scope, { ...PAGE, filter: 'overdue' });
    expect(overdue.rows.map(({ id }) => String(id))).toEqual(['late', 'seen']);
    const { totals } = await loadFigures(db(), scope, null);
    expect(totals).toMatchObject([{ open: '300.00', overdue: '200.00', oldestOverdueDays: 5, ageing: { notDue: '100.00' } }]);
    expect(await loadPaymentState(db(), scope)).toMatchObject({ unsettled: 3, overdue: 2, oldestDueOn: '2026-11-18' });
    const debtor = { portalId, connectionId, customerId: erpRecordId('1'), day: scope.day };
    expect(await loadOverdue(db(), debtor)).toMatchObject([{ amount: '200', days: 5 }]);
  });
});

interface Asked {
  engine: Engine;
  scope: RecordScope;
}

/** What is asked; the answer where the invoice was hidden on the day it was due, and where it was hidden a day later. */
const ANSWERS: [string, (asked: Asked) => Promise<unknown>, unknown, unknown][] = [
  [
    'its row',
    async ({ scope }) => {
      const [row] = (await loadInvoicePage(db(), scope, { ...PAGE, filter: 'all' })).rows;
      return [row!.status, row!.daysOverdue, row!.overdue, row!.hiddenSince];
    },
    ['open', 0, '0', '2026-11-20'],
    ['overdue', 1, '100.00', '2026-11-21'],
  ],
  ['rows that are overdue', async ({ scope }) => (await loadInvoicePage(db(), scope, { ...PAGE, filter: 'overdue' })).total, 0, 1],
  [
    'totals and the last invoice',
    async ({ scope }) => {
      const { totals, lastInvoice } = await loadFigures(db(), scope, null);
      return [totals[0]!.overdue, totals[0]!.oldestOverdueDays, lastInvoice!.status];
    },
    ['0', null, 'open'],
    ['100.00', 1, 'overdue'],
  ],
  ['the latest invoice', async ({ scope }) => (await loadLatestInvoice(db(), scope))!.status, 'open', 'overdue'],
  ['the payment state', async ({ scope }) => (await loadPaymentState(db(), scope)).overdue, 0, 1],
  [
    'what the customer of an order owes',
    ({ engine, scope: { day } }) => loadOverdue(db(), { ...engine.scope, customerId: erpRecordId('1'), day }),
    [],
    [{ currency: 'EUR', amount: '100', days: 1 }],
  ],
  ['its subscription', async ({ scope }) => (await loadSubscriptions(db(), scope)).map(({ overdueCount }) => overdueCount), [0], [1]],
  [
    'properties',
    ({ engine, scope: { day } }) => figures({ portal: { ...engine.portal, timeZone: day.timeZone } }, '2026-11-23T12:00:00Z'),
    ['open', '100', '0'],
    ['overdue', '100', '100'],
  ],
  [
    'the notice on the card',
    async ({ engine, scope }) => (await loadRecordState(db(), scope, engine.now)).notices.map(({ params }) => params['since']),
    ['2026-11-20'],
    ['2026-11-21'],
  ],
];

describe('the day since when an invoice is hidden', () => {
  it.each(ANSWERS)("is that of the portal's zone: %s", async (_what, answer, hiddenOn20th, hiddenOn21st) => {
    const engine = await anAcme({ due: { dueOn: '2026-11-20' } }, ['due']);
    const subscription = aSubscription({ id: 'a', orderIds: [], invoiceIds: ['due'] });
    await db().transaction((trx) => storeSubscriptions(trx, { ...engine.scope, generation: 1, now: engine.now }, [subscription]));
    await tellHidden(engine.deps, engine.scope, 'invoices');
    const record = { portalId: engine.portal.portalId, objectType: 'companies', recordId: ACME, contactsCarry: 'none' } as const;
    const answerIn = (timeZone: string) => answer({ engine, scope: { ...record, day: onThe23rd(timeZone) } });
    expect([await answerIn(MEXICO), await answerIn('Europe/Madrid')]).toEqual([hiddenOn20th, hiddenOn21st]);
  });
});
