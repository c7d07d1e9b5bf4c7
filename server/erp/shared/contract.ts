import type { z } from 'zod';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { OutboundAnswer, OutboundRequestInit } from '../../outbound/index.ts';
import type { StreamName, StreamRecord } from '../../streams/index.ts';
import type { CommandSupport, DocumentRef } from './commands.ts';
import type { CustomerFieldSupport } from './customer-fields.ts';
import type { OrderSupport } from './orders.ts';
import type { ProjectSupport } from './projects.ts';
import type { CompanyClock } from './today.ts';

/**
 * What an ERP offers Puente, in the same words for every ERP. A connector translates between the ERP's records and these, and between
 * its failures and the classes of `errors.ts`; it knows nothing of HubSpot, portals or jobs.
 */
export interface ErpConnector {
  /** The streams this ERP has, and how. The engine reads this; it never asks which ERP it talks to, nor for a stream that is not here. */
  readonly streams: Readonly<Partial<Record<StreamName, StreamSupport>>>;
  /** What this ERP can do beyond reading. The engine looks here before it asks for any of it; what is not here, this ERP cannot do. */
  readonly capabilities: Readonly<Partial<ErpCapabilities>>;
  /** Proves that address, credentials and rights work. Throws naming the exact thing that is wrong; returns what an administrator should know but need not fix. */
  check(signal: AbortSignal): Promise<ErpNotice[]>;
  /** Which installation and companies these are: compared at every run, so that a swapped or restored copy is noticed. */
  identify(signal: AbortSignal): Promise<ErpIdentity>;
  /** Records changed since the cursor, in any stable order; `null` starts a full read. Twice is fine, left out never. */
  readPage<S extends StreamName>(stream: S, cursor: Cursor | null, signal: AbortSignal): Promise<Page<StreamRecord[S]>>;
  /** Single records, for hints and doubts, in no order. Ids that no longer exist, or no longer belong to the stream, are left out: they count as deleted. */
  readByIds<S extends StreamName>(stream: S, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<Read<StreamRecord[S]>>;
  /** Ids with change stamps, page by page, for reconciliation. `after` is the `next` of the page before; `null` begins. */
  list(stream: StreamName, range: ListRange, after: Cursor | null, signal: AbortSignal): Promise<ErpListing>;
  /** Ends what the connector holds open in the ERP (a session). The connector is not used afterwards. */
  close?(): Promise<void>;
}

export interface StreamSupport {
  /** Raise it when the translation of the stream changes: it is read again in the background. */
  translationVersion: number;
  /** `full`: every read starts from the beginning; `incremental`: the cursor remembers. */
  read: 'incremental' | 'full';
  /** `readPage` names removed records by itself. Where not, reconciliation finds them. */
  reportsDeletes: boolean;
  /** Posted records are never deleted: one that is gone, or another one under its id, shows a restored backup. */
  isPermanent?: boolean;
  /** `list` answers the range `unsettled` for this stream. */
  listsUnsettled: boolean;
}

/** Each is whole: a connector that declares one keeps all of it. */
export interface ErpCapabilities {
  /** Fields this customer's ERP has on a stream, custom ones included; what a field mapping can choose from. */
  describeFields(stream: StreamName, signal: AbortSignal): Promise<ErpField[]>;
  /** Of ids that no reading brings: those whose records are there, and not shown to this user. Where an ERP tells no such thing they count as deleted. */
  findHidden(stream: StreamName, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<ErpRecordId[]>;
  /** Where a person sees this record in the ERP; null: that kind of record has no page of its own. */
  linkTo(stream: StreamName, id: ErpRecordId): string | null;
  /** The ERP announces its changes. */
  hints: HintSupport;
  /** What goes with the stream of products. */
  catalog: CatalogSupport;
  /** Fields of customers can be read one by one and written. */
  customerFields: CustomerFieldSupport;
  /** Records can be made, archived and taken back into use. */
  commands: CommandSupport;
  /** Documents go to customers as the ERP itself has them. */
  documents: DocumentSupport;
  /** Orders can be made: `commands` names those about them, and the stream of orders is there. */
  orders: OrderSupport;
  /** Projects can be made of what was sold: `commands` names it, and the stream of projects is there. */
  projects: ProjectSupport;
}

export interface DocumentSupport {
  /**
   * Where whoever knows the address gets the PDF of an issued invoice, without being anybody there; the same address each time it is asked for.
   * `RecordRejectedError`: there is no such invoice.
   */
  invoicePdf(id: ErpRecordId, signal: AbortSignal): Promise<string>;
  /** Whether the ERP says that it went to its customer. */
  isSent(document: DocumentRef, signal: AbortSignal): Promise<boolean>;
}

export interface CatalogSupport {
  /** What an administrator chooses from, as people there see it. */
  choices(signal: AbortSignal): Promise<CatalogChoices>;
  /**
   * What the ERP would ask for one unit today, for a customer of whom nothing is known, net of discounts; at most `PRICED_AT_ONCE` products.
   * Null: the list has no price for it. A product that is not answered is gone. Asking leaves nothing behind in the ERP. A question that is
   * refused, which may be for one of the products, throws `RecordRejectedError`.
   */
  pricesOf(listId: string, productIds: readonly ErpRecordId[], signal: AbortSignal): Promise<Map<ErpRecordId, ListedPrice | null>>;
  /**
   * What one unit costs the customer itself, at most `PRICED_AT_ONCE` products; asked only where an administrator switched that on. Null: the
   * ERP has none, or the credentials may not read it. A product that is not answered is gone. Refusals as above.
   */
  costsOf(productIds: readonly ErpRecordId[], signal: AbortSignal): Promise<Map<ErpRecordId, ListedPrice | null>>;
  /** The exchange rates of today that prices are computed with, as a text that changes with them. Absent: no price is. Refusals as above. */
  rates?(signal: AbortSignal): Promise<string>;
}

export const PRICED_AT_ONCE = 100;

export interface ListedPrice {
  /** Exact decimal text. */
  amount: string;
  /** ISO 4217. */
  currency: string;
}

export interface CatalogChoices {
  priceLists: (Choice & { currency: string | null })[];
  warehouses: Choice[];
  categories: Choice[];
  tags: Choice[];
  companies: Choice[];
}

export interface Choice {
  id: string;
  name: string;
}

/** Change hints: the ERP calls an address of ours when a record changes. They carry ids, never truth. */
export interface HintSupport {
  /** Makes the ERP call `url`, with an administrator's credentials, which are used here and never stored. Returns what `remove` needs. */
  install(given: { url: string; admin: Record<string, string> }, signal: AbortSignal): Promise<string>;
  /**
   * Brings what an earlier version installed to what this one would, as far as the connection's own credentials may; returns what `remove` needs now.
   * Null: nothing is to do. Throws `ReconnectError` when they may not, and leaves everything as it is.
   */
  renew(installation: string, signal: AbortSignal): Promise<string | null>;
  /** Removes it; throws `ReconnectError` when the given credentials may not, so that the manual step is shown. */
  remove(given: { installation: string; admin: Record<string, string> | null }, signal: AbortSignal): Promise<void>;
  /** Which records a received body names. Untrusted input: anything unknown is ignored. */
  parse(body: unknown): { stream: StreamName; id: ErpRecordId }[];
}

/** Opaque place in a stream; only the connector that made it can read it. */
export type Cursor = string;

export interface Read<R> {
  records: R[];
  /** Records that are there, but whose answer cannot be understood; each becomes a problem. */
  rejected?: RejectedRecord[];
}

export interface Page<R> extends Read<R> {
  /** Removed since the cursor, where the stream reports deletes. */
  removedIds?: ErpRecordId[];
  /** Never past what was read: a clock or a change stamp of the ERP that lies in the future (`io.now()` is true) must not move it there. */
  next: Cursor;
  hasMore: boolean;
  /** What an administrator should know although the reading goes on. */
  notices?: ErpNotice[];
}

/** More than clocks that are set right differ. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** The ERP says a time that cannot be. */
export function clockAhead(aheadMs: number): ErpNotice[] {
  return aheadMs > CLOCK_TOLERANCE_MS ? [{ code: 'connection.clock_ahead', params: { minutes: Math.round(aheadMs / 60_000) } }] : [];
}

export interface RejectedRecord {
  id: ErpRecordId;
  code: string;
  params: Record<string, string | number | boolean | null>;
}

/** `changedSince`: at least the records whose change stamp is not older. `unsettled`: documents with an open amount or in payment. `all`: every record. */
export type ListRange = { kind: 'all' } | { kind: 'changedSince'; since: Date } | { kind: 'unsettled' };

export interface ErpListing {
  entries: { id: ErpRecordId; changeStamp: string }[];
  /** `null`: that was the last page. */
  next: Cursor | null;
}

export interface ErpField {
  /** The ERP's own spelling. */
  name: string;
  /** As people there see it. */
  label: string;
  type: 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'choice' | 'reference' | 'other';
  /** Added by the customer. */
  isCustom: boolean;
  /** As far as the ERP says; false where it does not. */
  isWritable: boolean;
  /** What a choice can be, where the ERP lists it. */
  options?: { value: string; label: string }[];
  /** Characters a text can have, where the ERP says it. */
  maxLength?: number;
}

export interface ErpNotice {
  code: string;
  params: Record<string, string | number | boolean | null>;
}

export interface ErpIdentity {
  /** Names this installation and database for ever, independent of address and of our rows: `<system>:<database identity>`. At most 60 characters. */
  key: string;
  /** What no other database has, not even a copy, where the credentials may read it. Where both sides know theirs, these decide. */
  proof?: string;
  /** When its parts were set up, where the ERP says so: a copy has the same, two installations that only look alike do not. */
  founded?: string;
  /** Where it was reached, database included; opaque. */
  address?: string;
  /** The installation's name as its users know it. */
  name: string;
  /** ERP and version, for the log and the settings page: `Example ERP 18.0`. */
  product: string;
  /** The companies (legal entities) the credentials can see. */
  companies: ErpCompany[];
}

interface ErpCompany {
  id: string;
  name: string;
  /** ISO code of the currency its books are kept in. */
  currency: string;
  taxId: string | null;
  /** Its own record among the customers, where the ERP keeps one there: nobody's customer. */
  customerId?: ErpRecordId;
  /** The same whoever reads it, and again in copies: recognises an installation whose `key` depends on what the credentials may read. */
  origin?: string;
}

export { findBy, isMaking, isOnceOnly, isOrderCommand, runBy } from './commands.ts';
export type {
  ActivityChange,
  ChangedRecord,
  CommandName,
  CommandOrder,
  Commands,
  CommandSupport,
  CustomerActivity,
  DocumentRef,
  MadeRecord,
  MakingCommand,
  OrderCommandName,
  NewCustomer,
  OrderChange,
  OrderConfirmation,
  PlannedProject,
} from './commands.ts';
export type {
  AlikeCustomer,
  AlikeFacts,
  CustomerField,
  CustomerFieldKind,
  CustomerFieldSupport,
  EditedFields,
  FieldRole,
  FieldValues,
  LastEdit,
} from './customer-fields.ts';
export type {
  CustomerStanding,
  NewOrder,
  NewOrderLine,
  NewProduct,
  OrderChoices,
  OrderDocument,
  OrderState,
  OrderSupport,
} from './orders.ts';
export type { NewProject, ProjectPlan, ProjectSupport } from './projects.ts';
export type { StreamName, StreamRecord } from '../../streams/index.ts';
export { Day } from '../../streams/shared/values.ts';
export type { Allocation } from '../../streams/shared/allocation.ts';
export type { Customer } from '../../streams/customers/record.ts';
export type { Invoice, InvoiceLine } from '../../streams/invoices/record.ts';
export type { Delivery, Order, OrderLine } from '../../streams/orders/record.ts';
export type { Payment } from '../../streams/payments/record.ts';
export type { Price } from '../../streams/prices/record.ts';
export type { Product } from '../../streams/products/record.ts';
export type { Project, Task } from '../../streams/projects/record.ts';
export type { Charge, Subscription } from '../../streams/subscriptions/record.ts';
export type { Stock } from '../../streams/stock/record.ts';

/** The door to the network as a connector sees it: addresses checked, time-outs set, requests counted, redirects not followed. */
export interface ErpIo extends CompanyClock {
  fetch(url: string, init?: OutboundRequestInit): Promise<OutboundAnswer>;
}
/** Before it is known whose company it is. */
export type ErpDoor = Omit<ErpIo, 'timeZone'>;

/** What each ERP folder exports. */
export interface ErpDefinition<Settings> {
  /** Stable name of the ERP, part of every key: `odoo`, … */
  system: string;
  /** What an administrator enters; secrets included, encrypted at rest by the caller. */
  settings: z.ZodType<Settings>;
  /** Names of the settings that say where secrets are sent: address, database, accepted certificate. When one changes, secrets are asked for again. */
  destination: readonly string[];
  /** The settings a person may see again: everything but secrets. */
  publicSettings(settings: Settings): Record<string, string | string[] | null>;
  /** Asks nothing of the ERP: what the connector declares is known before the first call. */
  connect(settings: Settings, io: ErpIo): ErpConnector;
}
