import { z } from 'zod';
import type { ErpRecordId } from '../ids.ts';

const RecordIdText = z
  .string()
  .min(1)
  .transform((value) => value as ErpRecordId);
/** Exact decimal text, `-?digits[.digits]`; never a float. Its currency stands beside it. */
export const Amount = z.string().regex(/^-?\d+(\.\d+)?$/);
/** Calendar day `YYYY-MM-DD` in the ERP company's own calendar. */
export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Instant, ISO-8601 in UTC with `Z`. */
const Instant = z.iso.datetime();
const CurrencyCode = z.string().length(3);

/** A customer: an organisation, or a person (a private customer, or somebody who belongs to an organisation). */
export const Customer = z.object({
  id: RecordIdText,
  kind: z.enum(['organisation', 'person']),
  /** The organisation whose books carry the debt: the customer itself for organisations and private persons. */
  organisationId: RecordIdText,
  /** The organisation this one is a subsidiary of; null for persons. */
  parentId: RecordIdText.nullable(),
  /** The customer number people use. */
  number: z.string().nullable(),
  name: z.string(),
  /** Clean e-mail addresses, lower case, most important first. */
  emails: z.array(z.string()),
  phone: z.string().nullable(),
  website: z.string().nullable(),
  /** As the ERP spells it; compare only after normalising. */
  taxId: z.string().nullable(),
  address: z.object({
    street: z.string().nullable(),
    city: z.string().nullable(),
    zip: z.string().nullable(),
    state: z.string().nullable(),
    /** ISO 3166 alpha-2. */
    country: z.string().nullable(),
  }),
  /** A person to whom the organisation's invoices go. */
  isBillingContact: z.boolean(),
  /** False: archived or inactive in the ERP. */
  active: z.boolean(),
  /** True: the ERP forbids business with this customer. */
  blocked: z.boolean(),
  /** The only ERP company this customer belongs to; null: shared by all. */
  companyId: z.string().nullable(),
  createdAt: Instant.nullable(),
  /** Changes whenever the record changes; compared for equality only. */
  mark: z.string(),
});
export type Customer = z.infer<typeof Customer>;

/**
 * What never changes about a record and another one under its id would not have, where the ERP does not date its creation. Its words are the
 * connector's own and stay as they are for ever: a better translation must not make other records of the same ones.
 */
const Proof = z.string().optional();

/** One amount that settles (part of) an invoice. Owned by the record that lists it: an ERP names it where it knows it, on the invoice or on the payment. */
export const Allocation = z.object({
  invoiceId: RecordIdText,
  by: z.enum(['payment', 'credit_note', 'other']),
  /** The payment, or the credit note (an invoice record); null when the ERP names no document. */
  sourceId: RecordIdText.nullable(),
  /** In the invoice's currency. */
  amount: Amount,
  on: Day.nullable(),
  /** When the ERP recorded the settlement, where it says so. */
  at: Instant.nullable(),
  /** What to show: payment number, bank statement text. */
  label: z.string().nullable(),
});
export type Allocation = z.infer<typeof Allocation>;

export const InvoiceLine = z.object({
  description: z.string(),
  productCode: z.string().nullable(),
  quantity: Amount,
  unitPrice: Amount.nullable(),
  /** Net of tax, in the invoice's currency. */
  net: Amount,
  /** As the ERP names them: `IVA 16%`. */
  taxes: z.array(z.string()),
});
export type InvoiceLine = z.infer<typeof InvoiceLine>;

/** A customer invoice or credit note. Amounts are the ERP's own figures, positive for credit notes too. */
export const Invoice = z.object({
  id: RecordIdText,
  type: z.enum(['invoice', 'credit_note', 'down_payment']),
  /**
   * The ERP's word on the document; "overdue" is not among them because it follows from the calendar.
   * `paid`: nothing of it is open. `credited`: settled by credit notes alone. `in_payment`: money promised or booked but not confirmed by the bank.
   * Storing corrects it by the figures, for every ERP alike.
   */
  status: z.enum(['draft', 'open', 'partially_paid', 'in_payment', 'paid', 'credited', 'cancelled']),
  /** The number people see; null on drafts. */
  number: z.string().nullable(),
  /** To whom it is addressed: a person or an organisation; null when the ERP names nobody. */
  customerId: RecordIdText.nullable(),
  /** The organisation whose books carry it. */
  organisationId: RecordIdText.nullable(),
  companyId: z.string().nullable(),
  currency: CurrencyCode,
  total: Amount,
  /** What is still to be settled, as the ERP says. */
  open: Amount,
  untaxed: Amount,
  tax: Amount,
  /** The same in the currency of the company's books. */
  baseCurrency: CurrencyCode,
  baseTotal: Amount,
  baseOpen: Amount,
  issuedOn: Day.nullable(),
  /** The earliest day on which something still open is due; the last due day when nothing is open. */
  dueOn: Day.nullable(),
  /** Instalments when there are several. */
  instalments: z.array(z.object({ dueOn: Day, total: Amount, open: Amount })),
  /** When it was settled in full, as far as the ERP dates it. */
  settledOn: Day.nullable(),
  settledAt: Instant.nullable(),
  /** The order references the invoice carries, as the ERP writes them (may be several, with commas). */
  origin: z.string().nullable(),
  /** What people call its orders beside that: a number without its series, say, which another order may share. */
  otherOrderNumbers: z.array(z.object({ order: z.string(), number: z.string() })).optional(),
  /** The customer's own reference. */
  reference: z.string().nullable(),
  /** On a credit note: the invoice it reverses. */
  reversesId: RecordIdText.nullable(),
  lines: z.array(InvoiceLine),
  allocations: z.array(Allocation),
  createdAt: Instant.nullable(),
  proof: Proof,
  /** When the ERP last changed it, where it says so. */
  changedAt: Instant.nullable(),
  mark: z.string(),
});
export type Invoice = z.infer<typeof Invoice>;

/** Money from a customer (`in`) or back to one (`out`). */
export const Payment = z.object({
  id: RecordIdText,
  direction: z.enum(['in', 'out']),
  /** `in_process`: booked, not yet confirmed by the bank. */
  status: z.enum(['draft', 'in_process', 'posted', 'cancelled']),
  number: z.string().nullable(),
  customerId: RecordIdText.nullable(),
  organisationId: RecordIdText.nullable(),
  companyId: z.string().nullable(),
  currency: CurrencyCode,
  amount: Amount,
  /** The part that settles no document yet; null when the ERP does not say. */
  unapplied: Amount.nullable(),
  baseCurrency: CurrencyCode,
  baseAmount: Amount,
  baseUnapplied: Amount.nullable(),
  paidOn: Day.nullable(),
  method: z.string().nullable(),
  reference: z.string().nullable(),
  allocations: z.array(Allocation),
  createdAt: Instant.nullable(),
  proof: Proof,
  changedAt: Instant.nullable(),
  mark: z.string(),
});
export type Payment = z.infer<typeof Payment>;
