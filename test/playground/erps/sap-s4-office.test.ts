import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startS4Fake, type S4Fake } from '../../fakes/sap-s4/index.ts';
import type { ErpCustomerFile } from '../api.ts';
import type { BackOffice } from './erp.ts';
import { s4Office } from './sap-s4-office.ts';

let s4: S4Fake;
let office: BackOffice;
let partner: string;
beforeEach(async () => {
  s4 = await startS4Fake({ now: () => new Date('2026-11-20T18:00:00Z'), childTouchesPartner: true });
  office = s4Office(s4);
  partner = s4.createPartner({ name: 'Aceros del Valle', taxId: 'EKU9003173C9', email: 'pagos@aceros.example', city: 'Monterrey' });
});
afterEach(() => s4.close());

function fileOf(id: string): ErpCustomerFile {
  const file = office.customer(id);
  if (!file) throw new Error(`No customer ${id}`);
  return file;
}
const invoices = (id = partner) => fileOf(id).invoices.map(({ number, state, open }) => [number, state, open]);

it('invoices, takes money in parts, takes it back and credits', async () => {
  await office.book({ action: 'invoice', customerId: partner, description: 'Válvula', amount: '116.00', currency: '', dueOn: '' });
  const [invoice] = fileOf(partner).invoices;
  expect(invoice).toMatchObject({
    state: 'Open',
    tone: 'danger',
    total: '116.00',
    open: '116.00',
    dueOn: '2026-12-20',
    isCreditNote: false,
  });
  const invoiceId = invoice?.id ?? '';
  await office.book({ action: 'payment', invoiceId, amount: '16.00', on: '' });
  expect(invoices()).toEqual([[invoiceId, 'Partially paid', '100.00']]);
  await office.book({ action: 'payment', invoiceId, amount: '', on: '2026-11-19' });
  expect(invoices()).toEqual([[invoiceId, 'Cleared', '0.00']]);
  const [last, first] = fileOf(partner).payments;
  expect([first, last]).toMatchObject(
    [
      { amount: '16.00', state: 'Posted', on: '2026-11-20' },
      { amount: '100.00', on: '2026-11-19' },
    ].toReversed(),
  );
  await office.book({ action: 'cancelPayment', paymentId: '1010/2026/1400000002' });
  expect(invoices()).toEqual([[invoiceId, 'Partially paid', '100.00']]);
  expect(fileOf(partner).payments.map(({ state, canCancel }) => [state, canCancel])).toContainEqual(['Reversed', false]);
  await office.book({ action: 'creditNote', invoiceId, amount: '', reason: 'Devolución' });
  expect(invoices()).toEqual([
    ['90000002', 'Cleared', '0.00'],
    [invoiceId, 'Cleared', '0.00'],
  ]);
});

it('refuses in words what cannot be booked', async () => {
  const invoiceId = s4.createInvoice({ partner, total: '10.00' });
  await expect(office.book({ action: 'payment', invoiceId, amount: '-1', on: '' })).rejects.toThrow(/valid amount/);
  await office.book({ action: 'payment', invoiceId, amount: '', on: '' });
  await expect(office.book({ action: 'payment', invoiceId, amount: '', on: '' })).rejects.toThrow(/nothing is open/);
  await expect(
    office.book({ action: 'invoice', customerId: '4711', description: '', amount: '1', currency: '', dueOn: '' }),
  ).rejects.toThrow(/4711 does not exist/);
  await expect(office.book({ action: 'edit', customerId: partner, values: { country: 'Mexico' } })).rejects.toThrow(/Country\/region key/);
});

it('finds customers by what people know of them, corrects them and takes them out of use', async () => {
  for (const words of ['valle', 'eku9003', 'pagos@', partner]) expect(office.search(words).map(({ id }) => id)).toEqual([partner]);
  await office.book({ action: 'edit', customerId: partner, values: { city: 'Saltillo', phone: '+52 81 1234 5678', email: '' } });
  const values = Object.fromEntries(fileOf(partner).fields.map(({ name, value }) => [name, value]));
  expect(values).toMatchObject({ name: 'Aceros del Valle', city: 'Saltillo', phone: '+528112345678', email: '', taxId: 'EKU9003173C9' });
  await office.book({ action: 'archive', customerId: partner });
  expect(office.search('valle')[0]?.isArchived).toBe(true);
  await office.book({ action: 'restore', customerId: partner });
  expect(office.search('valle')[0]?.isArchived).toBe(false);
});

it('shows a contact person what is addressed to that person', async () => {
  const person = s4.createContact({ company: partner, name: 'Ana Garza' });
  s4.createInvoice({ partner, total: '1.00' });
  await office.book({ action: 'invoice', customerId: person, description: '', amount: '2.00', currency: '', dueOn: '' });
  expect(invoices(person)).toEqual([['90000002', 'Open', '2.00']]);
  expect(invoices()).toHaveLength(2);
});
