import { describe, expect, it } from '@jest/globals';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { approveConnection } from '../../../server/sync/connection/approve.ts';
import { linkByPerson, refuseByPerson } from '../../../server/sync/match/links.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';

const db = useTestDatabase();
/** Two valid Spanish tax ids. */
const ACME_TAX = 'B65410011';
const OTHER_TAX = 'A58818501';
const spanish = { address: { street: null, city: null, zip: null, state: null, country: 'ES' } };

describe('matching companies', () => {
  it.each([
    ['key', { erp_customer_key: 'memory:db-1:1' }, 'key'],
    ['tax id in another spelling', { tax_id: 'ES-B65410011' }, 'tax_id'],
    ['domain and name', { domain: 'acme.es', name: 'ACME, S. L.' }, 'domain_and_name'],
  ])('links by %s', async (_what, properties, rule) => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', properties);
    engine.hubspot.add('companies', { name: 'Somebody else', domain: 'else.es' });
    await engine.book({
      customers: [aCustomer({ id: '1', name: 'Acme SL', taxId: ACME_TAX, website: 'https://www.acme.es', ...spanish })],
    });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ customerId: '1', recordId: acme, rule, state: 'active', objectType: 'companies' }]);
    expect(await engine.matches()).toMatchObject([{ state: 'linked' }]);
    expect(await engine.target('companies', acme)).toBeDefined();
  });

  it.each([
    ['a domain alone', { domain: 'acme.es', name: 'Bolts' }],
    ['a name alone', { domain: 'other.es', name: 'Acme' }],
    ['a generic tax id', { tax_id: 'XAXX010101000' }],
    ['nothing', { name: 'Else' }],
  ])('does not link by %s', async (what, properties) => {
    const engine = await anEngine(db());
    engine.hubspot.add('companies', properties);
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme SL', taxId: 'XAXX010101000', website: 'acme.es' })] });
    await engine.match();
    expect(await engine.links()).toEqual([]);
    // A person is asked about one of the same name.
    const asked = { state: 'ambiguous', candidates: [{ rule: 'name' }] };
    expect(await engine.matches()).toMatchObject([what === 'a name alone' ? asked : { state: 'unmatched', candidates: [] }]);
  });

  it('lets a person decide between several records', async () => {
    const engine = await anEngine(db());
    const first = engine.hubspot.add('companies', { tax_id: ACME_TAX, name: 'Acme' });
    const second = engine.hubspot.add('companies', { tax_id: `es${ACME_TAX}`, name: 'Acme copy' });
    await engine.book({ customers: [aCustomer({ id: '1', taxId: ACME_TAX, ...spanish })] });
    await engine.match();
    expect(await engine.matches()).toMatchObject([
      {
        state: 'ambiguous',
        candidates: [
          { recordId: first, name: 'Acme', rule: 'tax_id' },
          { recordId: second, name: 'Acme copy', rule: 'tax_id' },
        ],
      },
    ]);
    const pair = { ...engine.scope, objectType: 'companies' as const, customerId: erpRecordId('1'), userId: 5 };
    await refuseByPerson(engine.deps, { ...pair, recordId: second });
    expect(await engine.matches()).toMatchObject([{ state: 'ambiguous', candidates: [{ recordId: first }] }]);
    await linkByPerson(engine.deps, { ...pair, recordId: first });
    expect(await engine.links()).toMatchObject([{ recordId: first, rule: 'person' }]);
    expect(await engine.matches()).toMatchObject([{ state: 'linked', candidates: [] }]);
  });

  it('never offers a refused pair again', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { tax_id: ACME_TAX, erp_customer_key: 'memory:db-1:1' });
    await engine.book({ customers: [aCustomer({ id: '1', taxId: ACME_TAX, ...spanish })] });
    const pair = { ...engine.scope, objectType: 'companies' as const, customerId: erpRecordId('1'), recordId: acme, userId: 5 };
    await refuseByPerson(engine.deps, pair);
    await engine.match();
    expect(await engine.links()).toEqual([]);
    expect(await engine.matches()).toMatchObject([{ state: 'unmatched' }]);
  });

  it('does not guess when a tax id contradicts domain and name', async () => {
    const engine = await anEngine(db());
    engine.hubspot.add('companies', { domain: 'acme.es', name: 'Acme', tax_id: OTHER_TAX });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', taxId: ACME_TAX, website: 'acme.es', ...spanish })] });
    await engine.match();
    expect(await engine.matches()).toMatchObject([{ state: 'ambiguous' }]);
  });

  it('works in batches of any size with searches HubSpot accepts', async () => {
    const engine = await anEngine(db());
    const customers = Array.from({ length: 230 }, (_, index) =>
      aCustomer({ id: `${index}`, name: `Company ${index}`, website: `a-rather-long-domain-name-${index}.example.com` }),
    );
    for (const { name, website } of customers) engine.hubspot.add('companies', { name, domain: website });
    await engine.book({ customers });
    await engine.match();
    expect(await engine.links()).toHaveLength(230);
  });
});

describe('two customers and one record', () => {
  const both = (given: object) => [aCustomer({ id: '1', ...given }), aCustomer({ id: '2', ...given })];

  it.each([
    ['one tax id', { taxId: ACME_TAX, ...spanish }],
    ['one domain and name', { name: 'Acme', website: 'acme.es' }],
  ])('in one ERP never share it by %s', async (_what, given) => {
    const engine = await anEngine(db());
    engine.hubspot.add('companies', { tax_id: ACME_TAX, domain: 'acme.es', name: 'Acme' });
    await engine.book({ customers: both(given) });
    await engine.match();
    expect(await engine.links()).toEqual([]);
    expect(await engine.matches()).toMatchObject([{ state: 'ambiguous' }, { state: 'ambiguous' }]);
  });

  it('of two ERPs share it when they are one legal entity, and only then', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { tax_id: ACME_TAX, domain: 'acme.es', name: 'Acme' });
    const second = await engine.connect('memory:db-2');
    const third = await engine.connect('memory:db-3');
    await engine.book({ customers: [aCustomer({ id: '1', taxId: ACME_TAX, ...spanish })] });
    await engine.book({ customers: [aCustomer({ id: '1', taxId: `ES${ACME_TAX}` })] }, { scope: second });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', website: 'acme.es' })] }, { scope: third });
    for (const connection of [engine.scope, second, third]) await engine.match(connection);
    const linked = await engine.links();
    expect(linked.map(({ recordId: id }) => id)).toEqual([acme, acme]);
    expect(linked.map(({ connectionId }) => connectionId)).not.toContain(third.connectionId);
  });

  it('of two companies of one ERP share it when they are one legal entity', async () => {
    const engine = await anEngine(db());
    engine.hubspot.add('companies', { tax_id: ACME_TAX });
    const given = { taxId: ACME_TAX, ...spanish };
    await engine.book({ customers: [aCustomer({ id: '1', companyId: 'a', ...given }), aCustomer({ id: '2', companyId: 'b', ...given })] });
    await engine.match();
    expect(await engine.links()).toHaveLength(2);
  });

  it('do not share it because the first was linked earlier', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { domain: 'acme.es', name: 'Acme', tax_id: ACME_TAX });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', website: 'acme.es' })] });
    await engine.match();
    await engine.book({ customers: [aCustomer({ id: '2', name: 'Acme Trading', taxId: ACME_TAX, ...spanish })] });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ customerId: '1', recordId: acme }]);
    expect((await engine.matches())[1]).toMatchObject({ state: 'ambiguous', candidates: [{ recordId: acme }] });
  });

  it('an archived duplicate does not stand in the way of the living one', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { tax_id: ACME_TAX });
    const given = { taxId: ACME_TAX, ...spanish };
    await engine.book({ customers: [aCustomer({ id: '1', ...given }), aCustomer({ id: '2', active: false, ...given })] });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ customerId: '1', recordId: acme }]);
    expect(await engine.matches()).toMatchObject([{ state: 'linked' }, { state: 'ambiguous' }]);
  });
});

describe('matching contacts', () => {
  const ana = { kind: 'person' as const, name: 'Ana Ruiz', emails: ['ana@acme.es'], organisationId: 'org' };

  it('links by an address of their own', async () => {
    const engine = await anEngine(db());
    const contact = engine.hubspot.add('contacts', { email: 'Ana@Acme.es' });
    await engine.book({ customers: [aCustomer({ id: '1', ...ana })] });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ objectType: 'contacts', recordId: contact, rule: 'email' }]);
    expect(engine.hubspot.callsOf('search')).toBe(0);
  });

  it('leaves a mailbox that several people share to a person, in whichever ERP they are', async () => {
    const engine = await anEngine(db());
    const second = await engine.connect('memory:db-2');
    const shared = engine.hubspot.add('contacts', { email: 'info@acme.es' });
    await engine.book({ customers: [aCustomer({ id: '1', ...ana, emails: ['info@acme.es'] })] });
    await engine.book({ customers: [aCustomer({ id: '9', ...ana, name: 'Bo', emails: ['info@acme.es'] })] }, { scope: second });
    await engine.match();
    await engine.match(second);
    expect(await engine.links()).toEqual([]);
    expect(await engine.matches()).toMatchObject([
      { state: 'ambiguous', candidates: [{ recordId: shared, rule: 'email' }] },
      { state: 'ambiguous', candidates: [{ recordId: shared, rule: 'email' }] },
    ]);
  });

  it('knows of a person’s addresses which one is shared', async () => {
    const engine = await anEngine(db());
    const contact = engine.hubspot.add('contacts', { email: 'ana@acme.es' });
    engine.hubspot.add('contacts', { email: 'info@acme.es' });
    await engine.book({
      customers: [
        aCustomer({ id: '1', ...ana, emails: ['info@acme.es', 'ana@acme.es'] }),
        aCustomer({ id: '2', ...ana, name: 'Bo', emails: ['info@acme.es'] }),
      ],
    });
    await engine.match();
    expect(await engine.links()).toMatchObject([{ customerId: '1', recordId: contact, rule: 'email' }]);
  });

  it("does not take a person for another because both have the organisation's tax id", async () => {
    const engine = await anEngine(db());
    engine.hubspot.add('contacts', { tax_id: ACME_TAX, email: 'boss@acme.es' });
    await engine.book({ customers: [aCustomer({ id: '1', ...ana, taxId: ACME_TAX, ...spanish })] });
    await engine.match();
    expect(await engine.matches()).toMatchObject([{ state: 'unmatched' }]);
  });
});

describe('before approval', () => {
  it('links are proposals, and nothing is written or created', async () => {
    const engine = await anEngine(db(), { approvedAt: null, settings: { createMissing: { companies: true, contacts: true } } });
    engine.hubspot.add('companies', { tax_id: ACME_TAX });
    await engine.book({ customers: [aCustomer({ id: '1', taxId: ACME_TAX, ...spanish }), aCustomer({ id: '2' })] });
    await engine.match();
    await engine.push();
    expect(await engine.links()).toMatchObject([{ customerId: '1', state: 'proposed' }]);
    expect(await engine.matches()).toMatchObject([{ state: 'linked' }, { state: 'unmatched' }]);
    expect(engine.hubspot.writes).toEqual([]);
  });
});

describe('a customer that changes while it is looked up', () => {
  it('is looked up again', async () => {
    const engine = await anEngine(db());
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme' })] });
    const read = engine.hubspot.batchRead.bind(engine.hubspot);
    engine.hubspot.batchRead = async (...given) => {
      engine.hubspot.batchRead = read;
      await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', taxId: ACME_TAX, ...spanish })] });
      await engine.inbox(['companies', engine.hubspot.add('companies', { tax_id: ACME_TAX })]);
      return read(...given);
    };
    await engine.match();
    expect(await engine.links()).toHaveLength(1);
  });

  it('is created if the approval comes meanwhile', async () => {
    const engine = await anEngine(db(), { approvedAt: null, settings: { createMissing: { companies: true, contacts: false } } });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme' })] });
    const read = engine.hubspot.batchRead.bind(engine.hubspot);
    engine.hubspot.batchRead = async (...given) => {
      engine.hubspot.batchRead = read;
      await approveConnection(engine.deps, engine.scope);
      return read(...given);
    };
    await engine.match();
    expect(await engine.links()).toMatchObject([{ customerId: '1', rule: 'created', state: 'active' }]);
  });

  it('is found when its record appears meanwhile', async () => {
    const engine = await anEngine(db());
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', taxId: ACME_TAX, ...spanish })] });
    const read = engine.hubspot.batchRead.bind(engine.hubspot);
    let acme: RecordId | null = null;
    engine.hubspot.batchRead = async (...given) => {
      engine.hubspot.batchRead = read;
      const answer = await read(...given);
      acme = engine.hubspot.add('companies', { tax_id: ACME_TAX });
      await engine.inbox(['companies', acme]);
      return answer;
    };
    await engine.match();
    expect(await engine.links()).toMatchObject([{ customerId: '1', recordId: acme, rule: 'tax_id' }]);
  });

  it('is not linked by what it was recognised by before', async () => {
    const engine = await anEngine(db());
    engine.hubspot.add('companies', { tax_id: ACME_TAX });
    const customer = (taxId: string) => aCustomer({ id: '1', name: 'Acme', taxId, ...spanish });
    await engine.book({ customers: [customer(ACME_TAX)] });
    const read = engine.hubspot.batchRead.bind(engine.hubspot);
    engine.hubspot.batchRead = async (...given) => {
      engine.hubspot.batchRead = read;
      await engine.book({ customers: [customer(OTHER_TAX)] });
      return read(...given);
    };
    await engine.match();
    expect(await engine.links()).toEqual([]);
  });

  it('is not given the record that a person refuses meanwhile', async () => {
    const engine = await anEngine(db());
    const acme = engine.hubspot.add('companies', { tax_id: ACME_TAX });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', taxId: ACME_TAX, ...spanish })] });
    const read = engine.hubspot.batchRead.bind(engine.hubspot);
    engine.hubspot.batchRead = async (...given) => {
      engine.hubspot.batchRead = read;
      const pair = { ...engine.scope, objectType: 'companies' as const, customerId: erpRecordId('1'), recordId: acme, userId: 5 };
      await refuseByPerson(engine.deps, pair);
      return read(...given);
    };
    await engine.match();
    expect(await engine.links()).toEqual([]);
    expect(await engine.matches()).toMatchObject([{ state: 'unmatched' }]);
  });
});
