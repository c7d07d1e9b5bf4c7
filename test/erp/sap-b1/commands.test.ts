import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { RecordRejectedError } from '../../../server/shared/errors.ts';
import { failureOf, never, readOne } from '../../contract/reading.ts';
import { KEY, personIn, writing } from './writing-harness.ts';

const { harness, commands, fields, create, find, partner, partners } = writing();
const ADDRESS = { 'BillTo.Street': 'Juárez', 'BillTo.StreetNo': '12', 'BillTo.State': 'MX-NLE', 'BillTo.Country': 'MX' };
/** How administrators make the field. */
const addKeyField = (size = 32) => harness().fake.addUserField('BusinessPartners', { name: 'PuenteKey', title: 'Clave de Puente', size });
const refused = async (promise: Promise<unknown>): Promise<RecordRejectedError> => {
  const error = await failureOf(promise);
  expect(error).toBeInstanceOf(RecordRejectedError);
  return error as RecordRejectedError;
};

describe('making a customer whose code is written by hand', () => {
  it('makes a partner with what was given, and the server decides the rest', async () => {
    const made = await create({
      CardName: 'Aceros',
      FederalTaxID: 'EKU9003173C9',
      PriceListNum: '1',
      U_Route: '7',
      SalesPersonCode: '1',
      ...ADDRESS,
    });
    expect(made).toEqual({ id: made.number, number: expect.stringMatching(/^HS[0-9A-Z]{13}$/) });
    expect(partner(made.id)).toMatchObject({
      ...{ CardType: 'cCustomer', CompanyPrivate: 'cCompany', CardName: 'Aceros', FederalTaxID: 'EKU9003173C9', GroupCode: 100 },
      ...{ PriceListNum: 1, SalesPersonCode: 1, U_Route: 7, Currency: '##', BilltoDefault: 'HubSpot' },
      BPAddresses: [{ AddressName: 'HubSpot', AddressType: 'bo_BillTo', Street: 'Juárez', StreetNo: '12', State: 'NLE', Country: 'MX' }],
    });
    expect(await readOne(harness().connect(), 'customers', made.id)).toMatchObject({
      kind: 'organisation',
      name: 'Aceros',
      number: made.number,
    });
  });

  it('is found by the key, blocked or not, and by no other key', async () => {
    const made = await create({ CardName: 'Aceros' });
    harness().fake.freeze(made.id);
    expect(await find()).toEqual([made]);
    expect(await find('HS-4711-COMPANY-9')).toEqual([]);
  });

  it('makes one however often it runs, because the server takes no second partner with that code', async () => {
    const first = await create({ CardName: 'Aceros' });
    expect(await Promise.all([create({ CardName: 'Aceros' }), create({ CardName: 'Aceros del Norte' })])).toEqual([first, first]);
    expect(partners().map(({ CardName }) => CardName)).toEqual(['Aceros']);
  });

  it('makes a private person of its own', async () => {
    const made = await create({ CardName: 'Ana Garza' }, KEY, { kind: 'person' });
    expect(partner(made.id)).toMatchObject({ CompanyPrivate: 'cPrivate', CardName: 'Ana Garza' });
    expect(await readOne(harness().connect(), 'customers', made.id)).toMatchObject({ kind: 'person', organisationId: made.id });
  });

  it('leaves out an address of which nothing is known', async () => {
    const made = await create({ CardName: 'Aceros', 'BillTo.Street': null, SalesPersonCode: null });
    expect(partner(made.id)).toMatchObject({ BPAddresses: [], SalesPersonCode: -1 });
  });

  it('waits ten minutes before a silence means that nothing was made', () => {
    expect([commands().settledAfterMs, commands().names]).toEqual([
      600_000,
      ['createCustomer', 'setCustomerActive', 'createProduct', 'createOrder', 'confirmOrder', 'amendOrder', 'cancelOrder'],
    ]);
  });
});

describe('making a customer whose code comes from a series', () => {
  const series = () => String(harness().fake.addPartnerSeries({ name: 'CLI', prefix: 'CL', digits: 5 }));

  it('keeps the key in a field of its own, by which it is found', async () => {
    addKeyField();
    const made = await create({ CardName: 'Aceros', Series: series() });
    expect([made, partner(made.id)['U_PuenteKey']]).toEqual([{ id: 'CL00001', number: 'CL00001' }, KEY]);
    expect(await find()).toEqual([made]);
  });

  it('finds every copy that somebody made, the oldest first', async () => {
    addKeyField();
    const made = await create({ CardName: 'Aceros', Series: series() });
    harness().pass(60_000);
    harness().fake.createPartner({ code: 'A1', name: 'Aceros (copia)', userFields: { U_PuenteKey: KEY } });
    expect((await find()).map(({ id }) => id)).toEqual([made.id, 'A1']);
  });

  it.each([
    ['is not there', () => undefined],
    ['is too short', () => addKeyField(20)],
    ['cannot be seen by the user', () => (addKeyField(), harness().fake.revokeAuthorisation('UserFieldsMD'))],
  ])('is refused before anything is sent where that field %s', async (_, prepare) => {
    prepare();
    const error = await refused(create({ CardName: 'Aceros', Series: series() }));
    expect([error.code, error.params]).toEqual(['sap-b1.key_field_missing', { field: 'U_PuenteKey', size: 32 }]);
    expect(
      harness()
        .fake.calls()
        .filter(({ method, path }) => method === 'POST' && path.endsWith('/BusinessPartners')),
    ).toEqual([]);
  });

  it('does not say that nothing was made while a node of the server does not know the field', async () => {
    harness().fake.addUserField('BusinessPartners', { name: 'PuenteKey', title: 'Clave', size: 32 }, false);
    expect(await failureOf(find())).toMatchObject({ code: 'sap-b1.field_not_served' });
  });

  it('is offered where the server has a series that gives out numbers, and the key is offered nowhere', async () => {
    addKeyField();
    const { fake } = harness();
    expect((await fields().list('customer', never)).find(({ role }) => role === 'series')?.options).toEqual([]);
    const value = series();
    fake.addPartnerSeries({ name: 'Manual', manual: true });
    fake.addPartnerSeries({ name: 'Vieja', locked: true });
    const listed = await fields().list('customer', never);
    expect(listed.find(({ role }) => role === 'series')).toMatchObject({ options: [{ value, label: 'CLI' }], isForNewOnly: true });
    expect(listed.map(({ name }) => name)).not.toContain('U_PuenteKey');
  });
});

describe('making a person who belongs to an organisation', () => {
  const organisation = () =>
    erpRecordId(harness().fake.createPartner({ code: 'C1', name: 'Aceros', contacts: [{ name: 'Luis Peña', email: 'luis@aceros.mx' }] }));

  it('adds a contact person and leaves the others as they are', async () => {
    const id = organisation();
    const [luis] = partner(id).ContactEmployees;
    const made = await create({ FirstName: 'Ana', LastName: 'Garza', E_Mail: 'ana@aceros.mx', Position: 'Compras' }, KEY, personIn(id));
    const [first, ana] = partner(id).ContactEmployees;
    expect(first).toEqual(luis);
    expect(ana).toMatchObject({
      Name: 'Ana Garza',
      FirstName: 'Ana',
      LastName: 'Garza',
      E_Mail: 'ana@aceros.mx',
      Remarks2: `Puente ${KEY}`,
    });
    expect(made).toEqual({ id: `C1#${String(ana?.InternalCode)}`, number: null });
    expect(await readOne(harness().connect(), 'customers', made.id)).toMatchObject({ name: 'Ana Garza', organisationId: 'C1' });
  });

  it('is found by the key, with a cross join and on servers without', async () => {
    const made = await create({ FirstName: 'Ana' }, KEY, personIn(organisation()));
    expect(await find()).toEqual([made]);
    for (let at = 0; at < 120; at++) harness().fake.createPartner({ name: `Otro ${at}` });
    harness().fake.faults.next({ kind: 'status', status: 400, body: { error: { code: '-1000', message: 'x' } }, match: /PostQuery/ });
    expect(await find()).toEqual([made]);
  });

  it('is refused where the partner has somebody of that name already', async () => {
    const before = partner(organisation());
    const error = await refused(create({ FirstName: 'Luis', LastName: 'Peña' }, KEY, personIn(erpRecordId('C1'))));
    expect(error).toMatchObject({ code: 'sap-b1.contact_name_taken', properties: ['Name'], params: { errorCode: -2035 } });
    expect(partner('C1')).toBe(before);
  });

  it('goes by its full name, as far as there is room, or by its address, and is refused without either', async () => {
    const id = organisation();
    await create({ FirstName: 'María de los Ángeles Guadalupe', LastName: 'Fernández de Córdoba y Montemayor' }, 'HS-1', personIn(id));
    expect(partner(id).ContactEmployees.at(-1)?.Name).toBe('María de los Ángeles Guadalupe Fernández de Córdob');
    const made = await create({ E_Mail: 'ventas@aceros.mx' }, KEY, personIn(id));
    expect((await fields().read([made.id], ['Name'], never)).get(made.id)).toEqual({ Name: 'ventas@aceros.mx' });
    expect(await refused(create({ Phone1: '1' }, 'HS-2', personIn(id)))).toMatchObject({
      code: 'sap-b1.invalid_value',
      properties: ['Name'],
    });
  });

  it('says that the organisation is gone', async () => {
    expect(await refused(create({ FirstName: 'Ana' }, KEY, personIn(erpRecordId('GONE'))))).toMatchObject({ code: 'erp.record_gone' });
  });
});

describe('what the server refuses', () => {
  it.each([
    [{ CardName: 'x'.repeat(101) }, ['CardName'], 'Value too long'],
    [{ CardName: 'Aceros', Phone1: '1'.repeat(21), Phone2: '2' }, ['Phone1'], 'Value too long'],
    [{ CardName: 'Aceros', PayTermsGrpCode: '99' }, ['PayTermsGrpCode'], '[OCRD.GroupNum]'],
    [{ CardName: 'Aceros', U_Region: 'Oeste' }, ['U_Region'], '[OCRD.U_Region]'],
    [{ CardName: 'Aceros', U_Nothing: 'x' }, ['U_Nothing'], "Property 'U_Nothing'"],
    [{ CardName: 'Aceros', 'BillTo.Country': 'XX' }, ['BillTo.Country'], '[CRD1.Country]'],
    [{ CardName: 'Aceros', 'BillTo.City': 'x'.repeat(101) }, ['BillTo.City'], 'Value too long'],
  ])('is told in its own words with the fields they name: %j', async (values, properties, message) => {
    const error = await refused(create(values));
    expect(error).toMatchObject({ code: 'sap-b1.refused', properties, params: { message: expect.stringContaining(message) } });
    expect(partners()).toEqual([]);
  });

  it.each([
    [{ CardName: 'Aceros', GroupCode: 'first' }, 'sap-b1.invalid_value', 'GroupCode'],
    [{ CardName: 'Aceros', CardCode: 'MINE' }, 'sap-b1.invalid_value', 'CardCode'],
    [{ CardName: 'Aceros', 'BillTo.Country': 'MX', 'BillTo.State': 'NLE' }, 'sap-b1.invalid_value', 'BillTo.State'],
    [{ CardName: 'Aceros', 'BillTo.Country': 'US', 'BillTo.State': 'MX-NLE' }, 'sap-b1.state_of_other_country', 'BillTo.State'],
  ])('is foreseen where it cannot even be said: %j', async (values, code, field) => {
    expect(await refused(create(values))).toMatchObject({ code, properties: [field], params: { field } });
    expect(
      harness()
        .fake.calls()
        .filter(({ method, path }) => method === 'POST' && path.endsWith('/BusinessPartners')),
    ).toEqual([]);
  });

  it('is the right to write, without an end of the reading', async () => {
    harness().fake.revokeWriting('BusinessPartners');
    expect(await refused(create({ CardName: 'Aceros' }))).toMatchObject({
      code: 'erp.no_right_to_customers',
      params: { object: 'BusinessPartners', message: expect.stringContaining('not permitted') },
    });
    expect(await find()).toEqual([]);
  });
});

describe('archiving a partner', () => {
  const setActive = (id: string, isActive: boolean) =>
    commands().run('setCustomerActive', { key: KEY, input: { id: erpRecordId(id), isActive } }, never);

  it('sets both switches of the screen, and nothing else', async () => {
    const made = await create({ CardName: 'Aceros', ...ADDRESS });
    const before = partner(made.id);
    await setActive(made.id, false);
    expect(partner(made.id)).toMatchObject({ Valid: 'tNO', Frozen: 'tYES', CardName: 'Aceros', BPAddresses: before.BPAddresses });
    await setActive(made.id, true);
    expect(partner(made.id)).toMatchObject({ Valid: 'tYES', Frozen: 'tNO' });
  });

  it('is refused where somebody set days, which would be lost', async () => {
    const made = await create({ CardName: 'Aceros' });
    harness().fake.transaction(({ tx }) => void tx.patch('BusinessPartners', made.id, { ValidTo: '2099-12-31' }));
    const error = await refused(setActive(made.id, false));
    expect([error.code, error.properties]).toEqual(['sap-b1.limited_by_days', ['Valid', 'Frozen']]);
    expect(partner(made.id)).toMatchObject({ Valid: 'tYES', Frozen: 'tNO' });
  });

  it('of a contact person switches that person alone', async () => {
    const made = await create({ CardName: 'Aceros' });
    const ana = await create({ Name: 'Ana' }, 'HS-1-P1-1', { kind: 'person', organisationId: made.id });
    await create({ Name: 'Luis' }, 'HS-1-P2-1', { kind: 'person', organisationId: made.id });
    await setActive(ana.id, false);
    expect(partner(made.id).ContactEmployees).toMatchObject([
      { Name: 'Ana', Active: 'tNO' },
      { Name: 'Luis', Active: 'tYES' },
    ]);
    expect(partner(made.id)).toMatchObject({ Frozen: 'tNO' });
  });
});
