import { describe, expect, it } from '@jest/globals';
import { ReconnectError, TransientError } from '../../../server/shared/errors.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import type { FieldValues } from '../../../server/erp/shared/contract.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { aceros, writing } from './writing-harness.ts';

const world = writing();
const { harness, fields } = world;
const list = (kind: 'customer' | 'contact_person' = 'customer') => fields().list(kind, never);
const write = (id: ErpRecordId, values: FieldValues) => fields().write(id, values, never);
const read = async (id: ErpRecordId, names: readonly string[]) => (await fields().read([id], names, never)).get(id);

describe('the fields of customers', () => {
  it('have roles, choices and the user-defined ones among them', async () => {
    const all = new Map((await list()).map((field) => [field.name, field]));
    const roles = [...all.values()].flatMap(({ name, role }) => (role === null ? [] : [[role, name]]));
    expect(Object.fromEntries(roles)).toEqual({
      ...{
        name: 'CardName',
        trade_name: 'CardForeignName',
        tax_id: 'FederalTaxID',
        email: 'EmailAddress',
        phone: 'Phone1',
        mobile: 'Cellular',
      },
      ...{
        website: 'Website',
        group: 'GroupCode',
        payment_term: 'PayTermsGrpCode',
        price_list: 'PriceListNum',
        salesperson: 'SalesPersonCode',
      },
      ...{ currency: 'Currency', series: 'Series', street: 'BillTo.Street', street2: 'BillTo.BuildingFloorRoom', city: 'BillTo.City' },
      ...{ zip: 'BillTo.ZipCode', state: 'BillTo.State', country: 'BillTo.Country' },
      ...{ delivery_street: 'ShipTo.Street', delivery_street2: 'ShipTo.BuildingFloorRoom', delivery_city: 'ShipTo.City' },
      ...{ delivery_zip: 'ShipTo.ZipCode', delivery_state: 'ShipTo.State', delivery_country: 'ShipTo.Country' },
    });
    expect(all.get('CardName')).toMatchObject({ type: 'text', isRequired: true, isWritable: true, isForNewOnly: false });
    expect(all.get('GroupCode')!.options).toEqual([
      { value: '100', label: 'Clientes' },
      { value: '102', label: 'Distribuidores' },
    ]);
    expect(all.get('SalesPersonCode')!.options).toEqual([{ value: '1', label: 'Lucía Treviño' }]);
    expect(all.get('Currency')!.options).toContainEqual({ value: '$', label: 'MXN' });
    expect(all.get('BillTo.Country')!.options?.map(({ value }) => value)).toEqual(['DE', 'ES', 'MX', 'US']);
    expect(all.get('BillTo.State')!.options).toContainEqual({ value: 'MX-NLE', label: 'Nuevo León' });
    expect(all.get('U_Region')).toMatchObject({ label: 'Región de ventas', type: 'choice', isCustom: true, role: null, isRequired: false });
  });

  it('are those of contact persons for people who belong to an organisation', async () => {
    harness().fake.addUserField('ContactEmployees', { name: 'Cargo', title: 'Cargo' });
    const roles = (await list('contact_person')).flatMap(({ name, role }) => (role === null ? [] : [[role, name]]));
    expect(Object.fromEntries(roles)).toEqual({
      ...{ name: 'Name', first_name: 'FirstName', last_name: 'LastName', job_title: 'Position' },
      ...{ email: 'E_Mail', phone: 'Phone1', mobile: 'MobilePhone', organisation: 'CardCode' },
    });
    expect(await list('contact_person')).toContainEqual(expect.objectContaining({ name: 'CardCode', isWritable: false }));
    expect(await list('contact_person')).toContainEqual(expect.objectContaining({ name: 'U_Cargo', label: 'Cargo', isCustom: true }));
  });

  it('are needed where an administrator made them mandatory without a value of their own', async () => {
    harness().fake.addUserField('BusinessPartners', { name: 'Giro', title: 'Giro', mandatory: true });
    harness().fake.addUserField('BusinessPartners', { name: 'Zona', title: 'Zona', mandatory: true, defaultValue: 'N' });
    const needed = (await list()).filter(({ isRequired }) => isRequired).map(({ name }) => name);
    expect(needed).toEqual(['CardName', 'U_Giro']);
  });

  it('cannot be chosen where the server does not list the choices to this user', async () => {
    for (const set of ['SalesPersons', 'States', 'SeriesService_GetDocumentSeries']) harness().fake.revokeAuthorisation(set);
    const all = await list();
    expect(all.find(({ name }) => name === 'SalesPersonCode')).toMatchObject({ isWritable: false });
    expect(all.find(({ name }) => name === 'BillTo.State')).not.toHaveProperty('options');
    expect(all.map(({ name }) => name)).not.toContain('Series');
  });

  it('name the states of every country, however many there are: HubSpot holds names', async () => {
    const tx = harness().fake.store.begin();
    for (let at = 0; at < 600; at++) tx.put('States', `DE/${at}`, { Country: 'DE', Code: String(at), Name: `Land ${at}` });
    tx.commit();
    const state = (await list()).find(({ role }) => role === 'state');
    const named = new Map(state?.options?.map(({ value, label }) => [value, label]));
    expect([named.get('DE-599'), named.get('MX-MEX'), named.get('US-TX')]).toEqual(['Land 599', 'Estado de México', 'Texas']);
  });

  it('are read only where they name rows of a user-defined table', async () => {
    harness().fake.addUserField('BusinessPartners', { name: 'Obra', title: 'Obra', linkedTable: 'OBRAS' });
    expect((await list()).find(({ name }) => name === 'U_Obra')).toMatchObject({ type: 'reference', isWritable: false });
  });

  it('are those of the metadata for a user who may not read the titles', async () => {
    harness().fake.revokeAuthorisation('UserFieldsMD');
    expect(await list()).toContainEqual(expect.objectContaining({ name: 'U_Route', label: 'Route', type: 'number', isWritable: true }));
  });

  it('name the right that is missing', async () => {
    harness().fake.revokeAuthorisation('BusinessPartners');
    const error = await failureOf(list());
    expect(error).toBeInstanceOf(ReconnectError);
    expect((error as ReconnectError).params).toMatchObject({ object: 'BusinessPartners' });
  });
});

describe('reading fields', () => {
  it('answers each in one spelling, of partners and people alike', async () => {
    const { id, ana } = aceros(world);
    harness().fake.updatePartner('C1', { userFields: { U_Region: 'Norte', U_Route: 7 } });
    const names = [
      'CardName',
      'Phone1',
      'GroupCode',
      'SalesPersonCode',
      'Currency',
      'BillTo.State',
      'BillTo.Country',
      'BillTo.Street',
      'U_Region',
      'U_Route',
      'E_Mail',
    ];
    expect(await fields().read([id, ana, erpRecordId('GONE'), erpRecordId('C1#999')], names, never)).toEqual(
      new Map<ErpRecordId, FieldValues>([
        [ana, { Phone1: '81 1', E_Mail: 'ana@aceros.mx' }],
        [
          id,
          {
            ...{ CardName: 'Aceros', Phone1: null, GroupCode: '100', SalesPersonCode: null, Currency: '$' },
            ...{ 'BillTo.State': 'MX-NLE', 'BillTo.Country': 'MX', 'BillTo.Street': 'Juárez 12', U_Region: 'Norte', U_Route: '7' },
          },
        ],
      ]),
    );
  });

  it('tells a partner whose code looks like a person from the person', async () => {
    const { ana } = aceros(world);
    harness().fake.createPartner({ code: ana, name: 'Con numeral' });
    expect(await read(ana, ['CardName', 'FirstName'])).toEqual({ CardName: 'Con numeral' });
  });

  it('reads 200 at once', async () => {
    const ids = harness().fake.transaction((erp) =>
      Array.from({ length: 200 }, (_, at) => erpRecordId(erp.createPartner({ name: `N ${at}` }))),
    );
    expect((await fields().read(ids, ['CardName'], never)).size).toBe(200);
  });

  it('reads days of user-defined fields as days, and leaves out a field that is not there', async () => {
    harness().fake.addUserField('BusinessPartners', { name: 'Since', title: 'Cliente desde', type: 'db_Date' });
    const { id } = aceros(world);
    harness().fake.updatePartner('C1', { userFields: { U_Since: '2026-11-20' } });
    expect(await read(id, ['U_Since', 'U_Gone', 'NoField'])).toEqual({ U_Since: '2026-11-20' });
    expect(await write(id, { U_Since: '2026-12-01' })).toEqual({ U_Since: '2026-12-01' });
    expect(await failureOf(write(id, { U_Since: 'soon' }))).toMatchObject({ code: 'sap-b1.invalid_value' });
  });

  it('knows a field that was added after the others were read', async () => {
    const { id } = aceros(world);
    const own = harness().connect().capabilities.customerFields!;
    await own.read([id], ['U_Region'], never);
    harness().fake.addUserField('BusinessPartners', { name: 'Nuevo', title: 'Nuevo' });
    expect(await own.write(id, { U_Nuevo: 'x' }, never)).toEqual({ U_Nuevo: 'x' });
  });

  it('is no fault of the connection where a node does not know a field yet', async () => {
    const { id } = aceros(world);
    harness().fake.addUserField('BusinessPartners', { name: 'Nuevo', title: 'Nuevo' }, false);
    const unknown = { kind: 'status', status: 400, body: { error: { code: '-1000', message: "Property 'U_Nuevo' is invalid" } } } as const;
    for (const fault of [null, unknown]) {
      if (fault) harness().fake.faults.next({ ...fault, match: /U_Nuevo/ });
      const error = await failureOf(read(id, ['U_Nuevo']));
      expect(error).toBeInstanceOf(TransientError);
      expect(error).toMatchObject({ code: 'sap-b1.field_not_served' });
    }
  });
});
