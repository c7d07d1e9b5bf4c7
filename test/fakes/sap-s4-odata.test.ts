import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BILLING, callS4, ITEMS, PARTNERS, readRows } from './sap-s4/caller.ts';
import { startS4Fake, type S4Fake, type S4FakeOptions } from './sap-s4/index.ts';

let s4: S4Fake;
let passed = 0;
const start = async (options: S4FakeOptions = {}) => {
  s4 = await startS4Fake({ now: () => new Date(Date.parse('2026-11-20T18:00:00Z') + passed), ...options });
};
beforeEach(() => start());
afterEach(async () => {
  passed = 0;
  await s4.close();
});

const PARTNER_SET = `${PARTNERS}/A_BusinessPartner`;
const metaOf = (row: Record<string, unknown> | undefined) => (row?.['__metadata'] ?? {}) as { etag?: string };
const DOCUMENTS = `${BILLING}/A_BillingDocument`;
const numbers = (rows: Record<string, unknown>[]) => rows.map((row) => row['BusinessPartner'] ?? row['BillingDocument']);
const filtered = async (path: string, filter: string) =>
  readRows(s4, path, { $filter: filter, $orderby: path === PARTNER_SET ? 'BusinessPartner' : 'BillingDocument' });

describe('numbers', () => {
  it('are compared with their leading zeros, whatever is sent', async () => {
    for (const number of ['11', '202', '1018', 'USCU-CUS01']) s4.createPartner({ number, name: number });
    expect(numbers((await filtered(PARTNER_SET, "BusinessPartner gt '202'")).rows)).toEqual(['1018', 'USCU-CUS01']);
    expect(numbers((await filtered(PARTNER_SET, "BusinessPartner eq '0000000202'")).rows)).toEqual(['202']);
    expect(numbers((await readRows(s4, PARTNER_SET, { $orderby: 'BusinessPartner desc' })).rows)).toEqual([
      'USCU-CUS01',
      '1018',
      '202',
      '11',
    ]);
  });

  it.each([
    { isLedgerPadded: true, sent: '90000001', found: 0 },
    { isLedgerPadded: true, sent: '0090000001', found: 1 },
    { isLedgerPadded: false, sent: '90000001', found: 1 },
    { isLedgerPadded: false, sent: '0090000001', found: 1 },
  ])('in the ledger stay as they are or not: %j', async ({ isLedgerPadded, sent, found }) => {
    await s4.close();
    await start({ isLedgerPadded });
    s4.createInvoice({ partner: s4.createPartner({ name: 'Uno' }), total: '10.00' });
    const { rows } = await readRows(s4, ITEMS, { $filter: `CompanyCode eq '1010' and BillingDocument eq '${sent}'` });
    expect(rows).toHaveLength(found);
    for (const row of rows)
      expect([row['BillingDocument'], row['AccountingDocumentItem'], row['OriginalReferenceDocument']]).toEqual(
        isLedgerPadded ? ['0090000001', '001', '0090000001'] : ['90000001', '1', '0090000001'],
      );
  });
});

describe('a filter', () => {
  it('knows days, instants, times, decimals and truth, each in its own spelling', async () => {
    const partner = s4.createPartner({ name: "D'Acosta" });
    const number = s4.createInvoice({ partner, total: '12.50' });
    const good = [
      "BillingDocumentDate ge datetime'2026-11-20T00:00:00'",
      "LastChangeDateTime ge datetimeoffset'2026-11-20T18:00:00Z'",
      "CreationTime le time'PT18H00M00S'",
      'TotalGrossAmount eq 12.5M',
      "not (BillingDocumentIsCancelled eq true) and (SDDocumentCategory eq 'M' or SDDocumentCategory eq 'O')",
      "startswith(BillingDocumentType,'F') and substringof('2',BillingDocumentType) eq true",
    ];
    for (const filter of good)
      expect({ filter, found: numbers((await filtered(DOCUMENTS, filter)).rows) }).toEqual({ filter, found: [number] });
    expect((await filtered(PARTNER_SET, "OrganizationBPName1 eq 'D''Acosta'")).rows).toHaveLength(1);
    const bad = [
      "BillingDocumentDate ge '2026-11-20'",
      'BillingDocumentDate ge 2026-11-20T00:00:00Z',
      "LastChangeDateTime ge datetime'2026-11-20T00:00:00'",
      'LastChangeDate eq null',
      'TotalGrossAmount eq 12.5',
      "to_Item/Material eq 'TG11'",
      "contains(BillingDocumentType,'F')",
      "BillingDocument in ('1','2')",
      "BillingDocument eq '1' and",
      "Nothing eq '1'",
    ];
    for (const filter of bad) expect({ filter, status: (await filtered(DOCUMENTS, filter)).status }).toEqual({ filter, status: 400 });
  });

  it('compares instants finer than answers tell them', async () => {
    passed = 7;
    s4.createInvoice({ partner: s4.createPartner({ name: 'Uno' }), total: '1.00' });
    const [row] = (await readRows(s4, DOCUMENTS)).rows;
    const told = new Date(Number(/\d+/.exec(String(row?.['LastChangeDateTime']))?.[0])).toISOString();
    expect((await filtered(DOCUMENTS, `LastChangeDateTime gt datetimeoffset'${told}'`)).rows).toHaveLength(1);
    const exact = /'(.+)'/.exec(decodeURIComponent(metaOf(row).etag ?? ''))?.[1];
    expect((await filtered(DOCUMENTS, `LastChangeDateTime gt datetimeoffset'${exact}'`)).rows).toHaveLength(0);
  });

  it('takes a partner never changed for older than all days, and finds it by no lower bound', async () => {
    const number = s4.createPartner({ name: 'Nunca Cambiado' });
    expect((await filtered(PARTNER_SET, "LastChangeDate ge datetime'2000-01-01T00:00:00'")).rows).toEqual([]);
    expect(numbers((await filtered(PARTNER_SET, "LastChangeDate lt datetime'2000-01-01T00:00:00'")).rows)).toEqual([number]);
    expect(numbers((await filtered(PARTNER_SET, "CreationDate ge datetime'2026-11-20T17:59:00'")).rows)).toEqual([number]);
  });

  it('of the ledger has to name a company code, in every branch', async () => {
    for (const [filter, status] of [
      ["FinancialAccountType eq 'D'", 504],
      ["CompanyCode eq '1010' or IsCleared eq false", 504],
      ["CompanyCode ne '2020'", 504],
      ["(CompanyCode eq '1010' or CompanyCode eq '1710') and IsCleared eq false", 200],
    ] as const)
      expect({ filter, status: (await readRows(s4, ITEMS, { $filter: filter })).status }).toEqual({ filter, status });
  });
});

describe('pages', () => {
  const partners = (count: number) =>
    s4.transaction((erp) => Array.from({ length: count }, (_, index) => erp.createPartner({ name: `Cliente ${index}` })));

  it('are never without $top, and go on behind __next when they are too long', async () => {
    await s4.close();
    await start({ pageSize: 4 });
    const made = partners(10);
    expect((await callS4(s4, PARTNER_SET)).status).toBe(502);
    const found: unknown[] = [];
    let path: string | undefined = `${PARTNER_SET}?$top=9&$orderby=BusinessPartner&$inlinecount=allpages&$select=BusinessPartner`;
    const sizes: number[] = [];
    while (path !== undefined) {
      const { d, rows } = await callS4(s4, path);
      expect(d['__count']).toBe('10');
      found.push(...numbers(rows));
      sizes.push(rows.length);
      path = typeof d['__next'] === 'string' ? d['__next'].replace(s4.url, '') : undefined;
    }
    expect(sizes).toEqual([4, 4, 1]);
    expect(found).toEqual(made.slice(0, 9));
    expect((await callS4(s4, `${PARTNER_SET}/$count?$filter=BusinessPartnerCategory%20eq%20'2'`)).text).toBe('10');
  });

  it('repeat and miss rows unless the order ends with the whole key', async () => {
    const made = partners(30);
    const read = async (orderby: string) => {
      const pages = [];
      for (const skip of ['0', '10', '20']) pages.push(await readRows(s4, PARTNER_SET, { $top: '10', $skip: skip, $orderby: orderby }));
      return new Set(pages.flatMap(({ rows }) => numbers(rows)));
    };
    expect(await read('CreationDate,BusinessPartner')).toEqual(new Set(made));
    expect((await read('CreationDate')).size).toBeLessThan(30);
  });

  it('refuse what is no number', async () => {
    expect((await readRows(s4, PARTNER_SET, { $top: '-1' })).status).toBe(400);
    expect((await readRows(s4, PARTNER_SET, { $skiptoken: 'nonsense' })).status).toBe(400);
    expect((await readRows(s4, PARTNER_SET, { $orderby: 'BusinessPartner upwards' })).status).toBe(400);
  });
});

describe('what belongs to a record', () => {
  it('comes with $expand over whole paths, or from its own address', async () => {
    const number = s4.createPartner({
      name: 'Aceros',
      taxId: 'EKU9003173C9',
      email: 'pagos@aceros.example',
      phone: '+52 81 1234 5678',
      mobile: '+52 81 8765 4321',
    });
    const person = s4.createContact({ company: number, name: 'Ana Garza', email: 'ana@aceros.example', job: 'Compras' });
    const { rows } = await readRows(s4, PARTNER_SET, {
      $filter: "Customer ne ''",
      $expand:
        'to_BusinessPartnerAddress/to_EmailAddress,to_BusinessPartnerAddress/to_MobilePhoneNumber,to_BusinessPartnerTax,to_Customer/to_CustomerCompany',
    });
    expect(rows).toHaveLength(1);
    const address = (rows[0]?.['to_BusinessPartnerAddress'] as { results: Record<string, { results: unknown[] }>[] } | undefined)
      ?.results[0];
    expect(address?.['to_EmailAddress']?.results).toEqual([
      expect.objectContaining({ EmailAddress: 'pagos@aceros.example', Person: '', OrdinalNumber: '1' }),
    ]);
    expect(address?.['to_MobilePhoneNumber']?.results).toEqual([
      expect.objectContaining({ PhoneNumber: '81 8765 4321', DestinationLocationCountry: 'MX' }),
    ]);
    expect(address?.['to_PhoneNumber']).toEqual({ __deferred: { uri: expect.stringMatching(/AddressID='35001'\)\/to_PhoneNumber$/) } });
    expect(rows[0]?.['to_Customer']).toMatchObject({ to_CustomerCompany: { results: [{ CompanyCode: '1010' }] } });
    expect(rows[0]?.['to_BusinessPartnerTax']).toMatchObject({ results: [{ BPTaxType: 'MX1', BPTaxNumber: 'EKU9003173C9' }] });
    const contacts = await callS4(s4, `${PARTNER_SET}('${number}')/to_BusinessPartnerContact`);
    expect(contacts.rows).toEqual([expect.objectContaining({ BusinessPartnerPerson: person, RelationshipCategory: 'BUR001' })]);
    const uri = (contacts.rows[0]?.['to_ContactRelationship'] as { __deferred: { uri: string } } | undefined)?.__deferred.uri ?? '';
    expect((await callS4(s4, uri.replace(s4.url, ''))).d).toMatchObject({
      ContactPersonFunctionName: 'Compras',
      EmailAddress: 'ana@aceros.example',
    });
  });

  it('is refused beside $select, as some tenants do', async () => {
    const both = { $select: 'BusinessPartner,to_BusinessPartnerTax', $expand: 'to_BusinessPartnerTax' };
    expect((await readRows(s4, PARTNER_SET, both)).status).toBe(400);
    await s4.close();
    await start({ refusesExpandWithSelect: false });
    s4.createPartner({ name: 'Aceros' });
    expect((await readRows(s4, PARTNER_SET, both)).rows.map((row) => Object.keys(row))).toEqual([
      ['__metadata', 'BusinessPartner', 'to_BusinessPartnerTax'],
    ]);
    expect((await readRows(s4, PARTNER_SET, { $expand: 'to_Nothing' })).status).toBe(400);
  });
});
