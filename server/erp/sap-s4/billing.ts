import { z } from 'zod';
import { allOf, anyOf } from '../shared/odata-query.ts';
import { fieldsOf } from '../shared/rows.ts';
import { translateRows, parseRows } from '../shared/translate-rows.ts';
import type { RejectedRecord } from '../shared/contract.ts';
import type { SetQuery } from './client.ts';
import { ofCompanies } from './companies.ts';
import type { Connection } from './connection.ts';
import { keyFilters } from './key-filters.ts';
import { SERVICES } from './services.ts';
import { rejectBy } from './stream.ts';
import { bareKey, DayText, DecimalText, Flag, InstantText, Key, NeededKey, Text } from './values.ts';

/** Of a billing document, without its items. */
export const RawBilling = z.object({
  BillingDocument: NeededKey,
  SDDocumentCategory: Text,
  BillingDocumentCategory: Text,
  CompanyCode: z.string().min(1),
  BillingDocumentDate: DayText,
  BillingDocumentIsCancelled: Flag,
  CancelledBillingDocument: Key,
  TransactionCurrency: z.string().length(3),
  TotalNetAmount: DecimalText,
  TaxAmount: DecimalText,
  TotalGrossAmount: DecimalText,
  SoldToParty: Key,
  PayerParty: Key,
  PurchaseOrderByCustomer: Text,
  AccountingTransferStatus: Text,
  LastChangeDateTime: InstantText,
});
export type RawBilling = z.output<typeof RawBilling>;

/** What its change stamp is made of, and whether there must be items of it. */
export const RawStamp = RawBilling.pick({
  BillingDocument: true,
  CompanyCode: true,
  TotalGrossAmount: true,
  BillingDocumentIsCancelled: true,
  CancelledBillingDocument: true,
  AccountingTransferStatus: true,
  LastChangeDateTime: true,
});
export type RawStamp = z.output<typeof RawStamp>;

/** M invoices, O credit memos, P debit memos. Cancellations (N, S), pro formas (U) and lists of invoices (3, 4) owe nothing themselves; 5 and 6 are within the group. */
const WANTED = ['M', 'O', 'P'];
const CATEGORIES = anyOf(WANTED.map((category) => `SDDocumentCategory eq '${category}'`));
export const isCreditMemo = ({ SDDocumentCategory }: RawBilling): boolean => SDDocumentCategory === 'O';
/** A request: what is paid for it is a down payment. */
export const isDownPayment = ({ BillingDocumentCategory }: RawBilling): boolean => BillingDocumentCategory === 'P';

export const billingQuery = (
  { settings }: Pick<Connection, 'settings'>,
  { select = fieldsOf(RawBilling), filter = '' }: { select?: string[]; filter?: string } = {},
): SetQuery => ({
  service: SERVICES.billing,
  set: 'A_BillingDocument',
  key: ['BillingDocument'],
  select,
  filter: allOf(CATEGORIES, ofCompanies(settings), filter),
});

export const STAMP_FIELDS = fieldsOf(RawStamp);

const RawLine = z.object({
  BillingDocument: NeededKey,
  BillingDocumentItem: NeededKey,
  BillingDocumentItemText: Text,
  Material: Text,
  BillingQuantity: DecimalText,
  NetAmount: DecimalText,
  SalesDocument: Key,
  ReferenceSDDocument: Key,
  ReferenceSDDocumentCategory: Text,
});
export type BillingLine = z.output<typeof RawLine>;

const linesQuery = (filter: string): SetQuery => ({
  service: SERVICES.billing,
  set: 'A_BillingDocumentItem',
  key: ['BillingDocument', 'BillingDocumentItem'],
  select: fieldsOf(RawLine),
  filter,
});

interface Lines {
  of(id: string): BillingLine[];
  /** The documents of which a line cannot be understood. */
  rejected: ReadonlyMap<string, RejectedRecord>;
}

const rejectLine = rejectBy(({ BillingDocument }) => bareKey(String(BillingDocument)));

export async function readLines({ client }: Connection, ids: Iterable<string>, signal: AbortSignal): Promise<Lines> {
  const found = new Map<string, BillingLine[]>();
  const rejected = new Map<string, RejectedRecord>();
  for (const filter of keyFilters('BillingDocument', ids)) {
    const parsed = await parseRows(RawLine, await client.all(linesQuery(filter), signal), rejectLine);
    const { records, rejected: wrong } = await translateRows(parsed, rejectLine, (line) => [line]);
    for (const line of records) found.set(line.BillingDocument, [...(found.get(line.BillingDocument) ?? []), line]);
    for (const one of wrong) rejected.set(one.id, one);
  }
  return { of: (id) => found.get(id) ?? [], rejected };
}

/** Asked by the check. */
export const checkBilling = async (connection: Connection, signal: AbortSignal): Promise<void> => {
  await connection.client.page(billingQuery(connection), null, 1, signal);
  await connection.client.page(linesQuery(''), null, 1, signal);
};
