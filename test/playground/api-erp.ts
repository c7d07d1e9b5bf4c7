/* The ERP's back office, as the page and its server say it. */

export interface ErpCustomer {
  id: string;
  name: string;
  number: string | null;
  taxId: string | null;
  city: string | null;
  isArchived: boolean;
  /** The key that the app left in it; null: people made it. */
  puenteKey: string | null;
}

/** In the ERP's own words. */
export interface ErpCustomerField {
  name: string;
  label: string;
  value: string;
  /** Null: free text. */
  options: { value: string; label: string }[] | null;
}

export interface ErpInvoice {
  id: string;
  number: string;
  isCreditNote: boolean;
  issuedOn: string | null;
  dueOn: string | null;
  /** In the ERP's own words. */
  state: string;
  tone: 'default' | 'info' | 'success' | 'warning' | 'danger';
  total: string;
  open: string;
  currency: string;
}

export interface ErpPayment {
  id: string;
  label: string;
  on: string;
  amount: string;
  currency: string;
  state: string;
  canCancel: boolean;
}

export interface ErpCustomerFile extends ErpCustomer {
  /** What people can correct. */
  fields: ErpCustomerField[];
  /** Newest first. */
  invoices: ErpInvoice[];
  payments: ErpPayment[];
}

/** What people book in the ERP. Empty amounts mean: all that is open. */
export type ErpAction =
  | { action: 'payment'; invoiceId: string; amount: string; on: string }
  | { action: 'creditNote'; invoiceId: string; amount: string; reason: string }
  /** `currency`: empty for the company's own. */
  | { action: 'invoice'; customerId: string; description: string; amount: string; currency: string; dueOn: string }
  | { action: 'cancelPayment'; paymentId: string }
  | { action: 'edit'; customerId: string; values: Record<string, string> }
  | { action: 'archive' | 'restore'; customerId: string };

/** A quotation or an order in the ERP. */
export interface ErpOrder {
  id: string;
  number: string;
  customer: string;
  orderedOn: string | null;
  /** In the ERP's own words. */
  state: string;
  tone: ErpInvoice['tone'];
  total: string;
  currency: string;
  /** The customer's, or whatever the app wrote there. */
  reference: string | null;
  /** The key that the app left in it; null: people made it. */
  puenteKey: string | null;
}

export interface ErpOrderFile extends ErpOrder {
  lines: ErpOrderLine[];
  /** What was drawn from it, in the ERP's own words. */
  documents: { id: string; title: string; state: string; amount: string | null; currency: string | null }[];
  /** What it was sold with, to be done by people; an ERP without projects has none. */
  tasks: ErpTask[];
  /** What of it goes on by the period; an ERP without subscriptions has none. */
  subscriptions: ErpSubscription[];
  /** What its window offers now. */
  offers: Exclude<ErpOrderAction['action'], 'finishTask' | 'reopenTask' | 'logHours' | ErpSubscriptionAction>[];
}

export interface ErpSubscription {
  id: string;
  name: string;
  nextInvoiceOn: string | null;
  endsOn: string | null;
  isOver: boolean;
}

type ErpSubscriptionAction = 'invoiceSubscription' | 'renewSubscription' | 'cancelSubscription';

export interface ErpTask {
  id: string;
  name: string;
  project: string;
  isDone: boolean;
  plannedHours: number;
  spentHours: number;
}

export interface ErpOrderLine {
  id: string;
  name: string;
  quantity: number;
  price: string;
  /** Percent. */
  discount: number;
  net: string;
  /** Something that leaves the warehouse. */
  isGoods: boolean;
  /** Null: this ERP does not say. */
  reserved: number | null;
  delivered: number;
  invoiced: number;
}

/** What people do with an order in the ERP. */
export type ErpOrderAction =
  | {
      action: 'confirm' | 'approve' | 'reject' | 'reserve' | 'unreserve' | 'invoice' | 'pay' | 'cancel' | 'lock' | 'unlock';
      orderId: string;
    }
  /** Ticked in its project, or the other way round. */
  | { action: 'finishTask' | 'reopenTask'; orderId: string; taskId: string }
  /** A line of a time sheet. */
  | { action: 'logHours'; orderId: string; taskId: string; hours: number }
  /** The night's work, or what a person ends. */
  | { action: ErpSubscriptionAction; orderId: string; subscriptionId: string }
  /** By line; what is not named stays. */
  | { action: 'deliver'; orderId: string; quantities: Record<string, number> }
  | { action: 'editLine'; orderId: string; lineId: string; quantity: number; price: string; discount: number };

export interface ErpProduct {
  id: string;
  name: string;
  sku: string | null;
  isArchived: boolean;
  /** Without any list; null: here every price stands in one. */
  basePrice: ErpPrice | null;
  lists: ErpListPrice[];
  /** Null: not counted. */
  stock: { warehouseId: string; name: string; onHand: number }[] | null;
  /** Ordered from vendors, soonest first. */
  expected: { quantity: number; on: string }[];
}

interface ErpPrice {
  amount: string;
  currency: string;
}

interface ErpListPrice {
  listId: string;
  name: string;
  /** Null: the list has none for it. */
  price: ErpPrice | null;
  /** In the ERP's own words; null: it stands in the list itself. */
  origin: string | null;
}

/** What people change about products in the ERP. */
export type ErpProductAction =
  | { action: 'basePrice'; productId: string; amount: string }
  | { action: 'listPrice'; productId: string; listId: string; amount: string }
  | { action: 'receive' | 'issue'; productId: string; warehouseId: string; quantity: number }
  | { action: 'order'; productId: string; warehouseId: string; quantity: number; on: string }
  | { action: 'archive' | 'unarchive'; productId: string };
