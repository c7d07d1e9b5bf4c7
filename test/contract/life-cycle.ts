import { describe, expect, it } from '@jest/globals';
import type { Allocation } from '../../server/erp/shared/contract.ts';
import type { ErpRecordId } from '../../server/shared/ids.ts';
import type { Current, Has } from './erp-contract.ts';
import { readOne } from './reading.ts';

export function describeLifeCycle(current: Current, has: Has): void {
  const invoice = (id: ErpRecordId) => readOne(current().connect(), 'invoices', id);
  const payment = (id: ErpRecordId) => readOne(current().connect(), 'payments', id);
  const customer = () => current().business.createCustomer({ name: 'Cliente Modelo' });

  /** Who lists an allocation is the connector's choice: on the invoice, or on the payments. */
  async function settlementsOf(id: ErpRecordId, payments: ErpRecordId[] = []): Promise<Allocation[]> {
    const listed = await Promise.all([invoice(id), ...payments.map(payment)]);
    return listed.flatMap(({ allocations }) => allocations).filter(({ invoiceId }) => invoiceId === id);
  }

  it('a text in which the ERP holds what no database of ours takes comes without it', async () => {
    const id = await current().business.createCustomer({ name: 'Cli\0ente \ud800Modelo' });
    expect((await readOne(current().connect(), 'customers', id)).name).toBe('Cliente \ufffdModelo');
  });

  if (!has('invoices')) return;

  describe('an invoice', () => {
    it('is open when it is issued', async () => {
      const debtor = await customer();
      const id = await current().business.createInvoice({
        customer: debtor,
        total: '200.00',
        dueOn: '2027-01-15',
        origin: '4012',
      });
      const issued = await invoice(id);
      expect(issued).toMatchObject({
        type: 'invoice',
        status: 'open',
        total: '200.00',
        open: '200.00',
        customerId: debtor,
        organisationId: debtor,
      });
      expect(issued).toMatchObject({ dueOn: '2027-01-15', origin: '4012', settledOn: null, settledAt: null, allocations: [] });
      expect(issued.number).toEqual(expect.stringMatching(/\d/));
      expect(issued.lines).toHaveLength(1);
      expect(issued.lines[0]!.net).toBe(issued.untaxed);
    });

    it('is partially paid, then paid, each payment named', async () => {
      const { business } = current();
      const id = await business.createInvoice({ customer: await customer(), total: '200.00' });
      const first = await business.pay(id, '50.00');
      expect(await invoice(id)).toMatchObject({ status: 'partially_paid', open: '150.00', settledOn: null, settledAt: null });
      current().pass(60_000);
      const second = await business.pay(id);
      const paid = await invoice(id);
      expect(paid).toMatchObject({ status: 'paid', total: '200.00', open: '0.00' });
      expect(paid.settledOn).not.toBeNull();
      if (!has('payments')) return;
      const settlements = await settlementsOf(id, [first, second]);
      expect(settlements.map(({ by, sourceId, amount }) => ({ by, sourceId, amount }))).toEqual([
        { by: 'payment', sourceId: first, amount: '50.00' },
        { by: 'payment', sourceId: second, amount: '150.00' },
      ]);
      expect(await payment(second)).toMatchObject({ direction: 'in', status: 'posted', amount: '150.00', unapplied: '0.00' });
    });

    it('is credited, not paid, when credit notes alone settle it', async () => {
      const { business } = current();
      const id = await business.createInvoice({ customer: await customer(), total: '80.00' });
      const note = await business.creditNote(id);
      expect(await invoice(id)).toMatchObject({ status: 'credited', open: '0.00' });
      expect(await invoice(note)).toMatchObject({ type: 'credit_note', total: '80.00', open: '0.00', baseTotal: '80.00', reversesId: id });
      expect(await settlementsOf(id)).toMatchObject([{ by: 'credit_note', sourceId: note, amount: '80.00' }]);
    });

    it('is paid when a credit note and money settle it together', async () => {
      const { business } = current();
      const id = await business.createInvoice({ customer: await customer(), total: '80.00' });
      await business.creditNote(id, '30.00');
      expect(await invoice(id)).toMatchObject({ status: 'partially_paid', open: '50.00' });
      await business.pay(id);
      expect(await invoice(id)).toMatchObject({ status: 'paid', open: '0.00' });
    });

    it('is settled by one payment for several invoices', async () => {
      const { business } = current();
      const debtor = await customer();
      const ids = await business.createInvoices([
        { customer: debtor, total: '10.00' },
        { customer: debtor, total: '15.50' },
      ]);
      const together = await business.payTogether(ids);
      for (const id of ids) expect(await invoice(id)).toMatchObject({ status: 'paid', open: '0.00' });
      if (!has('payments')) return;
      expect(await payment(together)).toMatchObject({ amount: '25.50', unapplied: '0.00', organisationId: debtor });
      for (const [index, amount] of ['10.00', '15.50'].entries()) {
        expect(await settlementsOf(ids[index]!, [together])).toMatchObject([{ by: 'payment', sourceId: together, amount }]);
      }
    });

    it('leaves what was paid on account unapplied until it is used', async () => {
      const { business } = current();
      const debtor = await customer();
      const onAccount = await business.payOnAccount(debtor, '100.00');
      const received = { direction: 'in', amount: '100.00', organisationId: debtor };
      if (has('payments')) expect(await payment(onAccount)).toMatchObject({ ...received, unapplied: '100.00' });
      const id = await business.createInvoice({ customer: debtor, total: '40.00' });
      await business.applyToInvoice(onAccount, id);
      expect(await invoice(id)).toMatchObject({ status: 'paid', open: '0.00' });
      if (has('payments')) expect(await payment(onAccount)).toMatchObject({ unapplied: '60.00' });
    });

    it('leaves the part of a payment that is too much unapplied', async () => {
      const { business } = current();
      const id = await business.createInvoice({ customer: await customer(), total: '40.00' });
      const tooMuch = await business.pay(id, '45.00');
      expect(await invoice(id)).toMatchObject({ status: 'paid', open: '0.00' });
      if (has('payments')) expect(await payment(tooMuch)).toMatchObject({ amount: '45.00', unapplied: '5.00' });
    });

    if (has('drafts')) {
      it('is a draft first', async () => {
        const { business } = current();
        const id = await business.createDraft!({ customer: await customer(), total: '60.00' });
        expect(await invoice(id)).toMatchObject({ status: 'draft', number: null, total: '60.00' });
        await business.postDraft!(id);
        expect(await invoice(id)).toMatchObject({ status: 'open', open: '60.00' });
      });
    }

    if (has('cancellation')) {
      it('is cancelled', async () => {
        const { business } = current();
        const id = await business.createInvoice({ customer: await customer(), total: '60.00' });
        await business.cancelInvoice!(id);
        expect((await invoice(id)).status).toBe('cancelled');
      });
    }
  });

  if (!has('payments')) return;

  describe('a payment', () => {
    it('that is taken back is cancelled and nobody’s credit', async () => {
      const { business } = current();
      const id = await business.createInvoice({ customer: await customer(), total: '60.00' });
      const taken = await business.pay(id, '20.00');
      await business.cancelPayment(taken);
      expect((await payment(taken)).status).toBe('cancelled');
    });
  });
}
