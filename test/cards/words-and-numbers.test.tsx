import { describe, expect, it } from '@jest/globals';
import { Select } from '@hubspot/ui-extensions';
import { readable } from './host.ts';
import { openTab } from './tab.tsx';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView, aField, FIELDS } from './settings-customers-views.ts';
import { openSettings } from './settings-page.tsx';
import { aCustomer, linkedView, totalsIn } from './views.ts';

describe('the card of a contact', () => {
  it.each([
    ['en-us', 'also those of Fundiciones SAPI, whose contact this is.'],
    ['es-mx', 'también las de Fundiciones SAPI, de quien este es contacto.'],
  ])('says whose invoices it shows (%s)', async (locale, sentence) => {
    const customers = [aCustomer({ name: 'Patricia Ortiz', invoicesOf: 'Fundiciones SAPI' })];
    const card = openTab({ 'GET /cards/record': linkedView({ customers }) }, { locale });
    await card.sees(sentence);
  });
});

describe('the amounts of one currency on a card', () => {
  it('have cents all of them or none, by age as well', async () => {
    const ageing = { notDue: '10.50', days1to30: '0', days31to60: '0', days61to90: '0', over90: '0' };
    const totals = [totalsIn('USD', { open: '10.50', overdue: '0', paid12Months: '0.00', ageing })];
    const card = openTab({ 'GET /cards/record': linkedView({ totals }) });
    await card.sees('10.50');
    expect(readable(card.getRootNode())).not.toMatch(/\$0 USD/);
  });
});

describe('a problem of a connection', () => {
  const problem = {
    ...{ code: 'connection.unreachable', params: { reason: 'outbound.cut_off' }, count: 1, connectionId: 'c1', canRetry: false },
    ...{ isNews: false, lastSeenAt: '2026-11-23T14:02:00Z' },
  };
  const record = { problemId: 'p1', subject: 'c1', label: 'Aceros ERP', detail: null, url: null };

  it('is no record, and its reason has no hole', async () => {
    const groups = [{ ...problem, records: [{ ...record, subjectKind: 'connection' }] }];
    const page = openSettings({ 'GET /settings/problems': { groups } });
    await page.sees('Aceros ERP');
    expect(page.text()).not.toMatch(/1 record|connection to …/);
  });

  it('is told apart from one of records', async () => {
    const groups = [
      { ...problem, params: { reason: 'outbound.cut_off', host: 'erp.example.com' }, records: [{ ...record, subjectKind: 'customer' }] },
    ];
    const page = openSettings({ 'GET /settings/problems': { groups } });
    await page.sees('1 record');
    expect(page.text()).toContain('The connection to erp.example.com was cut off.');
  });
});

describe('the rules of customers', () => {
  it.each([
    ['en-us', 'Member of a HubSpot list', 'All currencies'],
    ['es-mx', 'Miembro de una lista de HubSpot', 'Todas las monedas'],
  ])('have words for the lists of HubSpot and for the signs of the ERP (%s)', async (locale, list, currencies) => {
    const currency = aField('Currency', 'Currency', {
      role: 'currency',
      type: 'choice',
      options: [{ value: '##', label: '##' }],
      isRequired: true,
    });
    const view = aCustomersView({ fields: { companies: [...FIELDS, currency], contacts: FIELDS.slice(0, 3) } });
    const page = await openCustomers(view, { locale });
    await page.waitFor(() => expect(page.findAll(Select).length).toBeGreaterThan(0));
    const options = JSON.stringify(page.findAll(Select).map(({ props }) => props.options));
    expect(options).toContain(list);
    expect(options).toContain(currencies);
  });
});
