import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { never, NOTHING, readAll, readOne } from '../../contract/reading.ts';
import { s4Harness, type S4Harness } from './harness.ts';

let harness: S4Harness;
const id = erpRecordId;
const customer = (number: string) => readOne(harness.connect(), 'customers', id(number));

afterEach(() => harness.close());

describe('a customer', () => {
  beforeEach(async () => void (harness = await s4Harness()));

  it('is a business partner with what belongs to it', async () => {
    const number = harness.fake.createPartner({
      name: 'Aceros del Norte SA de CV',
      customer: '30000077',
      taxId: 'EKU9003173C9',
      email: 'Pagos@Aceros.example',
      phone: '+52 81 8345 6789',
      mobile: '+52 81 1111 2222',
      website: 'https://aceros.example',
      street: 'Av. Industrias',
      houseNumber: '12',
      city: 'Apodaca',
      zip: '66600',
      region: 'NLE',
      country: 'MX',
    });
    expect(await customer(number)).toMatchObject({
      kind: 'organisation',
      organisationId: number,
      number: '30000077',
      name: 'Aceros del Norte SA de CV',
      emails: ['pagos@aceros.example'],
      phone: '+528183456789',
      website: 'https://aceros.example',
      taxId: 'EKU9003173C9',
      address: { street: 'Av. Industrias 12', city: 'Apodaca', zip: '66600', state: 'NLE', country: 'MX' },
      active: true,
      blocked: false,
      companyId: null,
    });
  });

  it('may be a person, and has contact persons who are no customers', async () => {
    const company = harness.fake.createPartner({ name: 'Bombas del Bajío' });
    const other = harness.fake.createPartner({ name: 'Válvulas del Golfo' });
    const supplier = harness.fake.createPartner({ name: 'Proveedor', customer: null });
    const ana = harness.fake.createContact({ company, name: 'Ana Ruiz', email: 'ana@bombas.example', phone: '+52 55 1234' });
    const nobody = harness.fake.createContact({ company: supplier, name: 'Luis Gil' });
    const juan = harness.fake.createPartner({ name: 'Juan Mora', isPerson: true });
    const { records } = await readAll(harness.connect(), 'customers');
    expect([...records.keys()].sort()).toEqual([company, other, ana, juan].map(id).sort());
    expect(records.get(id(ana))).toMatchObject({
      kind: 'person',
      organisationId: company,
      number: null,
      name: 'Ana Ruiz',
      emails: ['ana@bombas.example'],
    });
    expect(records.get(id(juan))).toMatchObject({ kind: 'person', organisationId: juan, number: juan });
    expect(await harness.connect().readByIds('customers', [supplier, nobody, 'x/y', ''].map(id), never)).toEqual(NOTHING);
  });

  it('stays one where another one names it as a contact person, on whatever page it is read', async () => {
    const company = harness.fake.createPartner({ name: 'Bombas del Bajío' });
    const both = harness.fake.createContact({ company, name: 'Ana Ruiz' });
    const tx = harness.fake.store.begin();
    tx.patch(
      'A_BusinessPartner',
      harness.fake.records('A_BusinessPartner').find((row) => String(row['BusinessPartner']).endsWith(both))!['_key'] as string,
      { Customer: '0030000099' },
    );
    tx.commit();
    const alone = (await harness.connect().readByIds('customers', [id(both)], never)).records[0];
    const together = (await readAll(harness.connect(), 'customers')).records.get(id(both));
    for (const read of [alone, together]) expect(read).toMatchObject({ kind: 'person', organisationId: both, number: '30000099' });
  });

  it('with several addresses is read page by page', async () => {
    await harness.close();
    harness = await s4Harness({ pageSize: 1 });
    const number = harness.fake.createPartner({ name: 'Dos Casas', city: 'Apodaca', street: 'Uno' });
    const tx = harness.fake.store.begin();
    const [usage] = harness.fake.records('A_BuPaAddressUsage');
    const [address] = harness.fake.records('A_BusinessPartnerAddress');
    const other = { AddressID: '0000099999' };
    tx.put('A_BusinessPartnerAddress', `${String(address!['BusinessPartner'])}/99999`, { ...address, ...other, CityName: 'Saltillo' });
    tx.put('A_BuPaAddressUsage', `${String(usage!['BusinessPartner'])}/XXDEFAULT/99999`, { ...usage, ...other, AddressUsage: 'BILL_TO' });
    tx.commit();
    expect((await customer(number)).address).toMatchObject({ city: 'Apodaca' });
  });

  it('is blocked centrally, for orders or for posting, and out of use when it is marked for archiving', async () => {
    const [central, orders, posting, gone] = ['A', 'B', 'C', 'D'].map((name) => harness.fake.createPartner({ name })) as [
      string,
      string,
      string,
      string,
    ];
    harness.fake.blockPartner(central);
    harness.fake.updatePartner(orders, { orderBlock: '01' });
    harness.fake.updatePartner(posting, { postingBlock: true });
    harness.fake.updatePartner(gone, { isMarkedForArchiving: true });
    for (const number of [central, orders, posting]) expect(await customer(number)).toMatchObject({ blocked: true, active: true });
    expect(await customer(gone)).toMatchObject({ blocked: false, active: false });
  });

  it('that has another address or e-mail has another change stamp, though its own stamp does not move', async () => {
    const number = harness.fake.createPartner({ name: 'Calle Nueva', email: 'uno@calle.example' });
    const before = (await customer(number)).changeStamp;
    harness.fake.updatePartner(number, { city: 'Saltillo' });
    const moved = (await customer(number)).changeStamp;
    harness.fake.updatePartner(number, { email: 'dos@calle.example' });
    expect(new Set([before, moved, (await customer(number)).changeStamp]).size).toBe(3);
  });
});
