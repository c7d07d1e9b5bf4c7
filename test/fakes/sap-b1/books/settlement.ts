import { cents, units } from '../money.ts';
import { OBJECT_TYPES } from '../rows.ts';
import type { DocumentRow, DocumentSet, Row } from '../rows.ts';
import type { Tx } from '../store.ts';

/** What can be settled. */
export type SettledSet = Exclude<DocumentSet, 'Quotations' | 'Orders' | 'DeliveryNotes' | 'Returns'>;
export interface Part {
  set: SettledSet;
  entry: number;
  /** Hundredths of local currency. */
  local: number;
  /** Hundredths of the document's currency where that is foreign, else 0. */
  foreign: number;
}

export const isForeign = (document: DocumentRow): boolean => document.DocTotalFc !== 0;

/** Hundredths still open, in the document's own currency. */
export const openOf = (document: DocumentRow): number =>
  isForeign(document) ? cents(document.DocTotalFc) - cents(document.PaidToDateFC) : cents(document.DocTotal) - cents(document.PaidToDate);

/**
 * Settles a document by an amount in its own currency, or with a negative one opens it again. Local and foreign sums reach their totals
 * together; in between the local one follows the document's rate.
 */
export function settle(tx: Tx, set: SettledSet, entry: number, amount: number): Part {
  const before = tx.get(set, entry);
  const foreign = isForeign(before);
  const paidForeign = foreign ? cents(before.PaidToDateFC) + amount : 0;
  const paid = foreign ? localPart(before, paidForeign) : cents(before.PaidToDate) + amount;
  const isSettled = paid === cents(before.DocTotal);
  tx.patch(set, entry, {
    PaidToDate: units(paid),
    PaidToDateFC: units(paidForeign),
    PaidToDateSys: units(paid),
    DocumentStatus: isSettled ? 'bost_Close' : 'bost_Open',
    ...(tx.store.options.paymentTouchesInvoice ? touched(tx, before) : {}),
  });
  return { set, entry, local: paid - cents(before.PaidToDate), foreign: foreign ? amount : 0 };
}

function localPart(document: DocumentRow, paidForeign: number): number {
  if (paidForeign === cents(document.DocTotalFc)) return cents(document.DocTotal);
  return Math.round(paidForeign * document.DocRate);
}

export const touched = (tx: Tx, before: DocumentRow): Partial<DocumentRow> => ({
  UpdateDate: tx.stamp.date,
  UpdateTime: tx.stamp.time,
  DataVersion: before.DataVersion + 1,
});

interface ReconciliationSide {
  objectType: number;
  entry: number;
  transNum: number;
  local: number;
  /** In the document's currency where that is foreign. */
  foreign?: number;
  side: 'codDebit' | 'codCredit';
}

export function addReconciliation(tx: Tx, type: string, partner: string, sides: readonly ReconciliationSide[], cancels = 0): number {
  const number = tx.store.next('ReconNum');
  tx.put('InternalReconciliations', number, {
    ReconNum: number,
    ReconDate: tx.stamp.date,
    CardOrAccount: 'coaCard',
    ReconType: type,
    Total: units(sides.reduce((sum, { local, side }) => sum + (side === 'codDebit' ? local : 0), 0)),
    CancelAbs: cancels,
    InternalReconciliationRows: sides.map(({ objectType, entry, transNum, local, foreign = 0, side }, index): Row => ({
      LineSeq: index,
      ShortName: partner,
      TransId: transNum,
      TransRowId: 0,
      SrcObjTyp: String(objectType),
      SrcObjAbs: entry,
      CreditOrDebit: side,
      ReconcileAmount: units(local),
      CashDiscount: 0,
      _foreign: foreign,
    })),
  });
  return number;
}

/** The other way round: a reconciliation of its own, each naming the other. */
export function reverseReconciliation(tx: Tx, number: number): void {
  const before = tx.get('InternalReconciliations', number);
  const reversal = tx.store.next('ReconNum');
  tx.put('InternalReconciliations', reversal, {
    ...before,
    ReconNum: reversal,
    ReconDate: tx.stamp.date,
    ReconType: 'rtReversal',
    CancelAbs: number,
    InternalReconciliationRows: before.InternalReconciliationRows.map((row) => ({
      ...row,
      CreditOrDebit: row.CreditOrDebit === 'codDebit' ? 'codCredit' : 'codDebit',
    })),
  });
  tx.patch('InternalReconciliations', number, { CancelAbs: reversal });
}

export const sideOf = (tx: Tx, part: Part): ReconciliationSide => ({
  objectType: OBJECT_TYPES[part.set],
  entry: part.entry,
  transNum: tx.get(part.set, part.entry).TransNum,
  local: part.local,
  foreign: part.foreign,
  side: part.set === 'CreditNotes' ? 'codCredit' : 'codDebit',
});
