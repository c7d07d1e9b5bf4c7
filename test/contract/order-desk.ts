import { expect } from '@jest/globals';
import type { CommandName, Commands, ErpConnector, NewOrder, NewOrderLine, OrderState } from '../../server/erp/shared/contract.ts';
import { RecordRejectedError } from '../../server/shared/errors.ts';
import type { ErpRecordId } from '../../server/shared/ids.ts';
import type { Order } from '../../server/streams/orders/record.ts';
import type { OrderCommandHarness } from './order-commands-harness.ts';
import { failureOf, never, readAll, readOne, SETTLED_MS } from './reading.ts';

export const KEY = 'HS-4711-D77-1';
export const REFERENCE = 'HubSpot 77';

type Line = Partial<Omit<NewOrderLine, 'productId'>> & { productId: ErpRecordId };

/** One ERP with a customer and some products, and a connector that is told about orders of one deal. */
export class Desk {
  readonly harness: OrderCommandHarness;
  readonly shop: Shop;
  readonly erp: ErpConnector;

  private constructor(harness: OrderCommandHarness, shop: Shop) {
    this.harness = harness;
    this.shop = shop;
    this.erp = harness.connect();
  }

  static async open(harness: OrderCommandHarness): Promise<Desk> {
    return new Desk(harness, await aShop(harness));
  }

  asked(lines: readonly Line[] = [{ productId: this.shop.valve, quantity: '10', unitPrice: '90', discount: '10' }]): NewOrder {
    return {
      ...{ customerId: this.shop.customer, contactId: null, companyId: null, warehouseId: this.shop.warehouse, priceListId: null },
      ...{ paymentTermId: null, salespersonId: null, currency: this.harness.baseCurrency, reference: REFERENCE },
      lines: lines.map((line) => ({ description: null, quantity: '1', unitPrice: null, discount: null, ...line })),
    };
  }

  offers(command: CommandName): boolean {
    return this.erp.capabilities.commands!.names.includes(command);
  }

  run<N extends CommandName>(command: N, input: Commands[N]['input'], key = KEY): Promise<Commands[N]['result']> {
    return this.erp.capabilities.commands!.run(command, { key, input }, never);
  }

  create(input: NewOrder = this.asked(), key = KEY): Promise<OrderState> {
    return this.run('createOrder', input, key);
  }

  confirm(id: ErpRecordId, net?: string): Promise<OrderState> {
    return this.run('confirmOrder', { id, ...(net !== undefined && { net }) });
  }

  amend(id: ErpRecordId, order: NewOrder): Promise<OrderState> {
    return this.run('amendOrder', { id, order });
  }

  cancel(id: ErpRecordId): Promise<OrderState> {
    return this.run('cancelOrder', { id });
  }

  async find(key = KEY): Promise<OrderState[]> {
    return (await this.erp.capabilities.commands!.find('createOrder', [key], never)).get(key) ?? [];
  }

  read(id: ErpRecordId): Promise<Order> {
    this.harness.pass(SETTLED_MS);
    return readOne(this.harness.connect(), 'orders', id);
  }

  /** Of the deal that the reference names. */
  async all(): Promise<Order[]> {
    this.harness.pass(SETTLED_MS);
    const { records } = await readAll(this.harness.connect(), 'orders');
    return [...records.values()].filter(({ reference }) => reference === REFERENCE);
  }

  /** What an order is of: product, quantity, price, discount. */
  async figures(id: ErpRecordId): Promise<unknown[]> {
    const { lines } = await this.read(id);
    const sold = lines.filter(({ productId, quantity }) => productId !== null && Number(quantity) !== 0);
    return sold.map(({ productId, quantity, unitPrice, discount }) => [productId, Number(quantity), Number(unitPrice), Number(discount)]);
  }
}

export async function expectNothingMade(desk: Desk): Promise<void> {
  expect(await desk.find()).toEqual([]);
  expect(await desk.all()).toEqual([]);
}

export async function expectRefused(work: Promise<unknown>, code?: string): Promise<RecordRejectedError> {
  const error = await failureOf(work);
  expect(error).toBeInstanceOf(RecordRejectedError);
  if (code !== undefined) expect((error as RecordRejectedError).code).toBe(code);
  return error as RecordRejectedError;
}

type Shop = Awaited<ReturnType<typeof aShop>>;

async function aShop({ business, catalog }: OrderCommandHarness) {
  const customer = await business.createCustomer({ name: 'Aceros del Norte' });
  const valve = await catalog.createProduct({ name: 'Válvula', sku: 'VAL-1', price: '100.00' });
  const seal = await catalog.createProduct({ name: 'Sello', sku: 'SEL-1', price: '6.00' });
  const visit = await catalog.createProduct({ name: 'Visita', sku: 'SRV-1', price: '50.00', kind: 'service' });
  const warehouse = await catalog.createWarehouse('Norte');
  await catalog.receiveStock(valve, warehouse, 12);
  await catalog.receiveStock(seal, warehouse, 50);
  return { customer, valve, seal, visit, warehouse };
}
