import { afterEach, describe, expect, it } from '@jest/globals';
import { generateCompany } from './company/index.ts';
import { B1Caller } from './sap-b1/caller.ts';
import { LOAD_BALANCER_ERROR, PROXY_ERROR, startB1Fake } from './sap-b1/index.ts';
import type { B1Fake, B1FakeOptions } from './sap-b1/index.ts';
import { loadIntoB1 } from './sap-b1/load.ts';

let fake: B1Fake;
let client: B1Caller;
let clock = 0;
afterEach(() => fake.close());

const pass = (ms: number): void => void (clock += ms);
async function start(options: B1FakeOptions = {}): Promise<void> {
  clock = Date.parse('2026-11-23T17:00:00Z');
  fake = await startB1Fake({ now: () => new Date(clock), ...options });
  client = new B1Caller(fake);
  await client.login();
}
const found = async (filter: string): Promise<unknown[]> =>
  (await client.all(`BusinessPartners?$select=CardCode&$filter=${encodeURIComponent(filter)}`)).map(({ CardCode }) => CardCode);
const refusal = async (path: string): Promise<[number, unknown]> => {
  const { status, body } = await client.get(path);
  return [status, (body as { error: { code: unknown } }).error.code];
};

describe('a session', () => {
  it('is opened at /Login, and only there', async () => {
    await start();
    const lowerCase = await new B1Caller(fake).post('login', {});
    expect([lowerCase.status, lowerCase.body]).toEqual([
      401,
      { error: { code: '301', message: 'Invalid session or session already timeout.' } },
    ]);
    const reply = await client.login();
    expect(reply.headers.getSetCookie()).toEqual([expect.stringMatching(/^B1SESSION=[\w-]+;HttpOnly;$/), 'ROUTEID=.node1; path=/b1s']);
    expect(reply.body).toMatchObject({ SessionTimeout: 30, Version: '1000200' });
  });

  it('ends after its time without a call, with a restart, and at /Logout', async () => {
    await start({ sessionTimeoutMinutes: 10 });
    pass(9 * 60_000);
    expect((await client.get('Currencies')).status).toBe(200);
    pass(9 * 60_000);
    expect((await client.get('Currencies')).status).toBe(200);
    pass(10 * 60_000);
    expect(await refusal('Currencies')).toEqual([401, '301']);
    await client.login();
    fake.expireSessionsAfter(1);
    expect((await client.get('Currencies')).status).toBe(200);
    expect(await refusal('Currencies')).toEqual([401, '301']);
    await client.login();
    expect((await client.post('Logout')).status).toBe(204);
    expect(fake.logins()).toEqual({ attempts: 3, open: 0 });
  });

  it('is refused for a wrong password, which locks in the end, a wrong database, and without a licence', async () => {
    await start({ lockAfter: 2, maxSessions: 1 });
    const code = async (changes: Record<string, string>): Promise<unknown> => {
      const { status, body } = await new B1Caller(fake).login(changes);
      return [status, (body as { error: { code: string } }).error.code];
    };
    expect(await code({ CompanyDB: 'NOWHERE' })).toEqual([401, '-304']);
    expect(await code({})).toEqual([401, '-8037']);
    expect(await code({ Password: 'wrong' })).toEqual([401, '100000027']);
    expect(await code({ Password: 'wrong' })).toEqual([401, '100000027']);
    expect(await code({})).toEqual([401, '100000055']);
  });
});

describe('pages', () => {
  it('have 20 rows and a relative link, unless asked otherwise', async () => {
    await start();
    for (let turn = 0; turn < 45; turn++) fake.createPartner({ name: `Cliente ${turn}` });
    const { body } = await client.get('BusinessPartners?$select=CardCode&$orderby=CardCode desc');
    const page = body as { value: unknown[]; '@odata.nextLink': string };
    expect([page.value.length, page['@odata.nextLink']]).toEqual([
      20,
      'BusinessPartners?$select=CardCode&$orderby=CardCode%20desc&$skip=20',
    ]);
    expect(await client.all('BusinessPartners')).toHaveLength(45);
    const large = await client.get('BusinessPartners?$select=CardCode', { 'b1s-pagesize': '30' });
    expect(large.headers.get('preference-applied')).toBe('odata.maxpagesize=30');
    expect(await client.all('BusinessPartners?$top=25')).toHaveLength(25);
    expect(((await client.get('BusinessPartners', { prefer: 'odata.maxpagesize=0' })).body as { value: unknown[] }).value).toHaveLength(45);
    expect((await client.get("BusinessPartners/$count?$filter=CardCode gt 'C00040'")).text).toBe('5');
    expect((await client.get('BusinessPartners?$count=true&$top=1')).body).toMatchObject({ '@odata.count': 45 });
  });

  it('and errors look different in v1', async () => {
    await start();
    fake.createPartner({ name: 'Uno' });
    const old = new B1Caller(fake, 'v1');
    await old.login();
    expect((await old.get("BusinessPartners('C00001')?$select=CreateDate")).body).toMatchObject({ CreateDate: '2026-11-23' });
    for (let turn = 0; turn < 20; turn++) fake.createPartner({ name: 'Otro' });
    expect((await old.get('BusinessPartners')).body).toMatchObject({ 'odata.nextLink': '/b1s/v1/BusinessPartners?$skip=20' });
    expect((await old.get("BusinessPartners('no')")).body).toEqual({
      error: { code: -2028, message: { lang: 'en-us', value: 'No matching records found (ODBC -2028)' } },
    });
    expect(await refusal("BusinessPartners('no')")).toEqual([404, '-2028']);
  });
});

describe('filters', () => {
  it('know the operators and functions of the guide, enums by name and by database value', async () => {
    await start();
    const valle = fake.createPartner({ name: "Aceros d'Or", taxId: 'EKU9003173C9' });
    const frozen = fake.createPartner({ name: 'bombas', frozen: true, parent: valle });
    const supplier = fake.createPartner({ name: 'Cobre', type: 'cSupplier' });
    expect(await found("CardType eq 'cCustomer'")).toEqual([valle, frozen]);
    expect(await found("CardType ne 'C'")).toEqual([supplier]);
    expect(await found("startswith(CardName,'Aceros d''O') or endswith(CardName,'mbas')")).toEqual([valle, frozen]);
    expect(await found("contains(CardName,'BOMBAS')")).toEqual([]);
    expect(await found("substringof('omba',CardName) and Frozen eq 'tYES'")).toEqual([frozen]);
    expect(await found("not (FatherCard eq null) and CardCode gt 'C00001'")).toEqual([frozen]);
    // Unknown is not false: a row without a parent answers neither question.
    expect(await found("not (FatherCard eq 'C00001')")).toEqual([]);
    const anyCase = await client.get("BusinessPartners?$select=CardCode&$filter=CardName eq 'BOMBAS'", { 'b1s-caseinsensitive': 'true' });
    expect(anyCase.body).toMatchObject({ value: [{ CardCode: frozen }] });
  });

  it('compare quoted days without their time, and times without their seconds', async () => {
    await start();
    const first = fake.createPartner({ name: 'Uno' });
    pass(40_000);
    const second = fake.createPartner({ name: 'Dos' });
    pass(86_400_000);
    await client.login();
    const third = fake.createPartner({ name: 'Tres' });
    for (const day of ["'2026-11-24'", "'20261124'", "datetime'2026-11-24T10:00:00'"])
      expect(await found(`UpdateDate ge ${day}`)).toEqual([third]);
    expect(await found("UpdateDate eq '2026-11-23' and UpdateTime ge '11:00:59'")).toEqual([first, second]);
    expect(await refusal('BusinessPartners?$filter=UpdateDate ge 2026-11-24T00:00:00Z')).toEqual([400, '201']);
    expect(await refusal('BusinessPartners?$filter=UpdateDate ge 2026-11-24')).toEqual([400, '201']);
  });

  it('refuse what the metadata does not name', async () => {
    await start({ patchLevel: 'old' });
    expect(await refusal('Invoices?$filter=NoSuchField eq 1')).toEqual([400, '201']);
    expect(await refusal('Invoices?$select=PaidToDate')).toEqual([400, '201']);
    expect(await refusal('Invoices?$filter=DocumentLines/any(l:l/BaseEntry eq 1)')).toEqual([400, '201']);
    expect(await refusal('Invoices?$filter=DocEntry eq')).toEqual([400, '201']);
    const { text } = await client.get('$metadata');
    expect([text.includes('Name="U_DealId"'), text.includes('Name="DataVersion"')]).toEqual([true, false]);
  });
});

describe('rows of documents', () => {
  it('are found by a cross join, whose answer is JSON that calls itself text', async () => {
    await start();
    const partner = fake.createPartner({ name: 'Uno' });
    const [one, two] = ['10.00', '20.00'].map((total) => fake.createInvoice({ partner, total })) as [number, number];
    const note = fake.creditNote({ invoice: two });
    const payment = fake.incomingPayment({ invoices: [one] });
    const join = (set: string, rows: string, select: string, filter: string) =>
      client.post('QueryService_PostQuery', {
        QueryPath: `$crossjoin(${set},${set}/${rows})`,
        QueryOption: `$expand=${set}($select=DocEntry),${set}/${rows}($select=${select})&$filter=${filter}`,
      });
    const lines = await join(
      'CreditNotes',
      'DocumentLines',
      'BaseEntry, LineTotal',
      `CreditNotes/DocEntry eq CreditNotes/DocumentLines/DocEntry and CreditNotes/DocumentLines/BaseType eq 13`,
    );
    expect(lines.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(lines.body).toMatchObject({
      value: [{ CreditNotes: { DocEntry: note }, 'CreditNotes/DocumentLines': { BaseEntry: two, LineTotal: 20 } }],
    });
    const paid = await join('IncomingPayments', 'PaymentInvoices', 'SumApplied', `IncomingPayments/PaymentInvoices/DocEntry eq ${one}`);
    expect(paid.body).toMatchObject({
      value: [{ IncomingPayments: { DocEntry: payment }, 'IncomingPayments/PaymentInvoices': { SumApplied: 10 } }],
    });
    expect((await join('Invoices', 'DocumentLines', 'LineNum', 'Invoices/DocEntry ge 1')).status).toBe(400);
  });

  it('and paid amounts are read by stored SQL where headers have none', async () => {
    await start({ patchLevel: 'old' });
    const partner = fake.createPartner({ name: 'Uno' });
    const instalments = [
      { due: '2026-12-01', percent: 30 },
      { due: '2027-01-01', percent: 70 },
    ];
    const invoice = fake.createInvoice({ partner, total: '100.00', instalments });
    fake.incomingPayment({ invoices: [invoice], amount: '45.00' });
    const create = (SqlCode: string, SqlText: string) => client.post('SQLQueries', { SqlCode, SqlName: SqlCode, SqlText });
    expect(
      (await create('paid', `SELECT T0."DocEntry", T0."PaidToDate", T0."DocStatus" FROM OINV T0 WHERE T0."DocEntry" >= :first`)).status,
    ).toBe(201);
    expect((await client.get("SQLQueries('paid')/List?first=1")).body).toMatchObject({
      value: [{ DocEntry: invoice, PaidToDate: 45, DocStatus: 'O' }],
    });
    await create('parts', 'SELECT "DocEntry", "InstlmntID", "Paid", "Status" FROM INV6 ORDER BY "InstlmntID"');
    expect((await client.get("SQLQueries('parts')/List")).body).toMatchObject({
      value: [
        { Paid: 30, Status: 'C' },
        { Paid: 15, Status: 'O' },
      ],
    });
    expect((await create('users', 'SELECT "USER_CODE" FROM OUSR')).body).toMatchObject({ error: { code: '702' } });
  });
});

describe('the service', () => {
  it('refuses what the user may not read', async () => {
    await start();
    fake.revokeAuthorisation('IncomingPayments');
    expect(await refusal('IncomingPayments')).toEqual([403, '-5006']);
    fake.grantAuthorisation('IncomingPayments');
    expect((await client.get('IncomingPayments')).status).toBe(200);
    expect((await client.get('CompanyService_GetCompanyInfo')).body).toMatchObject({ CompanyName: 'Válvulas y Aceros del Norte SA de CV' });
  });

  it('has bad days that are no JSON', async () => {
    await start();
    fake.faults.next(PROXY_ERROR);
    const proxy = await client.get('Invoices');
    expect([proxy.status, proxy.body]).toEqual([502, null]);
    fake.faults.next({ ...LOAD_BALANCER_ERROR, match: /Invoices/ });
    expect((await client.get('Invoices')).body).toEqual({ message: 'node 5 does not exist', sender: 'load balancer' });
    fake.faults.next({ kind: 'reset' });
    await expect(client.get('Invoices')).rejects.toThrow();
    fake.faults.next({ kind: 'cutOff' });
    await expect(client.get('Invoices')).rejects.toThrow();
    expect(
      fake
        .calls()
        .slice(-4)
        .map(({ status, fault }) => [status, fault]),
    ).toEqual([
      [502, 'status'],
      [503, 'status'],
      [0, 'reset'],
      [0, 'cutOff'],
    ]);
  });

  it('speaks HTTPS with a certificate nobody signed', async () => {
    fake = await startB1Fake({ https: true });
    await expect(fetch(`${fake.url}/ping/`)).rejects.toThrow();
    const before = fake.fingerprint;
    await fake.replaceCertificate();
    expect(fake.fingerprint).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(fake.fingerprint).not.toBe(before);
  });

  it('keeps several companies apart', async () => {
    const companies = [
      { db: 'SBO_MX', name: 'Uno', localCurrency: 'MXN' },
      { db: 'SBO_US', name: 'Two', localCurrency: 'USD' },
    ];
    await start({ companies });
    fake.company('SBO_US').createPartner({ name: 'Smith' });
    expect(await client.all('BusinessPartners')).toEqual([]);
    await client.login({ CompanyDB: 'SBO_US' });
    expect(await client.all('BusinessPartners')).toHaveLength(1);
    expect(await client.all("Currencies?$select=Code,DocumentsCode&$filter=Code eq '$'")).toEqual([{ Code: '$', DocumentsCode: 'USD' }]);
  });

  it('books a generated company that adds up, and reads thousands of invoices', async () => {
    await start();
    const company = generateCompany({ seed: 7, customers: 120, invoices: 4000, today: '2026-11-23' });
    const loaded = loadIntoB1(fake, company);
    expect(loaded.invoices.size).toBeGreaterThan(3500);
    const rows = await client.all(
      'Invoices?$select=DocEntry,DocTotal,PaidToDate,DocumentStatus&$orderby=UpdateDate,UpdateTime,DocEntry',
      200,
    );
    expect(new Set(rows.map(({ DocEntry }) => DocEntry)).size).toBe(fake.records('Invoices').length);
    const wrong = rows.filter(({ DocTotal, PaidToDate, DocumentStatus }) => {
      const [total, paid] = [Number(DocTotal), Number(PaidToDate)];
      return paid < 0 || paid > total || (paid === total) !== (DocumentStatus === 'bost_Close');
    });
    expect(wrong).toEqual([]);
    const days = fake.records('Invoices').map(({ UpdateDate }) => UpdateDate ?? '');
    expect(days.every((day) => day <= '2026-11-23')).toBe(true);
  });
});
