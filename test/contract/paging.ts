import { describe, expect, it } from '@jest/globals';
import type { ErpRecordId } from '../../server/shared/ids.ts';
import type { Current, Has } from './erp-contract.ts';
import type { ErpHarness } from './harness.ts';
import { readAll, readOne, SETTLED_MS } from './reading.ts';

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `Customer ${index}`);

/** So many invoices of one customer, written at once. */
async function invoices({ business }: ErpHarness, count: number): Promise<ErpRecordId[]> {
  const customer = await business.createCustomer({ name: 'Ferretería del Norte' });
  return business.createInvoices(Array.from({ length: count }, (_, index) => ({ customer, total: `${100 + index}.00` })));
}

export function describePaging(current: Current, has: Has): void {
  describe('reading a stream', () => {
    it('from the beginning brings every record, page by page', async () => {
      const { business, connect, pageSize } = current();
      const customers = await business.createCustomers(names(pageSize + 20));
      const written = await invoices(current(), pageSize + 10);
      const payment = await business.pay(written[3]!);
      current().pass(SETTLED_MS);
      const erp = connect();

      const read = await readAll(erp, 'customers');
      expect(read.pages).toBeGreaterThan(1);
      expect([...read.records.keys()]).toEqual(expect.arrayContaining(customers));
      if (has('invoices')) expect(new Set((await readAll(erp, 'invoices')).records.keys())).toEqual(new Set(written));
      if (has('payments')) expect([...(await readAll(erp, 'payments')).records.keys()]).toEqual([payment]);
    });

    it('goes on after a crash from whatever page was stored last', async () => {
      const { business, connect, pageSize } = current();
      await business.createCustomers(names(2 * pageSize + 10));
      current().pass(SETTLED_MS);
      const { records, cursors } = await readAll(connect(), 'customers');
      const pages: ErpRecordId[][] = [];
      for (const cursor of cursors.slice(0, -1)) pages.push([...(await readAll(connect(), 'customers', cursor)).records.keys()]);
      expect(pages.length).toBeGreaterThanOrEqual(3);
      expect(new Set(pages[0])).toEqual(new Set(records.keys()));
      // Each rest is what the page before it did not bring.
      const firstPage = pages[0]!.slice(0, pageSize);
      expect(new Set([...firstPage, ...pages[1]!])).toEqual(new Set(records.keys()));
      expect(pages.at(-1)!.length).toBeLessThan(pages[0]!.length);
    });

    it('brings what changed since, and comes to rest', async () => {
      const { business, connect, pass } = current();
      const [first, second] = await invoices(current(), 2);
      const customer = await business.createCustomer({ name: 'Aceros Monterrey' });
      pass(3_600_000);
      const erp = connect();
      const begun = has('invoices') ? await readAll(erp, 'invoices') : null;
      pass(3_600_000);
      // Who cannot tell how long ago the last change was reads it once more.
      const before = {
        customers: await readAll(erp, 'customers'),
        invoices: begun && (await readAll(erp, 'invoices', begun.next)),
        payments: has('payments') ? await readAll(erp, 'payments') : null,
      };
      pass(3_600_000);

      const payment = await business.pay(first!);
      const added = await business.createInvoice({ customer, total: '70.00' });
      await business.renameCustomer(customer, 'Aceros de Monterrey');
      pass(SETTLED_MS);

      expect((await readAll(erp, 'customers', before.customers.next)).records.get(customer)?.name).toBe('Aceros de Monterrey');
      if (before.payments) expect((await readAll(erp, 'payments', before.payments.next)).records.has(payment)).toBe(true);
      if (!before.invoices) return;
      const changed = await readAll(erp, 'invoices', before.invoices.next);
      expect(changed.records.get(first!)?.status).toBe('paid');
      expect(changed.records.get(added)?.total).toBe('70.00');
      expect(changed.records.has(second!)).toBe(false);

      pass(3_600_000);
      const quiet = await readAll(connect(), 'invoices', changed.next);
      pass(3_600_000);
      expect((await readAll(connect(), 'invoices', quiet.next)).records.size).toBe(0);
    });

    if (has('invoices')) {
      it.each([2, 620])('loses none of %i records changed in one moment', async (count) => {
        const { business, connect, pass } = current();
        const ids = await invoices(current(), count);
        pass(SETTLED_MS);
        const erp = connect();
        const { next } = await readAll(erp, 'invoices');
        pass(3_600_000);
        await business.touchInvoices(ids);
        pass(SETTLED_MS);
        expect(new Set((await readAll(erp, 'invoices', next)).records.keys())).toEqual(new Set(ids));
      });

      it('brings the newest state of what changes while it is read', async () => {
        const { business, connect, pass, pageSize } = current();
        const ids = await invoices(current(), pageSize + 10);
        pass(SETTLED_MS);
        const erp = connect();
        const [early, late] = [ids[0]!, ids.at(-1)!];
        const reading = await readAll(erp, 'invoices', null, async () => {
          pass(SETTLED_MS);
          await business.pay(early);
          await business.pay(late);
          pass(SETTLED_MS);
        });
        const since = await readAll(erp, 'invoices', reading.next);
        const newest = new Map([...reading.records, ...since.records]);
        expect(newest.size).toBe(ids.length);
        expect([newest.get(early)?.status, newest.get(late)?.status]).toEqual(['paid', 'paid']);
      });
    }

    if (has('invoices', 'slow commits')) {
      it('meets what a slow transaction commits behind the reader', async () => {
        const { business, connect, pass } = current();
        const [, customer] = await Promise.all([invoices(current(), 1), business.createCustomer({ name: 'Importadora Lenta' })]);
        pass(SETTLED_MS);
        const erp = connect();
        const first = await readAll(erp, 'invoices');
        const slow = await business.createInvoiceSlowly!({ customer, total: '12.00' });
        pass(2 * SETTLED_MS);
        const second = await readAll(erp, 'invoices', first.next);
        expect(second.records.has(slow.id)).toBe(false);
        await slow.commit();
        pass(SETTLED_MS);
        expect((await readAll(erp, 'invoices', second.next)).records.has(slow.id)).toBe(true);
      });
    }

    if (has('linkTo', 'invoices')) {
      it('says where a person finds a record', async () => {
        const [id] = await invoices(current(), 1);
        expect(current().connect().capabilities.linkTo!('invoices', id!)).toMatch(new RegExp(`^https?://.*${id}`));
      });
    }

    it('brings people with their organisation, and the archived as inactive', async () => {
      const { business, connect, pass } = current();
      const organisation = await business.createCustomer({ name: 'Grupo Industrial Saltillo', email: 'Cuentas@GIS.example' });
      const person = await business.createPerson(organisation, 'Ana Ruiz');
      const idle = await business.createCustomer({ name: 'Taller Cerrado' });
      await business.deactivateCustomer(idle);
      pass(SETTLED_MS);
      const { records } = await readAll(connect(), 'customers');
      expect(records.get(organisation)).toMatchObject({
        kind: 'organisation',
        organisationId: organisation,
        emails: ['cuentas@gis.example'],
        active: true,
      });
      expect(records.get(person)).toMatchObject({ kind: 'person', organisationId: organisation, parentId: null, name: 'Ana Ruiz' });
      expect(await readOne(connect(), 'customers', idle)).toMatchObject({ name: 'Taller Cerrado', active: false });
    });
  });
}
