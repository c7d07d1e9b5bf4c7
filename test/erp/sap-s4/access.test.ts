import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sapS4 } from '../../../server/erp/sap-s4/index.ts';
import { createOutbound } from '../../../server/outbound/index.ts';
import { CredentialsRefusedError, ReconnectError, TransientError } from '../../../server/shared/errors.ts';
import { failureOf, never, readAll } from '../../contract/reading.ts';
import { MAINTENANCE } from '../../fakes/sap-s4/index.ts';
import { recordingLog } from '../../support/log.ts';
import { s4Harness, type S4Harness } from './harness.ts';

let harness: S4Harness;
afterEach(() => harness.close());

const oauth = () => ({
  tokenUrl: harness.fake.tokenUrl,
  user: harness.fake.oauth.clientId,
  password: harness.fake.oauth.clientSecret,
});

describe('OAuth 2.0 client credentials', () => {
  beforeEach(async () => {
    harness = await s4Harness({ separateTokenServer: true });
    harness.fake.createPartner({ name: 'Uno' });
  });

  it('reads with one token, however many ask at once', async () => {
    const erp = harness.connectWith(oauth());
    await Promise.all([1, 2, 3, 4].map(() => readAll(erp, 'customers')));
    expect(harness.fake.tokensIssued).toBe(1);
    expect((await readAll(erp, 'customers')).records.size).toBe(1);
  });

  it('takes another one before it ends, and when it ended before its time', async () => {
    const erp = harness.connectWith(oauth());
    await readAll(erp, 'customers');
    harness.pass(3_590_000);
    await readAll(erp, 'customers');
    expect(harness.fake.tokensIssued).toBe(2);
    harness.fake.expireTokens();
    await readAll(erp, 'customers');
    expect(harness.fake.tokensIssued).toBe(3);
    harness.fake.expireTokensAfter(2);
    await readAll(erp, 'customers');
    expect(harness.fake.tokensIssued).toBe(4);
  });

  it('says that the client was refused, and tries it no second time', async () => {
    const erp = harness.connectWith({ ...oauth(), password: 'wrong' });
    const error = await failureOf(erp.check(never));
    expect(error).toBeInstanceOf(CredentialsRefusedError);
    expect(error).toMatchObject({ code: 'sap-s4.client_refused', params: { user: harness.fake.oauth.clientId } });
    expect(harness.fake.calls()).toEqual([]);
  });

  it('says that nobody gives out tokens there', async () => {
    const error = await failureOf(harness.connectWith({ ...oauth(), tokenUrl: `${harness.fake.url}/nothing` }).check(never));
    expect(error).toBeInstanceOf(ReconnectError);
  });
});

describe('secrets', () => {
  it('go to the addresses that were entered alone, whatever an answer says is next', async () => {
    harness = await s4Harness({ pageSize: 3 });
    for (let at = 0; at < 8; at++) harness.fake.createPartner({ name: `Cliente ${at}` });
    const outbound = createOutbound({ allowPrivateAddresses: ['127.0.0.0/8'], log: recordingLog() });
    const asked: string[] = [];
    const fetch = async (...[url, init]: Parameters<typeof outbound.fetch>): Promise<Response> => {
      asked.push(new URL(url).origin);
      const response = await outbound.fetch(url, init);
      const text = (await response.text()).replace(/"__next":"[^"]*"/, '"__next":"https://evil.example/sap/opu/odata/sap/x?$skiptoken=1"');
      return new Response(text, { status: response.status, headers: response.headers });
    };
    const settings = sapS4.settings.parse({ url: harness.fake.url, ...harness.fake.credentials });
    const erp = sapS4.connect(settings, { fetch, now: harness.now, timeZone: 'UTC' });
    expect((await readAll(erp, 'customers')).records.size).toBe(8);
    expect(new Set(asked)).toEqual(new Set([new URL(harness.fake.url).origin]));
    await outbound.close();
  });

  it('are never shown again', () => {
    const settings = sapS4.settings.parse({ url: 'my1-api.s4hana.cloud.sap', user: 'PUENTE', password: 'secret' });
    expect(JSON.stringify(sapS4.publicSettings(settings))).not.toContain('secret');
  });
});

describe('an address', () => {
  it.each([
    ['my1-api.s4hana.cloud.sap/', 'https://my1-api.s4hana.cloud.sap'],
    ['https://sap.example:44300/sap/opu/odata/sap/API_BUSINESS_PARTNER/?sap-client=100', 'https://sap.example:44300'],
    ['https://my1.s4hana.cloud.sap/ui#Shell-home', 'https://my1.s4hana.cloud.sap'],
    ['https://proxy.example/s4', 'https://proxy.example/s4'],
  ])('as people paste it: %s', (entered, url) => {
    expect(sapS4.settings.parse({ url: entered, user: 'u', password: 'p' }).url).toBe(url);
  });
});

describe('a bad day', () => {
  it('is told from a refusal, though both answer with a page', async () => {
    harness = await s4Harness();
    harness.fake.faults.next({ ...MAINTENANCE, match: /odata/ });
    expect(await failureOf(harness.connect().check(never))).toBeInstanceOf(TransientError);
    const refused = await failureOf(harness.connectWithWrongSecret().check(never));
    expect(refused).toMatchObject({ code: 'sap-s4.access_denied' });
  });

  it('does not lock the user: a refused password is tried once', async () => {
    harness = await s4Harness({ lockAfter: 2 });
    await failureOf(harness.connectWithWrongSecret().check(never));
    expect(harness.fake.isUserLocked).toBe(false);
  });

  it('and a client of one’s own system goes with each call', async () => {
    harness = await s4Harness({ client: '100' });
    expect(await failureOf(harness.connect().check(never))).toMatchObject({ code: 'sap-s4.access_denied' });
    await expect(harness.connectWith({ client: '100' }).check(never)).resolves.toEqual([]);
  });
});
