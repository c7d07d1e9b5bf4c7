import { afterEach, describe, expect, it } from '@jest/globals';
import { startOdooFake } from './odoo/index.ts';
import type { OdooFake, OdooFakeOptions } from './odoo/index.ts';

let odoo: OdooFake;
afterEach(() => odoo.close());

async function company(options: OdooFakeOptions): Promise<number> {
  odoo = await startOdooFake(options);
  return odoo.createPartner({ name: 'Aceros del Valle SA de CV', is_company: true });
}

describe('the accounting app from 18 on', () => {
  const observed = async (invoice: number, payments: number[]): Promise<unknown[]> => [
    odoo.invoice(invoice).paymentState,
    odoo.invoice(invoice).residual,
    ...payments.map((id) => odoo.record('account.payment', id)?.state),
  ];

  it('leaves the residual alone until the bank confirms, without an outstanding account', async () => {
    const partner = await company({ version: 18, edition: 'enterprise-accounting' });
    const invoice = await odoo.createInvoice({ partner, total: '100.00' });
    const first = await odoo.registerPayment(invoice, { amount: '40.00' });
    expect(odoo.record('account.payment', first)?.move_id).toBeNull();
    expect(await observed(invoice, [first])).toEqual(['in_payment', '100.00', 'in_process']);
    const second = await odoo.registerPayment(invoice, { amount: '60.00' });
    await odoo.matchPayment(first);
    expect(await observed(invoice, [first, second])).toEqual(['in_payment', '60.00', 'paid', 'in_process']);
    await odoo.matchPayment(second);
    expect(await observed(invoice, [first, second])).toEqual(['paid', '0.00', 'paid', 'paid']);
  });

  it('books at once with an outstanding account, and matching then moves the payment only', async () => {
    const partner = await company({ version: 19, edition: 'enterprise-accounting', outstandingAccount: true });
    const invoice = await odoo.createInvoice({ partner, total: '100.00' });
    const first = await odoo.registerPayment(invoice, { amount: '40.00' });
    expect(await observed(invoice, [first])).toEqual(['partial', '60.00', 'in_process']);
    const second = await odoo.registerPayment(invoice, { amount: '60.00' });
    expect(await observed(invoice, [second])).toEqual(['in_payment', '0.00', 'in_process']);
    const stamp = odoo.record('account.move', invoice)?.write_date;
    await odoo.matchPayment(first);
    expect(await observed(invoice, [first])).toEqual(['in_payment', '0.00', 'paid']);
    expect(odoo.record('account.move', invoice)?.write_date).toBe(stamp);
    await odoo.matchPayment(second);
    expect(await observed(invoice, [second])).toEqual(['paid', '0.00', 'paid']);
  });
});
