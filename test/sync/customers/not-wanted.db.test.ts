import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { askToCreate } from '../../support/asking.ts';
import { ACME, aQualifyingWorld, STAGE, waiting } from '../../support/qualifying.ts';
import type { WritingWorld } from '../../support/writing.ts';
import { askFor, lockCommands } from '../../../server/sync/commands/command-rows.ts';
import { leaveCreation } from '../../../server/sync/commands/end-creations.ts';
import { createByPerson } from '../../../server/sync/customers/create-by-person.ts';
import { linkByPerson, refuseByPerson, unlinkByPerson } from '../../../server/sync/match/links.ts';
import { loadDecided } from '../../../server/sync/customers/decided-list.ts';
import { takeBackRefusals } from '../../../server/sync/match/refusals.ts';
import { undoDecision } from '../../../server/sync/match/undo-decision.ts';
import { findNotYetCustomer, setNotYetCustomer, undoNotYetCustomer } from '../../../server/sync/match/not-yet-customer.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';

const db = useTestDatabase();
const NOT_WANTED = ['cancelled', 'command.not_wanted'];
const userId = 5;

const recordOf = ({ scope: { portalId } }: WritingWorld, recordId: RecordId) => ({ portalId, objectType: 'companies' as const, recordId });

/** A company that meets the rule and waits, because its tax id cannot be one. */
async function aWaitingCompany() {
  const world = await aQualifyingWorld(db());
  const company = await world.add('companies', { ...ACME, tax_id: 'ABC' });
  await world.settle();
  expect(await waiting(world)).toEqual([['waiting', 'customer.tax_id_malformed']]);
  return { world, company, record: recordOf(world, company) };
}

async function mendTaxId(world: WritingWorld, company: RecordId): Promise<void> {
  await world.edit('companies', company, { tax_id: ACME.tax_id });
  await world.settle();
}

describe('a record that waits to become a customer, of which a person says that it is none yet', () => {
  it('is not made one, whatever is filled in, or asked by rules and workflows', async () => {
    const { world, company, record } = await aWaitingCompany();
    await setNotYetCustomer(world.deps, record, [], userId);
    expect(await waiting(world)).toEqual([NOT_WANTED]);
    const [{ facts }] = (await db()('commands').select('facts')) as [{ facts: { left: object } }];
    expect(facts.left).toEqual({ userId, at: world.deps.now().toISOString(), customerId: '' });
    await mendTaxId(world, company);
    await askToCreate(db(), world, { objectType: 'companies', recordId: company, askedBy: { kind: 'workflow' } });
    await world.settle();
    expect([await waiting(world), world.erp.made()]).toEqual([[NOT_WANTED], []]);
  });

  it('becomes one after all when that is taken back, without anybody asking', async () => {
    const { world, company, record } = await aWaitingCompany();
    await setNotYetCustomer(world.deps, record, [], userId);
    await mendTaxId(world, company);
    await undoNotYetCustomer(world.deps, record, userId);
    await world.settle();
    expect([await waiting(world), world.erp.made().length]).toEqual([[['done', null]], 1]);
  });

  it('becomes one when a person asks, and is no longer said to be none', async () => {
    const { world, company, record } = await aWaitingCompany();
    await setNotYetCustomer(world.deps, record, [], userId);
    await mendTaxId(world, company);
    await createByPerson({ ...world.deps, db: db() }, { ...record, ...world.scope }, userId);
    expect(await findNotYetCustomer(db(), record)).toBeNull();
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
  });

  it.each(['sending', 'unknown'])('is told so while the ERP may be making it (%s), and nothing is kept of what was said', async (state) => {
    const { world, record } = await aWaitingCompany();
    await db()('commands').update({ state, sentAt: world.deps.now() });
    await expect(setNotYetCustomer(world.deps, record, [], userId)).rejects.toMatchObject({ code: 'command.being_made' });
    expect([await findNotYetCustomer(db(), record), (await waiting(world))[0]?.[0]]).toEqual([null, state]);
  });
});

describe('a record that waits to become a customer, and was linked meanwhile', () => {
  it('is not made another one when a person parts it from its customer', async () => {
    const { world, company, record } = await aWaitingCompany();
    world.erp.edit('1', { name: 'Zeta' });
    await world.settle();
    const pair = { ...record, ...world.scope, customerId: erpRecordId('1'), userId };
    await linkByPerson(world.deps, pair);
    await unlinkByPerson(world.deps, pair);
    expect(await waiting(world)).toEqual([NOT_WANTED]);
    await mendTaxId(world, company);
    expect([await waiting(world), world.erp.made()]).toEqual([[NOT_WANTED], []]);
  });
});

describe('a creation that a person calls off on the card', () => {
  it('was refused by the ERP: its problem is solved, and it is not tried again', async () => {
    const world = await aQualifyingWorld(db());
    world.erp.refuses = () => ['vat'];
    const company = await world.add('companies', ACME);
    await world.settle();
    const problems = async () => db()('problems').whereNull('resolvedAt').pluck('code');
    expect([await problems(), (await waiting(world))[0]?.[0]]).toEqual([['command.rejected'], 'rejected']);
    const [command] = await world.commands();
    const leave = () => leaveCreation(world.deps, { ...recordOf(world, company), key: command!.key, userId });
    await leave();
    expect([await problems(), await waiting(world)]).toEqual([[], [NOT_WANTED]]);
    world.erp.refuses = () => [];
    await world.edit('companies', company, { phone: '55' });
    await world.settle();
    expect(world.erp.made()).toEqual([]);
    await expect(leave()).rejects.toMatchObject({ code: 'command.decided' });
  });
});

/** A company that was linked by a rule, and never asked to become a customer. */
async function aLinkedCompany() {
  const world = await aQualifyingWorld(db());
  const company = await world.linked('companies', { ...ACME, lifecyclestage: 'lead' }, { name: 'Acme', vat: ACME.tax_id });
  const record = recordOf(world, company);
  const qualifies = async () => {
    await world.edit('companies', company, STAGE);
    await world.settle();
  };
  return { world, company, record, pair: { ...record, ...world.scope, customerId: erpRecordId('1'), userId }, qualifies };
}

describe('a record of which no customer was asked for, and that a person parts from the one it was linked to', () => {
  it('is made none by a rule or workflow that comes later', async () => {
    const { world, company, pair, qualifies } = await aLinkedCompany();
    await unlinkByPerson(world.deps, pair);
    await qualifies();
    await askToCreate(db(), world, { objectType: 'companies', recordId: company, askedBy: { kind: 'workflow' } });
    await world.settle();
    expect([await waiting(world), world.erp.made()]).toEqual([[NOT_WANTED], []]);
  });

  it('nor by a rule whose earlier asking came to nothing', async () => {
    const { world, company, pair, qualifies } = await aLinkedCompany();
    await askToCreate(db(), world, { objectType: 'companies', recordId: company, askedBy: { kind: 'workflow' } });
    await db()('commands').update({ state: 'cancelled', endedAt: world.deps.now() });
    await unlinkByPerson(world.deps, pair);
    await qualifies();
    expect([await waiting(world), world.erp.made()]).toEqual([[NOT_WANTED], []]);
  });

  it('is made one when a person asks, whatever a rule says later of its data', async () => {
    const { world, company, record, pair, qualifies } = await aLinkedCompany();
    await unlinkByPerson(world.deps, pair);
    await qualifies();
    await world.edit('companies', company, { tax_id: 'ABC' });
    await createByPerson({ ...world.deps, db: db() }, { ...record, ...world.scope }, userId);
    await world.settle();
    expect(await waiting(world)).toEqual([['waiting', 'customer.tax_id_malformed']]);
    await mendTaxId(world, company);
    expect([await waiting(world), world.erp.made().length]).toEqual([[['done', null]], 1]);
  });

  it('is one by itself where it was only refused as a suggestion', async () => {
    const { world, pair, qualifies } = await aLinkedCompany();
    await db()('links').delete();
    await refuseByPerson(world.deps, pair);
    await qualifies();
    expect(world.erp.made()).toHaveLength(1);
  });
});

describe('a record of which no customer was asked for, and of which a person says that it is none yet', () => {
  it('is made none when it comes to the stage of a rule, until that is taken back', async () => {
    const world = await aQualifyingWorld(db());
    const company = await world.add('companies', { ...ACME, lifecyclestage: 'lead' });
    await world.settle();
    const record = recordOf(world, company);
    await setNotYetCustomer(world.deps, record, [], userId);
    await world.edit('companies', company, STAGE);
    await world.settle();
    expect([await waiting(world), world.erp.made()]).toEqual([[NOT_WANTED], []]);
    await undoNotYetCustomer(world.deps, record, userId);
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
  });
});

describe('a creation that is called off', () => {
  it('by one person stays so when another takes back that the record is no customer yet; it is listed as decided', async () => {
    const { world, company, record } = await aWaitingCompany();
    const [command] = await world.commands();
    await leaveCreation(world.deps, { ...record, key: command!.key, userId });
    await setNotYetCustomer(world.deps, record, [], 6);
    await undoNotYetCustomer(world.deps, record, userId);
    await mendTaxId(world, company);
    expect([await waiting(world), world.erp.made()]).toEqual([[NOT_WANTED], []]);
    const filter = { after: null, about: '', by: 'people' } as const;
    const { decided } = await loadDecided({ ...world.deps, db: db(), urlOf: () => '' }, record.portalId, filter);
    expect(decided).toMatchObject([
      { kind: 'not_yet', takenBack: { by: { name: null } } },
      { kind: 'left', record: { recordId: company }, takenBack: null },
    ]);
  });

  it.each(['undone in the list', 'taken back on the card'])('because the two were parted goes on once that is %s', async (way) => {
    const { world, company, record, pair, qualifies } = await aLinkedCompany();
    await unlinkByPerson(world.deps, pair);
    await qualifies();
    await (way === 'undone in the list'
      ? undoDecision(world.deps, { ...pair, kind: 'refused' })
      : takeBackRefusals(world.deps, record, userId));
    await world.settle();
    expect([await waiting(world), world.erp.made()]).toEqual([[['done', null]], []]);
    expect(await world.links()).toMatchObject([{ customerId: '1', recordId: company }]);
  });

  it('in the same moment in which a rule asks again, is called off', async () => {
    const { world, company, record } = await aWaitingCompany();
    const [command] = await world.commands();
    let isOver = false;
    const leaving = await db().transaction(async (trx) => {
      const asked = { ...world.scope, ...record, name: 'createCustomer', askedBy: { kind: 'rule', property: '' }, now: world.now } as const;
      await lockCommands(trx, asked);
      const left = leaveCreation(world.deps, { ...record, key: command!.key, userId }).finally(() => (isOver = true));
      const isKept = async () => (await db()('pg_locks').where({ locktype: 'advisory', granted: false }).first('pid')) !== undefined;
      while (!isOver && !(await isKept()));
      expect(isOver).toBe(false);
      await askFor(trx, asked);
      return { left };
    });
    await leaving.left;
    expect(await waiting(world)).toEqual([NOT_WANTED]);
    await mendTaxId(world, company);
    expect(world.erp.made()).toEqual([]);
  });
});
