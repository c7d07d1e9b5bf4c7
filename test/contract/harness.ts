import type { CustomerField, ErpConnector, ErpIo, FieldRole, StreamName } from '../../server/erp/shared/contract.ts';
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
export const OFFLINE: ErpIo = { fetch: () => Promise.reject(new Error('nothing was to be asked')), now: () => new Date(), timeZone: 'UTC' };

/** What some ERPs lack; the suite leaves out the cases that need it. */
export const ABILITIES = [
  'drafts',
  'cancellation',
  'invoice deletion',
  'slow commits',
  'rate limits',
  'webhooks',
  'delivery addresses',
  /** It refuses a second record of one command by itself. */
  'numbers of ours',
] as const;
export type Ability = (typeof ABILITIES)[number];

export type ErpFault = 'rateLimited' | 'unavailable' | 'htmlInsteadOfData' | 'cutOff' | 'reset' | 'hangs';

/** How the ERP takes what is written. */
export interface WritingHarness {
  /** The answer to the next call that makes or changes a record does not come, whether the ERP got as far as doing it or not. */
  loseNextWrite(when: 'before' | 'after'): void;
  /** The ERP does the next such call only after so long, whoever still waits for it. */
  delayNextWrite(ms: number): void;
  revokeRightToWrite(): void;
  /** What the ERP refuses for its content: values by role, the one it names, and words it says. */
  refused: { values: Partial<Record<FieldRole, string>>; role: FieldRole; says: RegExp };
  /** Values of which the ERP keeps one in another spelling. */
  reformatted: readonly { values: Partial<Record<FieldRole, string>>; role: FieldRole; kept: string }[];
  /** How many addresses for goods the ERP has of a customer. */
  countDeliveryAddresses(customer: ErpRecordId): number;
  /** A person does it in the ERP. */
  editDeliveryCity(customer: ErpRecordId, city: string): Promise<void>;
  /** Where the ERP tells who edits customers: somebody of this name, who is no one we are, renames one. */
  renameAs?(customer: ErpRecordId, name: string, by: string): Promise<void>;
  /** What a field can be, where not any value of its type will do. */
  sample(field: CustomerField): string | undefined;
}

export interface ErpHarness {
  /** A new connector with good settings, as after a restart of the service. */
  connect(): ErpConnector;
  connectWithWrongSecret(): ErpConnector;
  business: ErpBusiness;
  /** Moves the ERP's clock and the connector's alike. */
  pass(ms: number): void;
  now(): Date;
  /** Whose days connectors go by that are made from now on; UTC before. */
  workIn(timeZone: string): void;
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
  /** Where the connector declares that it writes. */
  writing?: WritingHarness;
  baseCurrency: string;
  /** Another currency in which invoices can be written. */
  foreignCurrency: { code: string; decimals: number };
  /** Records a page holds at most. */
  pageSize: number;
  close(): Promise<void>;
}
