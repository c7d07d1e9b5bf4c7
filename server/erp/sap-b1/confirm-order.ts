import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { OrderConfirmation, OrderState } from '../shared/contract.ts';
import { addDays } from '../../shared/calendar.ts';
import { compare } from '../../shared/decimals.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { AGREED_FIELDS, agreedOf, DRAFTS, ORDERS, QUOTATIONS, RawTotals, type AgreedSet } from './agreed-documents.ts';
import { byEntries } from './affected-records.ts';
import { companyWith } from './company.ts';
import type { Connection } from './connection.ts';
import { QUOTATION } from './document-sets.ts';
import { ifRefused } from './errors.ts';
import { findQuotations } from './find-quotations.ts';
import { currenciesIn } from './mapping.ts';
import { branchOf, totalsOf } from './mapping-orders.ts';
import { branchIn } from './order-body.ts';
import { readAgreedLines, type RawOrderLine } from './order-records.ts';
import { orderRefusals } from './order-refusals.ts';
import { readState, statesIn } from './order-state.ts';
import { KEY_FIELD } from './partner-keys.ts';
import { DayText, Id, RawBase, Text } from './raw.ts';
import { outcomeUnknown, recordGone } from './write-errors.ts';
import { allOf, oneOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';

const Code = Id.nullish();
/** What the order has of its quotation's head: of a copy the server brings the lines alone. */
const RawHead = z.object({
  CardCode: z.string(),
  DocCurrency: Text,
  ContactPersonCode: Code,
  SalesPersonCode: Code,
  PaymentGroupCode: Code,
  NumAtCard: Text,
  Comments: Text,
  ShipToCode: Text,
  PayToCode: Text,
  DiscountPercent: z.number().nullish(),
  Project: Text,
});
const RawQuotation = RawHead.extend({
  DocEntry: Id,
  DocDate: DayText,
  BPLName: Text,
  BPL_IDAssignedToInvoice: Code,
  [KEY_FIELD]: Text,
  ...RawTotals.shape,
});
type RawQuotation = z.output<typeof RawQuotation>;

/**
 * Copies a quotation to an order. What was drawn from it already is looked for first, and again afterwards: an answer may have been lost, and
 * under an approval procedure there is a draft instead, which becomes the order when somebody adds it.
 */
export async function confirmOrder(
  connection: Connection,
  { key, input: { id, net } }: { key: string; input: OrderConfirmation },
  signal: AbortSignal,
): Promise<OrderState> {
  const { set, entry } = requireAgreed(id);
  if (set === ORDERS) return readState(connection, id, signal);
  if (set === DRAFTS) return confirmDraft(connection, { key, id, net }, signal);
  const isKeyed = await connection.keyFields.has('ORDR', signal);
  const [quotation, lines] = await Promise.all([
    readQuotation(connection, { entry, isKeyed }, signal),
    readAgreedLines(connection, QUOTATIONS, [entry], signal).then((read) => read.lines.get(entry) ?? []),
  ]);
  const before = await orderOf(connection, { quotation, isUntouched: isUntouched(lines) }, signal);
  if (before) return before;
  if (net !== undefined) await demandNet(connection, quotation, net, signal);
  // The quotation's own, or that of this command where a person made it.
  const carried = isKeyed ? (quotation[KEY_FIELD] ?? key) : null;
  const copy = await copyOf(connection, { quotation, lines, carried }, signal);
  let answer: unknown;
  try {
    answer = await connection.client.write('POST', ORDERS.name, copy, signal);
  } catch (error) {
    // Somebody else was faster, and the quotation is closed.
    const other = error instanceof RecordRejectedError ? await orderOf(connection, { quotation }, signal) : null;
    if (!other) throw error;
    return other;
  }
  try {
    const made = (await answeredOrder(connection, answer, carried, signal)) ?? (await orderOf(connection, { quotation }, signal));
    if (made) return { ...made, isChanged: true };
  } catch (cause) {
    throw outcomeUnknown(ORDERS.name, { cause });
  }
  throw outcomeUnknown(ORDERS.name);
}

export function requireAgreed(id: ErpRecordId): { set: AgreedSet; entry: number } {
  const found = agreedOf(id);
  if (!found) throw recordGone();
  return found;
}

/** A draft of a quotation, or of the order itself; once it was added the document it became carries its key. */
async function confirmDraft(
  connection: Connection,
  { key, id, net }: { key: string; id: ErpRecordId; net: string | undefined },
  signal: AbortSignal,
): Promise<OrderState> {
  const { entry } = requireAgreed(id);
  const query = { select: ['DocEntry', KEY_FIELD], filter: byEntries([entry]) };
  const { rows } = await connection.client.page(DRAFTS.name, query, 1, signal).catch(ifRefused({ rows: [] }));
  const own = readableRows(z.object({ [KEY_FIELD]: z.string() }), rows)[0]?.[KEY_FIELD];
  const quotation =
    own === undefined
      ? undefined
      : (await findQuotations(connection, [own], signal)).get(own)?.find((one) => agreedOf(one.id)?.set === QUOTATIONS);
  if (quotation !== undefined)
    return confirmOrder(connection, { key, input: { id: quotation.id, ...(net !== undefined && { net }) } }, signal);
  const draft = await readState(connection, id, signal);
  if (draft.status !== 'waiting_approval') throw orderRefusals.approvalRefused();
  return draft;
}

/** What was decided on was this figure. */
async function demandNet({ company }: Connection, quotation: RawQuotation, net: string, signal: AbortSignal): Promise<void> {
  const { untaxed } = totalsOf(quotation, await companyWith(company, currenciesIn([quotation]), signal));
  if (compare(untaxed, net) !== 0) throw orderRefusals.changedMeanwhile(untaxed);
}

async function readQuotation(
  { client }: Connection,
  { entry, isKeyed }: { entry: number; isKeyed: boolean },
  signal: AbortSignal,
): Promise<RawQuotation> {
  const select = fieldsOf(RawQuotation).filter((field) => isKeyed || field !== KEY_FIELD);
  const query = { select, filter: byEntries([entry]) };
  const { rows } = await client.page(QUOTATIONS.name, query, 1, signal);
  const found = rowsOf(RawQuotation).parse(rows)[0];
  if (!found) throw recordGone();
  return found;
}

/** An order that takes from a line leaves less of it open; a draft takes nothing. */
const isUntouched = (lines: readonly RawOrderLine[]): boolean =>
  lines.length > 0 &&
  lines.every(
    ({ LineStatus, Quantity, RemainingOpenQuantity }) => LineStatus === 'bost_Open' && Quantity > 0 && RemainingOpenQuantity === Quantity,
  );

/** The order that was copied from it, or the draft of one. One nobody agreed to stands in the way until somebody there decides. */
async function orderOf(
  connection: Connection,
  { quotation, isUntouched: hasNoOrder = false }: { quotation: RawQuotation; isUntouched?: boolean },
  signal: AbortSignal,
): Promise<OrderState | null> {
  const [orders, drafts] = await Promise.all([
    hasNoOrder ? [] : drawnIn(connection, quotation, { set: ORDERS, filter: `CancelStatus ne 'csYes'` }, signal),
    drawnIn(connection, quotation, { set: DRAFTS, filter: ORDER_DRAFTS }, signal).catch(ifRefused([])),
  ]);
  if (orders[0]) return orders[0];
  const [draft] = drafts;
  if (!draft) return null;
  if (draft.status !== 'waiting_approval') throw orderRefusals.approvalRefused();
  return draft;
}
const ORDER_DRAFTS = allOf(DRAFTS.filter, `DocObjectCode eq 'oOrders'`);

async function drawnIn(
  connection: Connection,
  { DocEntry, CardCode, DocDate }: RawQuotation,
  { set, filter }: { set: AgreedSet; filter: string },
  signal: AbortSignal,
): Promise<OrderState[]> {
  const { client, drawnLines } = connection;
  const within = { partners: [CardCode], since: DocDate ?? '1900-01-01' };
  const lines = await drawnLines(
    { set: set.name, base: { type: QUOTATION, entries: [DocEntry] }, within, select: fieldsOf(RawBase) },
    signal,
  );
  const drawn = readableRows(RawBase, lines).filter(({ BaseType, BaseEntry }) => BaseType === QUOTATION && BaseEntry === DocEntry);
  const entries = [...new Set(drawn.map((line) => line.DocEntry))];
  if (entries.length === 0) return [];
  const query = { select: AGREED_FIELDS, filter: allOf(filter, byEntries(entries)), orderby: 'DocEntry' };
  const { rows } = await client.page(set.name, query, entries.length, signal);
  return statesIn(connection, set, rows, signal);
}

/**
 * The order that the answer names, if it carries the key: under an approval procedure the number may be nobody's, or another order's. Where the
 * key has no place, or nothing is found, what was drawn from the quotation is looked for.
 */
async function answeredOrder(connection: Connection, answer: unknown, key: string | null, signal: AbortSignal): Promise<OrderState | null> {
  const { data } = z.object({ DocEntry: Id }).safeParse(answer);
  if (!data || key === null) return null;
  const query = { select: AGREED_FIELDS, filter: allOf(byEntries([data.DocEntry]), oneOf(KEY_FIELD, [key])) };
  const { rows } = await connection.client.page(ORDERS.name, query, 1, signal);
  return (await statesIn(connection, ORDERS, rows, signal))[0] ?? null;
}

interface Copied {
  quotation: RawQuotation;
  lines: readonly RawOrderLine[];
  /** The key that the order carries; null: there is no place for it. */
  carried: string | null;
}

async function copyOf(connection: Connection, { quotation, lines, carried }: Copied, signal: AbortSignal): Promise<object> {
  const head = RawHead.parse(quotation);
  const open = lines.filter(({ LineStatus }) => LineStatus !== 'bost_Close');
  return {
    ...Object.fromEntries(Object.entries(head).filter(([, value]) => value !== null && value !== undefined)),
    ...(await branchIn(connection, branchOf(quotation), signal, ORDERS)),
    ...(carried !== null && { [KEY_FIELD]: carried }),
    // An order has to have a day of delivery, and none was agreed: as soon as possible, which is tomorrow at the latest wherever the server stands.
    DocDueDate: addDays(todayOf(connection), 1),
    DocumentLines: open.map(({ LineNum }) => ({ BaseType: QUOTATION, BaseEntry: quotation.DocEntry, BaseLine: LineNum })),
  };
}
