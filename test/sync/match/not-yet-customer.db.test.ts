import { describe, expect, it } from '@jest/globals';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { linkByPerson, refuseByPerson } from '../../../server/sync/match/links.ts';
import { findNotYetCustomer, setNotYetCustomer, undoNotYetCustomer } from '../../../server/sync/match/not-yet-customer.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';

const db = useTestDatabase();
const acme = { name: 'Acme', website: 'acme.es' };
const recordOf = (engine: Engine, recordId: RecordId) => ({ portalId: engine.scope.portalId, objectType: 'companies' as const, recordId });
const customer = (engine: Engine, id: string) => ({ connectionId: engine.scope.connectionId, customerId: erpRecordId(id) });
const refused = async (): Promise<string[]> => {
  const rows = await db()('refusedMatches')
    .whereNot({ customerId: '' })
    .orderBy('customerId')
    .select<{ customerId: string }[]>('customerId');
  return rows.map(({ customerId }) => customerId);
};

describe('a record that is no customer yet', () => {
  it('is not linked to whom a person saw and refused, but by itself to a customer the ERP learns later', async () => {
    const engine = await anEngine(db());
    const prospect = engine.hubspot.add('companies', { name: 'Acme', domain: 'acme.es' });
    await setNotYetCustomer(engine.deps, recordOf(engine, prospect), [customer(engine, '9')], 4);
    await engine.book({ customers: [aCustomer({ id: '9', ...acme })] });
    await engine.match();
    expect(await engine.links()).toEqual([]);
    await engine.book({ customers: [aCustomer({ id: '9', active: false, ...acme }), aCustomer({ id: '10', ...acme })] });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ customerId: '10', recordId: prospect }]);
  });

  it('taken back, is looked up again; what was refused before stays refused', async () => {
    const engine = await anEngine(db());
    const company = engine.hubspot.add('companies', { name: 'Acme', domain: 'acme.es' });
    const record = recordOf(engine, company);
    await refuseByPerson(engine.deps, { ...record, ...customer(engine, '8'), userId: 4 });
    engine.now = new Date(engine.now.getTime() + 60_000);
    await setNotYetCustomer(engine.deps, record, [customer(engine, '9')], 4);
    await engine.book({ customers: [aCustomer({ id: '9', ...acme })] });
    await engine.match();
    expect(await engine.matches()).toMatchObject([{ state: 'unmatched' }]);
    await undoNotYetCustomer(engine.deps, record, 4);
    expect([await findNotYetCustomer(db(), record), await refused(), engine.enqueued.at(-1)]).toEqual([null, ['8'], 'match']);
    await engine.match();
    expect(await engine.links()).toMatchObject([{ customerId: '9', recordId: company }]);
  });

  it('changes nothing when there is nothing to take back', async () => {
    const engine = await anEngine(db());
    const record = recordOf(engine, engine.hubspot.add('companies'));
    await refuseByPerson(engine.deps, { ...record, ...customer(engine, '8'), userId: 4 });
    await undoNotYetCustomer(engine.deps, record, 4);
    expect(await refused()).toEqual(['8']);
  });

  it('is one as soon as a person links it', async () => {
    const engine = await anEngine(db());
    const record = recordOf(engine, engine.hubspot.add('companies'));
    await engine.book({ customers: [aCustomer({ id: '9' })] });
    await setNotYetCustomer(engine.deps, record, [customer(engine, '9')], 4);
    expect(await findNotYetCustomer(db(), record)).toEqual({ since: engine.now.toISOString(), by: null });
    await linkByPerson(engine.deps, { ...record, ...customer(engine, '9'), userId: 4 });
    expect(await findNotYetCustomer(db(), record)).toBeNull();
  });

  it('said and taken back by several people at the same moment, ends as one of them left it', async () => {
    const engine = await anEngine(db());
    const record = recordOf(engine, engine.hubspot.add('companies', { name: 'Acme', domain: 'acme.es' }));
    const customers = ['7', '8', '9'].map((id) => customer(engine, id));
    await engine.book({ customers: ['7', '8', '9'].map((id) => aCustomer({ id, ...acme })) });
    const people = Array.from({ length: 40 }, (_, n) =>
      n % 2 === 0
        ? setNotYetCustomer(engine.deps, record, n % 4 === 0 ? customers : customers.toReversed(), n)
        : undoNotYetCustomer(engine.deps, record, 4),
    );
    const failed = (await Promise.allSettled(people)).filter(({ status }) => status === 'rejected');
    expect(failed).toEqual([]);
    expect(await refused()).toEqual((await findNotYetCustomer(db(), record)) ? ['7', '8', '9'] : []);
  });
});
