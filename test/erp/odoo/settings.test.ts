import { describe, expect, it } from '@jest/globals';
import { odoo } from '../../../server/erp/odoo/index.ts';

const entered = { url: 'https://acme.example', apiKey: 'secret' };

describe('the settings', () => {
  it.each([
    ['acme.odoo.com', 'https://acme.odoo.com'],
    [' https://acme.example/web#action=118&model=res.partner ', 'https://acme.example'],
    ['https://acme.example/web/login?redirect=x', 'https://acme.example'],
    ['https://acme.odoo.com/odoo/customers/12', 'https://acme.odoo.com'],
    ['https://acme.example/odoo', 'https://acme.example'],
    ['https://acme.example/odoo?debug=1', 'https://acme.example'],
    ['https://intranet.example/erp/', 'https://intranet.example/erp'],
    ['http://10.0.0.7:8069/', 'http://10.0.0.7:8069'],
  ])('take the address people copy: %s', (url, base) => {
    expect(odoo.settings.parse({ ...entered, url }).url).toBe(base);
  });

  it.each([
    [{ ...entered, url: 'ftp://acme.example' }, 'url'],
    [{ ...entered, url: '' }, 'url'],
    [{ ...entered, apiKey: '  ' }, 'apiKey'],
    [{ ...entered, keyExpiresOn: 'soon' }, 'keyExpiresOn'],
  ])('name the field that is wrong', (settings, field) => {
    expect(odoo.settings.safeParse(settings).error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });

  it('are read again as they were stored', () => {
    const stored = odoo.settings.parse({ ...entered, database: '', login: ' bot ', companies: ['1'] });
    expect(stored).toMatchObject({ database: null, login: 'bot', companies: ['1'], keyExpiresOn: null });
    expect(odoo.settings.parse(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });

  it('are shown again without the key', () => {
    const settings = odoo.settings.parse({ ...entered, database: 'acme' });
    expect(JSON.stringify(odoo.publicSettings(settings))).not.toContain('secret');
    expect(odoo.publicSettings(settings)).toMatchObject({ url: 'https://acme.example', database: 'acme' });
  });
});
