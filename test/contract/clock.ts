import { describe, expect, it } from '@jest/globals';
import type { Cursor } from '../../server/erp/shared/contract.ts';
import type { Current, Has } from './erp-contract.ts';
import { never, readAll, SETTLED_MS } from './reading.ts';

const HOUR_MS = 3_600_000;

export function describeWrongClock(current: Current, has: Has): void {
  describe('an ERP whose clock was wrong', () => {
    it.each([
      ['later today', 8 * HOUR_MS],
      ['three days later', 72 * HOUR_MS],
    ])('is read on: what it stamped as of %s hides nothing', async (_, ahead) => {
      const { business, connect, pass, clockIsAhead } = current();
      const [early, wrong, right, last] = await business.createCustomers(['Early', 'Wrong', 'Right', 'Last']);
      const invoice = await business.createInvoice({ customer: early!, total: '100.00' });
      const other = await business.createInvoice({ customer: last!, total: '70.00' });
      pass(HOUR_MS);
      const erp = connect();
      const cursors: Record<'customers' | 'invoices', Cursor | null> = { customers: null, invoices: null };
      const read = async (stream: 'customers' | 'invoices') => {
        pass(SETTLED_MS);
        const { records, next } = await readAll(erp, stream, cursors[stream]);
        cursors[stream] = next;
        return [...records.values()].map((record) => ('name' in record ? record.name : record.id));
      };
      const readBoth = async () => {
        await read('customers');
        if (has('invoices')) await read('invoices');
      };
      await readBoth();
      pass(HOUR_MS);
      await readBoth();

      clockIsAhead(ahead);
      await business.renameCustomer(wrong!, 'Wrong, renamed');
      await business.touchInvoices([invoice]);
      expect(await read('customers')).toContain('Wrong, renamed');
      if (has('invoices')) expect(await read('invoices')).toContain(invoice);
      clockIsAhead(0);
      for (const [customer, name] of [
        [right, 'Right, renamed'],
        [last, 'Last, renamed'],
      ] as const) {
        pass(HOUR_MS);
        await business.renameCustomer(customer!, name);
        expect(await read('customers')).toContain(name);
      }
      pass(HOUR_MS);
      await business.touchInvoices([other]);
      if (has('invoices')) expect(await read('invoices')).toContain(other);
    });

    it('says so when that cannot be', async () => {
      const { business, connect, pass, clockIsAhead } = current();
      const customer = await business.createCustomer({ name: 'Reloj' });
      pass(HOUR_MS);
      const erp = connect();
      const { notices, next } = await erp.readPage('customers', null, never);
      expect(notices).toEqual([]);
      clockIsAhead(72 * HOUR_MS);
      await business.renameCustomer(customer, 'Reloj, renamed');
      pass(SETTLED_MS);
      const page = await erp.readPage('customers', next, never);
      expect(page.notices).toEqual([{ code: 'connection.clock_ahead', params: { minutes: expect.any(Number) } }]);
      expect(page.notices![0]!.params['minutes']).toBeGreaterThan(48 * 60);
    });
  });
}
