import { describe, expect, it } from '@jest/globals';
import { matchSlice } from '../../../server/sync/match/match.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';

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
