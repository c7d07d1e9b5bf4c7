import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startB1Fake, type B1Fake } from '../../fakes/sap-b1/index.ts';
import type { ErpOrderFile } from '../api.ts';
import type { OrderOffice } from './erp.ts';
import { b1Orders } from './sap-b1-order-office.ts';

let b1: B1Fake;
let office: OrderOffice;
let partner: string;
beforeEach(async () => {
  b1 = await startB1Fake({ companies: [{ db: 'SBO', name: 'Válvulas', localCurrency: 'MXN' }] });
  office = b1Orders(b1);
  partner = b1.createPartner({ name: 'Aceros del Valle' });
  b1.createItem({ code: 'B-3', name: 'Bomba 3 HP' });
  b1.receiveStock('B-3', '01', 20);
});
afterEach(() => b1.close());

const LINES = [{ item: 'B-3', quantity: 10, price: 100 }];
const fileOf = (id: string): ErpOrderFile => {
  const file = office.order(id);
  if (!file) throw new Error(`No document ${id}`);
  return file;
};

it('a quotation becomes an order, which is delivered in parts, invoiced and paid', async () => {
  const quotation = `Quotations:${b1.createQuotation({ partner, lines: LINES })}`;
  expect(fileOf(quotation)).toMatchObject({ state: 'Sales Quotation, Open', total: '1000.00', offers: ['confirm', 'cancel'] });
  await office.book({ action: 'confirm', orderId: quotation });
  expect(fileOf(quotation)).toMatchObject({ state: 'Sales Quotation, Closed', offers: [] });

  const [order] = office.ofCustomers([partner]).filter(({ id }) => id.startsWith('Orders:'));
  const orderId = order?.id ?? '';
  await office.book({ action: 'deliver', orderId, quantities: { 0: 4 } });
  expect(fileOf(orderId).lines).toMatchObject([{ quantity: 10, delivered: 4, invoiced: 0 }]);
  await office.book({ action: 'invoice', orderId });
  expect(fileOf(orderId).lines).toMatchObject([{ delivered: 4, invoiced: 4 }]);
  expect(fileOf(orderId).offers).toEqual(['deliver', 'invoice', 'pay', 'cancel']);
  await office.book({ action: 'pay', orderId });
  expect(fileOf(orderId).documents.map(({ title, state }) => [title.replace(/ \d+$/, ''), state])).toEqual([
    ['Delivery', 'Closed'],
    ['A/R invoice', 'Closed'],
  ]);
  await expect(office.book({ action: 'cancel', orderId })).rejects.toThrow();
  expect(fileOf(orderId).state).toBe('Sales Order, Open');
});

it('a draft waits for approval, and the approved document takes its place', async () => {
  const draft = `Drafts:${b1.createDraft('Orders', { partner, lines: LINES })}`;
  expect(office.search('aceros')).toMatchObject([{ id: draft, state: 'Draft, Pending' }]);
  await office.book({ action: 'approve', orderId: draft });
  expect(office.search('aceros')).toMatchObject([{ state: 'Sales Order, Open' }]);
});
