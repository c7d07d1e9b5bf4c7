import { afterEach, describe, expect, it } from '@jest/globals';
import { basic, BILLING, callS4, ITEMS, PARTNERS, readRows, SERVICES } from './sap-s4/caller.ts';
import { DISPATCHER_ERROR, hugePage, startS4Fake, type S4Fake, type S4FakeOptions } from './sap-s4/index.ts';

let s4: S4Fake;
let passed = 0;
afterEach(async () => {
  passed = 0;
  await s4.close();
});

async function tenant(options: S4FakeOptions = {}): Promise<S4Fake> {
  s4 = await startS4Fake({ now: () => new Date(Date.parse('2026-11-20T18:00:00Z') + passed), ...options });
  return s4;
}

const PARTNER_SET = `${PARTNERS}/A_BusinessPartner`;

describe('who may come in', () => {
  it('the communication user by password; others get a page', async () => {
    await tenant();
    expect((await readRows(s4, PARTNER_SET)).status).toBe(200);
    const refused = await callS4(s4, `${PARTNER_SET}?$top=1`, { authorization: basic('PUENTE_COMM', 'wrong') });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('content-type')).toMatch(/^text\/html/);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic/);
  });

  it('a user is locked after so many wrong passwords in a row, and stays so', async () => {
    await tenant({ lockAfter: 2 });
    for (let attempt = 0; attempt < 2; attempt++)
      await callS4(s4, `${PARTNER_SET}?$top=1`, { authorization: basic(s4.credentials.user, 'wrong') });
    expect((await readRows(s4, PARTNER_SET)).status).toBe(401);
    s4.lockUser(false);
    expect((await readRows(s4, PARTNER_SET)).status).toBe(200);
  });

  const askToken = (headers: Record<string, string>, body: Record<string, string>) =>
    fetch(s4.tokenUrl, { method: 'POST', headers, body: new URLSearchParams(body) });

  it('a token for a client’s secret, until it ends', async () => {
    await tenant({ separateTokenServer: true, tokenSeconds: 60 });
    const { clientId, clientSecret } = s4.oauth;
    const got = await askToken({ authorization: basic(clientId, clientSecret) }, { grant_type: 'client_credentials' });
    expect(new URL(s4.tokenUrl).origin).not.toBe(s4.url);
    const { access_token: token, token_type: type } = (await got.json()) as Record<string, string>;
    expect([got.status, type]).toEqual([200, 'Bearer']);
    const authorization = `Bearer ${token}`;
    expect((await callS4(s4, `${PARTNER_SET}?$top=1`, { authorization })).status).toBe(200);
    s4.expireTokensAfter(1);
    expect((await callS4(s4, `${PARTNER_SET}?$top=1`, { authorization })).status).toBe(200);
    const late = await callS4(s4, `${PARTNER_SET}?$top=1`, { authorization });
    expect([late.status, late.headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"']);
  });

  it('no token for a wrong secret or another grant, and none that is too old', async () => {
    await tenant({ tokenSeconds: 60 });
    const { clientId, clientSecret } = s4.oauth;
    const wrong = await askToken({}, { grant_type: 'client_credentials', client_id: clientId, client_secret: 'wrong' });
    expect([wrong.status, await wrong.json()]).toEqual([401, { error: 'invalid_client' }]);
    const grant = await askToken({}, { grant_type: 'password', client_id: clientId, client_secret: clientSecret });
    expect([grant.status, await grant.json()]).toEqual([400, { error: 'unsupported_grant_type' }]);
    const good = await askToken({}, { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    const { access_token: token } = (await good.json()) as Record<string, string>;
    passed = 61_000;
    expect((await callS4(s4, `${PARTNER_SET}?$top=1`, { authorization: `Bearer ${token}` })).status).toBe(401);
  });

  it('on a system with several clients only whoever names the right one', async () => {
    await tenant({ client: '200' });
    expect((await readRows(s4, PARTNER_SET)).status).toBe(401);
    expect((await readRows(s4, PARTNER_SET, { 'sap-client': '100' })).status).toBe(401);
    expect((await readRows(s4, PARTNER_SET, { 'sap-client': '200' })).status).toBe(200);
  });
});

describe('a service', () => {
  it('is not there without its arrangement, others go on', async () => {
    await tenant();
    s4.withdrawScenario('SAP_COM_0120');
    const refused = await readRows(s4, `${BILLING}/A_BillingDocument`);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('x-csrf-token')).toBeNull();
    expect(refused.text).toMatch(/No service found.*API_BILLING_DOCUMENT_SRV/);
    expect((await readRows(s4, PARTNER_SET)).status).toBe(200);
    s4.arrangeScenario('SAP_COM_0120');
    expect((await readRows(s4, `${BILLING}/A_BillingDocument`)).status).toBe(200);
    expect((await readRows(s4, `${SERVICES}/API_SALES_INQUIRY_SRV/A_SalesInquiry`)).status).toBe(403);
  });

  it('speaks Atom to whoever does not ask for JSON', async () => {
    await tenant();
    s4.createPartner({ name: 'Pérez & Hijos' });
    const feed = await callS4(s4, `${PARTNER_SET}?$top=1`, { headers: { accept: '*/*' } });
    expect(feed.headers.get('content-type')).toMatch(/^application\/atom\+xml/);
    expect(feed.text).toContain('<d:OrganizationBPName1>Pérez &amp; Hijos</d:OrganizationBPName1>');
    expect((await callS4(s4, `${PARTNER_SET}?$top=1&$format=json`, { headers: { accept: '*/*' } })).rows).toHaveLength(1);
  });

  it('tells its fields, those of the customer’s own among them, and refuses what it does not name', async () => {
    await tenant();
    s4.addCustomField('A_BusinessPartner', { name: 'YY1_Canal_bus', label: 'Canal de venta' });
    s4.dropProperty(ITEMS.split('/').at(-1) ?? '', 'ClearingIsReversed');
    const { text } = await callS4(s4, `${PARTNERS}/$metadata`);
    expect(text).toMatch(
      /<EntityType Name="A_BusinessPartnerType".*Name="YY1_Canal_bus" Type="Edm.String"[^>]*sap:label="Canal de venta".*?<\/EntityType>/s,
    );
    expect((await readRows(s4, PARTNER_SET, { $select: 'YY1_Canal_bus' })).status).toBe(200);
    for (const options of [
      { $select: 'CompanyCode,ClearingIsReversed' },
      { $filter: "CompanyCode eq '1010' and ClearingIsReversed eq true" },
    ]) {
      const refused = await readRows(s4, ITEMS, { $filter: "CompanyCode eq '1010'", ...options });
      expect([refused.status, refused.text]).toEqual([400, expect.stringMatching(/Property ClearingIsReversed not found in type/)]);
    }
  });

  it('answers what does not exist in its own words', async () => {
    await tenant();
    const gone = await callS4(s4, `${PARTNER_SET}('4711')`);
    expect([gone.status, JSON.parse(gone.text)]).toEqual([404, { error: expect.objectContaining({ code: '/IWBEP/CM_MGW_RT/020' }) }]);
    expect((await callS4(s4, `${PARTNERS}/A_Nobody`)).status).toBe(404);
    expect((await readRows(s4, PARTNER_SET, { $apply: 'groupby' })).status).toBe(400);
  });
});

describe('a write', () => {
  const post = (headers: Record<string, string> = {}) => callS4(s4, `${BILLING}/A_BillingDocument`, { method: 'POST', headers });
  const fetchToken = (path: string, method = 'GET') => callS4(s4, path, { method, headers: { 'x-csrf-token': 'Fetch' } });

  it('needs the token and its cookies; they come with GET on the root of a service', async () => {
    await tenant();
    const refused = await post();
    expect([refused.status, refused.headers.get('x-csrf-token'), refused.text]).toEqual([403, 'Required', 'CSRF token validation failed']);
    expect((await fetchToken(BILLING)).headers.get('x-csrf-token')).toBeNull();
    const blocked = await fetchToken(`${BILLING}/`, 'HEAD');
    expect([blocked.status, blocked.headers.get('x-csrf-token')]).toEqual([403, null]);
    const { headers } = await fetchToken(`${BILLING}/`);
    const token = headers.get('x-csrf-token') ?? '';
    const cookie = headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    expect((await post({ 'x-csrf-token': token })).status).toBe(403);
    // Let in, it is told that billing documents are not made here.
    expect((await post({ 'x-csrf-token': token, cookie })).status).toBe(405);
    s4.expireSessions();
    expect((await post({ 'x-csrf-token': token, cookie })).headers.get('x-csrf-token')).toBe('Required');
  });
});

it('bad days: pages of HTML, and more than anybody wants to hold', async () => {
  await tenant();
  s4.faults.next({ ...DISPATCHER_ERROR, match: /A_BusinessPartner/ });
  const down = await readRows(s4, PARTNER_SET);
  expect([down.status, down.headers.get('content-type')]).toEqual([502, 'text/html;charset=utf-8']);
  s4.faults.next(hugePage(5_000_000));
  expect((await readRows(s4, PARTNER_SET)).text.length).toBeGreaterThan(5_000_000);
  expect((await readRows(s4, PARTNER_SET)).status).toBe(200);
  expect(s4.calls().map(({ status, fault }) => [status, fault])).toEqual([
    [502, 'status'],
    [200, 'status'],
    [200, null],
  ]);
});

it('a restricted role leaves out the journal of a company code without a word', async () => {
  await tenant();
  s4.createInvoice({ partner: s4.createPartner({ name: 'Uno' }), total: '1.00' });
  const count = async () => (await readRows(s4, ITEMS, { $filter: "CompanyCode eq '1010'" })).rows.length;
  expect(await count()).toBeGreaterThan(0);
  s4.hideJournal('1010');
  expect(await count()).toBe(0);
});
