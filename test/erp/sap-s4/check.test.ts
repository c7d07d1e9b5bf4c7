import { afterEach, describe, expect, it } from '@jest/globals';
import { ES } from '../../../hubspot-app/app/settings/erp-forms/sap-s4/messages.ts';
import { PuenteError, ReconnectError } from '../../../server/shared/errors.ts';
import { failureOf, never } from '../../contract/reading.ts';
import type { S4FakeOptions } from '../../fakes/sap-s4/index.ts';
import { freePort } from '../../support/free-port.ts';
import { s4Harness, type S4Harness } from './harness.ts';

let harness: S4Harness;
afterEach(() => harness.close());

const start = async (options: Omit<S4FakeOptions, 'now'> = {}) => (harness = await s4Harness(options));
const wrong = async (settings: Record<string, unknown> = {}): Promise<PuenteError> => {
  const error = await failureOf(harness.connectWith(settings).check(never));
  if (!(error instanceof PuenteError)) throw error;
  return error;
};

describe('the check names what is wrong', () => {
  it('the address', async () => {
    await start();
    expect((await wrong({ url: `http://127.0.0.1:${await freePort()}` })).code).toBe('outbound.connection_refused');
    const page = { kind: 'status', status: 404, body: '<html>Not found</html>' } as const;
    harness.fake.faults.next({ ...page, match: /odata/ });
    expect((await wrong()).code).toBe('sap-s4.not_s4');
  });

  it.each([
    ['API_BUSINESS_PARTNER', 'SAP_COM_0008'],
    ['API_BILLING_DOCUMENT_SRV', 'SAP_COM_0120'],
    ['API_OPLACCTGDOCITEMCUBE_SRV', 'SAP_COM_0303'],
  ] as const)('the scenario that is missing for %s', async (service, scenario) => {
    await start();
    harness.fake.withdrawScenario(scenario);
    const error = await wrong();
    expect(error).toBeInstanceOf(ReconnectError);
    expect(error).toMatchObject({ code: 'sap-s4.missing_scenario', params: { service, scenario } });
    harness.fake.arrangeScenario(scenario);
    await expect(harness.connect().check(never)).resolves.toEqual([]);
  });

  it('the scenario, where the refusal is a page of SAP', async () => {
    await start();
    const page = { kind: 'status', status: 403, body: '<html>403 Forbidden</html>' } as const;
    harness.fake.faults.next({ ...page, headers: { 'sap-server': 'true' }, match: /COMPANYCODE/ });
    expect(await wrong()).toMatchObject({ code: 'sap-s4.missing_scenario', params: { scenario: 'SAP_COM_0087' } });
    harness.fake.faults.next({ ...page, match: /COMPANYCODE/ });
    expect((await wrong()).code).toBe('sap-s4.blocked');
  });

  it('a property that this release does not have, asked for as a reading asks', async () => {
    await start();
    harness.fake.dropProperty('A_OperationalAcctgDocItemCube', 'ClearingCreationDate');
    const error = await wrong();
    expect(error).toMatchObject({ code: 'sap-s4.release_too_old' });
    expect(error.params['object']).toBe('API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube');
    expect(error.params['message']).toContain('ClearingCreationDate');
  });

  it('that no company code is seen at all', async () => {
    await start();
    harness.fake.faults.next({ kind: 'status', status: 200, body: { d: { results: [] } }, match: /COMPANYCODE/ });
    expect(await wrong()).toMatchObject({ code: 'sap-s4.no_company_seen' });
  });

  it('a company code that the user does not see', async () => {
    await start();
    expect(await wrong({ companies: ['1010', '1710'] })).toMatchObject({
      code: 'sap-s4.company_not_allowed',
      params: { companies: '1710' },
    });
  });

  it('in words of both languages', async () => {
    await start();
    harness.fake.withdrawScenario('SAP_COM_0120');
    expect(Object.keys(ES)).toContain((await wrong()).code);
  });
});

describe('what need not be mended is told', () => {
  it('that nothing of posted invoices is seen in accounting', async () => {
    await start();
    const partner = harness.fake.createPartner({ name: 'Aceros del Norte' });
    harness.fake.createInvoice({ partner, total: '10.00' });
    await expect(harness.connect().check(never)).resolves.toEqual([]);
    const nothing = { kind: 'status', status: 200, body: { d: { results: [] } } } as const;
    harness.fake.faults.next({ ...nothing, match: /CUBE_SRV/, times: Infinity });
    const notice = { code: 'sap-s4.no_journal_seen', params: { company: '1010' } };
    await expect(harness.connect().check(never)).resolves.toEqual([notice]);
    expect(Object.keys(ES)).toContain(notice.code);
  });

  it('that no token for changes comes through', async () => {
    await start();
    const withoutToken = { kind: 'status', status: 200, body: { d: { EntitySets: [] } } } as const;
    harness.fake.faults.next({ ...withoutToken, match: /API_BUSINESS_PARTNER\/?(\?|$)/, times: 2 });
    await expect(harness.connect().check(never)).resolves.toEqual([{ code: 'sap-s4.no_csrf_token', params: {} }]);
    expect(Object.keys(ES)).toContain('sap-s4.no_csrf_token');
  });

  it('what SAP warns of although it answers', async () => {
    await start();
    const told = JSON.stringify({ code: 'V4/123', message: 'Index is being rebuilt', severity: 'warning', target: '', details: [] });
    const body = { d: { results: [] } };
    harness.fake.faults.next({ kind: 'status', status: 200, body, headers: { 'sap-message': told }, match: /A_BusinessPartnerTaxNumber/ });
    const erp = harness.connect();
    const notice = { code: 'sap-s4.warning', params: { message: 'Index is being rebuilt', messageCode: 'V4/123' } };
    await expect(erp.check(never)).resolves.toEqual([notice]);
    await expect(erp.check(never)).resolves.toEqual([]);
  });
});

describe('the identity', () => {
  it('is proved by the name that documents give the system, and lists all company codes', async () => {
    const norte = { code: '1010', name: 'Norte', currency: 'MXN', country: 'MX', taxId: 'VAN120315QX8' };
    const iberia = { code: '2010', name: 'Iberia', currency: 'EUR', country: 'ES', taxId: 'ESB12345674' };
    await start({ companies: [norte, iberia], logicalSystem: '0LABC' });
    const empty = await harness.connect().identify(never);
    expect(empty).not.toHaveProperty('proof');
    harness.fake.createInvoice({ partner: harness.fake.createPartner({ name: 'Uno' }), total: '1.00' });
    const identity = await harness.connectWith({ companies: ['2010'] }).identify(never);
    expect(identity).toMatchObject({ key: empty.key, proof: '0LABC', companies: [{ id: '1010' }, { id: '2010', currency: 'EUR' }] });
  });
});
