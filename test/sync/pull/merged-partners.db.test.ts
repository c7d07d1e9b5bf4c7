import { afterEach, describe, expect, it } from '@jest/globals';
import { never } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from '../../erp/odoo/harness.ts';
import { useTestDatabase } from '../../support/database.ts';
import type { MemoryErp } from '../../support/erp.ts';
import { connectedErp } from '../../support/incoming.ts';

const db = useTestDatabase();
let harness: OdooHarness;
afterEach(() => harness.close());

describe('partners merged with plain SQL, which moves no change time', () => {
  it('are put right by the comparison of everything, and the link follows', async () => {
    harness = await odooHarness({ version: 18 });
    const { business, fake } = harness;
    const [kept, dropped] = [await business.createCustomer({ name: 'Queda' }), await business.createCustomer({ name: 'Sobra' })];
    const person = await business.createPerson(dropped, 'Rosa');
    const ids = [
      await business.createInvoice({ customer: dropped, total: '70.00' }),
      await business.createInvoice({ customer: person, total: '8.00' }),
    ];
    const payment = await business.pay(ids[0]!, '20.00');
    harness.pass(3_600_000);
    const erp = harness.connect();
    const joined = await connectedErp(db(), { erp: erp as unknown as MemoryErp });
    await db()('erpConnections').update({ identity: JSON.stringify(await erp.identify(never)) });
    await joined.pull();
    await db()('links').insert({
      ...joined.scope,
      ...{ objectType: 'companies', customerId: dropped, recordId: 'H1', state: 'active', rule: 'tax_id' },
    });

    await db()('fieldPairs').insert({
      ...joined.scope,
      ...{ objectType: 'companies', customerId: dropped, recordId: 'H1', isFrozen: true, frozen: ['phone'], dueAt: new Date() },
    });

    await fake.mergePartners(Number(kept), Number(dropped));
    harness.pass(3_600_000);
    await joined.pull();
    await joined.reconcile();
    expect(await db()('links').select('customerId', 'recordId')).toEqual([{ customerId: kept, recordId: 'H1' }]);
    // What people froze stays frozen.
    expect(await db()('fieldPairs').where({ customerId: kept }).select('recordId', 'isFrozen', 'frozen')).toEqual([
      { recordId: 'H1', isFrozen: true, frozen: ['phone'] },
    ]);
    expect(await db()('erpInvoices').distinct('organisationId')).toEqual([{ organisationId: kept }]);
    expect(await db()('erpPayments').where({ erpId: payment }).first()).toMatchObject({ customerId: kept, organisationId: kept });
    expect(await db()('erpCustomers').where({ erpId: dropped })).toEqual([]);
    expect((await db()('erpConnections').first()).status).toBe('active');
  });
});
