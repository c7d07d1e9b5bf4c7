import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { askFor } from '../../../server/sync/commands/command-rows.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { freezeFields } from '../../../server/sync/fields/person-decisions.ts';
import { lockMatching } from '../../../server/sync/match/lock.ts';
import { FORGOTTEN } from '../../../server/sync/match/tombstones.ts';
import { forgetContact } from '../../../server/sync/inbox/privacy.ts';
import { askToCreate } from '../../support/asking.ts';
import { useTestDatabase } from '../../support/database.ts';
import { ACME, aQualifyingWorld, STAGE, waiting } from '../../support/qualifying.ts';
import { aPersonRule, aRule, mapped, QUALIFIED } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const ANA = { firstname: 'Ana', lastname: 'Ruiz', email: 'ana@acme.mx', ...STAGE };

type Given = Parameters<typeof aQualifyingWorld>;
const aWorld = (rules?: Given[1], options?: Given[2]) => aQualifyingWorld(db(), rules, options);

describe('a contact', () => {
  it('becomes a contact person of its company, which it waits for, with the fields of its own alone', async () => {
    const world = await aWorld();
    const acme = world.hubspot.add('companies', { ...ACME, lifecyclestage: 'lead' });
    const ana = world.hubspot.add('contacts', { ...ANA, tax_id: 'B65410011' });
    world.hubspot.associations.push(`contacts ${ana} companies ${acme}`);
    await world.tell('contacts', ana, ANA);
    await world.settle();
    expect(await waiting(world)).toEqual([['waiting', 'command.waiting_organisation']]);
    await world.edit('companies', acme, STAGE);
    await world.settle();
    const [firm, person] = world.erp.made();
    expect(person).toMatchObject({ organisationId: firm!.id, values: { name: 'Ana Ruiz', email: 'ana@acme.mx' } });
    expect(person!.values['vat']).toBeUndefined();
    expect(world.erp.writes).toEqual([]);
    world.erp.edit(person!.id, { vat: 'B65410011', phone: '55 99' });
    await world.settle();
    expect(world.hubspot.get('contacts', ana)).toMatchObject({ phone: '55 99', tax_id: 'B65410011' });
    await world.edit('contacts', ana, { tax_id: 'B78361219', phone: '55 77' });
    await world.settle();
    expect(world.erp.writes).toEqual([{ id: person!.id, values: { phone: '55 77' } }]);
  });

  it('is woken by any link of its company, and by no other', async () => {
    const world = await aWorld();
    const acme = world.hubspot.add('companies', { name: 'Acme' });
    const ana = world.hubspot.add('contacts', ANA);
    world.hubspot.associations.push(`contacts ${ana} companies ${acme}`);
    await world.tell('contacts', ana, ANA);
    await world.settle();
    const asked = world.hubspot.callsOf('associatedIds');
    await world.add('companies', { ...ACME, name: 'Beta' });
    await world.settle();
    expect(world.hubspot.callsOf('associatedIds')).toBe(asked);
    world.erp.edit('1', { name: 'Acme' });
    await world.settle();
    await world.link('companies', '1', acme);
    await world.settle();
    expect(world.erp.made().at(-1)).toMatchObject({ organisationId: '1', values: { name: 'Ana Ruiz' } });
  });

  it('without a company becomes a customer of its own, where that is wanted', async () => {
    const world = await aWorld();
    await world.add('contacts', ANA);
    await world.settle();
    expect(world.erp.made()).toMatchObject([{ organisationId: null, values: { name: 'Ana Ruiz' } }]);
    const other = await aWorldWithoutConsumers();
    await other.add('contacts', { ...ANA, email: 'luis@acme.mx' });
    await other.settle();
    expect(other.erp.made()).toEqual([]);
  });

  it('who was forgotten becomes nothing', async () => {
    const world = await aWorld();
    await db()('tombstones').insert({
      portalId: world.scope.portalId,
      emailHash: world.deps.hashEmail('ana@acme.mx'),
      createdAt: world.now,
    });
    await world.add('contacts', ANA);
    await world.settle();
    expect(world.erp.made()).toEqual([]);
    expect(await waiting(world)).toEqual([['cancelled', null]]);
  });
});

describe('who is forgotten', () => {
  it('while the ERP gave no answer is not made anew in HubSpot of what it made', async () => {
    const settings = { createMissing: { companies: false, contacts: true } };
    const world = await WritingWorld.start(db(), { settings });
    await world.useRules({ contacts: aPersonRule({ createWhen: [QUALIFIED] }) });
    await world.settle();
    world.erp.ends.push('late');
    const ana = await world.add('contacts', ANA);
    await world.round();
    world.hubspot.remove('contacts', ana);
    await forgetContact({ ...world.deps, db: db() }, world.scope, ana);
    world.erp.commitLate();
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(world.hubspot.ids('contacts')).toEqual([]);
  });

  it('is not linked again by a tax id, whoever asks', async () => {
    const world = await aWorld();
    const ana = await world.add('contacts', { ...ANA, tax_id: 'B65410011' });
    await world.settle();
    world.hubspot.remove('contacts', ana);
    await forgetContact({ ...world.deps, db: db() }, world.scope, ana);
    const again = await world.add('contacts', { ...ANA, email: 'ana@home.mx', tax_id: 'B65410011' });
    await world.settle();
    await askToCreate(db(), world, { objectType: 'contacts', recordId: again, askedBy: { kind: 'person', userId: 5 } });
    await world.settle();
    expect(await world.links()).toEqual([]);
    expect(await db()('customerMatches').select('state', 'candidates')).toMatchObject([
      { state: 'ignored', candidates: [{ reason: 'privacy' }] },
    ]);
    expect(world.erp.made()).toHaveLength(1);
    expect(await waiting(world)).toEqual([['cancelled', null]]);
  });

  it('is left out of a dry run, too, whether the tax id or one more address says who it is', async () => {
    const world = await aWorld();
    const ana = await world.add('contacts', { ...ANA, tax_id: 'B65410011' });
    await world.settle();
    world.hubspot.remove('contacts', ana);
    await forgetContact({ ...world.deps, db: db() }, world.scope, ana);
    world.hubspot.add('contacts', { ...ANA, email: 'ana@home.mx', tax_id: 'B65410011' });
    const byAddress = world.hubspot.add('contacts', { ...ANA, email: 'ana@work.mx', hs_additional_emails: `a@home.mx;${ANA.email}` });
    expect(await world.dryRun()).toEqual({ left_out: 2 });
    await world.tell('contacts', byAddress, { email: 'ana@work.mx' });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(await waiting(world)).toEqual([['cancelled', null]]);
  });

  it('is not linked by a command that has looked already', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Ana Ruiz', vat: 'B65410011' }, { kind: 'person' });
    await world.settle();
    const again = world.hubspot.add('contacts', { ...ANA, tax_id: 'B65410011' });
    await askToCreate(db(), world, { objectType: 'contacts', recordId: again, askedBy: { kind: 'workflow' } });
    const running = await db().transaction(async (trx) => {
      await lockMatching(trx, world.scope.portalId);
      const run = world.runCommands();
      await untilSomebodyWaits();
      await trx('customerMatches').update({ state: 'ignored', candidates: JSON.stringify([FORGOTTEN]) });
      return { run };
    });
    await running.run;
    expect(await world.links()).toEqual([]);
    expect(await waiting(world)).toEqual([['cancelled', null]]);
  });

  it('is not made anew where the rules send no address', async () => {
    const mapping = [mapped('$full_name', 'name', { direction: 'to_erp' })];
    const world = await aWorld({ contacts: aPersonRule({ createWhen: [QUALIFIED], mapping }) });
    const ana = await world.add('contacts', ANA);
    await world.settle();
    world.erp.edit(world.erp.made()[0]!.id, { email: ANA.email });
    await world.settle();
    world.hubspot.remove('contacts', ana);
    await forgetContact({ ...world.deps, db: db() }, world.scope, ana);
    await world.add('contacts', { ...ANA, email: 'Ana@acme.mx' });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
  });

  it('is gone from the samples of dry runs, which show others still', async () => {
    const world = await WritingWorld.start(db());
    const [ana, luis] = [
      world.hubspot.add('contacts', ANA),
      world.hubspot.add('contacts', { ...ANA, firstname: 'Luis', email: 'luis@acme.mx' }),
    ];
    await world.preview({ contacts: aPersonRule({ createWhen: [QUALIFIED] }) });
    expect(await sampled()).toEqual(expect.arrayContaining([ana, luis]));
    await forgetContact({ ...world.deps, db: db() }, world.scope, ana);
    expect(await sampled()).toEqual([luis]);
  });
});

async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await db().raw<{ rows: object[] }>(`select 1 from pg_locks where locktype = 'advisory' and not granted`);
    if (rows.length > 0) return;
    await setTimeout(20);
  }
}

async function sampled(): Promise<string[]> {
  const runs = await db()('customerRuns').select<{ groups: { samples: { recordId: string }[] }[] }[]>('groups');
  return runs.flatMap(({ groups }) => groups.flatMap(({ samples }) => samples.map(({ recordId }) => recordId)));
}

const aWorldWithoutConsumers = async (): Promise<WritingWorld> => {
  const world = await WritingWorld.start(db(), { portalId: 8 });
  await world.useRules({ contacts: aPersonRule({ createWhen: [QUALIFIED], makesConsumers: false }) });
  await world.settle();
  return world;
};

describe('a record that goes', () => {
  it('is made into nothing where it was deleted before', async () => {
    const world = await aWorld();
    const acme = await world.add('companies', ACME);
    await world.readInbox();
    world.hubspot.remove('companies', acme);
    await world.settle();
    expect(world.erp.made()).toEqual([]);
    world.hubspot.restore('companies', acme);
    await world.tell('companies', acme, ACME);
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
  });

  it('into another one becomes one customer under the new id, also where a person had asked', async () => {
    const world = await aWorld();
    const [one, two] = [
      world.hubspot.add('companies', { ...ACME, lifecyclestage: 'lead' }),
      world.hubspot.add('companies', { name: 'Acme' }),
    ];
    const askedBy = { kind: 'person', userId: 5 } as const;
    await askFor(db(), { ...world.scope, name: 'createCustomer', objectType: 'companies', recordId: one, askedBy, now: world.now });
    const merged = world.hubspot.merge('companies', one, two);
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(await world.links()).toMatchObject([{ recordId: merged }]);
  });

  it('into one that was asked for, too, while the ERP gave no answer becomes one customer', async () => {
    const world = await aWorld();
    const nameOnly = { name: 'Acme', lifecyclestage: 'customer' };
    world.erp.ends.push('late');
    const one = await world.add('companies', nameOnly);
    await world.round();
    const two = await world.add('companies', nameOnly);
    await world.readInbox();
    const merged = world.hubspot.merge('companies', one, two);
    for (const record of [one, two]) await world.hear('companies', record);
    await world.round();
    await world.round();
    world.erp.commitLate();
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(await world.links()).toMatchObject([{ recordId: merged }]);
    expect(await waiting(world)).toEqual([
      ['done', null],
      ['done', null],
    ]);
  });

  it.each([{ property: 'phone' }, { property: null }])('and comes back is left alone as people had frozen it: %p', async ({ property }) => {
    const world = await aWorld();
    const acme = await world.linked('companies', { name: 'Acme', phone: '1' }, { name: 'Acme', phone: '1' });
    await world.settle();
    const link = { ...world.scope, objectType: 'companies' as const, customerId: erpRecordId('1') };
    await freezeFields({ ...world.deps, db: db() }, link, { property, isFrozen: true, userId: 5 });
    world.hubspot.remove('companies', acme);
    await world.hear('companies', acme);
    await world.settle();
    expect(await db()('fieldPairs').select()).toEqual([]);
    world.hubspot.restore('companies', acme);
    await world.edit('companies', acme, { phone: '2' });
    await world.settle();
    expect(await world.links()).toMatchObject([{ customerId: '1', recordId: acme }]);
    expect(world.erp.holds('1', 'phone')).toBe('1');
  });

  it('into another one after it was made takes its customer along, and what was frozen stays so', async () => {
    const world = await aWorld({ companies: aRule({ createWhen: [QUALIFIED], isOneWay: true }) });
    const acme = await world.add('companies', ACME);
    await world.settle();
    const merged = world.hubspot.merge('companies', acme, world.hubspot.add('companies', { name: 'Acme' }));
    await world.hear('companies', acme);
    await world.edit('companies', merged, { name: 'Acme Iberia' });
    await world.settle();
    expect(await world.links()).toMatchObject([{ recordId: merged }]);
    expect(await db()('fieldPairs').select('recordId', 'isFrozen')).toEqual([{ recordId: merged, isFrozen: true }]);
    expect(world.erp.made()).toMatchObject([{ values: { name: 'Acme SL' } }]);
  });
});

describe('what is made one way', () => {
  it('goes to the ERP and never comes back; what was there before is kept in step', async () => {
    const world = await aWorld({ companies: aRule({ createWhen: [QUALIFIED], isOneWay: true }) });
    world.erp.edit('1', { name: 'Beta', vat: 'B78361219' });
    const [acme, beta] = [await world.add('companies', ACME), await world.add('companies', { ...ACME, name: 'Beta', tax_id: 'B78361219' })];
    await world.settle();
    world.erp.edit(world.erp.made()[0]!.id, { phone: '1' });
    world.erp.edit('1', { phone: '2' });
    await world.settle();
    expect(world.hubspot.get('companies', acme)['phone']).toBeUndefined();
    expect(world.hubspot.get('companies', beta)['phone']).toBe('2');
  });
});
