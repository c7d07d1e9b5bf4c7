import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { B1Caller } from './sap-b1/caller.ts';
import { startB1Fake, type B1Fake } from './sap-b1/index.ts';

let fake: B1Fake;
let client: B1Caller;
beforeEach(async () => {
  fake = await startB1Fake();
  client = new B1Caller(fake);
  await client.login();
});
afterEach(() => fake.close());

interface Refusal {
  error: { code: string; message: string };
}
const told = async (reply: ReturnType<B1Caller['post']>): Promise<[number, string, string]> => {
  const { status, body } = await reply;
  const { code, message } = (body as Refusal).error;
  return [status, code, message];
};
const create = (body: object) => client.post('BusinessPartners', body);
const change = (code: string, body: object, headers?: Record<string, string>) => client.patch(`BusinessPartners('${code}')`, body, headers);
const partner = (code: string) => fake.record('BusinessPartners', code);

describe('making partners over HTTP', () => {
  it('answers the whole record and where it is', async () => {
    const reply = await create({ CardCode: 'HS1', CardName: 'Aceros', CardType: 'cCustomer' });
    expect([reply.status, reply.headers.get('location')]).toEqual([201, `${fake.url}/b1s/v2/BusinessPartners('HS1')`]);
    expect(reply.body).toMatchObject({ CardCode: 'HS1', CardName: 'Aceros', GroupCode: 100, Currency: '##', SalesPersonCode: -1 });
  });

  it('takes no second partner with the same code, and none without', async () => {
    await create({ CardCode: 'HS1', CardName: 'Aceros' });
    expect(await told(create({ CardCode: 'HS1', CardName: 'Otros' }))).toEqual([
      400,
      '-10',
      expect.stringMatching(/^1320000140 - .*'HS1'/),
    ]);
    expect(await told(create({ CardName: 'Otros' }))).toEqual([400, '-5002', 'Code undefined  [OCRD.CardCode]']);
    expect(fake.records('BusinessPartners').map(({ CardName }) => CardName)).toEqual(['Aceros']);
  });

  it.each([
    [{ NoSuchField: 1 }, '-1000', "Property 'NoSuchField' of 'BusinessPartner' is invalid"],
    [{ U_PuenteKey: 'x' }, '-1000', "Property 'U_PuenteKey' of 'BusinessPartner' is invalid"],
    [{ GroupCode: '100' }, '-1000', "'GroupCode'"],
    [{ CardType: 'customer' }, '-1000', "'CardType'"],
    [{ Phone1: '1'.repeat(21) }, '-1', "Value too long in property 'Phone1' of 'BusinessPartner'"],
    [{ GroupCode: 999 }, '-5002', "[OCRD.GroupCode] , 'Linked value 999 does not exist'"],
    [{ GroupCode: 101 }, '-5002', '[OCRD.GroupCode]'],
    [{ PayTermsGrpCode: 99 }, '-5002', '[OCRD.GroupNum]'],
    [{ PriceListNum: 99 }, '-5002', '[OCRD.ListNum]'],
    [{ SalesPersonCode: 99 }, '-5002', '[OCRD.SlpCode]'],
    [{ SalesPersonCode: null }, '-5002', '[OCRD.SlpCode]'],
    [{ Currency: 'MXN' }, '-5002', '[OCRD.Currency]'],
    [{ FatherCard: 'NOBODY' }, '-5002', '[OCRD.FatherCard]'],
    [{ U_Region: 'Oeste' }, '-5002', '[OCRD.U_Region]'],
    [{ BPAddresses: [{ Street: 'x' }] }, '-5002', '[CRD1.Address]'],
    [{ BPAddresses: [{ AddressName: 'A', Country: 'XX' }] }, '-5002', '[CRD1.Country]'],
    [{ BPAddresses: [{ AddressName: 'A', Country: 'US', State: 'NLE' }] }, '-5002', '[CRD1.State]'],
    [{ ContactEmployees: [{ FirstName: 'Ana' }] }, '-5002', '[OCPR.Name]'],
    [{ ContactEmployees: [{ Name: 'Ana' }, { Name: 'Ana' }] }, '-2035', 'ODBC -2035'],
    [{ Series: 999 }, '-5002', '[OCRD.Series]'],
  ])('refuses %j and makes nothing', async (wrong, code, message) => {
    expect(await told(create({ CardCode: 'HS1', CardName: 'Aceros', ...wrong }))).toEqual([400, code, expect.stringContaining(message)]);
    expect(partner('HS1')).toBeUndefined();
  });

  it('takes the code from a series that numbers, and from the body where it is written by hand', async () => {
    const numbered = fake.addPartnerSeries({ name: 'CLI', prefix: 'CL', firstNumber: 7, digits: 4 });
    const byHand = fake.addPartnerSeries({ name: 'Manual', manual: true });
    const locked = fake.addPartnerSeries({ name: 'Vieja', locked: true });
    expect((await create({ Series: numbered, CardName: 'Aceros' })).body).toMatchObject({ CardCode: 'CL0007', Series: numbered });
    expect((await create({ Series: numbered, CardName: 'Aceros' })).body).toMatchObject({ CardCode: 'CL0008' });
    expect((await create({ Series: numbered, CardCode: 'X', CardName: 'Aceros' })).status).toBe(400);
    expect((await create({ Series: byHand, CardName: 'Aceros' })).status).toBe(400);
    expect((await create({ Series: byHand, CardCode: 'X', CardName: 'Aceros' })).status).toBe(201);
    expect((await create({ Series: locked, CardName: 'Aceros' })).status).toBe(400);
    const listed = await client.post('SeriesService_GetDocumentSeries', { DocumentTypeParams: { Document: '2', DocumentSubType: 'C' } });
    expect(listed.body).toMatchObject({ value: [{ Series: numbered, Prefix: 'CL' }, { IsManual: 'tYES' }, { Locked: 'tYES' }] });
  });

  it('needs what administrators made mandatory and gave no value of its own', async () => {
    fake.addUserField('BusinessPartners', { name: 'Zona', title: 'Zona', mandatory: true, defaultValue: 'N' });
    fake.addUserField('BusinessPartners', { name: 'Giro', title: 'Giro', mandatory: true });
    expect(await told(create({ CardCode: 'HS1' }))).toEqual([400, '-5002', expect.stringContaining('[OCRD.U_Giro]')]);
    expect((await create({ CardCode: 'HS1', U_Giro: 'Acero' })).status).toBe(201);
  });

  it('is for those who may write', async () => {
    fake.revokeWriting('BusinessPartners');
    expect(await told(create({ CardCode: 'HS1' }))).toMatchObject([403, '-5006', expect.anything()]);
    expect((await client.get('BusinessPartners')).status).toBe(200);
    expect((await client.post('Invoices', {})).status).toBe(400);
  });
});

describe('changing partners over HTTP', () => {
  beforeEach(() => {
    const contacts = [{ name: 'Ana Garza', email: 'ana@aceros.mx' }, { name: 'Luis Peña' }];
    fake.createPartner({ code: 'C1', name: 'Aceros', contacts, addresses: [{ name: 'Fiscal', street: 'Juárez 1', country: 'MX' }] });
  });

  it('changes what is sent, ignores what is computed, and answers nothing', async () => {
    const before = partner('C1')!;
    const reply = await change('C1', { Phone1: '81 8000 0000', CurrentAccountBalance: 5, CardCode: 'C2' });
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(partner('C1')).toEqual({
      ...before,
      Phone1: '81 8000 0000',
      UpdateTime: expect.anything(),
      DataVersion: before.DataVersion + 1,
    });
    expect((await change('C1', {})).status).toBe(204);
  });

  it('tells that a partner is gone', async () => {
    expect(await told(change('NOBODY', { Phone1: '1' }))).toEqual([404, '-2028', "Entity with value('NOBODY') does not exist"]);
  });

  it('changes the contact person whose number is sent, and adds one without', async () => {
    const [ana, luis] = partner('C1')!.ContactEmployees;
    await change('C1', { ContactEmployees: [{ InternalCode: ana!.InternalCode, Position: 'Compras' }, { Name: 'Eva Ruiz' }] });
    expect(partner('C1')!.ContactEmployees).toMatchObject([{ ...ana, Position: 'Compras' }, luis, { Name: 'Eva Ruiz' }]);
    expect((await change('C1', { ContactEmployees: [{ Name: 'Luis Peña' }] })).status).toBe(400);
    expect((await change('C1', { ContactEmployees: [{ InternalCode: 999, Name: 'X' }] })).status).toBe(400);
  });

  it('knows an address by name and type: another name is another address', async () => {
    const row = { RowNum: 0, BPCode: 'C1', AddressType: 'bo_BillTo' };
    await change('C1', { BPAddresses: [{ ...row, AddressName: 'Fiscal', City: 'Monterrey' }] });
    expect(partner('C1')!.BPAddresses).toMatchObject([{ AddressName: 'Fiscal', Street: 'Juárez 1', City: 'Monterrey' }]);
    await change('C1', { BPAddresses: [{ ...row, AddressName: 'Facturación' }, { AddressName: 'Fiscal' }] });
    expect(partner('C1')!.BPAddresses.map(({ AddressName, AddressType }) => [AddressName, AddressType])).toEqual([
      ['Fiscal', 'bo_BillTo'],
      ['Facturación', 'bo_BillTo'],
      ['Fiscal', 'bo_ShipTo'],
    ]);
  });

  it('replaces collections only for those who ask for it', async () => {
    await change('C1', { ContactEmployees: [{ Name: 'Eva Ruiz' }] }, { 'B1S-ReplaceCollectionsOnPatch': 'true' });
    expect(partner('C1')!.ContactEmployees).toMatchObject([{ Name: 'Eva Ruiz' }]);
    expect(partner('C1')!.BPAddresses).toHaveLength(1);
  });

  it('changes nothing at all where one part is refused', async () => {
    const before = partner('C1');
    const body = { CardName: 'Otro', ContactEmployees: [{ Name: 'Eva' }], BPAddresses: [{ AddressName: 'X', Country: 'XX' }] };
    expect((await change('C1', body)).status).toBe(400);
    expect(partner('C1')).toBe(before);
  });

  it('finds contact persons of all partners by a cross join that has its condition', async () => {
    const pair = 'BusinessPartners/ContactEmployees';
    const ask = (filter: string) =>
      client.post('QueryService_PostQuery', {
        QueryPath: `$crossjoin(BusinessPartners,${pair})`,
        QueryOption: `$expand=${pair}($select=CardCode,InternalCode)&$filter=${filter}`,
      });
    const joined = `BusinessPartners/CardCode eq ${pair}/CardCode and ${pair}/E_Mail eq 'ana@aceros.mx'`;
    expect(JSON.parse((await ask(joined)).text)).toMatchObject({ value: [{ [pair]: { CardCode: 'C1' } }] });
    expect((await ask(`${pair}/E_Mail eq 'ana@aceros.mx'`)).status).toBe(400);
  });

  it('has user-defined fields of contact persons once they are made', async () => {
    const code = partner('C1')!.ContactEmployees[0]!.InternalCode;
    const write = () => change('C1', { ContactEmployees: [{ InternalCode: code, U_Cargo: 'Jefa' }] });
    expect((await write()).status).toBe(400);
    fake.addUserField('ContactEmployees', { name: 'Cargo', title: 'Cargo', size: 4 });
    expect((await write()).status).toBe(204);
    expect((await change('C1', { ContactEmployees: [{ InternalCode: code, U_Cargo: 'Jefaza' }] })).status).toBe(400);
  });

  it('is active or inactive, and both only between days', async () => {
    expect(await told(change('C1', { Frozen: 'tYES' }))).toEqual([400, '-5002', expect.stringContaining('OCRD.frozenFor')]);
    expect((await change('C1', { Valid: 'tNO', Frozen: 'tYES' })).status).toBe(204);
    expect((await change('C1', { Valid: 'tYES', Frozen: 'tYES', FrozenTo: '2026-12-31' })).status).toBe(204);
  });
});
