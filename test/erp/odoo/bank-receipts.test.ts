import { afterEach, describe, expect, it } from '@jest/globals';
import type { ErpRecordId } from '../../../server/shared/ids.ts';
import { listAll, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

// Money that came as a line of a bank statement, matched with invoices or not, without a payment record.
let harness: OdooHarness;
afterEach(() => harness.close());

async function paidByBank(options: { amount?: string; label?: string } = {}): Promise<{ customer: ErpRecordId; invoice: ErpRecordId }> {
  const { business, fake } = harness;
  const customer = await business.createCustomer({ name: 'Transferencias SA' });
  const invoice = await business.createInvoice({ customer, total: '120.00' });
  harness.pass(3_600_000);
  await fake.bankLineReconcile(Number(invoice), { label: 'SPEI 4711', ...options });
  harness.pass(SETTLED_MS);
  return { customer, invoice };
}
const receipts = async () =>
  [...(await readAll(harness.connect(), 'payments')).records.values()].filter(({ id }) => id.startsWith('bank-'));

describe.each([16, 17, 18, 19] as const)('a bank line of Odoo %i', (version) => {
  it('is a payment of its customer, with what of it is left', async () => {
    harness = await odooHarness({ version });
    const { customer, invoice } = await paidByBank({ amount: '150.00' });
    const [receipt, another] = await receipts();
    expect(another).toBeUndefined();
    expect(receipt).toMatchObject({
      direction: 'in',
      status: 'posted',
      number: expect.stringMatching(/^BNK1/),
      customerId: customer,
      organisationId: customer,
      companyId: '1',
      currency: 'MXN',
      amount: '150.00',
      unapplied: '30.00',
      baseAmount: '150.00',
      reference: 'SPEI 4711',
      allocations: [],
    });
    expect(await readOne(harness.connect(), 'invoices', invoice)).toMatchObject({ status: 'paid', open: '0.00' });
    expect(await readOne(harness.connect(), 'payments', receipt!.id)).toEqual(receipt);
    const entry = receipt!.id.slice('bank-'.length);
    expect(harness.connect().capabilities.linkTo?.('payments', receipt!.id)).toBe(
      `${harness.fake.url}/mail/view?model=account.move&res_id=${entry}`,
    );
  });

  it('is met by polling, when it comes and when its use changes, and by every listing', async () => {
    harness = await odooHarness({ version });
    const erp = harness.connect();
    await harness.business.createCustomer({ name: 'Antes SA' });
    const { next: before } = await readAll(erp, 'payments');
    const { invoice } = await paidByBank({ amount: '150.00' });
    const came = await readAll(erp, 'payments', before);
    const [receipt] = came.records.values();
    expect(receipt).toMatchObject({ unapplied: '30.00' });
    for (const range of [{ kind: 'all' }, { kind: 'unsettled' }, { kind: 'changedSince', since: new Date(0) }] as const) {
      expect((await listAll(erp, 'payments', range)).get(receipt!.id)).toBe(receipt!.changeStamp);
    }
    harness.pass(3_600_000);
    await harness.fake.unreconcile(Number(invoice));
    harness.pass(SETTLED_MS);
    const after = (await readAll(erp, 'payments', came.next)).records.get(receipt!.id);
    expect(after).toMatchObject({ amount: '150.00', unapplied: '150.00' });
    expect(after!.changeStamp).not.toBe(receipt!.changeStamp);
  });

  it('beside a payment is not counted twice', async () => {
    harness = await odooHarness({ version });
    const { business } = harness;
    const paid = await business.pay(
      await business.createInvoice({ customer: await business.createCustomer({ name: 'Dos SA' }), total: '9.00' }),
    );
    await paidByBank();
    const { records } = await readAll(harness.connect(), 'payments');
    expect([...records.keys()]).toEqual([paid, expect.stringMatching(/^bank-\d+$/)]);
  });
});

describe.each([18, 19] as const)('with the Accounting app of %i, a bank line that confirms a payment without an entry', (version) => {
  it('is no payment of its own, whether for an invoice or beside others', async () => {
    harness = await odooHarness({ version, edition: 'enterprise-accounting' });
    const { business, fake } = harness;
    const customer = await business.createCustomer({ name: 'Promesa SA' });
    const [promised, transferred] = await business.createInvoices([
      { customer, total: '100.00' },
      { customer, total: '70.00' },
    ]);
    const payment = await business.pay(promised!);
    await fake.matchPayment(Number(payment));
    await fake.bankLineReconcile(Number(transferred));
    harness.pass(SETTLED_MS);
    const { records } = await readAll(harness.connect(), 'payments');
    expect([...records.values()].map(({ id, amount }) => [id === payment, amount])).toEqual([
      [true, '100.00'],
      [false, '70.00'],
    ]);
  });
});
