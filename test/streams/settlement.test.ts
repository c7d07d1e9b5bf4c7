import { describe, expect, it } from '@jest/globals';
import type { Invoice } from '../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../server/shared/ids.ts';
import { statusFromAmounts } from '../../server/streams/invoices/settlement.ts';
import { anInvoice } from '../support/erp-records.ts';

const refund = (amount: string): Invoice['allocations'][number] => ({
  invoiceId: erpRecordId('1'),
  by: 'credit_note',
  sourceId: erpRecordId('2'),
  amount,
  on: null,
  at: null,
  label: null,
});

describe('the status of an invoice', () => {
  const cases: [string, Partial<Pick<Invoice, 'status' | 'type' | 'total' | 'open' | 'allocations'>>, Invoice['status']][] = [
    ['nothing open, called unpaid', { status: 'open', open: '0.00' }, 'paid'],
    ['a free one, called unpaid', { status: 'open', total: '0.00' }, 'paid'],
    ['refunded in full, called paid', { status: 'paid', allocations: [refund('99.50'), refund('0.50')] }, 'credited'],
    ['refunded in part, paid for the rest', { status: 'paid', allocations: [refund('99.50')] }, 'paid'],
    ['an applied credit note', { status: 'open', type: 'credit_note', open: '0.00' }, 'paid'],
    ['promised in full', { status: 'in_payment', open: '0.00' }, 'in_payment'],
    ['a draft of zero', { status: 'draft', open: '0.00' }, 'draft'],
    ['cancelled', { status: 'cancelled', open: '0.00' }, 'cancelled'],
    ['something open', { status: 'partially_paid', open: '0.001' }, 'partially_paid'],
  ];
  it.each(cases)('follows its figures: %s', (_case, given, expected) => {
    expect(statusFromAmounts(anInvoice({ id: '1', ...given }))).toBe(expected);
  });
});
