/**
 * What the service answers to the cards. Language-free: codes, exact decimal text, ISO days and instants; the card puts them into the
 * user's language and number format. Every request carries objectTypeId and objectId; portal and user come from HubSpot's signature.
 */

/** Exact decimal text with its ISO currency. */
export interface Money {
  amount: string;
  currency: string;
}

export type InvoiceStatus = 'draft' | 'open' | 'partially_paid' | 'in_payment' | 'paid' | 'overdue' | 'credited' | 'cancelled';
export type InvoiceType = 'invoice' | 'credit_note' | 'down_payment';

/** GET /cards/record — everything both cards show before the table. */
export type RecordView =
  /** `isPaused`: HubSpot no longer lets us in; an ERP may be connected all the same. */
  | { state: 'not_connected'; isPaused: boolean; isAdministrator: boolean; administrators: string[] }
  /** First sync not finished or preview not approved: says so instead of showing half of the figures. */
  | { state: 'preparing'; isAdministrator: boolean; needsApproval: boolean; rowsRead: number }
  | { state: 'not_allowed'; administrators: string[]; notices: Notice[] }
  | {
      state: 'not_linked';
      candidates: Candidate[];
      /** A person said that this record is no customer yet: the candidates, if any, were found since. */
      notYet: { since: string; by: string | null } | null;
      /** Customers of which a person said that it is not this one, at most 5 of `total`; the last time and by whom, `isByOne`: all of them. null: of none. */
      refused: { since: string; by: string | null; isByOne: boolean; total: number; customers: Candidate[] } | null;
      /** Facts about this record that stop something, in words by code. */
      notices: Notice[];
      canDecide: boolean;
      connections: Connection[];
    }
  | {
      state: 'linked';
      customers: LinkedCustomer[];
      connections: Connection[];
      /** One per currency, the portal's own first. Empty: nothing invoiced. */
      totals: CurrencyTotals[];
      lastPayment: { on: string | null; money: Money; method: string | null } | null;
      /** The newest posted invoice by its day, then by its number; neither a draft nor a credit note. */
      lastInvoice: { number: string | null; on: string | null; money: Money; status: InvoiceStatus } | null;
      /** No document of any kind is on the record. */
      isEmpty: boolean;
      /** Earliest day we look back to: everything the ERP holds since then is here. */
      since: string | null;
      /** On deals: where the invoices come from. */
      /** `isOrderKnown`: an invoice of the ERP names the order. `hasOrder`: there is one of the deal, whose number comes onto it by itself. */
      dealInvoices: { orderNumber: string | null; isOrderKnown: boolean; tied: number; hasOrder: boolean } | null;
      /** On deals: the property in which a person types the number of the order. */
      orderProperty: string | null;
      /** Whether the record's properties say what the ERP says; `nothing`: none is written on it. */
      properties: 'in_step' | 'waiting' | 'refused' | 'nothing';
      /** In which currency they hold amounts, where what is shown here is in others; null: no such question. */
      propertyCurrency: string | null;
      /** Facts about this record that stop something, in words by code. */
      notices: Notice[];
      canDecide: boolean;
    };

export interface Connection {
  id: string;
  /** Its name as the administrator gave it. */
  name: string;
  /** When what is shown was last read from the ERP, whichever way; null: not yet. */
  asOf: string | null;
  /** Set while the ERP does not answer or waits for an administrator. */
  trouble: { code: string; since: string; isAdministratorNeeded: boolean } | null;
}

export interface LinkedCustomer {
  connectionId: string;
  id: string;
  name: string;
  number: string | null;
  taxId: string | null;
  /** Where a person sees it in the ERP. */
  url: string | null;
  /** Null on deals: their customers come with their invoices. */
  rule: LinkRule | null;
  isBlocked: boolean;
  /** Of a person: the organisation whose invoices are counted here beside the person's own; null: none. */
  invoicesOf: string | null;
  /** Subsidiaries of this organisation and what they owe: shown apart, not added. */
  subsidiaries: { name: string; open: Money[] }[];
}

export type LinkRule = 'key' | 'tax_id' | 'email' | 'domain_and_name' | 'person' | 'created';

export interface CurrencyTotals {
  currency: string;
  open: string;
  overdue: string;
  /** Days since the oldest due day of what is overdue; null when nothing is. */
  oldestOverdueDays: number | null;
  paid12Months: string;
  /** Unapplied payments and open credit notes: not subtracted from open. */
  unappliedCredit: string;
  ageing: { notDue: string; days1to30: string; days31to60: string; days61to90: string; over90: string };
}

export interface Candidate {
  connectionId: string;
  customerId: string;
  name: string;
  number: string | null;
  taxId: string | null;
  city: string | null;
  reason: 'tax_id' | 'email' | 'domain' | 'name' | 'search';
  /** The customer already belongs to this other HubSpot record: linking moves it. `name`: null where HubSpot does not tell. */
  linkedTo: { recordId: string; name: string | null; url: string | null } | null;
}

export interface Notice {
  code: string;
  params: Record<string, string | number | boolean | null>;
}

/** GET /cards/invoices?page&sort&direction&status&search — 25 a page. */
export interface InvoicePage {
  invoices: InvoiceRow[];
  page: number;
  pageCount: number;
  total: number;
}
export type InvoiceSort = 'issuedOn' | 'dueOn' | 'total' | 'open' | 'number';
export type InvoiceFilter = 'all' | 'unpaid' | 'overdue' | 'paid' | 'draft' | 'credit_notes';

export interface InvoiceRow {
  connectionId: string;
  id: string;
  number: string | null;
  type: InvoiceType;
  status: InvoiceStatus;
  issuedOn: string | null;
  /** With instalments the day of the first that is open, and of the last once all are paid. */
  dueOn: string | null;
  /** How many there are; 0: it is due as a whole. */
  instalmentCount: number;
  /** Positive: days past due. Negative: days left. Null when nothing is open. */
  daysOverdue: number | null;
  /** The day from which on the ERP has not let us see it: what is said of it is as old as that. */
  hiddenSince: string | null;
  settledOn: string | null;
  total: Money;
  open: Money;
  /** What of `open` is past due: with instalments perhaps only a part. */
  overdue: Money;
  /** Which customer, when the record carries several. */
  customerName: string | null;
  url: string | null;
}

/** GET /cards/invoice?connectionId&invoiceId — what the panel shows. */
export interface InvoiceDetail extends InvoiceRow {
  base: { total: Money; open: Money } | null;
  untaxed: Money;
  tax: Money;
  reference: string | null;
  origin: string | null;
  lines: { description: string; productCode: string | null; quantity: string; unitPrice: Money | null; net: Money; taxes: string[] }[];
  instalments: { dueOn: string; total: Money; open: Money }[];
  payments: { label: string | null; on: string | null; money: Money; method: string | null; isConfirmed: boolean; url: string | null }[];
  creditNotes: { number: string | null; on: string | null; money: Money; url: string | null }[];
  reverses: { number: string | null; url: string | null } | null;
  /** How many of each are not in this answer: HubSpot takes 1 MB. */
  left: { lines: number; instalments: number; payments: number; creditNotes: number };
  /** On deals only: whether a person may tie it to this deal or untie it. */
  tie: 'can_tie' | 'tied_by_person' | 'tied_by_order' | null;
}

/** GET /cards/deal-candidates — on a deal: recent invoices of the deal's company that could be tied. */
export interface DealCandidates {
  invoices: InvoiceRow[];
  lacks: DealLacks;
}

/** Why nothing of the deal's customer can be found: it has no company, or none of its companies is linked with the ERP; null: neither. */
export type DealLacks = 'company' | 'link' | null;

/** GET /cards/search?query — ERP customers by name, number, tax id or e-mail. */
export interface CustomerSearch {
  candidates: Candidate[];
}

/** GET /cards/deal-lines — on a deal: its line items with what the ERP says of each. */
export type DealLines =
  /** Products are not read from any ERP, or not approved yet: nothing is shown. */
  | { state: 'off' }
  /** HubSpot gave no permission for line items. */
  | { state: 'no_permission' }
  | {
      state: 'ready';
      lines: DealLine[];
      /** `order`: order rules speak of the deal, and these are the prices that the ERP asks in its order. `unknown`: it does not say them now. */
      pricedBy: 'library' | 'order' | 'unknown';
      /** The list of the order's prices; null: the ERP chooses itself, or they are the library's. */
      priceList: string | null;
      /** Prices on the lines less those of the ERP, times quantity, by currency; what has no ERP price is left out. */
      drift: Money[];
    };

export interface DealLine {
  /** HubSpot's id of the line item. */
  id: string;
  name: string;
  sku: string | null;
  quantity: string;
  /** Of one unit, before discounts; null: none on the line. */
  price: Money | null;
  /** Of one unit, after discounts; null: there are none, or nobody knows the product. */
  netPrice: Money | null;
  /** What stands out, the worst first; empty: all is well. */
  findings: DealLineFinding[];
  /** Null: the ERP does not know it, or nobody can say which one it is. */
  product: {
    name: string;
    unit: string | null;
    /** By the list that was chosen for the line's currency; null: there is none. */
    listPrice: Money | null;
    /** Price on the line, after discounts, less the list's; null where one is missing, `0` where they agree. */
    drift: Money | null;
    /** False: there is nothing to count of it, like of a service. */
    isStocked: boolean;
    /** To this deal: what is free, and what its own orders hold. Null: not counted, or the ERP said nothing of it. */
    available: string | null;
    /** Of it what is held back for this deal; null: nothing. */
    held: string | null;
    /** Of it what is free for anybody. */
    more: string | null;
    /** Held back for this deal since the stock was last read: `available` is from before. Null: nothing. */
    uncounted: string | null;
    /** To this deal already, and not available any more; null: nothing. */
    delivered: string | null;
    /** On all lines of the deal together, less what was delivered. */
    wanted: string;
    isOnSeveralLines: boolean;
    incoming: string | null;
    expectedOn: string | null;
    url: string | null;
  } | null;
}
/**
 * `unknown`: no such product. `ambiguous`: several have its SKU. `inactive`: no longer sold. `short`: fewer available than on all lines together.
 * `negative_price`: the ERP's list takes money off with it. `deleted`: HubSpot has the product no more.
 */
export type DealLineFinding =
  'unknown' | 'ambiguous' | 'inactive' | 'price_differs' | 'no_list_price' | 'negative_price' | 'short' | 'deleted';

/** POST /cards/refresh */
export interface RefreshAnswer {
  /** Whether any ERP is asked now. */
  accepted: boolean;
  /** ERPs that do not answer at the moment, and when each is asked again. */
  waiting: { name: string; until: string }[];
}

/**
 * POST /cards/link | /cards/unlink | /cards/refuse — body { connectionId, customerId }; /cards/refuse/undo; /cards/not-yet — body { candidates }, /cards/not-yet/undo;
 * /cards/tie | /cards/untie — body { connectionId, invoiceId }
 */
export interface Done {
  done: true;
}

/** Every answer outside 2xx. */
export interface Failure {
  /** Stable code; the interface has a sentence for each, and a general one for those it does not know. */
  code: string;
  params: Record<string, string | number | boolean | null>;
  /** Whose move it is. */
  who: 'you' | 'administrator' | 'operator';
  /** Short code for support: finds the log line. */
  reference: string;
}
