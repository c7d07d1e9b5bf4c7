import { describe, expect, it } from '@jest/globals';
import { erpRecordId, recordId, type RecordId } from '../../../server/ids.ts';
import { linkByPerson, unlinkByPerson } from '../../../server/sync/match/links.ts';
import { decideReview } from '../../../server/sync/match/review-decisions.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();
const pairOf = (engine: Engine, record: RecordId) => ({
  ...engine.of,
  objectType: 'companies' as const,
  customerId: erpRecordId('1'),
  recordId: record,
  userId: 4,
});

describe('links made by people', () => {
  it('move, and both records follow', async () => {
    const engine = await anEngine(db());
    const [wrong, right] = [engine.hubspot.add('companies'), engine.hubspot.add('companies')];
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a' })] });
    await linkByPerson(engine.deps, pairOf(engine, wrong));
    await engine.push();
    await linkByPerson(engine.deps, pairOf(engine, right));
    await engine.push();
    expect(await engine.links()).toMatchObject([{ recordId: right, rule: 'person' }]);
    expect(engine.hubspot.get('companies', wrong)).toMatchObject({ erp_payment_status: 'none', erp_customer_key: null });
    expect(engine.hubspot.get('companies', right)).toMatchObject({ erp_payment_status: 'open', erp_customer_key: 'memory:db-1:1' });
    expect(engine.kicks.filter((name) => name === 'push')).toHaveLength(2);
  });

  it('go, the record is emptied, and matching does not bring them back', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { name: 'Acme', domain: 'acme.es' });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', website: 'acme.es' })] });
    await engine.match();
    await engine.push();
    await unlinkByPerson(engine.deps, pairOf(engine, acme));
    await engine.push();
    expect(engine.hubspot.get('companies', acme)['erp_customer_key']).toBeNull();
    await engine.inbox(['companies', acme]);
    await engine.match();
    expect(await engine.links()).toEqual([]);
    expect(await engine.matches()).toMatchObject([{ state: 'unmatched' }]);
  });

  it('need a customer that exists', async () => {
    const engine = await anEngine(db());
    await expect(linkByPerson(engine.deps, pairOf(engine, recordId('5')))).rejects.toThrow('No such customer');
  });

  it('may leave a customer out for good', async () => {
    const engine = await anEngine(db());
    await engine.book({ customers: [aCustomer({ id: '1' })] });
    await engine.match();
    await decideReview(engine.deps, engine.of, {
      customerId: erpRecordId('1'),
      objectType: 'companies',
      answer: 'ignore',
      recordId: null,
      userId: 4,
    });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Renamed' })] });
    expect(await engine.matches()).toMatchObject([{ state: 'ignored' }]);
  });
});
