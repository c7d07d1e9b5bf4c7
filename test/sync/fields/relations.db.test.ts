import { describe, expect, it } from '@jest/globals';
import { freezeFields } from '../../../server/sync/fields/person-decisions.ts';
import { loadConflictPage } from '../../../server/sync/fields/conflicts.ts';
import { loadHistory } from '../../../server/sync/fields/history.ts';
import { nameChanged } from '../../../server/sync/fields/shown-relations.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { askByHand, countsOf, moveAna, relatedWorld, unlinkAna, waitingOf } from '../../support/related.ts';

const db = useTestDatabase();

describe('the company of a contact', () => {
  it('that both sides say alike costs nothing', async () => {
    const { world, ana } = await relatedWorld(db());
    await world.hear('contacts', ana);
    await world.settle();
    expect(world.erp.writes).toEqual([]);
    expect(world.hubspot.relations).toEqual([]);
    expect(await world.changes()).toEqual([]);
  });

  it('is followed by the contact person, who stays who it is', async () => {
    const related = await relatedWorld(db());
    const { world, acme, beta } = related;
    await moveAna(related, beta);
    await world.settle();
    expect(world.erp.writes).toEqual([{ id: '10', values: { parent: '2' } }]);
    expect(world.erp.made()).toEqual([]);
    expect(world.hubspot.relations).toEqual([]);
    expect(await world.changes()).toMatchObject([
      { property: '$company', writtenTo: 'erp', before: '1', after: '2', lost: null, rule: 'moved' },
    ]);
    await moveAna(related, acme);
    await world.settle();
    expect(world.erp.holds('10', 'parent')).toBe('1');
  });

  it('follows the organisation of the contact person; the company before stays associated', async () => {
    const { world, acme, beta, ana } = await relatedWorld(db());
    world.erp.edit('10', { parent: '2' });
    await world.settle();
    expect(world.hubspot.get('contacts', ana)['associatedcompanyid']).toBe(beta);
    expect(world.hubspot.associations).toContain(`contacts ${ana} companies ${acme}`);
    expect(world.hubspot.relations).toHaveLength(1);
    expect(world.hubspot.callsOf('batchUpdate')).toBe(0);
    expect(world.erp.writes).toEqual([]);
  });

  it('is given to a contact that has none', async () => {
    const { world, acme, ana } = await relatedWorld(db(), { in: { hubspot: 'none' } });
    expect(world.hubspot.get('contacts', ana)['associatedcompanyid']).toBe(acme);
  });

  it('that is taken from it takes nobody out of an organisation', async () => {
    const related = await relatedWorld(db());
    await moveAna(related, null);
    await related.world.settle();
    expect(related.world.erp.writes).toEqual([]);
    expect(related.world.erp.holds('10', 'parent')).toBe('1');
  });

  it('that differs from the beginning, or moved on both sides, is asked about with names', async () => {
    const { world, beta, ana } = await relatedWorld(db(), { in: { hubspot: 'beta' } });
    expect(world.erp.writes).toEqual([]);
    const page = await loadConflictPage(world.deps, world.scope, { page: 1, kind: 'before', urlOf: () => '' });
    expect(page.conflicts).toMatchObject([{ property: '$company', hubspot: `Beta (${beta})`, erp: 'Acme (1)' }]);
    await world.order('10', '$company', { kind: 'answer', answer: 'hubspot', userId: 5 });
    await world.settle();
    expect(world.erp.holds('10', 'parent')).toBe('2');
    const history = await loadHistory(db(), { portalId: world.scope.portalId, objectType: 'contacts', recordId: ana });
    expect(await nameChanged(world.deps, world.scope.portalId, history)).toMatchObject([
      { before: 'Acme (1)', after: 'Beta (2)', lost: 'Acme (1)', rule: 'person' },
    ]);
  });

  it('can be taken back and left alone like any field', async () => {
    const related = await relatedWorld(db());
    const { world, acme, beta } = related;
    await moveAna(related, beta);
    await world.settle();
    await world.order('10', '$company', { kind: 'restore', to: 'erp', value: '1', changeId: '1', userId: 5 });
    await world.settle();
    expect(world.erp.holds('10', 'parent')).toBe('1');
    await freezeFields(
      world.deps,
      { ...world.scope, objectType: 'contacts', customerId: erpRecordId('10') },
      { property: '$company', isFrozen: true, userId: 5 },
    );
    await moveAna(related, acme);
    await moveAna(related, beta);
    await world.settle();
    expect(world.erp.holds('10', 'parent')).toBe('1');
  });

  it('that HubSpot shows late is not taken for a move back', async () => {
    const { world, acme, beta, ana } = await relatedWorld(db());
    world.hubspot.lagsBehindRelations = true;
    world.erp.edit('10', { parent: '2' });
    await world.pullOnce();
    await world.markDue();
    for (let times = 0; times < 5; times++) await world.round();
    expect(world.hubspot.get('contacts', ana)['associatedcompanyid']).toBe(acme);
    expect(world.erp.holds('10', 'parent')).toBe('2');
    world.hubspot.lagsBehindRelations = false;
    world.hubspot.edit('contacts', ana, { associatedcompanyid: beta });
    await world.settle();
    expect(world.erp.holds('10', 'parent')).toBe('2');
    expect(world.erp.writes).toEqual([]);
    expect(await world.changes()).toMatchObject([{ writtenTo: 'hubspot', before: acme, after: beta }]);
  });
});

describe('a company that is no customer yet', () => {
  it('holds up no other field, is named, and is followed once it is linked', async () => {
    const related = await relatedWorld(db());
    const { world, ana } = related;
    const gamma = world.hubspot.add('companies', { name: 'Gamma' });
    await moveAna(related, gamma);
    await world.edit('contacts', ana, { phone: '55 99' });
    await world.settle();
    expect(world.erp.writes).toEqual([{ id: '10', values: { phone: '55 99' } }]);
    const problems = await db()('problems').whereNull('resolvedAt').select('code', 'subject', 'params');
    expect(problems).toEqual([{ code: 'relation.company_unlinked', subject: ana, params: { company: 'Gamma', recordId: gamma } }]);
    world.erp.edit('3', { name: 'Gamma' });
    await world.pullOnce();
    await world.link('companies', '3', gamma);
    await world.settle();
    expect(world.erp.holds('10', 'parent')).toBe('3');
    expect(await world.problems()).toEqual([]);
  });

  it('is followed once it was made in the ERP', async () => {
    const related = await relatedWorld(db());
    const { world } = related;
    const gamma = world.hubspot.add('companies', { name: 'Gamma' });
    await moveAna(related, gamma);
    await world.settle();
    await askByHand(world, 'companies', gamma);
    await world.settle();
    const [made] = world.erp.made();
    expect(world.erp.holds('10', 'parent')).toBe(made!.id);
    expect(await world.problems()).toEqual([]);
  });

  it('is waited for the other way round as well', async () => {
    const { world, acme, ana } = await relatedWorld(db());
    world.erp.edit('3', { name: 'Gamma' });
    world.erp.edit('10', { parent: '3' });
    await world.settle();
    expect(await world.problems()).toEqual([]);
    expect(await waitingOf(world)).toEqual(['relation.organisation_unlinked']);
    expect(await countsOf(world)).toMatchObject({ waitingContacts: 1, waitingCompanies: 0 });
    expect(world.hubspot.get('contacts', ana)['associatedcompanyid']).toBe(acme);
    const gamma = world.hubspot.add('companies', { name: 'Gamma' });
    await world.link('companies', '3', gamma);
    await world.settle();
    expect(world.hubspot.get('contacts', ana)['associatedcompanyid']).toBe(gamma);
    expect(await waitingOf(world)).toEqual([]);
    expect(await countsOf(world)).toMatchObject({ waitingContacts: 0 });
  });

  it.each([
    ['in HubSpot', { hubspot: 'unlinked' }, 'relation.company_unlinked'],
    ['in the ERP', { erp: '3' }, 'relation.organisation_unlinked'],
  ] as const)('from the beginning %s, is neither asked about nor a problem: the contact waits', async (_, place, code) => {
    const { world } = await relatedWorld(db(), { in: place });
    expect(await world.problems()).toEqual([]);
    expect(await waitingOf(world)).toEqual([code]);
    expect(await countsOf(world)).toMatchObject({ asked: 0, differing: 0, waitingContacts: 1 });
    expect(world.erp.writes).toEqual([]);
  });

  it('turns out to be the same organisation, or another one that a person then decides on among all that differ', async () => {
    const { world, ana } = await relatedWorld(db(), { in: { hubspot: 'unlinked' } });
    const gamma = world.hubspot.get('contacts', ana)['associatedcompanyid'] as RecordId;
    await world.link('companies', '3', gamma);
    await world.settle();
    expect(await countsOf(world)).toMatchObject({ asked: 0, differing: 1, waitingContacts: 0 });
    world.erp.edit('10', { parent: '3' });
    await world.settle();
    expect(await countsOf(world)).toMatchObject({ asked: 0, differing: 0, inStep: 4 });
  });

  it('is a problem as soon as somebody moves a contact to one in HubSpot', async () => {
    const related = await relatedWorld(db(), { in: { hubspot: 'unlinked' } });
    const { world } = related;
    await moveAna(related, world.hubspot.add('companies', { name: 'Delta' }));
    await world.settle();
    expect(await world.problems()).toEqual(['relation.company_unlinked']);
  });
});

describe('where the ERP moves nobody', () => {
  it('it is said under whom the person stands, and how it gets to the other', async () => {
    const related = await relatedWorld(db(), { movesNobody: true });
    const { world, acme, beta } = related;
    await moveAna(related, beta);
    await world.settle();
    expect(world.erp.writes).toEqual([]);
    const [problem] = await db()('problems').whereNull('resolvedAt').select('code', 'params');
    expect(problem).toEqual({ code: 'relation.person_cannot_move', params: { company: 'Beta', organisation: 'Acme' } });
    await moveAna(related, acme);
    await world.settle();
    expect(await world.problems()).toEqual([]);
  });

  it('who is parted by a person is made under the new company', async () => {
    const related = await relatedWorld(db(), { movesNobody: true });
    const { world, beta, ana } = related;
    await moveAna(related, beta);
    await world.settle();
    await unlinkAna(related);
    await askByHand(world, 'contacts', ana);
    await world.settle();
    const [made] = world.erp.made();
    expect(made).toMatchObject({ organisationId: '2' });
    expect(await world.links()).toContainEqual({ customerId: made!.id, recordId: ana, rule: 'created' });
    expect(world.erp.holds('10', 'parent')).toBe('1');
    expect(await world.problems()).toEqual([]);
  });

  it('a contact without a company still gets that of its organisation', async () => {
    const { world, acme, ana } = await relatedWorld(db(), { movesNobody: true, in: { hubspot: 'none' } });
    expect(world.hubspot.get('contacts', ana)['associatedcompanyid']).toBe(acme);
  });
});

describe('the company above a company', () => {
  it('is kept in step both ways, one at a time', async () => {
    const { world, acme, beta } = await relatedWorld(db());
    await world.edit('companies', acme, { hs_parent_company_id: beta });
    await world.settle();
    expect(world.erp.holds('1', 'parent')).toBe('2');
    world.erp.edit('3', { name: 'Gamma' });
    await world.pullOnce();
    const gamma = world.hubspot.add('companies', { name: 'Gamma' });
    await world.link('companies', '3', gamma);
    world.erp.edit('1', { parent: '3' });
    await world.settle();
    expect(world.hubspot.get('companies', acme)['hs_parent_company_id']).toBe(gamma);
    expect(world.hubspot.relations).toMatchObject([{ of: acme, before: beta, after: gamma }]);
  });

  it('that only HubSpot says is left alone where the ERP is to win', async () => {
    const { world, acme, beta } = await relatedWorld(db(), { parent: { direction: 'to_hubspot', rule: 'erp_wins' } });
    await world.edit('companies', acme, { hs_parent_company_id: beta });
    await world.settle();
    expect(world.erp.writes).toEqual([]);
    expect(world.hubspot.get('companies', acme)['hs_parent_company_id']).toBe(beta);
  });

  it('is told of a company as soon as that is a customer', async () => {
    const { world, acme } = await relatedWorld(db());
    const gamma = world.hubspot.add('companies', { name: 'Gamma', hs_parent_company_id: acme });
    await askByHand(world, 'companies', gamma);
    await world.settle();
    const [made] = world.erp.made();
    expect(made!.values).not.toHaveProperty('$parent_company');
    expect(world.erp.holds(made!.id, 'parent')).toBe('1');
  });
});

describe('a person who is a customer of its own', () => {
  it('does not become a contact person because its contact got a company', async () => {
    const related = await relatedWorld(db());
    const { world, beta } = related;
    const luis = await world.linked('contacts', { firstname: 'Luis' }, { name: 'Luis' }, '20');
    await world.edit('contacts', luis, { associatedcompanyid: beta });
    await world.settle();
    expect(world.erp.writes).toEqual([]);
    expect(world.erp.holds('20', 'parent')).toBeNull();
  });
});
