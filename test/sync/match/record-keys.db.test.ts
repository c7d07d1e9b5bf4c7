import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { findHolders } from '../../../server/sync/match/record-keys.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';

const db = useTestDatabase();
const ACME_TAX = 'B65410011';
const spanish = { address: { street: null, city: null, zip: null, state: null, country: 'ES' } };

/** 6,000 characters that do not compress, of which no legal form is the end. */
const randomText = (seed: number): string =>
  Array.from({ length: 100 }, (_, nth) => createHash('sha256').update(`${seed} ${nth}`).digest('hex').slice(0, 60)).join('x');

describe('what records are recognised by', () => {
  it('skips the tax id when its property is no longer there, and says so until it is', async () => {
    const engine = await anEngine(db());
    engine.hubspot.ownProperties.companies = [];
    const acme = engine.hubspot.add('companies', { domain: 'acme.es', name: 'Acme' });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', website: 'acme.es', taxId: ACME_TAX, ...spanish })] });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'domain_and_name' }]);
    expect(await engine.problems()).toMatchObject([{ code: 'match.tax_id_property_refused', subject: 'companies.tax_id' }]);
    engine.hubspot.ownProperties.companies = ['tax_id'];
    await sweepPortal({ ...engine.deps, askWhetherInstalled: async () => undefined }, { portalId: engine.scope.portalId });
    expect(await engine.problems()).toEqual([]);
  });

  it('finds a tax id however it is written in HubSpot, and sees that a second company holds it in another spelling', async () => {
    const engine = await anEngine(db(), { settings: { taxIdProperty: { companies: 'tax_id', contacts: null } } });
    const odd = engine.hubspot.add('companies', { name: 'Odd', tax_id: 'us 100.001-493' });
    const twice = ['us 100.001-507', 'US100001507'].map((tax_id) => engine.hubspot.add('companies', { name: 'Twice', tax_id }));
    const american = { address: { street: null, city: null, zip: null, state: null, country: 'US' } };
    await engine.book({
      customers: [
        aCustomer({ id: '1', name: 'Odd Inc', taxId: 'US100001493', ...american }),
        aCustomer({ id: '2', name: 'Twice Inc', taxId: 'US 100001507', ...american }),
      ],
    });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ customerId: '1', recordId: odd, rule: 'tax_id' }]);
    const [, second] = await engine.matches();
    expect(second).toMatchObject({ state: 'ambiguous' });
    expect(second!.candidates.map(({ recordId }) => recordId)).toEqual(twice);
  });

  it('finds a company by a further domain, which it has from one that was merged into it', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { name: 'Acme', domain: 'acme.com', hs_additional_domains: 'acme-iberia.es;acme.es' });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', website: 'https://www.acme.es' })] });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'domain_and_name' }]);
  });

  it('is kept of texts that no index takes whole, too, and nobody waits for them', async () => {
    const engine = await anEngine(db(), { settings: { createMissing: { companies: true, contacts: false } } });
    const [long, other] = [1, 2].map((seed) => randomText(seed));
    const named = engine.hubspot.add('companies', { name: long!, tax_id: other! });
    const acme = engine.hubspot.add('companies', { name: 'Acme', tax_id: ACME_TAX });
    await engine.book({ customers: [aCustomer({ id: '2', name: 'Acme', taxId: ACME_TAX, ...spanish })] });
    await engine.match();
    await engine.inbox(['companies', named], ['companies', acme]);
    expect(await engine.links()).toMatchObject([{ customerId: '2', recordId: acme }]);
    const keys = [long!, other!].map((value) => ({ kind: 'name', value }) as const);
    const holders = await findHolders(db(), { portalId: engine.scope.portalId, objectType: 'companies' }, keys);
    expect([...holders]).toEqual([[`name ${long}`, { recordIds: [named], isTooMany: false }]]);
  });

  it('leaves the customers of a domain that too many companies share to a person, and goes on with the others', async () => {
    const engine = await anEngine(db(), { settings: { createMissing: { companies: true, contacts: false } } });
    for (let index = 0; index < 230; index++) engine.hubspot.add('companies', { name: `Shop ${index}`, domain: 'mall.es' });
    const acme = engine.hubspot.add('companies', { name: 'Acme', domain: 'acme.es' });
    await engine.book({
      customers: [aCustomer({ id: '1', name: 'Shop 7', website: 'mall.es' }), aCustomer({ id: '2', name: 'Acme', website: 'acme.es' })],
    });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ customerId: '2', recordId: acme }]);
    expect(await engine.matches()).toMatchObject([
      { customerId: '1', state: 'ambiguous' },
      { customerId: '2', state: 'linked' },
    ]);
    expect(engine.hubspot.callsOf('create')).toBe(0);
    expect(await engine.problems()).toEqual([]);
  });

  it('finds a company that was made after its customer had been looked for, although HubSpot has not indexed it yet', async () => {
    const engine = await anEngine(db());
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', taxId: ACME_TAX, ...spanish })] });
    await engine.match();
    expect(await engine.matches()).toMatchObject([{ state: 'unmatched' }]);
    engine.hubspot.search = async () => ({ records: [], total: 0, after: null });
    const acme = engine.hubspot.add('companies', { name: 'Acme', tax_id: ACME_TAX });
    await engine.inbox(['companies', acme]);
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'tax_id' }]);
  });

  it('is looked up again when the sweep finds that a company got the tax id', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { name: 'Something else' });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', taxId: ACME_TAX, ...spanish })] });
    await engine.match();
    engine.hubspot.edit('companies', acme, { tax_id: 'b-6541.0011', hs_lastmodifieddate: String(engine.now.getTime()) });
    await sweepPortal({ ...engine.deps, askWhetherInstalled: async () => undefined }, { portalId: engine.scope.portalId });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'tax_id' }]);
  });
});
