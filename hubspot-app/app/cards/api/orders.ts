import type { Asker } from './customers.ts';
import type { DealLacks, InvoiceStatus, Money, Notice } from './types.ts';

/** GET /cards/deal-orders — on a deal: its quotations and orders, how far they came, and what can be done. */
export type DealOrders =
  /** The orders of no ERP are read: nothing is shown. */
  | { state: 'off' }
  | {
      state: 'ready';
      /** Those made of the deal, those that people tied, and those whose number stands on it; the newest first. */
      orders: DealOrder[];
      /** Null: no order rules speak of the deal's pipeline, so that nothing can be made of it. */
      deal: DealOrderState | null;
    };

/** As the deal's property of the order says it, too; null: nothing was asked for. */
export type DealOrderStatus =
  | 'asked'
  | 'waiting_customer'
  | 'waiting_approval'
  | 'refused'
  | 'difference'
  | 'unknown'
  | 'quotation'
  | 'ordered'
  | 'reserved'
  | 'partly_delivered'
  | 'delivered'
  | 'invoiced'
  | 'paid'
  | 'cancelled';

export interface DealOrderState {
  status: DealOrderStatus | null;
  connectionId: string;
  connectionName: string;
  /** What the rules make of the stage in which the deal stands; null: nothing. */
  rule: 'quotation' | 'order' | null;
  /** The rules act by themselves. False: an administrator has not confirmed prices, warehouse and terms yet; people act, after a preview. */
  isAutomatic: boolean;
  /** A quotation that is here becomes an order when a HubSpot quote of the deal is signed. */
  isOrderedBySignature: boolean;
  /** False: the rules make quotations alone and name nobody who agrees to orders, which are made in the ERP. */
  canOrder: boolean;
  /** From line to cash, in this order; of the order that counts for the deal. */
  steps: OrderStep[];
  /** What was asked of the ERP for this deal, the newest first; at most ten. */
  commands: OrderCommand[];
  /** What is on the way or in the way at this moment, in one sentence; null: nothing. */
  waiting: Notice | null;
  /** The ERP's quotation is not what the deal says, net of tax. */
  difference: { key: string; deal: Money; erp: Money } | null;
  /** Who may approve, where approval is asked for; empty: nobody has to. */
  approvers: string[];
  /** What this user can do now. */
  actions: OrderAction[];
}

export interface OrderStep {
  step: 'quoted' | 'ordered' | 'reserved' | 'delivered' | 'invoiced' | 'paid';
  /** `none`: nothing of the kind is to be done. */
  state: 'open' | 'now' | 'partly' | 'done' | 'none';
  /** The document's number, where the step has one. */
  number: string | null;
  url: string | null;
  /** When it happened, or is expected while it is not done; goods are reserved on that day. */
  at: string | null;
  /** Pieces, over all lines of one unit; null: they cannot be added up. */
  quantity: { done: string; of: string } | null;
}

export interface OrderCommand {
  /** The same for everybody who presses. */
  key: string;
  name:
    | 'createProduct'
    | 'createOrder'
    | 'confirmOrder'
    | 'amendOrder'
    | 'cancelOrder'
    | 'reserveOrder'
    | 'sendDocument'
    | 'createProject'
    | 'planProject';
  state: 'planned' | 'waiting' | 'sending' | 'unknown' | 'done' | 'rejected' | 'cancelled';
  /** What it waits for, or each reason why it was refused. */
  reasons: Notice[];
  askedAt: string;
  askedBy: Asker;
  /** When it is told to the ERP, where that is later. */
  dueAt: string | null;
  /** What people decided of it, in the order in which they did. */
  decisions: OrderDecisionView[];
  made: { number: string | null; url: string | null } | null;
}

/** `by`: null of somebody HubSpot does not list any more. `left`: a refused change that is let rest. */
export interface OrderDecisionView {
  what: 'approved' | 'declined' | 'accepted' | 'left';
  by: string | null;
  at: string;
}

/**
 * `create_quotation`, `create_order`: POST /cards/orders/create. `confirm`: make the quotation an order. `approve`, `decline`, `accept_difference`, `retry`, `leave`: the
 * command by its key; `net` is what is decided on, before taxes. `amend`: bring the ERP's document to the deal. `reserve`, `release`: stock. `tie`: an order that was made in the ERP.
 */
export type OrderAction =
  | { action: 'create_quotation' | 'create_order'; isAgain: boolean }
  | { action: 'approve' | 'decline' | 'accept_difference'; key: string; net: string | null }
  | { action: 'retry' | 'leave'; key: string }
  | { action: 'confirm' | 'amend' | 'cancel' | 'reserve' | 'release' | 'untie'; connectionId: string; orderId: string }
  /** The order that was asked for waits for its customer; `tie`: of an order that was made in the ERP. */
  | { action: 'create_customer' | 'tie' };

export type OrderDecision = Pick<Extract<OrderAction, { action: 'approve' | 'decline' | 'accept_difference' }>, 'key' | 'net'>;

/** POST /cards/orders/create { what } | /confirm, /amend, /cancel { connectionId, orderId } | /reserve { connectionId, orderId, isReserved } */
export interface OrderAnswer {
  key: string;
}

/** GET /cards/order-checklist — on a deal: what stands between it and an order, as HubSpot and the ERP say now. */
export type OrderChecklist =
  | { state: 'off' }
  | {
      state: 'ready';
      checks: OrderCheck[];
      /** How many of `checks` are all right. */
      passed: number;
      /** The document can be made: nothing is red but the credit, over which a person may go. */
      canCreate: boolean;
    };

export interface OrderCheck {
  about: 'customer' | 'credit' | 'tax_id' | 'product' | 'price' | 'stock' | 'currency' | 'lines' | 'connection';
  /** `warning`: it can be made all the same. `unknown`: the ERP did not say. */
  state: 'ok' | 'warning' | 'blocked' | 'unknown';
  /** In words by code; what is all right has a sentence as well. */
  reason: Notice;
  /** The line item it speaks of. */
  lineId: string | null;
  /** What mends it right here; `use_list_price`: POST /cards/orders/list-price; `choose_product`: for each of `lines`, POST /cards/orders/line-product. */
  action: 'create_customer' | 'use_list_price' | 'choose_product' | null;
  /** Line items of which the ERP knows no product. */
  lines: { lineId: string; name: string }[];
  /** The price that the line would get. */
  listPrice: Money | null;
  /** Of a price: the ERP's list that it is by, where one was chosen. */
  priceList: string | null;
}

/** GET /cards/order-products?query — products that a line of this deal can be of, by name or SKU; at most ten. */
export interface LineProducts {
  found: { id: string; name: string; sku: string; unit: string | null }[];
}

/** GET /cards/order-preview — on a deal: the document before anything exists. */
export type OrderPreview =
  | { state: 'off' }
  /** As the deal is now nothing can be made of it. */
  | { state: 'refused'; reasons: Notice[] }
  | {
      state: 'ready';
      /** `erp`: as the ERP would have it, by its own prices and taxes. `deal`: as it would be sent; the ERP says its taxes when it is made. */
      source: 'erp' | 'deal';
      connectionName: string;
      customer: { name: string; number: string | null };
      lines: OrderPreviewLine[];
      /** Null: the ERP gives prices that nobody knows before. */
      net: Money | null;
      tax: Money | null;
      total: Money | null;
      /** Net of tax, as the deal's lines add up. */
      dealNet: Money;
      isDifferent: boolean;
      /** What is worth knowing and stops nothing: recurring lines, for instance. */
      notices: Notice[];
    };

export interface OrderPreviewLine {
  name: string;
  sku: string | null;
  quantity: string;
  /** Before the discount; null: the ERP's price. */
  unitPrice: Money | null;
  /** Percent. */
  discount: string | null;
  net: Money | null;
  taxes: string[];
}

/** GET /cards/order-difference — on a deal with an order: the deal as it is now beside the ERP's document. */
export type OrderDifference =
  | { state: 'none' }
  | { state: 'same'; connectionId: string; orderId: string }
  | {
      state: 'differs';
      connectionId: string;
      orderId: string;
      number: string | null;
      /** Lines that differ; product by product. */
      lines: { name: string; sku: string | null; deal: ComparedLine | null; erp: ComparedLine | null }[];
      deal: Money;
      erp: Money;
      canAmend: boolean;
      /** Why not. */
      reasons: Notice[];
    };

export interface ComparedLine {
  quantity: string;
  /** Of the line, net of tax. */
  net: Money | null;
}

/** GET /cards/order-candidates — on a deal: recent orders of its customer in the ERP that are no deal's yet. */
export interface OrderCandidates {
  lacks: DealLacks;
  orders: {
    connectionId: string;
    orderId: string;
    number: string | null;
    status: DealOrder['status'];
    orderedAt: string | null;
    total: Money;
    reference: string | null;
    url: string | null;
  }[];
}

/** How much of an order something was done with. `nothing`: there is nothing of the kind to be done. */
export type Share = 'nothing' | 'none' | 'partly' | 'all';

export interface DealOrder {
  connectionId: string;
  id: string;
  /** `closed`: nothing more comes of it, whatever is missing. */
  status: 'quotation' | 'waiting_approval' | 'confirmed' | 'closed' | 'cancelled';
  number: string | null;
  /** Days, or instants where the ERP keeps the time as well. */
  orderedAt: string | null;
  promisedAt: string | null;
  /** With taxes. */
  total: Money;
  url: string | null;
  /** What it was made of, where that was a document of its own; null: of none, or of one that is shown by itself. */
  quotation: { number: string | null; url: string | null } | null;
  /** `created`: made of this deal. `person`: somebody tied it. `number`: its number stands on the deal. */
  how: 'created' | 'person' | 'number';
  reserved: Share;
  /** The next day on which the ERP holds more of it back; null: none that is ahead. */
  reservesOn: string | null;
  delivered: Share;
  invoiced: Share;
  paid: Share;
  /** At most 50. */
  lines: OrderedLine[];
  deliveries: {
    id: string;
    number: string | null;
    status: 'waiting' | 'ready' | 'done' | 'cancelled';
    at: string | null;
    tracking: string | null;
  }[];
  invoices: { id: string; number: string | null; status: Exclude<InvoiceStatus, 'overdue'>; issuedOn: string | null; url: string | null }[];
}

interface OrderedLine {
  id: string;
  name: string;
  sku: string | null;
  unit: string | null;
  quantity: string;
  net: Money;
  /** Null: the ERP does not reserve, or deliver, such a line. */
  reserved: string | null;
  reservesOn: string | null;
  delivered: string | null;
  invoiced: string;
}
