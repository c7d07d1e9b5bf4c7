import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { pushSlice } from '../../../server/sync/push/push.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
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

  it('is asked for with growing gaps, and at once again when something changes', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies');
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a' })] });
    await engine.link('companies', '1', acme);
    const write = engine.hubspot.batchUpdate.bind(engine.hubspot);
    engine.hubspot.batchUpdate = async () => ({ written: [], refused: [] });
    expect(await gaps(engine, 10)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
    await engine.book({ invoices: [anInvoice({ id: 'a', total: '7.00' })] });
    expect(await gaps(engine, 1)).toEqual([900]);
    engine.hubspot.batchUpdate = write;
    await engine.push();
    expect(engine.hubspot.get('companies', acme)).toMatchObject({ erp_open_amount: '7' });
    engine.hubspot.batchUpdate = async () => ({ written: [], refused: [] });
    await engine.book({ invoices: [anInvoice({ id: 'a', total: '8.00' })] });
    expect(await gaps(engine, 1)).toEqual([5]);
  });

  it('nor is a stranger asked every few seconds to give up our key', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies');
    engine.hubspot.add('companies', { erp_customer_key: 'memory:db-1:1' });
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a' })] });
    await engine.link('companies', '1', acme);
    expect(await gaps(engine, 5)).toEqual([5, 10, 20, 40, 80]);
    expect(engine.hubspot.get('companies', acme)).toMatchObject({ erp_open_amount: '100' });
  });
});

/** Seconds between one try and the next. */
async function gaps(engine: Engine, tries: number): Promise<number[]> {
  const seconds: number[] = [];
  while (seconds.length < tries) {
    const outcome = await pushSlice(engine.deps, { portalId: engine.scope.portalId });
    if (outcome === 'done') break;
    seconds.push(outcome.againAfterMs / 1_000);
    engine.now = new Date(engine.now.getTime() + outcome.againAfterMs);
  }
  return seconds;
}
