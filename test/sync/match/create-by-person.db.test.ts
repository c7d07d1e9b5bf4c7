import { describe, expect, it } from '@jest/globals';
import { decideReviews } from '../../../server/sync/match/review-decisions.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';

const db = useTestDatabase();

const create = ({ deps, scope }: Engine, customerId: string, objectType = 'companies') =>
  decideReviews(deps, {
    portalId: scope.portalId,
    userId: 5,
    decisions: [{ connectionId: scope.connectionId, customerId, objectType, answer: 'create', recordId: null } as never],
  });
const stateOf = (customerId: string) => db()('customerMatches').where({ customerId }).first('state', 'wantedBy');

describe('a record that a person asks for', () => {
  it('is made and linked although missing records are not made by themselves', async () => {
    const engine = await anEngine(db());
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', taxId: 'ESB12345674' }), aCustomer({ id: '2', name: 'Bolt' })] });
    await engine.match();
    expect(engine.hubspot.ids('companies')).toEqual([]);
    expect(await create(engine, '1')).toEqual({ decided: 1, refused: 0 });
    await engine.match();
    expect(engine.hubspot.ids('companies').map((id) => engine.hubspot.get('companies', id)['name'])).toEqual(['Acme']);
    expect(await db()('links').select('customerId', 'rule', 'linkedBy')).toEqual([{ customerId: '1', rule: 'created', linkedBy: 5 }]);
    expect(await stateOf('1')).toEqual({ state: 'linked', wantedBy: null });
    expect(await stateOf('2')).toEqual({ state: 'unmatched', wantedBy: null });
    await engine.match();
    expect(engine.hubspot.ids('companies')).toHaveLength(1);
    await expect(create(engine, '1')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is linked and not made where one is found meanwhile', async () => {
    const engine = await anEngine(db());
    const mail = { kind: 'person' as const, emails: ['ana@acme.es'] };
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Ana', ...mail })] });
    await engine.match();
    const ana = engine.hubspot.add('contacts', { email: 'ana@acme.es' });
    await create(engine, '1', 'contacts');
    await engine.match();
    expect(await db()('links').select('customerId', 'recordId')).toEqual([{ customerId: '1', recordId: ana }]);
    expect(engine.hubspot.ids('contacts')).toEqual([ana]);
    expect(await stateOf('1')).toEqual({ state: 'linked', wantedBy: null });
  });

  it('is refused with the reason where none can be made', async () => {
    const engine = await anEngine(db());
    await engine.book({
      customers: [aCustomer({ id: '1', name: 'Ana', kind: 'person', emails: [] }), aCustomer({ id: '2', active: false })],
    });
    await engine.match();
    await expect(create(engine, '1', 'contacts')).rejects.toMatchObject({ code: 'create.no_email' });
    await expect(create(engine, '2')).rejects.toMatchObject({ code: 'create.archived' });
    await db()('erpConnections').update({ approvedAt: null });
    await expect(create(engine, '2')).rejects.toMatchObject({ code: 'create.connection_first' });
    expect(await db()('customerMatches').whereNotNull('wantedBy')).toEqual([]);
  });
});
