import { describe, expect, it } from '@jest/globals';
import { erpRecordId, recordId, type RecordId } from '../../../server/shared/ids.ts';
import { endCreations, leaveCreation } from '../../../server/sync/commands/end-creations.ts';
import { disconnectConnection, requestDisconnect } from '../../../server/sync/connection/disconnect.ts';
import { createByPerson } from '../../../server/sync/customers/create-by-person.ts';
import { forgetContact } from '../../../server/sync/inbox/privacy.ts';
import { linkByPerson, refuseByPerson, unlinkByPerson } from '../../../server/sync/match/links.ts';
import { setNotYetCustomer, undoNotYetCustomer } from '../../../server/sync/match/not-yet-customer.ts';
import { takeBackRefusals } from '../../../server/sync/match/refusals.ts';
import { decideReviews } from '../../../server/sync/match/review-decisions.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';
import { eventually } from '../../support/eventually.ts';
import { ACME, aQualifyingWorld, waiting } from '../../support/qualifying.ts';

const db = useTestDatabase();
const [FIRST, SECOND] = [4, 5];
const COMPANY = 'companies' as const;

/** A company, and customers of which nothing was decided. */
async function aProspect() {
  const engine = await anEngine(db());
  const company = engine.hubspot.add(COMPANY, { name: 'Bolt' });
  await engine.book({ customers: ['8', '9'].map((id) => aCustomer({ id })) });
  await engine.match();
  const record = { portalId: engine.scope.portalId, objectType: COMPANY, recordId: company };
  const pair = (id: string, of: RecordId = company) => ({ ...record, ...engine.scope, customerId: erpRecordId(id), recordId: of });
  const later = () => void (engine.now = new Date(engine.now.getTime() + 60_000));
  return { engine, company, record, pair, later };
}

const takenBack = () =>
  db()('takenBackDecisions')
    .orderBy(['kind', 'customerId'])
    .select('kind', 'customerId', 'recordId', 'rule', 'decidedBy', 'decidedAt', 'takenBackBy', 'takenBackAt');
const times = ({ now }: Engine) => ({ decidedAt: new Date(now.getTime() - 60_000), takenBackAt: now });

describe('a decision that is taken back', () => {
  it('by linking what was refused, stays with who decided and who took it back', async () => {
    const { engine, company, pair, later } = await aProspect();
    await refuseByPerson(engine.deps, { ...pair('8'), userId: FIRST });
    await refuseByPerson(engine.deps, { ...pair('9'), userId: FIRST });
    later();
    await linkByPerson(engine.deps, { ...pair('9'), userId: SECOND });
    const people = { decidedBy: FIRST, takenBackBy: SECOND };
    expect(await takenBack()).toEqual([{ kind: 'refused', customerId: '9', recordId: company, rule: null, ...people, ...times(engine) }]);
  });

  it('by linking a customer to another record, or one that was left out, does so too', async () => {
    const { engine, company, pair, later } = await aProspect();
    await linkByPerson(engine.deps, { ...pair('8'), userId: FIRST });
    const { connectionId } = engine.scope;
    const ignored = { connectionId, customerId: erpRecordId('9'), objectType: COMPANY, answer: 'ignore', recordId: null } as const;
    await decideReviews(engine.deps, { portalId: engine.scope.portalId, userId: FIRST, decisions: [ignored] });
    later();
    const other = engine.hubspot.add(COMPANY, { name: 'Nut' });
    for (const id of ['8', '9']) await linkByPerson(engine.deps, { ...pair(id, other), userId: SECOND });
    const people = { decidedBy: FIRST, takenBackBy: SECOND };
    expect(await takenBack()).toEqual([
      { kind: 'left_out', customerId: '9', recordId: null, rule: null, ...people, ...times(engine) },
      { kind: 'linked', customerId: '8', recordId: company, rule: 'person', ...people, ...times(engine) },
    ]);
    await linkByPerson(engine.deps, { ...pair('9', other), userId: SECOND });
    expect(await takenBack()).toHaveLength(2);
  });

  it('of a rule, by parting the two, names no person who decided', async () => {
    const { engine, company, pair, later } = await aProspect();
    await engine.link(COMPANY, '8', company);
    later();
    await unlinkByPerson(engine.deps, { ...pair('8'), userId: SECOND });
    await unlinkByPerson(engine.deps, { ...pair('8'), userId: SECOND });
    const nobody = { decidedBy: null, takenBackBy: SECOND };
    expect(await takenBack()).toEqual([
      { kind: 'linked', customerId: '8', recordId: company, rule: 'tax_id', ...nobody, ...times(engine) },
    ]);
  });

  it('on the card is each of the refusals, and that the record is no customer yet', async () => {
    const { engine, record, pair, later } = await aProspect();
    await refuseByPerson(engine.deps, { ...pair('8'), userId: FIRST });
    later();
    await takeBackRefusals(engine.deps, record, SECOND);
    await refuseByPerson(engine.deps, { ...pair('8'), userId: FIRST });
    later();
    await setNotYetCustomer(engine.deps, record, [pair('9')], FIRST);
    later();
    await undoNotYetCustomer(engine.deps, record, SECOND);
    const people = { decidedBy: FIRST, takenBackBy: SECOND };
    expect(await takenBack()).toMatchObject([
      { kind: 'not_yet', customerId: null, ...people, ...times(engine) },
      { kind: 'refused', customerId: '8', ...people },
      { kind: 'refused', customerId: '9', ...people, ...times(engine) },
    ]);
    await takeBackRefusals(engine.deps, { ...record, objectType: 'contacts' }, SECOND);
    expect(await takenBack()).toHaveLength(3);
  });

  it('goes where its record is merged to, and with its connection', async () => {
    const { engine, company, record, pair } = await aProspect();
    await refuseByPerson(engine.deps, { ...pair('8'), userId: FIRST });
    await takeBackRefusals(engine.deps, record, SECOND);
    const merged = engine.hubspot.merge(COMPANY, company, engine.hubspot.add(COMPANY, { name: 'Bolt' }));
    await engine.inbox([COMPANY, company]);
    expect(await takenBack()).toMatchObject([{ recordId: merged }]);
    await requestDisconnect(db(), engine.deps.enqueue, engine.scope, false);
    await disconnectConnection(engine.deps, engine.scope);
    expect(await takenBack()).toEqual([]);
  });

  it('by nobody, where its record is deleted, names who decided, and what a rule linked is not listed', async () => {
    const { engine, company, pair, later } = await aProspect();
    await linkByPerson(engine.deps, { ...pair('8'), userId: FIRST });
    const other = engine.hubspot.add(COMPANY, { name: 'Nut' });
    await engine.link(COMPANY, '9', other);
    later();
    for (const id of [company, other]) engine.hubspot.remove(COMPANY, id);
    await engine.inbox([COMPANY, company], [COMPANY, other]);
    expect(await takenBack()).toEqual([
      { kind: 'linked', customerId: '8', recordId: company, rule: 'person', decidedBy: FIRST, takenBackBy: null, ...times(engine) },
    ]);
  });

  it('of a person who is forgotten is forgotten', async () => {
    const engine = await anEngine(db());
    const ana = engine.hubspot.add('contacts', { email: 'ana@acme.es' });
    await engine.book({ customers: [aCustomer({ id: 'ana', kind: 'person' })] });
    const record = { portalId: engine.scope.portalId, objectType: 'contacts' as const, recordId: ana };
    for (const one of [record, { ...record, recordId: recordId('777') }]) {
      await refuseByPerson(engine.deps, { ...one, ...engine.scope, customerId: erpRecordId('ana'), userId: FIRST });
      await takeBackRefusals(engine.deps, one, SECOND);
    }
    await forgetContact(engine.deps, { portalId: engine.scope.portalId }, ana);
    expect(await takenBack()).toMatchObject([{ recordId: '777' }]);
  });
});

describe('a creation that was called off, and that a person asks for again', () => {
  it('at the same moment, stays with who called it off as well', async () => {
    const world = await aQualifyingWorld(db());
    const company = await world.add(COMPANY, { ...ACME, tax_id: 'ABC' });
    await world.settle();
    const record = { portalId: world.scope.portalId, objectType: COMPANY, recordId: company };
    let asking: Promise<unknown> = Promise.resolve();
    await db().transaction(async (trx) => {
      await endCreations(world.deps, trx, { ...record, userId: FIRST });
      asking = createByPerson({ ...world.deps, db: db() }, { ...record, ...world.scope }, SECOND);
      await eventually(async () => {
        const { rows } = await db().raw<{ rows: object[] }>(`select from pg_locks where locktype = 'advisory' and not granted`);
        expect(rows).toHaveLength(1);
      });
    });
    await asking;
    expect(await takenBack()).toMatchObject([{ kind: 'left', decidedBy: FIRST, takenBackBy: SECOND }]);
  });

  it('stays with who called it off', async () => {
    const world = await aQualifyingWorld(db());
    const company = await world.add(COMPANY, { ...ACME, tax_id: 'ABC' });
    await world.settle();
    const record = { portalId: world.scope.portalId, objectType: COMPANY, recordId: company };
    const [command] = await world.commands();
    await leaveCreation(world.deps, { ...record, key: command!.key, userId: FIRST });
    await setNotYetCustomer(world.deps, record, [], FIRST);
    await createByPerson({ ...world.deps, db: db() }, { ...record, ...world.scope }, SECOND);
    expect(await waiting(world)).toEqual([['planned', null]]);
    const people = { recordId: company, customerId: null, decidedBy: FIRST, takenBackBy: SECOND };
    expect(await takenBack()).toMatchObject([
      { kind: 'left', ...people },
      { kind: 'not_yet', ...people },
    ]);
    await createByPerson({ ...world.deps, db: db() }, { ...record, ...world.scope }, SECOND);
    expect(await takenBack()).toHaveLength(2);
  });
});
