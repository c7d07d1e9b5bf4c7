import { describe, expect, it } from '@jest/globals';
import { ask, COMPANY, mine, useCardsApp } from '../support/cards-app.ts';

const database = useCardsApp();

describe('an invoice with more lines than anybody reads', () => {
  it('stays far below the megabyte that HubSpot takes, and says how many are left out', async () => {
    const line = {
      description: 'ñ'.repeat(1_000),
      productCode: 'SB-200',
      quantity: '1',
      unitPrice: '1.00',
      net: '1.00',
      taxes: ['IVA 16%'],
    };
    const lines = Array.from({ length: 10_000 }, () => line);
    const part = { dueOn: '2026-12-01', total: '1.00', open: '1.00' };
    await database()('erpInvoices').update({ lines: JSON.stringify(lines), instalments: JSON.stringify(Array(300).fill(part)) });
    await database().raw(
      `insert into erp_allocations (portal_id, connection_id, invoice_id, owner_stream, owner_id, position, by, amount, settled_on)
       select portal_id, connection_id, erp_id, 'invoices', erp_id, n, case when n % 2 = 0 then 'other' else 'credit_note' end, 1, date '2026-01-01' + n
       from erp_invoices cross join generate_series(1, 2000) n`,
    );
    const { body, text } = await ask(`/cards/invoice?${COMPANY}&connectionId=${mine.connectionId}&invoiceId=a`).expect(200);
    expect(Buffer.byteLength(text)).toBeLessThan(500_000);
    expect(body.left).toEqual({ lines: 9_800, instalments: 100, payments: 800, creditNotes: 800 });
    expect([body.lines, body.payments].map((shown: unknown[]) => shown.length)).toEqual([200, 200]);
    expect(body.payments.at(-1)).toMatchObject({ on: '2031-06-24' });
  });
});
