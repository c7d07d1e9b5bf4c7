import { describe, expect, it } from '@jest/globals';
import { STREAMS } from '../../server/streams/index.ts';
import { erpRecordId } from '../../server/shared/ids.ts';
import type { Current, Has } from './erp-contract.ts';
import type { ErpHarness } from './harness.ts';
import { listAll, never, NOTHING, readAll, SETTLED_MS } from './reading.ts';

/** One of each: open, partly paid, paid, credited, and money on account. */
async function aLittleBusiness({ business }: ErpHarness) {
  const customer = await business.createCustomer({ name: 'Mayorista Pérez' });
  const invoice = (total: string) => business.createInvoice({ customer, total });
  const [open, partly, paid, credited] = [await invoice('10.00'), await invoice('20.00'), await invoice('30.00'), await invoice('40.00')];
  await business.pay(partly, '5.00');
  await business.pay(paid);
  const note = await business.creditNote(credited);
  const onAccount = await business.payOnAccount(customer, '99.00');
  return { customer, open, partly, paid, credited, note, onAccount };
}

export function describeListing(current: Current, has: Has): void {
  describe('for comparison, a connector', () => {
    it('lists every record with the change stamp its page gave it', async () => {
      await aLittleBusiness(current());
      current().pass(SETTLED_MS);
      const erp = current().connect();
      for (const stream of STREAMS.filter((one) => has(one))) {
        const { records } = await readAll(erp, stream);
        const stamps = new Map([...records.values()].map(({ id, changeStamp }) => [id, changeStamp]));
        expect(stamps.size).toBeGreaterThan(0);
        expect(await listAll(erp, stream, { kind: 'all' })).toEqual(stamps);
      }
    });

    if (has('invoices')) {
      it('gives another change stamp to what changed', async () => {
        const { open, onAccount, customer } = await aLittleBusiness(current());
        const { business, connect, pass } = current();
        pass(SETTLED_MS);
        const before = await listAll(connect(), 'invoices', { kind: 'all' });
        const payments = has('payments') ? await listAll(connect(), 'payments', { kind: 'all' }) : null;
        pass(SETTLED_MS);
        await business.pay(open);
        const other = await business.createInvoice({ customer, total: '9.00' });
        await business.applyToInvoice(onAccount, other);
        pass(SETTLED_MS);
        const after = await listAll(connect(), 'invoices', { kind: 'all' });
        expect(after.get(open)).not.toBe(before.get(open));
        expect(after.size).toBe(before.size + 1);
        // A part of it was used: what is unapplied must be noticed to differ.
        if (payments) expect((await listAll(connect(), 'payments', { kind: 'all' })).get(onAccount)).not.toBe(payments.get(onAccount));
      });
    }

    if (has('invoices')) {
      it('lists what changed since an instant', async () => {
        const { open, paid } = await aLittleBusiness(current());
        const { business, connect, pass } = current();
        // An ERP that keeps times of an unknown zone, or days, may list what is older by so much.
        pass(3 * 86_400_000);
        const since = current().now();
        pass(SETTLED_MS);
        await business.pay(open, '1.00');
        pass(SETTLED_MS);
        const listed = await listAll(connect(), 'invoices', { kind: 'changedSince', since });
        expect(listed.has(open)).toBe(true);
        expect(listed.has(paid)).toBe(false);
      });
    }

    it('lists the documents that are not settled, where it says so', async () => {
      const { open, partly, paid, credited, onAccount } = await aLittleBusiness(current());
      const { connect, pass } = current();
      pass(SETTLED_MS);
      const erp = connect();
      if (erp.streams.invoices?.listsUnsettled) {
        const unsettled = await listAll(erp, 'invoices', { kind: 'unsettled' });
        expect([unsettled.has(open), unsettled.has(partly), unsettled.has(paid), unsettled.has(credited)]).toEqual([
          true,
          true,
          false,
          false,
        ]);
        const { records } = await readAll(erp, 'invoices');
        for (const id of unsettled.keys()) expect(['open', 'partially_paid', 'in_payment']).toContain(records.get(id)?.status);
      }
      if (erp.streams.payments?.listsUnsettled) expect((await listAll(erp, 'payments', { kind: 'unsettled' })).has(onAccount)).toBe(true);
    });

    it('no longer lists what was deleted, and leaves it out when asked by id', async () => {
      const { business, connect, pass } = current();
      const [kept, gone] = await business.createCustomers(['Se queda', 'Se va']);
      pass(SETTLED_MS);
      const erp = connect();
      const { next } = await readAll(erp, 'customers');
      await business.deleteCustomer(gone!);
      pass(SETTLED_MS);
      const page = await erp.readPage('customers', next, never);
      if (erp.streams.customers?.reportsDeletes) expect(page.removedIds).toContain(gone);
      expect((await listAll(erp, 'customers', { kind: 'all' })).has(gone!)).toBe(false);
      const { records: found } = await erp.readByIds('customers', [gone!, kept!, erpRecordId('99999999')], never);
      expect(found.map(({ id }) => id)).toEqual([kept]);
    });

    if (has('invoices', 'invoice deletion')) {
      it('no longer lists a deleted invoice', async () => {
        const { business, connect, pass } = current();
        const { open, partly } = await aLittleBusiness(current());
        await business.deleteInvoice!(open);
        pass(SETTLED_MS);
        const listed = await listAll(connect(), 'invoices', { kind: 'all' });
        expect([listed.has(open), listed.has(partly)]).toEqual([false, true]);
        expect(await connect().readByIds('invoices', [open], never)).toEqual(NOTHING);
      });
    }
  });
}
