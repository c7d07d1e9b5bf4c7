import { describe, expect, it } from '@jest/globals';
import { up as findFrenchCompanies } from '../../../migrations/20261128107600_find_french_companies.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';

const db = useTestDatabase();
const addressIn = (country: string) => ({ street: null, city: null, zip: null, state: null, country });

describe('matching by tax ids of every country', () => {
  it.each([
    ['whose check digit is wrong', 'ES', 'B65410012', 'A58818501'],
    ['of the person beside the company’s', 'IT', '00743110157', 'RCCMNL83S18D969H'],
    ['of the establishment beside the company’s', 'FR', '40303265045', '30326504500011'],
  ])('is sure of domain and name beside a tax id %s', async (_what, country, taxId, held) => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { domain: 'acme.es', name: 'Acme', tax_id: held });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', taxId, website: 'acme.es', address: addressIn(country) })] });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'domain_and_name' }]);
  });

  it.each([
    ['BE', '0428.759.497', 'be 428.759.497'],
    ['BE', 'BE0428759497', '428759497'],
    ['CH', 'CHE-116.281.710', 'CHE-116.281.710 MWST'],
    ['CO', '890.903.938', '890.903.938-8'],
    ['GR', '094259216', 'EL 094 259 216'],
    ['NL', '4495445B01', 'NL 0044.95.445.B.01'],
    ['AT', 'ATU13585627', 'u 1358-5627'],
    ['BR', '12ABC34501DE35', '12.ABC.345/01DE-35'],
    ['FR', '303 265 045', 'FR 40 303 265 045'],
    ['FR', 'FR40303265045', '303265045'],
    ['FR', 'K7399859412', '399 859 412'],
    ['MC', 'FR40303265045', 'FR 40303265045'],
  ])('links a customer of %s with %s to the company that has %s, whichever comes first', async (country, taxId, held) => {
    const engine = await anEngine(db());
    const first = engine.hubspot.add('companies', { tax_id: held });
    const customer = aCustomer({ id: '1', taxId, address: addressIn(country) });
    await engine.book({ customers: [customer] });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: first, rule: 'tax_id' }]);
    await db()('links').delete();
    await db()('customerMatches').update({ state: 'unmatched' });
    await engine.inbox(['companies', first]);
    expect(await engine.matches()).toMatchObject([{ state: 'due' }]);
  });

  it.each([
    ['the same text and the same name', 'b-6541.0012', 'ACME, S.L.', 1],
    ['the same text and another name', 'B65410012', 'Bolt', 0],
    ['another text and the same name', 'B65410013', 'Acme', 0],
  ])('with a wrong check digit links by %s, or not', async (_what, held, name, links) => {
    const engine = await anEngine(db());
    engine.hubspot.add('companies', { name, tax_id: held });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', taxId: 'B65410012', address: addressIn('ES') })] });
    await engine.match();
    expect(await engine.links()).toHaveLength(links);
  });

  it('looks again at customers whose tax id older rules did not understand', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { tax_id: 'CHE116281710' });
    const swiss = aCustomer({ id: '1', taxId: 'CHE-116.281.710 TVA', address: addressIn('CH') });
    await engine.book({ customers: [swiss] });
    await db()('erpCustomers').update({ taxIdNormalised: null, hash: 'of the older rules' });
    await engine.match();
    expect(await engine.links()).toEqual([]);
    await engine.book({ customers: [swiss] });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'tax_id' }]);
  });

  it('finds by a French company’s number who was read with its VAT number by older rules', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { tax_id: 'FR40303265045' });
    await engine.book({ customers: [aCustomer({ id: '1', taxId: '303265045', address: addressIn('FR') })] });
    const value = '303265045';
    engine.hubspot.edit('companies', acme, { tax_id: null });
    await engine.match();
    expect(await engine.matches()).toMatchObject([{ state: 'unmatched' }]);
    engine.hubspot.edit('companies', acme, { tax_id: 'FR40303265045' });
    const keys = ['FR40303265045', '40303265045'].map((old) => ({ recordId: acme, objectType: 'companies', kind: 'tax_id', value: old }));
    await db()('recordKeys').insert(keys.map((key) => ({ portalId: engine.scope.portalId, ...key })));
    await findFrenchCompanies(db());
    expect(await db()('recordKeys').where({ value })).toHaveLength(1);
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'tax_id' }]);
  });
});

describe('a record that was linked by something weaker, while another holds the tax id', () => {
  it.each([
    ['is told of', 'FR', '303265045', 'FR40303265045', null, 1],
    ['is none where the other’s is of another country', 'DE', '100002846', 'PT100002846', null, 0],
    ['is told of, although its own record holds one of another country', 'DE', '100002846', 'DE100002846', 'PT100002846', 1],
    ['is none where both hold it', 'DE', '100002846', 'DE100002846', '100 002 846', 0],
  ])('%s', async (_what, country, taxId, held, own, told) => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { domain: 'acme.eu', name: 'Acme' });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', taxId, website: 'acme.eu', address: addressIn(country) })] });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'domain_and_name' }]);
    const other = engine.hubspot.add('companies', { name: 'Other', tax_id: held });
    engine.hubspot.edit('companies', acme, { tax_id: own });
    await engine.inbox(['companies', acme], ['companies', other]);
    await sweepPortal({ ...engine.deps, askWhetherInstalled: async () => undefined }, { portalId: engine.scope.portalId });
    const problems = await engine.problems();
    expect(problems.filter(({ code }) => code === 'match.tax_id_elsewhere')).toMatchObject(
      told ? [{ subject: acme, params: { holder: other } }] : [],
    );
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'domain_and_name' }]);
  });
});
