import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startHubSpotFake, type HubSpotFake, type Portal } from '../fakes/hubspot/index.ts';
import type { ErpCustomer, ErpCustomerFile } from './api.ts';
import { Guide } from './guide.ts';

let hubspot: HubSpotFake;
let portal: Portal;
let told: number;
let guide: Guide;
/** Of the back office: which currencies a customer of this name is invoiced in. */
let invoiced: Record<string, string[]>;
const office = {
  search: (text: string) => (text in invoiced ? [{ id: text, name: text }] : []) as ErpCustomer[],
  customer: (id: string) => ({ invoices: (invoiced[id] ?? []).map((currency) => ({ currency })) }) as ErpCustomerFile,
};
beforeEach(async () => {
  hubspot = await startHubSpotFake();
  portal = hubspot.addPortal({ portalId: 7 });
  for (const [type, name] of [
    ['companies', 'erp_payment_status'],
    ['companies', 'erp_open_amount'],
    ['companies', 'erp_customer_key'],
    ['companies', 'erp_invoice_paid_at'],
    ['products', 'erp_product_key'],
    ['deals', 'erp_order_number'],
    ['deals', 'erp_order_status'],
  ] as const)
    portal.createProperty(type, { name, label: name, type: 'string', fieldType: 'text' });
  told = 0;
  invoiced = {};
  guide = new Guide(portal, { products: {}, orders: {}, office }, () => told++);
});
afterEach(() => hubspot.close());

const app = () => portal.users.as({ type: 'INTEGRATION', id: '4242' });
const done = () => guide.view()?.steps.flatMap(({ step, isDone }) => (isDone ? [step] : []));

function fill() {
  portal.users.createCompany({ name: 'Little', erp_payment_status: 'overdue', erp_open_amount: '900' });
  const owing = portal.users.createCompany({
    name: 'Most',
    erp_payment_status: 'overdue',
    erp_open_amount: '1000',
    erp_customer_key: 'o:1',
  });
  const productId = portal.users.createProduct({ name: 'Bomba', hs_sku: 'B-3', price: '10', erp_product_key: 'o:9' });
  const half = portal.users.createDeal({ dealname: 'With a line that nobody knows' }, owing);
  portal.users.addLine(half, { hs_product_id: productId });
  portal.users.addLine(half, { name: 'Maniobra', price: '10' });
  const stranger = portal.users.createDeal({ dealname: 'Of no customer' }, portal.users.createCompany({ name: 'Prospect' }));
  portal.users.addLine(stranger, { hs_product_id: productId });
  const dealId = portal.users.createDeal({ dealname: 'Ready' }, owing);
  portal.users.addLine(dealId, { hs_product_id: productId });
  return { owing, dealId, productId };
}

it('leads to a company that owes most, a deal that can become an order, and a product on it', () => {
  const { owing, dealId, productId } = fill();
  expect(guide.view()).toBeNull();
  guide.begin();
  expect(guide.view()?.steps.map(({ target }) => target && [target.type, target.id, target.name])).toEqual([
    ['companies', owing, 'Most'],
    null,
    null,
    ['deals', dealId, 'Ready'],
    ['products', productId, 'Bomba'],
  ]);
});

it.each([
  [{ Most: ['USD'], Little: ['EUR', 'EUR'] }, 'Little'],
  [{ Most: ['EUR', 'USD'], Little: ['EUR'] }, 'Little'],
  [{ Most: ['USD'], Little: ['USD'] }, 'Most'],
])('would rather have an invoice paid whose figures are those of the properties: %j', (currencies, name) => {
  invoiced = currencies;
  fill();
  guide.begin();
  expect(guide.view()?.steps[0]?.target?.name).toBe(name);
});

it('has sales make a deal where there is none, and leads nowhere where nobody is a customer', () => {
  guide.begin();
  expect(guide.view()?.steps.map(({ target }) => target)).toEqual([null, null, null, null, null]);
  const owing = portal.users.createCompany({
    name: 'Most',
    erp_payment_status: 'overdue',
    erp_open_amount: '1000',
    erp_customer_key: 'o:1',
  });
  portal.users.createProduct({ name: 'Bomba', hs_sku: 'B-3', price: '10', erp_product_key: 'o:9' });
  guide.begin();
  const deal = guide.view()?.steps.find(({ step }) => step === 'won')?.target;
  expect(portal.associatedIds('deals', deal?.id ?? '', 'companies')).toEqual([owing]);
  expect(portal.value('deals', deal?.id ?? '', 'amount')).toBe('20');
});

it('lights up by what came of it, each step once, and by nothing that people type', () => {
  const { owing, dealId, productId } = fill();
  app().edit('companies', owing, { erp_invoice_paid_at: '1' });
  guide.mark('pay');
  guide.begin();
  portal.users.edit('deals', dealId, { erp_order_number: 'S00001' });
  portal.users.edit('products', productId, { price: '11' });
  expect([done(), told]).toEqual([[], 0]);

  guide.mark('pay');
  app().edit('companies', owing, { erp_invoice_paid_at: '2' });
  app().edit('companies', owing, { erp_invoice_paid_at: '3' });
  portal.users.edit('deals', dealId, { dealstage: 'closedwon' });
  app().edit('deals', dealId, { erp_order_number: 'S00002', erp_order_status: 'ordered' });
  app().edit('products', productId, { price: '12' });
  expect([done(), told]).toEqual([['pay', 'watch', 'won', 'price'], 4]);
});

it('has a deal won only on the stage that it asks for, whatever an earlier one makes', () => {
  const { dealId } = fill();
  guide.begin();
  portal.users.edit('deals', dealId, { dealstage: 'decisionmakerboughtin' });
  app().edit('deals', dealId, { erp_order_number: 'S00002', erp_order_status: 'quotation' });
  expect(done()).toEqual([]);
  app().edit('deals', dealId, { erp_order_status: 'ordered' });
  expect(done()).toEqual([]);
  portal.users.edit('deals', dealId, { dealstage: 'closedwon' });
  expect(done()).toEqual([]);
  app().edit('deals', dealId, { erp_order_status: 'reserved' });
  expect(done()).toEqual(['won']);
});

it.each([
  [{ products: {}, orders: null }, ['pay', 'watch', 'thanks', 'price']],
  [{ products: null, orders: null }, ['pay', 'watch', 'thanks']],
])('offers no step that the ERP cannot do: %j', (offered, steps) => {
  fill();
  const deals = portal.records('deals').length;
  const lesser = new Guide(portal, { ...offered, office }, () => told++);
  lesser.begin();
  expect(lesser.view()?.steps.map(({ step }) => step)).toEqual(steps);
  const price = lesser.view()?.steps.find(({ step }) => step === 'price');
  expect(price && price.target?.name).toBe(offered.products ? 'Bomba' : undefined);
  expect(portal.records('deals')).toHaveLength(deals);
});
