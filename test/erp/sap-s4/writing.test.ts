import { describe, expect, it } from '@jest/globals';
import { PuenteError, RecordRejectedError, RetryLaterError, UnclearOutcomeError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { KEY, NAME, writing } from './writing-harness.ts';

const FULL = {
  [NAME]: 'Aceros del Valle SA de CV',
  TaxNumber: 'EKU9003173C9',
  EmailAddress: 'pagos@aceros.mx',
  PhoneNumber: '+52 81 8345 6789',
  MobilePhoneNumber: '+52 81 1000 0000',
  WebsiteURL: 'https://aceros.mx',
  StreetName: 'Juárez',
  HouseNumber: '12',
  CityName: 'Monterrey',
  PostalCode: '64000',
  Region: 'NL',
  Country: 'MX',
};

describe('a customer that is made', () => {
  const { create, row, writes, harness, find, commands } = writing({ givesNumbers: false });

  it('is one call: partner, roles, address with all it is reached by, tax number, books and sales area', async () => {
    const made = await create({ ...FULL, CustomerPaymentTerms: 'NT30' });
    expect(writes()).toEqual(['POST A_BusinessPartner 201']);
    const number = made.id.padStart(10, '0');
    expect(made.number).toBe(made.id);
    expect(row('A_BusinessPartner', made.id)).toMatchObject({
      ...{ BusinessPartnerCategory: '2', BusinessPartnerGrouping: 'BP02', OrganizationBPName1: FULL[NAME], Customer: number },
      ...{ BusinessPartnerIDByExtSystem: expect.stringMatching(/^HS[0-9A-Z]{18}$/), CorrespondenceLanguage: 'ES' },
    });
    const { fake } = harness();
    expect(fake.records('A_BusinessPartnerRole').map((one) => one['BusinessPartnerRole'])).toEqual(['FLCU00', 'FLCU01']);
    expect(row('A_BusinessPartnerTaxNumber', `${number}/MX1`)['BPTaxNumber']).toBe('EKU9003173C9');
    expect(row('A_CustomerCompany', `${number}/1010`)).toMatchObject({ ReconciliationAccount: '0012100000', PaymentTerms: 'NT30' });
    expect(row('A_CustomerSalesArea', `${number}/1010/10/00`)).toMatchObject({ Currency: 'MXN', CustomerPaymentTerms: 'NT30' });
    expect(fake.records('A_AddressPhoneNumber')).toMatchObject([
      { PhoneNumber: '81 8345 6789', DestinationLocationCountry: 'MX', InternationalPhoneNumber: '+528183456789', PhoneNumberType: '1' },
      { PhoneNumber: '81 1000 0000', PhoneNumberType: '3' },
    ]);
  });

  it('has long names parted at blanks, and persons a first and a last name', async () => {
    const long = 'Comercializadora Internacional de Maquinaria Agrícola del Noroeste SAPI de CV';
    const made = await create({ [NAME]: long });
    expect(row('A_BusinessPartner', made.id)).toMatchObject({
      OrganizationBPName1: 'Comercializadora Internacional de',
      OrganizationBPName2: 'Maquinaria Agrícola del Noroeste SAPI de',
      OrganizationBPName3: 'CV',
    });
    const person = await create({ [NAME]: 'Ana Ruiz Gómez' }, 'K2', { kind: 'person' });
    expect(row('A_BusinessPartner', person.id)).toMatchObject({ BusinessPartnerCategory: '1', FirstName: 'Ana', LastName: 'Ruiz Gómez' });
  });

  it('is looked up before it is made, so that a second call makes no second one', async () => {
    const first = await create(FULL);
    expect(await create({ ...FULL, [NAME]: 'Otro nombre' })).toEqual(first);
    expect(writes()).toEqual(['POST A_BusinessPartner 201']);
    expect(await find()).toEqual([first]);
  });

  it('asks for the one thing that nobody said, and takes the only one that customers have', async () => {
    const run = (settings: object) =>
      commands({ reconciliationAccount: '', salesArea: '', grouping: '', companyCode: '', ...settings }).run(
        'createCustomer',
        { key: KEY, input: { kind: 'organisation', organisationId: null, values: { [NAME]: 'Aceros' } } },
        never,
      );
    const error = await failureOf(run({ grouping: 'BP02' }));
    expect(error).toMatchObject({ code: 'sap-s4.choose_for_new', properties: ['CompanyCode'] });
    expect(writes()).toEqual([]);
    harness().fake.createPartner({ name: 'Bombas' });
    const made = await run({});
    expect(row('A_CustomerSalesArea', `${made.id.padStart(10, '0')}/1010/10/00`)['Currency']).toBe('MXN');
  });

  it('has its tax number under the type that SAP delivers for it, else under the one that most of the newest have', async () => {
    const { fake } = harness();
    const typed = (taxType: string, taxId: string) => fake.createPartner({ name: taxId, taxId, taxType, country: 'MX' });
    typed('MX2', 'AAA010101AAA');
    typed('MX3', 'BBB010101BBB');
    typed('MX3', 'CCC010101CCC');
    const typesOf = (id: string) => fake.records('A_BusinessPartnerTaxNumber').filter((one) => one['BusinessPartner'] === id.padStart(10, '0')).map((one) => one['BPTaxType']); // prettier-ignore
    expect(typesOf((await create(FULL, 'K1')).id)).toEqual(['MX3']);
    typed('MX1', 'DDD010101DDD');
    harness().pass(3_700_000);
    expect(typesOf((await create(FULL, 'K2')).id)).toEqual(['MX1']);
  });

  it('of a company code that is not to be seen is refused, and not made in the currency and country of another', async () => {
    const { fake } = harness();
    fake.addCompanyCode({ code: '2020', name: 'Válvulas Inc', currency: 'USD', country: 'US', taxId: '12-3456789' });
    fake.setRate('USD', 'MXN', '2000-01-01', 20);
    fake.transaction(({ tx }) => tx.remove('A_CompanyCode', '2020'));
    const input = { kind: 'organisation', organisationId: null, values: { [NAME]: 'Aceros' } } as const;
    const run = commands({ companyCode: '2020', salesArea: '2020/10/00' }).run('createCustomer', { key: KEY, input }, never);
    expect(await failureOf(run)).toMatchObject({ code: 'sap-s4.company_not_allowed', properties: ['CompanyCode'] });
    expect(writes()).toEqual([]);
  });

  it('is refused with the field that SAP names in its details', async () => {
    const error = await failureOf(create({ ...FULL, CustomerPaymentTerms: '9999' }));
    expect(error).toMatchObject({ code: 'sap-s4.refused', properties: ['CustomerPaymentTerms'] });
    expect((error as PuenteError).params['message']).toBe('Terms of payment 9999 are not defined');
  });

  it('without a number of a customer in the answer is unclear until it is looked up', async () => {
    const body = { d: { BusinessPartner: '10100001', Customer: '' } };
    harness().fake.faults.next({ kind: 'status', status: 201, body, match: /^POST .*A_BusinessPartner/, afterWork: true });
    expect(await failureOf(create(FULL))).toBeInstanceOf(UnclearOutcomeError);
    expect(await find()).toHaveLength(1);
  });
});

describe('numbers that Puente gives', () => {
  const { create, row, harness } = writing();

  it('are made of the key: the system itself refuses a second one', async () => {
    const made = await create(FULL);
    expect(made.id).toMatch(/^HS[0-9A-Z]{8}$/);
    expect(row('A_BusinessPartner', made.id)['BusinessPartnerGrouping']).toBe('BPHS');
    // The look-up comes too early: what was made is not to be seen yet.
    const nothing = { kind: 'status', status: 200, body: { d: { results: [] } } } as const;
    harness().fake.faults.next({ ...nothing, match: /^GET .*BusinessPartnerIDByExtSystem/ });
    expect(await create(FULL)).toEqual(made);
    expect(harness().fake.records('A_BusinessPartner')).toHaveLength(1);
  });
});

describe('a contact person', () => {
  const { create, find, harness, writes } = writing({ givesNumbers: false });
  const personIn = (organisationId: string) => ({ kind: 'person', organisationId: erpRecordId(organisationId) }) as const;
  const ANA = { FirstName: 'Ana', LastName: 'Ruiz', EmailAddress: 'ana@aceros.mx', ContactPersonFunctionName: 'Compras' };

  it('half made is gone on with, and counts as not made until then', async () => {
    const { id } = await create(FULL, 'ORG');
    harness().fake.faults.next({ kind: 'reset', match: /^POST .*A_BusinessPartnerContact/ });
    expect(await failureOf(create(ANA, KEY, personIn(id)))).toBeInstanceOf(UnclearOutcomeError);
    expect(await find()).toEqual([]);
    const made = await create(ANA, KEY, personIn(id));
    expect(await find()).toEqual([made]);
    expect(writes().filter((write) => write.startsWith('POST A_BusinessPartner 201'))).toHaveLength(2);
    expect(harness().fake.records('A_BPContactToFuncAndDept')).toMatchObject([
      { EmailAddress: 'ana@aceros.mx', ContactPersonFunctionName: 'Compras' },
    ]);
  });

  it('whom the organisation refuses is out of use and without the key', async () => {
    const { id } = await create(FULL, 'ORG');
    harness().fake.revokeWriting('A_BusinessPartnerContact');
    const error = await failureOf(create(ANA, KEY, personIn(id)));
    expect(error).toMatchObject({ code: 'erp.no_right_to_customers' });
    const [, person] = harness().fake.records('A_BusinessPartner');
    expect(person).toMatchObject({ IsMarkedForArchiving: true, BusinessPartnerIDByExtSystem: '' });
  });

  it('of an organisation that is gone is not made', async () => {
    expect(await failureOf(create(ANA, KEY, personIn('4711')))).toMatchObject({ code: 'erp.record_gone' });
    expect(writes()).toEqual([]);
  });
});

describe('changes', () => {
  const { create, fields, harness, writes, row } = writing({ childrenHaveEtags: true });
  const write = (id: string, values: Record<string, string | null>) => fields().write(erpRecordId(id), values, never);

  it('of several records are one change set, and of what is so already none', async () => {
    const { id } = await create(FULL);
    const values = {
      [NAME]: 'Aceros del Norte',
      CityName: 'Saltillo',
      TaxNumber: 'URE180429TM6',
      EmailAddress: null,
      PhoneNumber: '+1 555 0100',
    };
    expect(await write(id, values)).toEqual(values);
    // The server wants to hear which versions they are of, so it was asked for them.
    expect(writes().slice(1)).toEqual(['POST $batch 202', 'POST $batch 202']);
    await write(id, values);
    expect(writes()).toHaveLength(3);
  });

  it('are undone together when one of them is refused', async () => {
    const { id } = await create(FULL);
    const error = await failureOf(write(id, { [NAME]: 'Aceros del Norte', PostalCode: '123' }));
    expect(error).toMatchObject({ code: 'sap-s4.refused', properties: ['PostalCode'] });
    expect((await fields().read([id], [NAME], never)).get(id)).toEqual({ [NAME]: FULL[NAME] });
  });

  it('of a partner that somebody changes at the same moment wait', async () => {
    const { id } = await create(FULL);
    harness().fake.faults.next({ kind: 'slow', ms: 400, match: /^PATCH / });
    const changing = failureOf(write(id, { CorrespondenceLanguage: 'EN' }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    harness().pass(2_000);
    harness().fake.updatePartner(id, { name: 'Aceros y Tubos' });
    expect(await changing).toBeInstanceOf(RetryLaterError);
    expect(row('A_BusinessPartner', id)).toMatchObject({ CorrespondenceLanguage: 'ES', OrganizationBPName1: 'Aceros y Tubos' });
  });

  it('of what somebody changed since it was read wait, though the version is read after that', async () => {
    const { id } = await create(FULL);
    const { fake } = harness();
    /** Happens as soon as the version of a record is asked for. */
    const meanwhile = (set: string, act: () => void) => {
      const match = ({ method, path }: { method: string; path: string }): boolean => {
        const isAsked = method === 'GET' && path.includes(`/${set}(`);
        if (isAsked) act();
        return isAsked;
      };
      fake.faults.next({ kind: 'slow', ms: 0, match });
    };
    harness().pass(2_000);
    meanwhile('A_BusinessPartner', () => fake.updatePartner(id, { name: 'Aceros y Tubos' }));
    expect(await failureOf(write(id, { [NAME]: 'Aceros del Norte' }))).toMatchObject({ code: 'sap-s4.record_busy' });
    expect(row('A_BusinessPartner', id)).toMatchObject({ OrganizationBPName1: 'Aceros y Tubos' });
    meanwhile('A_BusinessPartnerAddress', () => fake.updatePartner(id, { city: 'Apodaca' }));
    expect(await failureOf(write(id, { CityName: 'Saltillo' }))).toMatchObject({ code: 'sap-s4.record_busy' });
    expect(fake.records('A_BusinessPartnerAddress')).toMatchObject([{ CityName: 'Apodaca' }]);
    expect(await write(id, { CityName: 'Saltillo' })).toEqual({ CityName: 'Saltillo' });
  });

  it('make the address that was not there', async () => {
    const { id } = await create(FULL);
    const { fake } = harness();
    fake.transaction(({ tx }) => {
      for (const { _key: key } of tx.by('A_BusinessPartnerAddress', 'BusinessPartner', id))
        tx.remove('A_BusinessPartnerAddress', String(key));
    });
    const values = { CityName: 'Saltillo', EmailAddress: 'ventas@aceros.mx' };
    expect(await write(id, values)).toEqual(values);
    expect(await write(id, { Country: 'ES' })).toEqual({ Country: 'ES' });
  });
});

describe('the token for changes', () => {
  const { create, harness, writes } = writing();

  it('is fetched once with its cookies, and anew when the session is over', async () => {
    const erp = harness().connect();
    const run = (key: string) =>
      erp.capabilities.commands!.run(
        'createCustomer',
        { key, input: { kind: 'organisation', organisationId: null, values: { [NAME]: `Aceros ${key}` } } },
        never,
      );
    await Promise.all([run('K1'), run('K2'), run('K3')]);
    const fetched = () => harness().fake.calls().filter(({ path }) => path.endsWith('/API_BUSINESS_PARTNER/')); // prettier-ignore
    expect(fetched().map(({ method }) => method)).toEqual(['GET']);
    harness().fake.expireSessions();
    await run('K4');
    expect(fetched()).toHaveLength(2);
    expect(writes().slice(-2)).toEqual(['POST A_BusinessPartner 403', 'POST A_BusinessPartner 201']);
  });

  it('that is never taken is a failure, and nothing is made', async () => {
    const refusal = { kind: 'status', status: 403, headers: { 'x-csrf-token': 'Required' }, body: 'CSRF token validation failed' } as const;
    harness().fake.faults.next({ ...refusal, match: /^POST /, times: 2 });
    const error = await failureOf(create(FULL));
    expect(error).toBeInstanceOf(PuenteError);
    expect(error).not.toBeInstanceOf(RecordRejectedError);
    expect(error).not.toBeInstanceOf(UnclearOutcomeError);
    expect(harness().fake.records('A_BusinessPartner')).toEqual([]);
  });
});
