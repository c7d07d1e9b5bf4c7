import { afterEach, beforeEach } from '@jest/globals';
import type { CommandSupport, NewOrder, OrderState } from '../../../server/erp/shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { never } from '../../contract/reading.ts';
import type { Row } from '../../fakes/sap-s4/store.ts';
import type { OrderCommandHarness, OrderWriting } from '../../contract/order-commands-harness.ts';
import type { OrderBusiness } from '../../contract/orders-harness.ts';
import type { S4Fake, S4FakeOptions } from '../../fakes/sap-s4/index.ts';
import { s4OrderHarness, type S4OrderHarness } from './orders-harness.ts';

type S4SellingHarness = S4OrderHarness & OrderCommandHarness;

/** A double with people who sell, and what keeps others from it. */
export async function s4SellingHarness(options: Omit<S4FakeOptions, 'now'> = {}): Promise<S4SellingHarness> {
  const harness = await s4OrderHarness(options);
  return { ...harness, orders: { ...harness.orders, invoice: invoice(harness) }, orderWriting: orderWriting(harness.fake) };
}

/** Goods are billed by their deliveries: of what was never delivered all leaves first. */
const invoice =
  ({ fake, orders }: S4OrderHarness): OrderBusiness['invoice'] =>
  async (order) => {
    const items = fake.records('A_SalesOrderItem').filter((row) => Number(row['SalesOrder']) === Number(order));
    if (items.every(({ DeliveryStatus: status }) => status === 'A'))
      for (const [line, item] of items.entries()) await orders.deliver(order, line, Number(item['RequestedQuantity']));
    return orders.invoice(order);
  };

function orderWriting(fake: S4Fake): OrderWriting {
  return {
    // Documents can be in every currency that has a rate.
    allowCurrency: async () => {},
    impossibleCurrency: 'CHF',
    nobody: { customer: erpRecordId('99999'), order: erpRecordId('quotation/29999999') },
    revokeRightToSell: () => fake.revokeWriting('A_SalesQuotation'),
    revokeRightToMakeProducts: () => fake.revokeWriting('A_Product'),
    textsOf: (order) => {
      const [number = '', set = 'A_SalesOrderItem', text = 'SalesOrderItemText'] = order.startsWith('quotation/')
        ? [order.slice('quotation/'.length), 'A_SalesQuotationItem', 'SalesQuotationItemText']
        : [order];
      const field = set.replace('A_', '').replace('Item', '');
      return fake
        .records(set)
        .filter((row) => Number(row[field]) === Number(number))
        .map((row) => String(row[text]));
    },
  };
}

export const KEY = 'HS-4711-D99-1';
export const VALVES = { productId: erpRecordId('VAL-1'), description: null, quantity: '10', unitPrice: '90.00', discount: '10' };
const VISIT = { productId: erpRecordId('SRV-1'), description: 'Visita a planta', quantity: '1', unitPrice: null, discount: null };

interface Selling {
  harness(): S4SellingHarness;
  fake(): S4Fake;
  /** Number of the customer. */
  customer(): string;
  commands(settings?: Record<string, unknown>): CommandSupport;
  /** Ten valves at 90 less 10 %, and a visit at its price. */
  order(changes?: Partial<NewOrder>): NewOrder;
  create(changes?: Partial<NewOrder>, settings?: Record<string, unknown>): Promise<OrderState>;
  find(): Promise<OrderState[]>;
  confirm(id: ErpRecordId, settings?: Record<string, unknown>): Promise<OrderState>;
  amend(id: ErpRecordId, changes: Partial<NewOrder>): Promise<OrderState>;
  cancel(id: ErpRecordId, settings?: Record<string, unknown>): Promise<OrderState>;
  rows(set: string): readonly Row[];
  /** Requests that changed something, or tried to. */
  writes(): string[];
}

/** An S/4HANA of its own for each test, with a customer and two things to sell. */
export function selling(options: Parameters<typeof s4SellingHarness>[0] = {}): Selling {
  let harness: S4SellingHarness;
  let customer: string;
  beforeEach(async () => {
    harness = await s4SellingHarness(options);
    const { fake } = harness;
    customer = fake.createPartner({ name: 'Aceros' });
    fake.catalog.createProduct({ number: 'VAL-1', name: 'Válvula' });
    fake.catalog.createPrice({ product: 'VAL-1', amount: '100', currency: 'MXN' });
    fake.catalog.moveStock({ product: 'VAL-1', place: '1010/101A', quantity: 50 });
    fake.catalog.createProduct({ number: 'SRV-1', name: 'Visita', type: 'SERV' });
    fake.catalog.createPrice({ product: 'SRV-1', amount: '50', currency: 'MXN' });
  });
  afterEach(() => harness.close());
  const commands = (settings = {}): CommandSupport => harness.connectWith(settings).capabilities.commands!;
  const order = (changes: Partial<NewOrder> = {}): NewOrder => ({
    ...{ customerId: erpRecordId(customer), contactId: null, companyId: null, warehouseId: null, priceListId: null },
    ...{ paymentTermId: null, salespersonId: null, currency: 'MXN', reference: 'OC 77', lines: [VALVES, VISIT] },
    ...changes,
  });
  return {
    harness: () => harness,
    fake: () => harness.fake,
    customer: () => customer,
    commands,
    order,
    create: (changes, settings) => commands(settings).run('createOrder', { key: KEY, input: order(changes) }, never),
    find: async () => (await commands().find('createOrder', [KEY], never)).get(KEY) ?? [],
    confirm: (id, settings) => commands(settings).run('confirmOrder', { key: `${KEY}-C`, input: { id } }, never),
    amend: (id, changes) => commands().run('amendOrder', { key: 'A', input: { id, order: order(changes) } }, never),
    cancel: (id, settings) => commands(settings).run('cancelOrder', { key: 'X', input: { id } }, never),
    rows: (set) => harness.fake.records(set),
    writes: () =>
      harness.fake
        .calls()
        .filter(({ method }) => method !== 'GET')
        .map(({ method, path, status }) => `${method} ${path.replace(/^.*_SRV\//, '')} ${status}`),
  };
}
