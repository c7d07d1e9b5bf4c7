import { describe, expect, it } from '@jest/globals';
import { refuseByPerson } from '../../../server/sync/match/links.ts';
import { countCreatable } from '../../../server/sync/match/creatable.ts';
import { countCustomers } from '../../../server/sync/connection/preview-counts.ts';
import { countToDecide } from '../../../server/sync/connection/to-decide.ts';
import { loadUnmatched } from '../../../server/sync/match/reviews.ts';
import { matchSlice } from '../../../server/sync/match/match.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();
const ACME_TAX = 'B65410011';
const spanish = { address: { street: null, city: null, zip: null, state: null, country: 'ES' } };

describe('creating what is missing', () => {
  const settings = { createMissing: { companies: true, contacts: true } };

  it('makes a company and its contact, with our key, linked and associated', async () => {
    const engine = await anEngine(db(), { settings });
    const org = aCustomer({ id: 'org', name: 'Acme SL', website: 'acme.es', taxId: ACME_TAX, ...spanish });
    const person = aCustomer({ id: 'p', kind: 'person', organisationId: 'org', name: 'Ana María Ruiz', emails: ['ana@acme.es'] });
    await engine.book({ customers: [org, person] });
    await engine.match();
    const [company] = engine.hubspot.ids('companies');
    const [contact] = engine.hubspot.ids('contacts');
    expect(engine.hubspot.get('companies', company!)).toMatchObject({
      name: 'Acme SL',
      domain: 'acme.es',
      tax_id: ACME_TAX,
      erp_customer_key: 'memory:db-1:org',
    });
    expect(engine.hubspot.get('contacts', contact!)).toMatchObject({
      email: 'ana@acme.es',
      firstname: 'Ana',
      lastname: 'María Ruiz',
      erp_customer_key: 'memory:db-1:p',
    });
    expect(await engine.links()).toMatchObject([
      { recordId: company, rule: 'created' },
      { recordId: contact, rule: 'created' },
    ]);
    expect(engine.hubspot.associations).toEqual([`contacts ${contact} companies ${company}`]);
    await engine.match();
    expect(engine.hubspot.callsOf('create')).toBe(2);
  });

  it.each(['before', 'after'] as const)('makes one record when the answer was lost (%s it was carried out)', async (when) => {
    const engine = await anEngine(db(), { settings });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme' })] });
    engine.hubspot.mishap(when);
    await expect(matchSlice(engine.deps, engine.scope)).rejects.toThrow('No answer');
    await engine.match();
    expect(engine.hubspot.ids('companies')).toHaveLength(1);
    expect(await engine.links()).toMatchObject([{ customerId: '1' }]);
  });

  it('recognises what was there already by what it holds, and not by what would have been made', async () => {
    const engine = await anEngine(db(), { settings });
    const { create } = engine.hubspot;
    engine.hubspot.create = async (objectType, properties) => {
      // Made by a run that was killed; somebody changed it since.
      engine.hubspot.add('companies', { ...properties, name: 'Acme Norte', domain: 'acme-norte.es' });
      return create.call(engine.hubspot, objectType, properties);
    };
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', website: 'acme.es', taxId: ACME_TAX, ...spanish })] });
    await engine.match();
    const [record, ...others] = engine.hubspot.ids('companies');
    expect([others, await engine.links()]).toMatchObject([[], [{ recordId: record, rule: 'created' }]]);
    const keys = await db()('recordKeys').where({ recordId: record }).whereNot({ kind: 'tax_id' }).orderBy('kind').select('kind', 'value');
    expect(keys).toEqual([
      { kind: 'domain', value: 'acme-norte.es' },
      { kind: 'name', value: 'acme norte' },
    ]);
  });

  it('lists what HubSpot refuses, and does not try it again by itself', async () => {
    const engine = await anEngine(db(), { settings });
    engine.hubspot.refuse({ applies: (type) => type === 'contacts', code: 'hubspot.email_refused', properties: ['email'] });
    await engine.book({ customers: [aCustomer({ id: '1', kind: 'person', name: 'Ana', emails: ['ana@acme.example'] })] });
    await engine.match();
    expect(await engine.problems()).toMatchObject([{ code: 'create.refused', subject: '1', params: { reason: 'hubspot.email_refused' } }]);
    engine.hubspot.forgetCalls();
    await engine.match();
    expect(engine.hubspot.calls).toEqual([]);
  });

  it('makes one record of one legal entity in two sets of books', async () => {
    const engine = await anEngine(db(), { settings: { ...settings, taxIdProperty: { companies: null, contacts: null } } });
    const second = await engine.connect('memory:db-2');
    await engine.book({ customers: [aCustomer({ id: '1', taxId: ACME_TAX, ...spanish })] });
    await engine.book({ customers: [aCustomer({ id: '8', taxId: ACME_TAX, ...spanish })] }, { scope: second });
    await engine.match();
    await engine.match(second);
    expect(engine.hubspot.ids('companies')).toHaveLength(1);
    expect(await engine.links()).toHaveLength(2);
  });

  it.each([
    ['to one that nobody has', {}, null],
    ['to one that is another customer already', {}, '9'],
    ['whose tax id only HubSpot has', { tax_id: ACME_TAX }, null],
  ])('asks about a company of the same name, %s, before another is made', async (_what, held, owner) => {
    const engine = await anEngine(db(), { settings });
    const acme = engine.hubspot.add('companies', { name: 'Fundiciones de Saltillo SAPI de CV', ...held });
    if (owner !== null) {
      await engine.book({ customers: [aCustomer({ id: owner, name: 'Somebody' })] });
      await engine.link('companies', owner, acme);
    }
    await engine.book({ customers: [aCustomer({ id: '1', name: 'FUNDICIONES DE SALTILLO' })] });
    await engine.match();
    expect(engine.hubspot.ids('companies')).toEqual([acme]);
    expect((await engine.matches()).find(({ customerId }) => customerId === '1')).toMatchObject({
      state: 'ambiguous',
      candidates: [{ recordId: acme, rule: 'name' }],
    });
  });

  it('asks about a company of the same name where nothing is made, too, also of one that comes later', async () => {
    const engine = await anEngine(db(), { settings: { createMissing: { companies: false, contacts: false } } });
    const acme = engine.hubspot.add('companies', { name: 'Acme SL' });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'ACME' }), aCustomer({ id: '2', name: 'Nut & Bolt' })] });
    await engine.match();
    expect(await engine.matches()).toMatchObject([
      { state: 'ambiguous', candidates: [{ recordId: acme, rule: 'name' }] },
      { state: 'unmatched' },
    ]);
    const later = engine.hubspot.add('companies', { name: 'nut and bolt, S.L.' });
    await engine.inbox(['companies', later], ['companies', engine.hubspot.add('companies', { name: 'Nut' })]);
    await engine.match();
    expect((await engine.matches())[1]).toMatchObject({ state: 'ambiguous', candidates: [{ recordId: later, rule: 'name' }] });
    expect((await countToDecide(db(), engine.scope.portalId)).customers).toBe(2);
    expect(engine.hubspot.callsOf('create')).toBe(0);
  });

  it('makes a company beside one of its name that is another firm, or that a person refused', async () => {
    const engine = await anEngine(db(), { settings });
    engine.hubspot.add('companies', { name: 'Acme', tax_id: 'B78361219' });
    const other = engine.hubspot.add('companies', { name: 'Bolt' });
    const bolt = aCustomer({ id: '2', name: 'Bolt SL' });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme SL', taxId: ACME_TAX, ...spanish }), bolt] });
    await engine.match();
    expect(engine.hubspot.ids('companies')).toHaveLength(3);
    await refuseByPerson(engine.deps, { ...engine.scope, objectType: 'companies', customerId: bolt.id, recordId: other, userId: 5 });
    await engine.match();
    expect(engine.hubspot.ids('companies')).toHaveLength(4);
  });

  it('makes one company of two customers of one name, and asks about the second', async () => {
    const engine = await anEngine(db(), { settings });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme' }), aCustomer({ id: '2', name: 'ACME SL' })] });
    await engine.match();
    const [acme, ...others] = engine.hubspot.ids('companies');
    expect(others).toEqual([]);
    expect(await engine.matches()).toMatchObject([
      { state: 'linked' },
      { state: 'ambiguous', candidates: [{ recordId: acme, rule: 'name' }] },
    ]);
  });

  it('ties nothing together where nothing is made: what people parted stays so', async () => {
    const engine = await anEngine(db(), { settings: { createMissing: { companies: false, contacts: false } } });
    const acme = engine.hubspot.add('companies', { name: 'Acme' });
    engine.hubspot.add('contacts', { email: 'a@b.es', erp_customer_key: 'memory:db-1:2' });
    await engine.link('companies', '1', acme);
    const ana = aCustomer({ id: '2', kind: 'person', name: 'Ana', emails: [], organisationId: '1' });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme' }), ana] });
    await engine.match();
    expect((await engine.links()).map(({ customerId }) => customerId)).toEqual(['1', '2']);
    expect(engine.hubspot.associations).toEqual([]);
  });

  it('counts beforehand what it would make, and whom it would ask about', async () => {
    const engine = await anEngine(db(), { settings: { createMissing: { companies: false, contacts: false } } });
    engine.hubspot.add('companies', { name: 'Bolt' });
    engine.hubspot.add('companies', { name: 'Acme', tax_id: 'B78361219' });
    const ofBooks = [aCustomer({ id: '1', name: 'Acme SL', taxId: ACME_TAX, ...spanish }), aCustomer({ id: '2', name: 'BOLT SL' })];
    const others = [aCustomer({ id: '3', name: 'Nut' }), aCustomer({ id: '4', name: 'Old', active: false })];
    await engine.book({ customers: [...ofBooks, ...others, aCustomer({ id: '5', kind: 'person', name: 'Ana', emails: ['ana@acme.es'] })] });
    await engine.match();
    const counted = await countCreatable(db(), engine.scope.portalId);
    expect(counted).toEqual({
      companies: { count: 2, asked: 0, samples: ['Acme SL', 'Nut'], isComplete: true },
      contacts: { count: 1, asked: 0, samples: ['Ana'], isComplete: true },
    });
    engine.portal.settings.createMissing = { companies: true, contacts: true };
    await db()('customerMatches').update({ state: 'due' });
    await engine.match();
    expect(engine.hubspot.ids('companies')).toHaveLength(2 + counted.companies.count);
    expect(engine.hubspot.ids('contacts')).toHaveLength(counted.contacts.count);
  });

  it('reads the names of companies that were known before they were looked for', async () => {
    const engine = await anEngine(db(), { settings });
    await engine.match();
    const acme = engine.hubspot.add('companies', { name: 'Acme' });
    await db()('recordKeyReads').update({ hasNames: false });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme SL' })] });
    await engine.match();
    expect(engine.hubspot.ids('companies')).toEqual([acme]);
  });

  it('makes nothing of the ERP’s own company, neither counts it nor offers to make it by hand', async () => {
    const engine = await anEngine(db(), { settings });
    const own = { id: '1', name: 'Norte', currency: 'MXN', taxId: null, customerId: '1' };
    await db()('erpConnections').update({ identity: JSON.stringify({ key: 'memory:db-1', name: 'N', product: 'N', companies: [own] }) });
    const invoices = ['1', '2'].map((id) => anInvoice({ id: `of ${id}`, customerId: id, organisationId: id }));
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Norte SA de CV' }), aCustomer({ id: '2', name: 'Nut' })], invoices });
    engine.portal.settings.createMissing = { companies: false, contacts: false };
    await engine.match();
    const { portalId } = engine.scope;
    expect((await countCreatable(db(), portalId)).companies).toMatchObject({ count: 1, samples: ['Nut'] });
    expect((await countCustomers(db(), engine.scope)).creatable).toEqual([{ objectType: 'companies', count: 1 }]);
    expect((await loadUnmatched(db(), portalId, 1)).customers.map(({ customerId }) => customerId)).toEqual(['2']);
    expect((await countToDecide(db(), portalId)).customers).toBe(1);
    engine.portal.settings.createMissing = { companies: true, contacts: true };
    await db()('customerMatches').update({ state: 'due' });
    await engine.match();
    expect(engine.hubspot.ids('companies').map((id) => engine.hubspot.get('companies', id)['name'])).toEqual(['Nut']);
    expect(await engine.matches()).toMatchObject([{ state: 'unmatched' }, { state: 'linked' }]);
  });

  it.each([
    ['archived', { active: false }],
    ['without an address of its own', { kind: 'person' as const, emails: [] }],
  ])('makes nothing of a customer that is %s', async (_what, given) => {
    const engine = await anEngine(db(), { settings });
    await engine.book({ customers: [aCustomer({ id: '1', ...given })] });
    await engine.match();
    expect(engine.hubspot.writes).toEqual([]);
    expect(await engine.matches()).toMatchObject([{ state: 'unmatched' }]);
  });

  it('does not make anew what a person deleted in HubSpot', async () => {
    const engine = await anEngine(db(), { settings });
    const acme = engine.hubspot.add('companies', { tax_id: ACME_TAX });
    await engine.book({ customers: [aCustomer({ id: '1', taxId: ACME_TAX, ...spanish })] });
    await engine.match();
    engine.hubspot.remove('companies', acme);
    await engine.inbox(['companies', acme]);
    await engine.match();
    expect(engine.hubspot.ids('companies')).toEqual([]);
    expect(await engine.matches()).toMatchObject([{ state: 'ignored', candidates: [{ recordId: acme, reason: 'deleted' }] }]);
    engine.hubspot.restore('companies', acme);
    await engine.inbox(['companies', acme]);
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'tax_id' }]);
  });
});
