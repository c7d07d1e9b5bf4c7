import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Current, Has } from './erp-contract.ts';
import { never, readOne } from './reading.ts';

/** Amounts with two decimals, from cents to millions, among them those a float cannot hold. */
const amounts = fc.array(
  fc.integer({ min: 1, max: 999_999_999 }).map((minor) => `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`),
  { minLength: 150, maxLength: 150 },
);

export function describeMoney(current: Current, has: Has): void {
  if (!has('invoices')) return;
  describe('amounts', () => {
    it('are exact to the last cent', async () => {
      const { business, connect } = current();
      const customer = await business.createCustomer({ name: 'Centavo y Peso' });
      const totals = [
        '0.01',
        '0.07',
        '0.29',
        '1.10',
        '4.35',
        '8.07',
        '1005.01',
        '9999999.99',
        ...fc.sample(amounts, { numRuns: 1, seed: 42 })[0]!,
      ];
      const ids = await business.createInvoices(totals.map((total) => ({ customer, total })));
      const { records } = await connect().readByIds('invoices', ids, never);
      const read = new Map(records.map((invoice) => [invoice.id, invoice]));
      expect(ids.map((id) => read.get(id)?.total)).toEqual(totals);
      expect(ids.map((id) => read.get(id)?.open)).toEqual(totals);
      expect(ids.map((id) => read.get(id)?.baseTotal)).toEqual(totals);
    });

    it('of another currency stand beside those of the books', async () => {
      const { business, connect, baseCurrency, foreignCurrency } = current();
      const customer = await business.createCustomer({ name: 'Foreign Buyer' });
      const total = foreignCurrency.decimals === 0 ? '12345' : `12345.${'6'.repeat(foreignCurrency.decimals)}`;
      const id = await business.createInvoice({ customer, total, currency: foreignCurrency.code });
      const issued = await readOne(connect(), 'invoices', id);
      expect(issued).toMatchObject({ currency: foreignCurrency.code, total, open: total, baseCurrency });
      expect(issued.baseTotal).not.toBe(total);
      expect(issued.baseOpen).toBe(issued.baseTotal);
      const payment = await business.pay(id);
      expect(await readOne(connect(), 'invoices', id)).toMatchObject({
        status: 'paid',
        baseTotal: issued.baseTotal,
        baseOpen: expect.stringMatching(/^0(\.0+)?$/),
      });
      if (!has('payments')) return;
      expect(await readOne(connect(), 'payments', payment)).toMatchObject({ currency: foreignCurrency.code, amount: total, baseCurrency });
    });
  });
}
