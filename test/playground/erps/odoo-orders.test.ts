import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { generateCompany } from '../../fakes/company/index.ts';
import { startOdooFake, type OdooFake } from '../../fakes/odoo/index.ts';
import { loadIntoOdoo } from '../../fakes/odoo/load.ts';
import type { ErpOrderFile } from '../api.ts';
import type { OrderOffice } from './erp.ts';
import { odooOrders } from './odoo-orders.ts';

let odoo: OdooFake;
let office: OrderOffice;
beforeEach(async () => {
  odoo = await startOdooFake({ version: 18 });
  office = odooOrders(odoo);
});
afterEach(() => odoo.close());

/** Ten pumps, six of them there, and an hour of work. */
async function quotation(): Promise<string> {
  const order = await odoo.transaction((erp) => {
    const partner = erp.createPartner({ name: 'Aceros del Valle', is_company: true });
    const product = erp.catalog.createProduct({ sku: 'B-3', name: 'Bomba 3 HP', price: '100.00', kind: 'stocked' });
    erp.stock.receiveStock(product, erp.books.tx.ids('stock.warehouse')[0] ?? 1, 6);
    const work = erp.catalog.createProduct({ sku: 'MAN', name: 'Maniobra', price: '50.00', kind: 'service' });
    return erp.sales.createOrder({ partner, lines: [{ product, quantity: 10 }, { product: work }] });
  });
  return String(order);
}

const fileOf = (id: string): ErpOrderFile => {
  const file = office.order(id);
  if (!file) throw new Error(`No order ${id}`);
  return file;
};
type Pressed = Exclude<ErpOrderFile['offers'][number], 'deliver' | 'editLine'>;
const press = (action: Pressed, orderId: string) => office.book({ action, orderId });

it('an order goes from quotation to cash in the back office, in parts', async () => {
  const orderId = await quotation();
  expect(fileOf(orderId)).toMatchObject({
    state: 'Quotation',
    total: '1050.00',
    offers: ['confirm', 'editLine', 'cancel'],
    puenteKey: null,
  });
  await press('confirm', orderId);
  const [pumps, work] = fileOf(orderId).lines;
  expect([fileOf(orderId).state, pumps?.reserved, work?.reserved]).toEqual(['Sales Order', 6, null]);
  await press('unreserve', orderId);
  expect(fileOf(orderId).lines[0]?.reserved).toBe(0);
  await press('reserve', orderId);

  await office.book({ action: 'deliver', orderId, quantities: { [pumps?.id ?? '']: 4 } });
  expect(fileOf(orderId).lines[0]).toMatchObject({ delivered: 4, reserved: 2 });
  expect(fileOf(orderId).documents.map(({ state }) => state)).toEqual(['Done', 'Ready']);
  await office.book({ action: 'deliver', orderId, quantities: { [pumps?.id ?? '']: 6 } });
  await press('invoice', orderId);
  expect(fileOf(orderId).documents.at(-1)).toMatchObject({ state: 'Not Paid', amount: '1050.00', currency: 'MXN' });
  await press('pay', orderId);
  expect(fileOf(orderId).documents.at(-1)?.state).toBe('Paid');
  expect(fileOf(orderId).lines.map(({ delivered, invoiced }) => [delivered, invoiced])).toEqual([
    [10, 10],
    [0, 1],
  ]);
  expect(fileOf(orderId).offers).toEqual(['editLine', 'cancel', 'lock']);
});

it('a line is changed, and refusals are in the words of Odoo', async () => {
  const orderId = await quotation();
  const lineId = fileOf(orderId).lines[0]?.id ?? '';
  await office.book({ action: 'editLine', orderId, lineId, quantity: 2, price: '90.00', discount: 10 });
  expect(fileOf(orderId)).toMatchObject({ total: '212.00', lines: [{ quantity: 2, price: '90.00', discount: 10, net: '162.00' }, {}] });
  await press('confirm', orderId);
  await press('lock', orderId);
  await expect(office.book({ action: 'editLine', orderId, lineId, quantity: 2, price: '80.00', discount: 10 })).rejects.toThrow(
    /forbidden to modify the following fields in a locked order/,
  );
  await expect(press('cancel', orderId)).rejects.toThrow(/locked order/);
  await press('unlock', orderId);
  await press('cancel', orderId);
  expect(fileOf(orderId)).toMatchObject({ state: 'Cancelled', offers: [] });
  await expect(press('confirm', orderId)).rejects.toThrow(/not in a state requiring confirmation/);
});

it('orders are found by number and by customer, and those of the generated company stand behind its invoices', async () => {
  const company = generateCompany({ seed: 7, customers: 12, invoices: 60, today: '2026-11-20' });
  const { invoices } = loadIntoOdoo(odoo, company, { withOrders: true });
  const invoice = company.events.flatMap((event) =>
    event.kind === 'invoice' && event.invoice.origin?.length === 6 ? [event.invoice] : [],
  )[0];
  const [order, ...more] = office.search(invoice?.origin ?? '');
  expect(more).toEqual([]);
  const file = fileOf(order?.id ?? '');
  expect(file).toMatchObject({ number: invoice?.origin, total: invoice?.total, currency: invoice?.currency });
  expect(file.lines.every(({ quantity, delivered, invoiced }) => quantity === delivered && quantity === invoiced)).toBe(true);
  const partner = odoo.record('account.move', invoices.get(invoice?.key ?? '') ?? 0)?.commercial_partner_id;
  expect(office.ofCustomers([String(partner)]).some(({ customer }) => customer === file.customer)).toBe(true);

  const highest =
    odoo
      .records('sale.order')
      .map(({ name }) => String(name))
      .sort()
      .at(-1) ?? '';
  const next = fileOf(await quotation()).number;
  expect(Number(next.slice(1))).toBe(Number(highest.slice(1)) + 1);
});

it('a service becomes tasks, which are ticked and worked on', async () => {
  const orderId = await quotation();
  await odoo.transaction(({ books, catalog }) => {
    const work = books.tx.ids('product.product').find((id) => books.tx.row('product.product', id).default_code === 'MAN');
    catalog.updateTemplate(Number(work), { service_tracking: 'task_in_project' });
  });
  expect(fileOf(orderId).tasks).toEqual([]);
  await press('confirm', orderId);
  const [task] = fileOf(orderId).tasks;
  expect(task).toMatchObject({ name: 'Maniobra', isDone: false, plannedHours: 1, spentHours: 0 });
  const taskId = task?.id ?? '';
  await office.book({ action: 'logHours', orderId, taskId, hours: 1 });
  await office.book({ action: 'finishTask', orderId, taskId });
  expect(fileOf(orderId).tasks).toMatchObject([{ isDone: true, spentHours: 1 }]);
  await office.book({ action: 'reopenTask', orderId, taskId });
  expect(fileOf(orderId).tasks).toMatchObject([{ isDone: false }]);
});
