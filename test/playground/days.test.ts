import { expect, it } from '@jest/globals';
import { generateCompany } from '../fakes/company/index.ts';
import { startOdooFake } from '../fakes/odoo/index.ts';
import { TIME_ZONE } from './crm/portal.ts';
import { ERPS } from './erps/index.ts';
import { day, dayIn, moment } from './page/format.ts';
import type { Viewer } from './page/viewer.ts';

/** The first of December by UTC, and an evening of November where the company is. */
const EVENING = new Date('2026-12-01T02:10:00Z');

it('the back office dates what is booked by the company’s calendar, wherever the browser stands', () => {
  expect([dayIn(TIME_ZONE, EVENING), dayIn(TIME_ZONE, new Date('2026-12-01T06:00:00Z'))]).toEqual(['2026-11-30', '2026-12-01']);
});

it('Odoo dates payments and orders by the calendar of its people', async () => {
  const odoo = await startOdooFake({ version: 18, now: () => EVENING, timeZone: TIME_ZONE });
  try {
    const [invoice, payment] = await odoo.transaction((erp) => {
      const made = erp.createInvoice({ partner: erp.createPartner({ name: 'Aceros del Valle' }), total: '100.00' });
      return [made, erp.registerPayment(made)] as const;
    });
    expect([odoo.record('account.move', invoice)?.invoice_date, odoo.record('account.payment', payment)?.date]).toEqual([
      '2026-11-30',
      '2026-11-30',
    ]);
  } finally {
    await odoo.close();
  }
});

it('the year is left out by the company’s calendar', () => {
  const viewer = { locale: 'en-us', state: { portal: { timeZone: TIME_ZONE } } } as Viewer;
  const year = dayIn(TIME_ZONE, new Date()).slice(0, 4);
  expect(day(viewer, `${year}-11-30`)).toBe('Nov 30');
  expect(day(viewer, '1999-11-30')).toBe('Nov 30, 1999');
  // Six in the evening of the last day of the year before.
  expect(moment(viewer, `${year}-01-01T00:00:00Z`)).toContain(String(Number(year) - 1));
});

it.each([...ERPS.keys()])('%s of the playground has one calendar with the account of HubSpot', async (name) => {
  const company = generateCompany({ seed: 7, customers: 12, invoices: 40, today: dayIn(TIME_ZONE, new Date()) });
  const erp = await ERPS.get(name)!(company, {});
  try {
    const [customer] = erp.office.search('');
    await erp.office.book({
      action: 'invoice',
      customerId: customer!.id,
      description: 'Válvula',
      amount: '100.00',
      currency: '',
      dueOn: '2099-01-01',
    });
    const booked = erp.office.customer(customer!.id)!.invoices.map(({ issuedOn }) => issuedOn);
    expect(booked.toSorted().at(-1)).toBe(dayIn(TIME_ZONE, new Date()));
  } finally {
    await erp.close();
  }
});
