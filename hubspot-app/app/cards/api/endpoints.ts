import type { Client } from '../common/client.ts';
import type { CreateAnswer, CustomerCard } from './customers.ts';
import type {
  DealOrders,
  LineProducts,
  OrderAnswer,
  OrderCandidates,
  OrderChecklist,
  OrderDecision,
  OrderDifference,
  OrderPreview,
} from './orders.ts';
import type { DealProjects } from './projects.ts';
import type { RecordSubscriptions } from './subscriptions.ts';
import type {
  CustomerSearch,
  DealCandidates,
  DealLines,
  Done,
  InvoiceDetail,
  InvoiceFilter,
  InvoicePage,
  InvoiceSort,
  RecordView,
  RefreshAnswer,
} from './types.ts';

/** The record the card stands on; sent with every request. HubSpot signs portal and user, not the record. */
interface RecordRef {
  objectTypeId: string;
  objectId: string;
}
interface CustomerRef {
  connectionId: string;
  customerId: string;
}
interface InvoiceRef {
  connectionId: string;
  invoiceId: string;
}
interface OrderRef {
  connectionId: string;
  orderId: string;
}
interface FieldRef extends CustomerRef {
  property: string;
}
export interface InvoiceListQuery {
  page: number;
  sort: InvoiceSort;
  direction: 'ascending' | 'descending';
  filter: InvoiceFilter;
  search: string;
}

/** The calls of the cards: method, path, what is sent beside `RecordRef`, what comes back. */
export interface CardApi {
  /** GET /cards/record — `opened=true`: somebody opened the card, so quiet ERPs are asked */
  record(opened?: boolean): Promise<RecordView>;
  /** GET /cards/invoices?page&sort&direction&filter&search */
  invoices(query: InvoiceListQuery): Promise<InvoicePage>;
  /** GET /cards/invoice?connectionId&invoiceId */
  invoice(invoice: InvoiceRef): Promise<InvoiceDetail>;
  /** GET /cards/deal-candidates */
  dealCandidates(): Promise<DealCandidates>;
  /** GET /cards/deal-lines */
  dealLines(): Promise<DealLines>;
  /** GET /cards/deal-orders */
  dealOrders(): Promise<DealOrders>;
  /** GET /cards/deal-projects */
  dealProjects(): Promise<DealProjects>;
  /** GET /cards/subscriptions */
  subscriptions(): Promise<RecordSubscriptions>;
  /** GET /cards/order-checklist — asks HubSpot and the ERP */
  orderChecklist(): Promise<OrderChecklist>;
  /** GET /cards/order-preview — asks HubSpot and the ERP */
  orderPreview(): Promise<OrderPreview>;
  /** GET /cards/order-difference — asks HubSpot */
  orderDifference(): Promise<OrderDifference>;
  /** GET /cards/order-candidates */
  orderCandidates(): Promise<OrderCandidates>;
  /** POST /cards/orders/create { what } — pressed twice, by two people: one document */
  createOrder(what: 'quotation' | 'order'): Promise<OrderAnswer>;
  /** POST /cards/orders/confirm { connectionId, orderId } */
  confirmOrder(order: OrderRef): Promise<OrderAnswer>;
  /** POST /cards/orders/amend { connectionId, orderId } */
  amendOrder(order: OrderRef): Promise<OrderAnswer>;
  /** POST /cards/orders/cancel { connectionId, orderId } */
  cancelOrder(order: OrderRef): Promise<OrderAnswer>;
  /** POST /cards/orders/reserve { connectionId, orderId, isReserved } */
  reserveOrder(order: OrderRef & { isReserved: boolean }): Promise<OrderAnswer>;
  /** POST /cards/orders/approve { key, net } — of the command that waits for it, of the net that is shown */
  approveOrder(decided: OrderDecision): Promise<Done>;
  /** POST /cards/orders/decline { key, net } — it stays a quotation */
  declineOrder(decided: OrderDecision): Promise<Done>;
  /** POST /cards/orders/accept { key, net } — the ERP's total, as it is shown, instead of the deal's */
  acceptDifference(decided: OrderDecision): Promise<Done>;
  /** POST /cards/orders/retry { key } */
  retryOrder(key: string): Promise<Done>;
  /** POST /cards/orders/leave { key } — what was refused is let rest */
  leaveOrder(key: string): Promise<Done>;
  /** POST /cards/orders/list-price { lines } — these line items get the price of the ERP's list, as the person saw it, and no discount */
  useListPrices(lines: { lineId: string; price: string }[]): Promise<Done>;
  /** GET /cards/order-products?query — at least two characters */
  lineProducts(query: string): Promise<LineProducts>;
  /** POST /cards/orders/line-product { lineId, productId } — the line item gets the SKU of this product of the ERP, and keeps its name and price */
  chooseProduct(chosen: { lineId: string; productId: string }): Promise<Done>;
  /** POST /cards/orders/tie { connectionId, orderId } */
  tieOrder(order: OrderRef): Promise<Done>;
  /** POST /cards/orders/untie { connectionId, orderId } */
  untieOrder(order: OrderRef): Promise<Done>;
  /** GET /cards/search?query — at least two characters */
  search(query: string): Promise<CustomerSearch>;
  /** POST /cards/refresh {} */
  refresh(): Promise<RefreshAnswer>;
  /** POST /cards/link { connectionId, customerId } */
  link(customer: CustomerRef): Promise<Done>;
  /** POST /cards/unlink { connectionId, customerId } */
  unlink(customer: CustomerRef): Promise<Done>;
  /** POST /cards/refuse { connectionId, customerId } — this pair is not offered again */
  refuse(customer: CustomerRef): Promise<Done>;
  /** POST /cards/refuse/undo {} — all that were refused for this record may be it again */
  takeBackRefusals(): Promise<Done>;
  /** POST /cards/not-yet { candidates } — no customer yet: those offered are not offered again */
  notYet(candidates: CustomerRef[]): Promise<Done>;
  /** POST /cards/not-yet/undo {} */
  takeBackNotYet(): Promise<Done>;
  /** GET /cards/customer */
  customer(): Promise<CustomerCard>;
  /**
   * POST /cards/customer/create { connectionId, besides } — pressed twice, by two people: one customer; of one that waits for review: it is a new one;
   * on a deal: whoever buys. `besides`: customers of the ERP that the person saw and says are others
   */
  createCustomer(connectionId: string, besides?: string[]): Promise<CreateAnswer>;
  /** POST /cards/customer/retry { key } */
  retryCommand(key: string): Promise<Done>;
  /** POST /cards/customer/leave { key } — what was asked for and not sent is not made */
  leaveCustomer(key: string): Promise<Done>;
  /** POST /cards/customer/decide { connectionId, customerId, property, answer } */
  decideField(field: FieldRef & { answer: 'hubspot' | 'erp' | 'both' }): Promise<Done>;
  /** POST /cards/customer/undo { changeId } */
  undoChange(changeId: string): Promise<Done>;
  /** POST /cards/customer/freeze { connectionId, customerId, property, isFrozen } — property null: all fields of the link */
  freeze(fields: CustomerRef & { property: string | null; isFrozen: boolean }): Promise<Done>;
  /** POST /cards/tie { connectionId, invoiceId } */
  tie(invoice: InvoiceRef): Promise<Done>;
  /** POST /cards/untie { connectionId, invoiceId } */
  untie(invoice: InvoiceRef): Promise<Done>;
}

export function createCardApi(client: Client, record: RecordRef): CardApi {
  const get = <T>(path: string, query = {}) => client.get<T>(`/cards${path}`, { ...record, ...query });
  const post = <T>(path: string, body = {}) => client.post<T>(`/cards${path}`, { ...record, ...body });
  return {
    record: (opened = false) => get('/record', opened ? { opened } : {}),
    invoices: (query) => get('/invoices', query),
    invoice: ({ connectionId, invoiceId }) => get('/invoice', { connectionId, invoiceId }),
    dealCandidates: () => get('/deal-candidates'),
    dealLines: () => get('/deal-lines'),
    dealOrders: () => get('/deal-orders'),
    dealProjects: () => get('/deal-projects'),
    subscriptions: () => get('/subscriptions'),
    orderChecklist: () => get('/order-checklist'),
    orderPreview: () => get('/order-preview'),
    orderDifference: () => get('/order-difference'),
    orderCandidates: () => get('/order-candidates'),
    createOrder: (what) => post('/orders/create', { what }),
    confirmOrder: ({ connectionId, orderId }) => post('/orders/confirm', { connectionId, orderId }),
    amendOrder: ({ connectionId, orderId }) => post('/orders/amend', { connectionId, orderId }),
    cancelOrder: ({ connectionId, orderId }) => post('/orders/cancel', { connectionId, orderId }),
    reserveOrder: ({ connectionId, orderId, isReserved }) => post('/orders/reserve', { connectionId, orderId, isReserved }),
    approveOrder: ({ key, net }) => post('/orders/approve', { key, net }),
    declineOrder: ({ key, net }) => post('/orders/decline', { key, net }),
    acceptDifference: ({ key, net }) => post('/orders/accept', { key, net }),
    retryOrder: (key) => post('/orders/retry', { key }),
    leaveOrder: (key) => post('/orders/leave', { key }),
    useListPrices: (lines) => post('/orders/list-price', { lines }),
    lineProducts: (query) => get('/order-products', { query }),
    chooseProduct: ({ lineId, productId }) => post('/orders/line-product', { lineId, productId }),
    tieOrder: ({ connectionId, orderId }) => post('/orders/tie', { connectionId, orderId }),
    untieOrder: ({ connectionId, orderId }) => post('/orders/untie', { connectionId, orderId }),
    search: (query) => get('/search', { query }),
    refresh: () => post('/refresh'),
    link: ({ connectionId, customerId }) => post('/link', { connectionId, customerId }),
    unlink: ({ connectionId, customerId }) => post('/unlink', { connectionId, customerId }),
    refuse: ({ connectionId, customerId }) => post('/refuse', { connectionId, customerId }),
    takeBackRefusals: () => post('/refuse/undo'),
    notYet: (candidates) =>
      post('/not-yet', { candidates: candidates.map(({ connectionId, customerId }) => ({ connectionId, customerId })) }),
    takeBackNotYet: () => post('/not-yet/undo'),
    customer: () => get('/customer'),
    createCustomer: (connectionId, besides = []) => post('/customer/create', { connectionId, besides }),
    retryCommand: (key) => post('/customer/retry', { key }),
    leaveCustomer: (key) => post('/customer/leave', { key }),
    decideField: ({ connectionId, customerId, property, answer }) =>
      post('/customer/decide', { connectionId, customerId, property, answer }),
    undoChange: (changeId) => post('/customer/undo', { changeId }),
    freeze: ({ connectionId, customerId, property, isFrozen }) =>
      post('/customer/freeze', { connectionId, customerId, property, isFrozen }),
    tie: ({ connectionId, invoiceId }) => post('/tie', { connectionId, invoiceId }),
    untie: ({ connectionId, invoiceId }) => post('/untie', { connectionId, invoiceId }),
  };
}
