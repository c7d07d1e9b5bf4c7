import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();

describe('an answer that says nothing of a record', () => {
  it('is doubted: the record is read back and written again', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies');
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a' })] });
    await engine.link('companies', '1', acme);
    const write = engine.hubspot.batchUpdate.bind(engine.hubspot);
    let silent = 2;
    engine.hubspot.batchUpdate = async (...call) => (silent-- > 0 ? { written: [], refused: [] } : write(...call));
    await engine.push();
    expect(engine.hubspot.get('companies', acme)).toMatchObject({ erp_payment_status: 'open', erp_open_amount: '100' });
    expect(await engine.problems()).toEqual([]);
    expect(await engine.target('companies', acme)).toMatchObject({ isDoubtful: false });
  });
});
