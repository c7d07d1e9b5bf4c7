import type { ErpRecordId } from '../../shared/ids.ts';
import type { B1Client } from './client.ts';
import { allOf, oneOf } from '../shared/odata-query.ts';
import { CUSTOMER_PAYMENTS, lastKeyIn, OTHER_THAN_PAYMENTS, PAYMENTS, RECONCILIATIONS, WithRows, type Source } from './ledger.ts';
import { RawApplied, RawPaid, RawSides } from './raw.ts';
import { DOCUMENT_SETS, PAYMENT, type DocumentSet } from './document-sets.ts';
import { appliedTo, documentId, isDocument, parseId } from './record-ids.ts';
import { readableRows } from '../shared/rows.ts';

/** Records that one page of payments or reconciliations names; `after` null: that was the last page. */
export interface AffectedRecords {
  ids: ErpRecordId[];
  after: string | null;
}

/** Who names many documents must not make one page endless. */
const NAMING_AT_ONCE = 100;

export async function readRecordsInPayments(
  client: B1Client,
  filter: string,
  after: string,
  signal: AbortSignal,
): Promise<AffectedRecords> {
  const { rows, next } = await pageByKey(client, PAYMENTS, { filter: allOf(CUSTOMER_PAYMENTS, filter), after }, signal);
  const applied = readableRows(RawPaid, rows).flatMap(({ PaymentInvoices }) => readableRows(RawApplied, PaymentInvoices ?? []));
  return { ids: applied.flatMap((row) => appliedTo(row) ?? []), after: next };
}

export async function readRecordsInReconciliations(
  client: B1Client,
  filter: string,
  after: string,
  signal: AbortSignal,
): Promise<AffectedRecords> {
  const { rows, next } = await pageByKey(client, RECONCILIATIONS, { filter: allOf(OTHER_THAN_PAYMENTS, filter), after }, signal);
  const sides = readableRows(WithRows, rows).flatMap((row) => readableRows(RawSides, row.InternalReconciliationRows ?? []));
  return { ids: sides.map(({ SrcObjTyp, SrcObjAbs }) => documentId(Number(SrcObjTyp), SrcObjAbs ?? 0)), after: next };
}

async function pageByKey(
  client: B1Client,
  { set, key, select }: Source,
  { filter, after }: { filter: string; after: string },
  signal: AbortSignal,
) {
  const query = { select, filter: allOf(filter, after === '' ? null : `${key} gt ${after}`), orderby: key };
  const { rows, hasMore } = await client.page(set, query, NAMING_AT_ONCE, signal);
  return { rows, next: hasMore ? String(lastKeyIn(rows, key)) : null };
}

/** The documents among them, by their set, each once. */
export function documentsAmong(ids: readonly ErpRecordId[]): { set: DocumentSet; entries: number[] }[] {
  const found = ids.flatMap((id) => parseId(id) ?? []).filter(isDocument);
  return DOCUMENT_SETS.flatMap((set) => {
    const entries = [...new Set(found.filter(({ objectType }) => objectType === set.objectType).map(({ entry }) => entry))];
    return entries.length === 0 ? [] : [{ set, entries }];
  });
}

export function paymentsAmong(ids: readonly ErpRecordId[]): number[] {
  const found = ids.flatMap((id) => parseId(id) ?? []).filter(({ objectType }) => objectType === PAYMENT);
  return [...new Set(found.map(({ entry }) => entry))];
}

export const byEntries = (entries: readonly number[]): string => oneOf('DocEntry', entries);
