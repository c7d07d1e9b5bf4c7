import { afterEach, describe, expect, it } from '@jest/globals';
import type { StreamName } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { listAll, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
const start = async (...options: Parameters<typeof odooHarness>): Promise<OdooHarness> => (harness = await odooHarness(...options));
afterEach(() => harness.close());

// Whose documents are, and which customers are read for them.
describe.each([16, 17, 18, 19] as const)('Odoo %i', (version) => {
  it('lists what a merge of two partners handed over, though no change time moved', async () => {
    const { fake, business, connect } = await start({ version });
    const [kept, dropped] = [await business.createCustomer({ name: 'Se queda' }), await business.createCustomer({ name: 'Sobra' })];
    const id = await business.createInvoice({ customer: dropped, total: '70.00' });
    const [used, onAccount] = [await business.pay(id, '20.00'), await business.payOnAccount(dropped, '9.00')];
    harness.pass(3_600_000);
    const all = async (stream: StreamName) => (await listAll(connect(), stream, { kind: 'all' })) as ReadonlyMap<string, string>;
    const before = { invoices: await all('invoices'), payments: await all('payments') };
    harness.pass(3_600_000);
    await fake.mergePartners(Number(kept), Number(dropped));
    harness.pass(SETTLED_MS);
    expect((await all('customers')).has(dropped)).toBe(false);
    const after = { invoices: await all('invoices'), payments: await all('payments') };
    expect(after.invoices.get(id)).not.toBe(before.invoices.get(id));
    for (const payment of [used, onAccount]) expect(after.payments.get(payment)).not.toBe(before.payments.get(payment));
    expect(await readOne(connect(), 'invoices', id)).toMatchObject({ customerId: kept, organisationId: kept });
  });

  it('lists payments of a person whose organisation became another', async () => {
    const { fake, business, connect } = await start({ version });
    const [first, second] = [await business.createCustomer({ name: 'Antes' }), await business.createCustomer({ name: 'Después' })];
    const person = await business.createPerson(first, 'Rosa');
    const payment = await business.payOnAccount(person, '12.00');
    const tx = fake.db.begin();
    tx.update('account.payment', Number(payment), { partner_id: Number(person) });
    tx.commit();
    harness.pass(3_600_000);
    const before = await listAll(connect(), 'payments', { kind: 'all' });
    await fake.updatePartner(Number(person), { parent_id: Number(second) });
    harness.pass(SETTLED_MS);
    expect((await listAll(connect(), 'payments', { kind: 'all' })).get(payment)).not.toBe(before.get(payment));
    expect((await readOne(connect(), 'payments', payment)).organisationId).toBe(second);
  });

  it('reads for a branch, where there are any, the customers of the company above it', async () => {
    const { fake, connectWith } = await start({ version });
    const branch = fake.addCompany({ name: 'Sucursal', currency: 'MXN' });
    const tx = fake.db.begin();
    tx.update('res.company', branch, { parent_id: 1 });
    tx.commit();
    const other = fake.addCompany({ name: 'Otra', currency: 'MXN' });
    const [above, foreign] = [
      await fake.createPartner({ name: 'De la matriz', is_company: true, company_id: 1 }),
      await fake.createPartner({ name: 'De otra', is_company: true, company_id: other }),
    ];
    harness.pass(SETTLED_MS);
    const { records } = await readAll(connectWith({ companies: [String(branch)] }), 'customers');
    expect([above, foreign].map((id) => records.has(erpRecordId(id)))).toEqual([version >= 17, false]);
  });
});
