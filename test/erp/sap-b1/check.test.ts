import { afterEach, describe, expect, it } from '@jest/globals';
import { sapB1 } from '../../../server/erp/sap-b1/index.ts';
import { PuenteError, ReconnectError, TransientError } from '../../../server/shared/errors.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { LOAD_BALANCER_ERROR, type B1FakeOptions } from '../../fakes/sap-b1/index.ts';
import { freePort } from '../../support/free-port.ts';
import { b1Harness, type B1Harness } from './harness.ts';

describe('the check names what is wrong', () => {
  let harness: B1Harness;
  afterEach(() => harness.close());

  const start = async (options: Omit<B1FakeOptions, 'now'> = {}) => (harness = await b1Harness(options));
  const wrong = async (settings: Record<string, unknown> = {}): Promise<PuenteError> => {
    const error = await failureOf(harness.connectWith(settings).check(never));
    if (!(error instanceof PuenteError)) throw error;
    return error;
  };
  const code = async (settings: Record<string, unknown> = {}) => (await wrong(settings)).code;

  it('the address', async () => {
    await start();
    expect(await code({ url: `${harness.fake.url}/elsewhere` })).toBe('sap-b1.not_service_layer');
    expect(await code({ url: `http://127.0.0.1:${await freePort()}` })).toBe('outbound.connection_refused');
  });

  it('the company database, the password, the lock and the licence', async () => {
    await start();
    expect(await wrong({ companyDb: 'SBO_OTHER' })).toMatchObject({
      code: 'sap-b1.database_or_password',
      params: { companyDb: 'SBO_OTHER' },
    });
    // What 10.0 FP 2608 says of a database it does not know.
    const unknown = { error: { code: '-306', message: 'Fail to NONE-SSO login from SLD.', details: [{ code: '', message: '' }] } };
    harness.fake.faults.next({ kind: 'status', status: 401, body: unknown, match: /Login/ });
    expect(await code({ companyDb: 'SBO_OTHER' })).toBe('sap-b1.database_or_password');
    expect(await wrong({ password: 'no' })).toMatchObject({ code: 'sap-b1.access_denied', params: { user: 'puente' } });
    harness.fake.lockUser();
    expect(await code()).toBe('sap-b1.user_locked');
    harness.fake.lockUser(false);
    harness.fake.setLicence(false);
    expect(await code()).toBe('sap-b1.no_licence');
  });

  it('the certificate, until the administrator accepts that one', async () => {
    await start({ https: true });
    const refused = await wrong();
    expect(refused).toMatchObject({ code: 'outbound.certificate_untrusted', params: { fingerprint: harness.fake.fingerprint } });
    const pinnedCertificate = String(refused.params.fingerprint);
    await expect(harness.connectWith({ pinnedCertificate }).check(never)).resolves.toEqual([]);
    await harness.fake.replaceCertificate();
    // The connection that was kept open ends with the old server.
    expect(await code({ pinnedCertificate })).toBe('outbound.cut_off');
    expect(await code({ pinnedCertificate })).toBe('outbound.certificate_mismatch');
  });

  it.each([
    'CompanyService_GetAdminInfo',
    'Currencies',
    'BusinessPartners',
    'Invoices',
    'CreditNotes',
    'DownPayments',
    'DeliveryNotes',
    'Orders',
    'IncomingPayments',
    'InternalReconciliations',
  ])('the missing right to read %s', async (object) => {
    await start();
    harness.fake.revokeAuthorisation(object);
    expect(await wrong()).toMatchObject({ code: 'sap-b1.missing_right', params: { object } });
  });

  it('a patch level without a field that is needed, not one that does not say what is paid', async () => {
    await start({ patchLevel: 'old' });
    await expect(harness.connect().check(never)).resolves.toEqual([]);
    const unknown = { error: { code: '201', message: "Property 'CancelStatus' is invalid" } };
    harness.fake.faults.next({ kind: 'status', status: 400, body: unknown, match: /CreditNotes/ });
    expect(await wrong()).toMatchObject({ code: 'sap-b1.patch_level_too_old', params: { object: 'CreditNotes' } });
  });

  it('nothing, where services answer to POST only', async () => {
    await start();
    const notAllowed = { error: { code: '-1', message: 'Method not allowed' } };
    harness.fake.faults.next({ kind: 'status', status: 405, body: notAllowed, match: /GetAdminInfo/ });
    await expect(harness.connect().check(never)).resolves.toEqual([]);
    expect(
      harness.fake
        .calls()
        .filter(({ path }) => path.includes('GetAdminInfo'))
        .map(({ method }) => method),
    ).toEqual(['GET', 'POST']);
  });

  it('and takes what passes for what passes', async () => {
    await start();
    harness.fake.faults.next({ ...LOAD_BALANCER_ERROR, match: /Login/ });
    expect(await failureOf(harness.connect().check(never))).toBeInstanceOf(TransientError);
    harness.fake.faults.next({ kind: 'status', status: 200, body: '<html>Sign in</html>', match: /Login/ });
    expect(await failureOf(harness.connect().check(never))).toBeInstanceOf(TransientError);
    harness.fake.faults.next({ kind: 'status', status: 400, body: { error: { code: -777, message: { value: 'x' } } }, match: /Login/ });
    const unknown = await failureOf(harness.connect().check(never));
    expect(unknown).toBeInstanceOf(ReconnectError);
    expect(unknown).toMatchObject({ code: 'sap-b1.login_refused', params: { errorCode: -777 } });
  });
});

describe('what an administrator enters', () => {
  const parse = (url: string) => sapB1.settings.parse({ url, companyDb: ' SBO ', user: 'u', password: ' p ' });

  it.each([
    ['sap.example.com:50000', 'https://sap.example.com:50000'],
    ['https://sap.example.com:50000/b1s/v2/', 'https://sap.example.com:50000'],
    ['https://proxy.example.com/b1/b1s/v1/Login?x=1', 'https://proxy.example.com/b1'],
  ])('as address %s is %s', (entered, url) => {
    expect(parse(entered)).toEqual({ url, companyDb: 'SBO', user: 'u', password: ' p ', pinnedCertificate: null });
  });

  it('is shown again without the password', () => {
    expect(sapB1.publicSettings(parse('sap.example.com'))).toEqual({
      url: 'https://sap.example.com',
      companyDb: 'SBO',
      user: 'u',
      pinnedCertificate: null,
    });
  });
});
