import type { Order, OrderLine } from '../../server/erp/shared/contract.ts';
import type { CustomerStanding, NewOrder, NewOrderLine, OrderState, OrderSupport } from '../../server/erp/shared/orders.ts';
import { add, compare, divide, multiply, round, subtract, trimZeros } from '../../server/shared/decimals.ts';
import { RecordRejectedError } from '../../server/shared/errors.ts';
import { erpRecordId, type ErpRecordId } from '../../server/shared/ids.ts';
import type { MemoryErp } from './erp.ts';
import { anOrder, anOrderLine } from './erp-records.ts';

const TAX = '16';
const figuresOf = ({ productId, quantity, unitPrice, discount }: OrderLine): string[] => [String(productId), quantity, unitPrice, discount];

/** Quotations and orders of an ERP in memory: its own prices, taxes and totals, numbers of its own. */
export class MemoryOrders {
  /** By the key with which they were made, in the order of making. */
  readonly keys = new Map<ErpRecordId, string>();
  /** Currencies that some price list has. */
  currencies = ['EUR', 'MXN', 'USD'];
  /** What the ERP makes of a unit price, by rules of its own. */
  reprice: (price: string) => string = (price) => price;
  /** Decimals that it keeps of quantities and prices; null: all. */
  digits: number | null = null;
  /** The code that a connector has for an order that is not there. */
  gone: 'order.gone' | 'erp.record_gone' = 'order.gone';
  blocked: string | null = null;
  credit: CustomerStanding['credit'] = null;
  /** An order is a document of its own, made in its quotation's place. Both are numbered apart, so one number means one of each. */
  copiesOnConfirm = false;
  /** Somebody has to agree to these before they are documents: until then there is a draft without a number. */
  readonly inApproval = new Set<'quotation' | 'order'>();
  private readonly added = new Map<ErpRecordId, ErpRecordId>();
  private lastId = 500;
  private lastOrderNumber = 300;
  private readonly erp: MemoryErp;
  readonly support: OrderSupport;

  constructor(erp: MemoryErp) {
    this.erp = erp;
    this.support = {
      choices: async () => ({
        companies: [{ id: '1', name: 'Acme' }],
        warehouses: [{ id: 'w1', name: 'Main', companyId: '1' }],
        priceLists: this.currencies.map((currency) => ({ id: `l-${currency}`, name: currency, companyId: null, currency })),
        paymentTerms: [{ id: 't30', name: '30 days', companyId: null }],
        categories: [{ id: 'g1', name: 'Valves' }],
        salespeople: [{ id: 's1', name: 'Ana', companyId: null, email: 'ana@acme.test' }],
      }),
      preview: async (order) => {
        const made = this.compute(order);
        return { ...made, lines: made.lines };
      },
      standing: async () => ({ blockedBy: this.blocked, credit: this.credit }),
    };
  }

  all(): Order[] {
    return this.erp.records('orders');
  }

  find(key: string): OrderState[] {
    return [...this.keys].filter(([, one]) => one === key).flatMap(([id]) => (this.get(id) ? [this.state(id, true)] : []));
  }

  /** One for a key. */
  make(order: NewOrder, key: string): OrderState {
    return this.find(key)[0] ?? this.create(order, key);
  }

  create(order: NewOrder, key: string): OrderState {
    if (this.blocked !== null)
      throw new RecordRejectedError('Blocked', { code: 'order.customer_blocked', params: { message: this.blocked } });
    const made = this.compute(order);
    const id = erpRecordId(++this.lastId);
    this.keys.set(id, key);
    const head = { customerId: order.customerId, companyId: order.companyId, reference: order.reference, ...made };
    const isDraft = this.inApproval.has('quotation');
    const shown = isDraft
      ? { number: null, status: 'waiting_approval' as const }
      : { number: this.numberOf(id), status: 'quotation' as const };
    this.put(anOrder({ id, ...shown, ...head }));
    return this.state(id, true);
  }

  /** Whoever has to agrees to the draft, and adds it. */
  add(draftId: ErpRecordId): ErpRecordId {
    const draft = this.require(draftId);
    if (draft.status !== 'waiting_approval') throw refused('order.not_amendable', `It is ${draft.status}.`);
    const id = erpRecordId(++this.lastId);
    const key = this.keys.get(draftId);
    if (key !== undefined) this.keys.set(id, key);
    if (draft.quotationId !== null) this.put({ ...this.require(draft.quotationId), status: 'closed' });
    const isOrder = draft.quotationId !== null;
    this.put({
      ...draft,
      id,
      status: isOrder ? 'confirmed' : 'quotation',
      number: isOrder ? String(++this.lastOrderNumber) : this.numberOf(id),
    });
    this.delete(draftId);
    this.added.set(draftId, id);
    return id;
  }

  private numberOf(id: ErpRecordId): string {
    return this.copiesOnConfirm ? id : `S${id}`;
  }

  confirm(asked: ErpRecordId, net?: string): OrderState {
    const id = this.added.get(asked) ?? asked;
    const order = this.require(id);
    if (order.status === 'confirmed' || order.status === 'waiting_approval') return this.state(id, false);
    const copied = this.all().find(({ quotationId }) => quotationId === id);
    if (copied) return this.state(copied.id, false);
    if (order.status !== 'quotation') throw refused('order.not_amendable', `It is ${order.status}.`);
    if (net !== undefined && compare(order.untaxed, net) !== 0)
      throw new RecordRejectedError('Changed', { code: 'order.changed_meanwhile', params: { net: order.untaxed } });
    if (!this.copiesOnConfirm) {
      this.put({ ...order, status: 'confirmed' });
      return this.state(id, true);
    }
    const copy = erpRecordId(++this.lastId);
    if (this.inApproval.has('order')) {
      this.put({ ...order, id: copy, status: 'waiting_approval', number: null, quotationId: id });
      return this.state(copy, true);
    }
    this.put({ ...order, status: 'closed' });
    this.put({ ...order, id: copy, status: 'confirmed', number: String(++this.lastOrderNumber), quotationId: id });
    return this.state(copy, true);
  }

  amend(id: ErpRecordId, order: NewOrder): OrderState {
    const before = this.require(id);
    if (before.status === 'cancelled' || before.status === 'closed') throw refused('order.not_amendable', `It is ${before.status}.`);
    const after = this.compute(order);
    const isChanged = JSON.stringify(after.lines.map(figuresOf)) !== JSON.stringify(before.lines.map(figuresOf));
    this.put({ ...before, ...after });
    return this.state(id, isChanged);
  }

  cancel(id: ErpRecordId): OrderState {
    const order = this.require(id);
    if (order.status === 'cancelled') return this.state(id, false);
    if (order.lines.some(({ delivered }) => Number(delivered ?? 0) > 0)) throw refused('order.not_cancellable', 'Goods have left.');
    this.put({ ...order, status: 'cancelled' });
    return this.state(id, true);
  }

  reserve(id: ErpRecordId, isReserved: boolean): OrderState {
    const order = this.require(id);
    const lines = order.lines.map((line) => ({ ...line, reserved: isReserved ? line.quantity : '0' }));
    this.put({ ...order, lines });
    return this.state(id, true);
  }

  /** Goods leave the house, all of them. */
  deliver(id: ErpRecordId, at = '2026-11-20T09:00:00Z'): void {
    const order = this.require(id);
    const lines = order.lines.map((line) => ({ ...line, delivered: line.quantity, reserved: '0' }));
    const delivery = { id: `d${id}`, number: `OUT/${id}`, status: 'done', at, tracking: null } as const;
    this.put({ ...order, lines, deliveries: [delivery] });
  }

  put(order: Order): void {
    this.erp.set('orders', order);
  }

  delete(id: ErpRecordId): void {
    this.erp.remove('orders', id);
  }

  get(id: ErpRecordId): Order | undefined {
    return this.all().find((order) => order.id === id);
  }

  private require(id: ErpRecordId): Order {
    const order = this.get(id);
    if (!order) throw refused(this.gone, 'It is not there.');
    return order;
  }

  private state(id: ErpRecordId, isChanged: boolean): OrderState {
    const { number, status, currency, untaxed, tax, total } = this.require(id);
    return { id, number, status, currency, untaxed, tax, total, isChanged };
  }

  private compute({ currency, lines, priceListId, companyId }: NewOrder): Pick<Order, 'currency' | 'untaxed' | 'tax' | 'total' | 'lines'> {
    if (!this.currencies.includes(currency) || (priceListId !== null && priceListId !== `l-${currency}`))
      throw new RecordRejectedError('No price list', { code: 'order.no_price_list', params: { currency, company: companyId } });
    const made = lines.map((line, index) => this.computeLine(line, index));
    const untaxed = add('0', ...made.map(({ net }) => net));
    const tax = round(divide(multiply(untaxed, TAX), '100', 6), 2);
    return { currency, lines: made, untaxed: round(untaxed, 2), tax, total: add(untaxed, tax) };
  }

  private kept(figure: string): string {
    return this.digits === null ? figure : trimZeros(round(figure, this.digits));
  }

  private computeLine({ productId, description, quantity, unitPrice, discount }: NewOrderLine, index: number): OrderLine {
    const product = this.erp.records('products').find(({ id }) => id === productId);
    if (!product?.active || !product.isSold)
      throw new RecordRejectedError('Not sold', { code: 'order.product_not_sold', params: { product: product?.name ?? productId } });
    const price = this.kept(this.reprice(unitPrice ?? product.basePrice?.amount ?? '0'));
    const count = this.kept(quantity);
    const off = unitPrice === null ? '0' : (discount ?? '0');
    const net = round(divide(multiply(count, price, subtract('100', off)), '100', 8), 2);
    return anOrderLine({
      ...{ id: String(index + 1), productId, sku: product.sku, description: description ?? product.name, quantity: trimZeros(count) },
      ...{ unitPrice: price, discount: off, net, taxes: [`IVA ${TAX}%`] },
    });
  }
}

const refused = (code: string, message: string) => new RecordRejectedError(message, { code, params: { message } });
