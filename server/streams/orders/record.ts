import { z } from 'zod';
import { Amount, CurrencyCode, Day, Instant, Moment, RecordIdText } from '../shared/values.ts';

export const OrderLine = z.object({
  id: z.string().min(1),
  productId: RecordIdText.nullable(),
  sku: z.string().nullable(),
  description: z.string(),
  /** As the ERP names it. */
  unit: z.string().nullable(),
  quantity: Amount,
  /** Before the discount, in the order's currency. */
  unitPrice: Amount,
  /** Percent. */
  discount: Amount,
  /** Net of tax, in the order's currency. */
  net: Amount,
  /** As the ERP names them: `IVA 16%`. */
  taxes: z.array(z.string()),
  /** What has left the house; null: nothing of this line is ever delivered. */
  delivered: Amount.nullable(),
  /** What the warehouse holds back for it and has not left yet; null: the ERP holds nothing back for such a line. */
  reserved: Amount.nullable(),
  /**
   * From which day on the ERP by itself holds back what of it is missing: one that is past waits for goods. Null: nothing is missing, or it is no matter
   * of days.
   */
  reservesOn: Day.nullable(),
  invoiced: Amount,
});
export type OrderLine = z.infer<typeof OrderLine>;

/** Goods on their way from the warehouse to the customer. */
export const Delivery = z.object({
  id: z.string().min(1),
  number: z.string().nullable(),
  /** `ready`: something of it can leave. */
  status: z.enum(['waiting', 'ready', 'done', 'cancelled']),
  /** For when it is planned, or when it left. */
  at: Moment.nullable(),
  tracking: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** A sales quotation or order. Amounts are the ERP's own figures. */
export const Order = z.object({
  id: RecordIdText,
  /**
   * The ERP's word on the document; how far it was reserved, delivered and invoiced follows from its lines. `quotation`: binds nobody yet.
   * `waiting_approval`: somebody in the ERP has to agree first. `closed`: nothing more comes of it, whatever is missing.
   */
  status: z.enum(['quotation', 'waiting_approval', 'confirmed', 'closed', 'cancelled']),
  /** The number people see. */
  number: z.string().nullable(),
  customerId: RecordIdText.nullable(),
  /** The organisation whose books carry it. */
  organisationId: RecordIdText.nullable(),
  companyId: z.string().nullable(),
  currency: CurrencyCode,
  untaxed: Amount,
  tax: Amount,
  total: Amount,
  orderedAt: Moment.nullable(),
  /** When all of it is to be with the customer, as the ERP promises. */
  promisedAt: Moment.nullable(),
  /** The customer's own reference. */
  reference: z.string().nullable(),
  /** The quotation it was made of, where that is a document of its own. */
  quotationId: RecordIdText.nullable(),
  lines: z.array(OrderLine),
  deliveries: z.array(Delivery),
  invoiceIds: z.array(RecordIdText),
  /** Once confirmed, the ERP makes projects or tasks of it; absent: it makes none. */
  makesProjects: z.literal(true).optional(),
  /** How many subscriptions the ERP makes of it once confirmed; absent: none. */
  subscriptionCount: z.int().positive().optional(),
  createdAt: Instant.nullable(),
  /** When the ERP last changed it, where it says so. */
  changedAt: Instant.nullable(),
  changeStamp: z.string(),
});
export type Order = z.infer<typeof Order>;
