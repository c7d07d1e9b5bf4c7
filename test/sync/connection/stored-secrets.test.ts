import { describe, expect, it } from '@jest/globals';
import { FORMS } from '../../../hubspot-app/app/settings/erp-forms/index.ts';
import { erpRegistry } from '../../../server/erp/registry.ts';
import { fillInStoredSecrets } from '../../../server/sync/connection/stored-secrets.ts';

const odoo = { url: 'https://acme.example', database: 'acme', login: 'bot', apiKey: 'secret', keyExpiresOn: null, pinnedCertificate: null };
const b1 = { url: 'https://sap.example:50000', companyDb: 'SBO', user: 'bot', password: 'secret', pinnedCertificate: 'AA:BB' };
const s4 = {
  url: 'https://my1-api.s4hana.example',
  client: '100',
  tokenUrl: 'https://auth.example/token',
  user: 'PUENTE',
  password: 'secret',
  pinnedCertificate: null,
};
/** What is stored, and every way to send it to another place. */
const CASES: Record<
  string,
  { settings: Record<string, string | null>; secret: string; elsewhere: Record<string, string>[]; here: Record<string, string>[] }
> = {
  odoo: {
    settings: odoo,
    secret: 'apiKey',
    elsewhere: [
      { url: 'https://evil.example' },
      { url: 'http://acme.example' },
      { url: 'https://acme.example:8443' },
      { url: 'https://acme.example/other' },
      { url: 'https://acme.example.evil.example' },
      { url: 'https:\\\\evil.example' },
      { database: 'copy' },
      { database: '' },
      { pinnedCertificate: 'CC:DD' },
    ],
    here: [{ url: 'acme.example/web#action=1' }, { url: 'https://ACME.example:443/' }, { login: 'other' }, { keyExpiresOn: '2027-01-01' }],
  },
  'sap-b1': {
    settings: b1,
    secret: 'password',
    elsewhere: [{ url: 'https://sap.example' }, { url: 'https://evil.example:50000' }, { companyDb: 'SBO_2' }, { pinnedCertificate: '' }],
    here: [{ url: 'sap.example:50000/b1s/v2' }, { user: 'other' }],
  },
  'sap-s4': {
    settings: s4,
    secret: 'password',
    elsewhere: [
      { url: 'https://evil.example' },
      { url: 'https://my1-api.s4hana.example:8443' },
      { client: '200' },
      { client: '' },
      { tokenUrl: 'https://evil.example/token' },
      { tokenUrl: '' },
      { pinnedCertificate: 'AA:BB' },
    ],
    here: [{ url: 'my1-api.s4hana.example/sap/opu/odata/sap/' }, { user: 'OTHER' }],
  },
};

describe.each([...erpRegistry])('secrets stored for %s', (system, definition) => {
  const { settings, secret, elsewhere, here } = CASES[system]!;
  const shown = definition.publicSettings(definition.settings.parse(settings));
  const complete = (entered: Record<string, unknown>) => fillInStoredSecrets(definition, { settings, shown }, entered);

  it.each(elsewhere)('are asked for again with %j, in whatever way they are left blank', (change) => {
    for (const blank of [{}, { [secret]: '' }, { [secret]: null }]) {
      expect(() => complete({ ...change, ...blank })).toThrow(
        expect.objectContaining({ code: 'connection.secret_needed', params: { fields: secret } }),
      );
    }
    expect(complete({ ...change, [secret]: 'new' })).toMatchObject({ ...change, [secret]: 'new' });
  });

  it.each(here)('are kept with %j', (change) => {
    expect(complete({ ...change, [secret]: '' })).toMatchObject({ ...change, [secret]: 'secret' });
  });

  it('are asked for again when what is stored is not understood any more', () => {
    const incomplete = { ...settings, url: '' };
    expect(() => fillInStoredSecrets(definition, { settings: incomplete, shown }, { url: 'https://evil.example' })).toThrow(
      expect.objectContaining({ code: 'connection.secret_needed' }),
    );
  });

  it('have a form that knows the same destination', () => {
    const form = FORMS.find((one) => one.system === system)!;
    const fields = form.fields.filter(({ isDestination }) => isDestination).map(({ name }) => name);
    expect([...fields, form.certificateField]).toEqual(definition.destination);
    expect(definition.destination.filter((name) => !(name in shown))).toEqual([]);
  });
});
