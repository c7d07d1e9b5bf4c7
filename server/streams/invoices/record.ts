import { z } from 'zod';
import { Allocation } from '../shared/allocation.ts';
import { Amount, CurrencyCode, Day, Instant, Proof, RecordIdText } from '../shared/values.ts';

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
  changeStamp: z.string(),
});
export type Invoice = z.infer<typeof Invoice>;
