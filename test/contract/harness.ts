import type { ErpConnector, ErpIo, StreamName } from '../../server/erp/shared/contract.ts';
import type { ErpRecordId } from '../../server/shared/ids.ts';

/** What a person enters on an invoice; amounts are decimal text with the decimals of the currency. */
export interface NewInvoice {
  customer: ErpRecordId;
  total: string;
  /** Default the books' own. */
  currency?: string;
  dueOn?: string;
  /** The order it comes from. */
  origin?: string;
}

/** Business in an ERP, in the words of no ERP; each call is one transaction unless it says otherwise. */
export interface ErpBusiness {
  createCustomer(input: { name: string; email?: string }): Promise<ErpRecordId>;
  /** So many at once, in one transaction where the ERP can. */
  createCustomers(names: readonly string[]): Promise<ErpRecordId[]>;
  /** A person who belongs to an organisation. */
  createPerson(organisation: ErpRecordId, name: string): Promise<ErpRecordId>;
  renameCustomer(id: ErpRecordId, name: string): Promise<void>;
  deactivateCustomer(id: ErpRecordId): Promise<void>;
  /** Only of customers without documents. */
  deleteCustomer(id: ErpRecordId): Promise<void>;
  createInvoice(input: NewInvoice): Promise<ErpRecordId>;
  createInvoices(inputs: readonly NewInvoice[]): Promise<ErpRecordId[]>;
  /** Default: all that is open. Returns the payment, where the ERP makes one. */
  pay(invoice: ErpRecordId, amount?: string): Promise<ErpRecordId>;
  /** One payment for several invoices. */
  payTogether(invoices: readonly ErpRecordId[]): Promise<ErpRecordId>;
  /** Money on account. */
  payOnAccount(customer: ErpRecordId, amount: string): Promise<ErpRecordId>;
  applyToInvoice(payment: ErpRecordId, invoice: ErpRecordId): Promise<void>;
  /** Takes a payment back; the invoice is open again. */
  cancelPayment(payment: ErpRecordId): Promise<void>;
  /** Default: over the whole invoice. Settles it. */
  creditNote(invoice: ErpRecordId, amount?: string): Promise<ErpRecordId>;
  /** Leaves the invoices as they are and moves their change stamp, all to the same moment where the ERP can. */
  touchInvoices(ids: readonly ErpRecordId[]): Promise<void>;
  // What not every ERP has, see `Ability`.
  createDraft?(input: NewInvoice): Promise<ErpRecordId>;
  postDraft?(id: ErpRecordId): Promise<void>;
  cancelInvoice?(id: ErpRecordId): Promise<void>;
  deleteInvoice?(id: ErpRecordId): Promise<void>;
  /** An invoice whose transaction stays open, stamped with its start, until the returned function is called. */
  createInvoiceSlowly?(input: NewInvoice): Promise<{ id: ErpRecordId; commit(): Promise<void> }>;
}

/** What a connector says of itself, by which the suite chooses its cases. */
export type Declared = Pick<ErpConnector, 'streams' | 'capabilities'>;

/** For a connector that only has to declare: that asks nothing. */
export const OFFLINE: ErpIo = { fetch: () => Promise.reject(new Error('nothing was to be asked')), now: () => new Date() };

/** What some ERPs lack; the suite leaves out the cases that need it. */
export const ABILITIES = ['drafts', 'cancellation', 'invoice deletion', 'slow commits', 'rate limits', 'webhooks'] as const;
export type Ability = (typeof ABILITIES)[number];

export type ErpFault = 'rateLimited' | 'unavailable' | 'htmlInsteadOfData' | 'cutOff' | 'reset' | 'hangs';

export interface ErpHarness {
  /** A new connector with good settings, as after a restart of the service. */
  connect(): ErpConnector;
  connectWithWrongSecret(): ErpConnector;
  business: ErpBusiness;
  /** Moves the ERP's clock and the connector's alike. */
  pass(ms: number): void;
  now(): Date;
  /** The ERP's own clock is wrong by so much, and what it stamps. */
  clockIsAhead(ms: number): void;
  /** Ends faults and tells the next `times` calls of a reading to fail so; default once. */
  fail(fault: ErpFault, times?: number): void;
  recover(): void;
  /** Takes away the right to read a stream; returns what the failure has to name. */
  revokeRight(stream: StreamName): string;
  /** Adds a text field as an administrator of the ERP does. */
  addCustomField(stream: StreamName): { name: string; label: string };
  /** One every installation has. */
  wellKnownField(stream: StreamName): string;
  /** The credentials end while the connector lives. */
  revokeCredentials(): void;
  /** Another database answers at the address, with the same ids. */
  swapDatabase(): void;
  /** Renames what people may rename without it becoming another installation. */
  renameCompany(name: string): Promise<void>;
  /** An administrator's credentials for hints, where the connector declares them. */
  hintAdmin?: Record<string, string>;
  baseCurrency: string;
  /** Another currency in which invoices can be written. */
  foreignCurrency: { code: string; decimals: number };
  /** Records a page holds at most. */
  pageSize: number;
  close(): Promise<void>;
}
