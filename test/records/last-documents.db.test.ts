import { beforeEach, describe, expect, it } from '@jest/globals';
import { erpRecordId, recordId } from '../../server/shared/ids.ts';
import { loadFigures } from '../../server/records/queries/figures.ts';
import { loadInvoicePage } from '../../server/records/queries/invoices.ts';
import type { RecordScope } from '../../server/records/queries/totals.ts';
import { useTestDatabase } from '../support/database.ts';
import { anEngine, type Engine } from '../support/engine.ts';
import { aCustomer, anInvoice, aPayment } from '../support/erp-records.ts';

const db = useTestDatabase();
let engine: Engine;
let acme: RecordScope;

beforeEach(async () => {
  engine = await anEngine(db());
  const { portalId } = engine.scope;
  const day = { today: '2026-11-23', timeZone: 'UTC' };
  acme = { portalId, objectType: 'companies', recordId: recordId('900'), contactsCarry: 'billing_contact', day };
  await engine.book({ customers: [aCustomer({ id: '1' })] });
  await engine.link('companies', '1', acme.recordId);
});

const figures = () => loadFigures(db(), acme, 'EUR');

describe('the last invoice of a record', () => {
  it('is the newest by its day, then by its number as people count', async () => {
    await engine.book({
      invoices: [
        anInvoice({ id: '13:999', number: 'F/999' }),
        anInvoice({ id: '13:1000', number: 'F/1000' }),
        anInvoice({ id: '203:2', number: 'A/2000', type: 'down_payment' }),
        anInvoice({ id: '14:1', number: 'R/1', type: 'credit_note', issuedOn: '2026-11-05' }),
        anInvoice({ id: '13:1001', number: null, status: 'draft', issuedOn: '2026-11-06' }),
        anInvoice({ id: '13:1002', number: 'F/1002', status: 'cancelled', issuedOn: '2026-11-06' }),
      ],
    });
    expect(await figures()).toMatchObject({ lastInvoice: { number: 'F/1000' }, isEmpty: false });
    const page = { page: 1, sort: 'number', direction: 'descending', filter: 'unpaid', search: '' } as const;
    const { rows } = await loadInvoicePage(db(), acme, page);
    expect(rows.map(({ number }) => number)).toEqual(['A/2000', 'F/1000', 'F/999']);
  });

  it('is none where there are only credit notes, and the card is not empty for that', async () => {
    expect(await figures()).toMatchObject({ lastInvoice: null, isEmpty: true });
    await engine.book({ invoices: [anInvoice({ id: '14:1', type: 'credit_note' })] });
    expect(await figures()).toMatchObject({ lastInvoice: null, isEmpty: false });
  });
});

describe('the last payment of a record', () => {
  it('is the newest, applied or on account, with its own day and in full', async () => {
    const applied = { invoiceId: erpRecordId('a'), by: 'payment', sourceId: erpRecordId('9'), amount: '100.00' } as const;
    await engine.book({
      invoices: [anInvoice({ id: 'a', status: 'paid', allocations: [{ ...applied, on: '2026-10-01', at: null, label: null }] })],
      payments: [aPayment({ id: '9', amount: '1165.88', paidOn: '2025-11-20' })],
    });
    expect((await figures()).lastPayment).toMatchObject({ on: '2025-11-20', amount: '1165.88' });
    await engine.book({
      payments: [
        aPayment({ id: '24:99', amount: '5.00', paidOn: '2026-11-23' }),
        aPayment({ id: '24:100', amount: '777.00', unapplied: '777.00', paidOn: '2026-11-23' }),
        aPayment({ id: 'out', amount: '3.00', paidOn: '2026-11-23', direction: 'out' }),
        aPayment({ id: 'void', amount: '3.00', paidOn: '2026-11-24', status: 'cancelled' }),
      ],
    });
    expect((await figures()).lastPayment).toMatchObject({ on: '2026-11-23', amount: '777.00' });
  });
});
