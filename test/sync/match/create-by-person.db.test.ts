import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { linkByPerson, unlinkByPerson } from '../../../server/sync/match/links.ts';
import { matchSlice } from '../../../server/sync/match/match.ts';
import { undoDecision } from '../../../server/sync/match/undo-decision.ts';
import { requeueKeptWaiting } from '../../../server/sync/shared/sending-commands.ts';
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
const customerOf = ({ scope }: Engine) => ({ ...scope, objectType: 'companies' as const, customerId: erpRecordId('1') });
const reviewOf = (engine: Engine, answer: 'ignore', recordId: null) => {
  const { portalId, ...customer } = customerOf(engine);
  return { portalId, userId: 6, decisions: [{ ...customer, answer, recordId }] };
};
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

  describe('while the ERP may be making a customer of which nobody knows yet whose it is', () => {
    const KEY = 'HS-7-C1-1';

    async function whileMaking() {
      const engine = await anEngine(db());
      await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme' })] });
      await engine.match();
      engine.now = new Date(engine.now.getTime() + 60_000);
      const command = { name: 'createCustomer', objectType: 'companies', recordId: '1', state: 'unknown', priority: 2 };
      const times = { askedAt: engine.now, dueAt: engine.now, sentAt: engine.now };
      await db()('commands').insert({ ...engine.scope, ...command, ...times, key: KEY, askedBy: '{"kind":"workflow"}' });
      await create(engine, '1');
      engine.hubspot.forgetCalls();
      return { engine, answers: () => requeueKeptWaiting(db(), engine.scope, engine.now) };
    }

    it('is looked up once, and the matching of others goes on', async () => {
      const { engine } = await whileMaking();
      const people = { kind: 'person' as const, emails: ['ana@acme.es'] };
      const ana = engine.hubspot.add('contacts', { email: 'ana@acme.es' });
      await engine.book({ customers: [aCustomer({ id: '2', name: 'Ana', ...people })] });
      expect(await matchSlice(engine.deps, engine.scope, { sliceMs: 3_000 })).toBe('done');
      expect(await stateOf('1')).toEqual({ state: 'unmatched', wantedBy: 5 });
      expect(await engine.links()).toMatchObject([{ customerId: '2', recordId: ana }]);
    });

    it.each([
      [
        'left out, which is taken back',
        async (engine: Engine) => {
          await decideReviews(engine.deps, reviewOf(engine, 'ignore', null));
          await undoDecision(engine.deps, { ...customerOf(engine), kind: 'left_out', recordId: null, userId: 6 });
        },
      ],
      [
        'linked by a person, who parts them again',
        async (engine: Engine) => {
          const pair = { ...customerOf(engine), recordId: engine.hubspot.add('companies', { name: 'Bolt' }), userId: 6 };
          await linkByPerson(engine.deps, pair);
          await unlinkByPerson(engine.deps, pair);
          await db()('customerMatches').update({ state: 'due', checkedAt: null });
        },
      ],
    ] as const)('is not made any more once it was %s', async (_what, decideOtherwise) => {
      const { engine } = await whileMaking();
      await engine.match();
      await decideOtherwise(engine);
      await db()('commands').update({ state: 'done' });
      await engine.match();
      expect([await stateOf('1'), engine.hubspot.callsOf('create')]).toEqual([{ state: 'unmatched', wantedBy: null }, 0]);
    });

    it('is made once that is known', async () => {
      const { engine, answers } = await whileMaking();
      await engine.match();
      expect(engine.hubspot.ids('companies')).toEqual([]);
      await db()('commands').update({ state: 'done' });
      expect(await answers()).toBe(1);
      await engine.match();
      expect(engine.hubspot.ids('companies')).toHaveLength(1);
      expect(await stateOf('1')).toEqual({ state: 'linked', wantedBy: null });
    });

    it('is looked up again although that became known at the very moment of the look', async () => {
      const { engine, answers } = await whileMaking();
      const read = engine.hubspot.batchRead.bind(engine.hubspot);
      engine.hubspot.batchRead = async (...given) => {
        const found = await read(...given);
        if ((await db()('commands').update({ state: 'done' }).where({ state: 'unknown' })) > 0) await answers();
        return found;
      };
      await engine.match();
      expect(await stateOf('1')).toEqual({ state: 'linked', wantedBy: null });
    });
  });
});
