import { afterEach, describe, expect, it } from '@jest/globals';
import type { ErpRecordId } from '../../../server/shared/ids.ts';
import { listAll, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { char } from '../../fakes/odoo/schema/field.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

// With the Accounting app money counts as promised until the bank confirms it.
let harness: OdooHarness;
afterEach(() => harness.close());

const invoice = (id: ErpRecordId) => readOne(harness.connect(), 'invoices', id);
const payment = (id: ErpRecordId) => readOne(harness.connect(), 'payments', id);
const confirm = (id: ErpRecordId) => harness.fake.matchPayment(Number(id));

async function anInvoice(): Promise<ErpRecordId> {
  const customer = await harness.business.createCustomer({ name: 'Promesa SA' });
  return harness.business.createInvoice({ customer, total: '100.00' });
}

describe.each([18, 19] as const)('with the Accounting app of %i, payments without entries', (version) => {
  it('leave the invoice in payment with everything open, until the bank confirms', async () => {
    harness = await odooHarness({ version, edition: 'enterprise-accounting' });
    const id = await anInvoice();
    const first = await harness.business.pay(id, '40.00');
    expect(await invoice(id)).toMatchObject({ status: 'in_payment', open: '100.00', settledOn: null, allocations: [] });
    // For invoices, but nothing says how much of it they use.
    expect(await payment(first)).toMatchObject({ status: 'in_process', unapplied: null, baseUnapplied: null });
    const second = await harness.business.pay(id, '60.00');
    await confirm(first);
    expect(await invoice(id)).toMatchObject({ status: 'in_payment', open: '60.00', settledAt: null });
    expect(await payment(first)).toMatchObject({ status: 'posted' });
    harness.pass(3_600_000);
    await confirm(second);
    const paid = await invoice(id);
    expect(paid).toMatchObject({ status: 'paid', open: '0.00' });
    expect(paid.allocations).toMatchObject([
      { by: 'payment', sourceId: null, amount: '40.00' },
      { by: 'payment', sourceId: null, amount: '60.00' },
    ]);
    // The bank line is the confirmation, so its moment is the settlement's.
    expect(paid.settledAt).toBe(paid.changedAt);
  });

  it('are seen by polling when they are promised and when they are confirmed', async () => {
    harness = await odooHarness({ version, edition: 'enterprise-accounting' });
    const id = await anInvoice();
    harness.pass(3_600_000);
    const erp = harness.connect();
    const before = { invoices: await readAll(erp, 'invoices'), payments: await readAll(erp, 'payments') };
    const promised = await harness.business.pay(id);
    harness.pass(SETTLED_MS);
    const after = {
      invoices: await readAll(erp, 'invoices', before.invoices.next),
      payments: await readAll(erp, 'payments', before.payments.next),
    };
    expect(after.invoices.records.get(id)?.status).toBe('in_payment');
    expect(after.payments.records.get(promised)?.status).toBe('in_process');
    expect((await listAll(erp, 'invoices', { kind: 'unsettled' })).has(id)).toBe(true);
    expect((await listAll(erp, 'payments', { kind: 'unsettled' })).has(promised)).toBe(true);
    harness.pass(3_600_000);
    await confirm(promised);
    harness.pass(SETTLED_MS);
    expect((await readAll(erp, 'invoices', after.invoices.next)).records.get(id)?.status).toBe('paid');
    expect((await readAll(erp, 'payments', after.payments.next)).records.get(promised)?.status).toBe('posted');
    expect((await listAll(erp, 'payments', { kind: 'unsettled' })).has(promised)).toBe(false);
  });

  it('for nothing are unapplied', async () => {
    harness = await odooHarness({ version, edition: 'enterprise-accounting' });
    const customer = await harness.business.createCustomer({ name: 'Anticipo SA' });
    const onAccount = await harness.business.payOnAccount(customer, '75.00');
    expect(await payment(onAccount)).toMatchObject({ status: 'in_process', unapplied: '75.00' });
    // From then on its money is used through the bank line, of which the payment knows nothing.
    await confirm(onAccount);
    expect(await payment(onAccount)).toMatchObject({ status: 'posted', unapplied: null, baseUnapplied: null });
  });
});

describe.each([16, 17, 18, 19] as const)('with the Accounting app of %i, payments with entries', (version) => {
  it('settle the invoice, which stays in payment until the bank confirms', async () => {
    harness = await odooHarness({ version, edition: 'enterprise-accounting', outstandingAccount: true });
    // The app adds this field, which is how it is recognised.
    harness.fake.db.schema.get('account.move')!.fields.payment_state_before_switch = char('Payment State Before Switch');
    const id = await anInvoice();
    const first = await harness.business.pay(id, '40.00');
    expect(await invoice(id)).toMatchObject({ status: 'partially_paid', open: '60.00' });
    const second = await harness.business.pay(id);
    expect(await invoice(id)).toMatchObject({ status: 'in_payment', open: '0.00', settledOn: null, settledAt: null });
    await confirm(first);
    expect((await invoice(id)).status).toBe('in_payment');
    await confirm(second);
    // When the bank confirmed is nowhere written; when the money was promised is not when it was paid.
    expect(await invoice(id)).toMatchObject({
      status: 'paid',
      open: '0.00',
      settledAt: null,
      allocations: [{ sourceId: first }, { sourceId: second }],
    });
  });
});
