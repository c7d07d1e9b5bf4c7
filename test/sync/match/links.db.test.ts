import { describe, expect, it } from '@jest/globals';
import { erpRecordId, recordId, type RecordId } from '../../../server/shared/ids.ts';
import { streamOf } from '../../../server/streams/index.ts';
import { linkByPerson, unlinkByPerson } from '../../../server/sync/match/links.ts';
import { decideReviews } from '../../../server/sync/match/review-decisions.ts';
import { markTargetsDue } from '../../../server/sync/shared/targets.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();
const pairOf = (engine: Engine, record: RecordId) => ({
  ...engine.scope,
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
    expect(engine.enqueued.filter((name) => name === 'push')).toHaveLength(2);
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

  it('to a customer the ERP no longer has are kept and told; another one ends them', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies');
    const [old, other] = [aCustomer({ id: '1' }), aCustomer({ id: '2' })];
    await engine.book({ customers: [old, other] });
    await engine.link('companies', '1', acme);
    await engine.push();
    const vanish = async () => {
      const touched = await streamOf('customers').remove(db(), engine.scope, [erpRecordId('1')]);
      await markTargetsDue(db(), engine.scope, touched, { priority: 1, now: engine.now });
      await engine.push();
    };
    await vanish();
    expect(await engine.problems()).toMatchObject([{ code: 'customer.gone', subject: acme }]);
    await engine.book({ customers: [old] });
    await engine.push();
    expect(await engine.problems()).toEqual([]);

    await vanish();
    await linkByPerson(engine.deps, { ...pairOf(engine, acme), customerId: erpRecordId('2') });
    await engine.push();
    expect(await engine.links()).toMatchObject([{ customerId: '2', recordId: acme, rule: 'person' }]);
    expect(await engine.problems()).toEqual([]);
    expect(engine.hubspot.get('companies', acme)['erp_customer_key']).toBe('memory:db-1:2');
  });

  it('need a customer that exists', async () => {
    const engine = await anEngine(db());
    await expect(linkByPerson(engine.deps, pairOf(engine, recordId('5')))).rejects.toThrow('No such customer');
  });

  it('may leave a customer out for good', async () => {
    const engine = await anEngine(db());
    await engine.book({ customers: [aCustomer({ id: '1' })] });
    await engine.match();
    const { portalId, connectionId } = engine.scope;
    const customer = { connectionId, customerId: erpRecordId('1'), objectType: 'companies' as const };
    await decideReviews(engine.deps, { portalId, userId: 4, decisions: [{ ...customer, answer: 'ignore', recordId: null }] });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Renamed' })] });
    expect(await engine.matches()).toMatchObject([{ state: 'ignored' }]);
  });
});
