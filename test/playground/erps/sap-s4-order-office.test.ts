import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { generateCompany } from '../../fakes/company/index.ts';
import { startS4Fake, type S4Fake } from '../../fakes/sap-s4/index.ts';
import { loadIntoS4 } from '../../fakes/sap-s4/load.ts';
import type { ErpOrderFile } from '../api.ts';
import type { OrderOffice } from './erp.ts';
import { s4Orders } from './sap-s4-order-office.ts';
import { agreeOrders } from './sap-s4-orders.ts';

let s4: S4Fake;
let office: OrderOffice;
let partner: string;
beforeEach(async () => {
  s4 = await startS4Fake();
  office = s4Orders(s4);
  partner = s4.createPartner({ name: 'Aceros del Valle' });
  s4.transaction((erp) => erp.createMaterial({ material: 'B-3', text: 'Bomba 3 HP', price: '100.00', available: 20 }));
});
afterEach(() => s4.close());

const LINES = [{ material: 'B-3', quantity: '10' }];
const fileOf = (id: string): ErpOrderFile => {
  const file = office.order(id);
  if (!file) throw new Error(`No document ${id}`);
  return file;
};

it('a quotation becomes an order, which is delivered in parts, invoiced and paid', async () => {
  const quotation = `A_SalesQuotation:${s4.transaction((erp) => erp.createQuotation({ partner, lines: LINES }))}`;
  expect(fileOf(quotation)).toMatchObject({ state: 'Sales Quotation, Open', total: '1000.00', offers: ['confirm', 'cancel'] });
  await office.book({ action: 'confirm', orderId: quotation });
  expect(fileOf(quotation)).toMatchObject({ state: 'Sales Quotation, Completed', offers: [] });

  const [order] = office.ofCustomers([partner]).filter(({ id }) => id.startsWith('A_SalesOrder:'));
  const orderId = order?.id ?? '';
  expect(fileOf(quotation).documents).toMatchObject([{ id: orderId }]);
  expect(fileOf(orderId).lines).toMatchObject([{ id: '10', isGoods: true, quantity: 10, reserved: 10, delivered: 0 }]);
  await office.book({ action: 'unreserve', orderId });
  expect(fileOf(orderId)).toMatchObject({ lines: [{ reserved: 0 }], offers: ['deliver', 'reserve', 'invoice', 'cancel'] });
  await expect(office.book({ action: 'deliver', orderId, quantities: { 10: 4 } })).rejects.toThrow('confirmed');
  await office.book({ action: 'reserve', orderId });
  await office.book({ action: 'deliver', orderId, quantities: { 10: 4 } });
  await office.book({ action: 'invoice', orderId });
  expect(fileOf(orderId)).toMatchObject({
    state: 'Sales Order, In Process',
    lines: [{ reserved: 6, delivered: 4, invoiced: 4 }],
    offers: ['deliver', 'unreserve', 'invoice', 'pay', 'cancel'],
  });
  await office.book({ action: 'pay', orderId });
  expect(fileOf(orderId).documents.map(({ title, state }) => [title.replace(/ \d+$/, ''), state])).toEqual([
    ['Outbound Delivery', 'Goods Issued'],
    ['Billing Document', 'Cleared'],
  ]);
  await office.book({ action: 'deliver', orderId, quantities: { 10: 6 } });
  await office.book({ action: 'invoice', orderId });
  expect(fileOf(orderId)).toMatchObject({ state: 'Sales Order, Completed', offers: ['pay'] });
});

it('an order waits for approval, and is ordered once somebody says yes', async () => {
  s4.habits.sales = { approvalFrom: '500', creditLimit: null };
  const orderId = `A_SalesOrder:${s4.transaction((erp) => erp.createSalesOrder({ partner, lines: LINES }))}`;
  expect(office.search('aceros')).toMatchObject([{ id: orderId, state: 'Sales Order, In Approval' }]);
  expect(fileOf(orderId).offers).toEqual(['approve', 'cancel']);
  await office.book({ action: 'approve', orderId });
  expect(fileOf(orderId).state).toBe('Sales Order, Open');
  await office.book({ action: 'cancel', orderId });
  expect(fileOf(orderId)).toMatchObject({ state: 'Sales Order, Rejected', offers: [] });
});

it('a generated company has its orders of the past, done with, and business under way', () => {
  loadIntoS4(s4, generateCompany({ seed: 20, customers: 12, invoices: 40, today: new Date().toISOString().slice(0, 10) }), {
    orders: true,
  });
  const past = s4.records('A_SalesOrder');
  const named = new Set(s4.records('A_BillingDocumentItem').map((row) => row['SalesDocument']));
  expect(past.length).toBeGreaterThan(10);
  expect(new Set(past.map((row) => row['SalesOrder']))).toEqual(new Set([...named].filter((order) => order !== '')));
  expect(past.filter((row) => row['OverallSDProcessStatus'] === 'C').length).toBeGreaterThan(past.length / 2);
  const before = office.search('').map(({ id }) => id);
  agreeOrders(s4);
  const now = office.search('OC 2026-118');
  expect(now.map(({ state }) => state).toSorted()).toEqual([
    'Sales Order, In Approval',
    'Sales Order, In Process',
    'Sales Quotation, Completed',
    'Sales Quotation, Open',
  ]);
  expect(before).not.toContain(now[0]?.id);
});
