import { z } from 'zod';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { B1Client } from './client.ts';
import { failures } from './errors.ts';
import { allOf, quoted } from '../shared/odata-query.ts';
import { absolute, least, minorOf, type Minor } from '../shared/money.ts';
import { RawApplied, RawPaid, RawReconciliation, RawSides } from './raw.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { appliedTo, documentId } from './record-ids.ts';

/** A payment's part in a document, or what it took of an earlier payment on account. */
export interface PaidPart {
  payment: number;
  on: string | null;
  local: number;
  foreign: number;
  instalment: number | null;
}

/** An amount of local currency by which a credit side settles a debit side, outside a payment's own rows. */
export interface Match {
  debit: ErpRecordId;
  credit: ErpRecordId;
  amount: Minor;
  on: string | null;
}

/**
 * What settles what. A document knows how much of it is paid, not by what, and neither rows of payments nor of reconciliations can be asked
 * for by document: both are read once, as far back as needed, kept here, and caught up with by number. Numbers that go back show a
 * restored backup: everything is read anew.
 */
export interface Ledger {
  /** Afterwards the answers below hold for documents dated from that day on; null: only what is reconciled is asked for. */
  catchUp(since: string | null, signal: AbortSignal): Promise<void>;
  paymentsOf(record: ErpRecordId): PaidPart[];
  matchesOf(record: ErpRecordId): Match[];
  /** A reconciliation of this record cannot be understood: how it was settled is not known. */
  isUnreadable(record: ErpRecordId): boolean;
}

const PAGE = 500;
export const CUSTOMER_PAYMENTS = `DocType eq 'rCustomer'`;
/** Rows of payments say the same, and the reconciliations of a cancellation settle nothing. */
export const OTHER_THAN_PAYMENTS = `ReconType ne 'rtPayment'`;
export interface Source {
  set: string;
  key: string;
  select: readonly string[];
}
export const PAYMENTS: Source = { set: 'IncomingPayments', key: 'DocEntry', select: fieldsOf(RawPaid) };
export const RECONCILIATIONS: Source = { set: 'InternalReconciliations', key: 'ReconNum', select: fieldsOf(RawReconciliation) };
/** An invoice that draws a down payment has what remains as its total, and the down payment was paid by money. */
const SETTLES_NOTHING = ['rtPayment', 'rtReversal', 'rtCancellation', 'rtDownPaymentAllocation'];
/** Read again beside the new ones: a number may be given before a higher one and committed after it. */
export const NUMBERS_OVERLAP = 20;

export function createLedger(client: B1Client, decimals: (signal: AbortSignal) => Promise<number>): Ledger {
  const payments = paymentBook(client);
  const reconciliations = reconciliationBook(client, decimals);
  let turn: Promise<void> = Promise.resolve();
  return {
    catchUp(since, signal) {
      const mine = turn.then(async () => {
        await reconciliations.catchUp(signal);
        if (since !== null) await payments.catchUp(since, signal);
      });
      turn = mine.catch(() => undefined);
      return mine;
    },
    paymentsOf: payments.of,
    matchesOf: reconciliations.of,
    isUnreadable: reconciliations.isUnreadable,
  };
}

function paymentBook(client: B1Client) {
  const parts = new Map<ErpRecordId, PaidPart[]>();
  const known = new Set<number>();
  const cancelled = new Set<number>();
  let reach: { from: string; last: number; cancelled: number } | null = null;

  async function load(filter: string, signal: AbortSignal): Promise<void> {
    for await (const row of rowsByKey(client, PAYMENTS, allOf(CUSTOMER_PAYMENTS, filter), signal)) {
      // One that cannot be understood is told where payments are read.
      const [paid] = readableRows(RawPaid, [row]);
      if (!paid) continue;
      if (paid.Cancelled) cancelled.add(paid.DocEntry);
      if (known.has(paid.DocEntry)) continue;
      known.add(paid.DocEntry);
      for (const applied of readableRows(RawApplied, paid.PaymentInvoices ?? [])) {
        const document = appliedTo(applied);
        if (document === null) continue;
        const [local, foreign] = [Math.abs(applied.SumApplied), Math.abs(applied.AppliedFC)];
        const part = { payment: paid.DocEntry, on: paid.DocDate, local, foreign, instalment: applied.InstallmentId ?? null };
        parts.set(document, [...(parts.get(document) ?? []), part]);
      }
    }
  }

  function forget(): void {
    for (const all of [parts, known, cancelled]) all.clear();
    reach = null;
  }

  async function catchUp(since: string, signal: AbortSignal): Promise<void> {
    const count = await countCancelled(client, signal);
    const last = await lastKey(client, PAYMENTS.set, PAYMENTS.key, signal);
    if (reach && last < reach.last) forget();
    if (reach === null) {
      await load(`DocDate ge ${quoted(since)}`, signal);
      reach = { from: since, last, cancelled: count };
      return;
    }
    if (last > reach.last) await load(`DocEntry gt ${reach.last - NUMBERS_OVERLAP}`, signal);
    if (since < reach.from) await load(`DocDate ge ${quoted(since)} and DocDate lt ${quoted(reach.from)}`, signal);
    const from = since < reach.from ? since : reach.from;
    // Payments are cancelled without any other trace.
    if (count !== reach.cancelled) await load(`Cancelled eq 'tYES'`, signal);
    reach = { from, last, cancelled: count };
  }

  return { catchUp, of: (document: ErpRecordId) => (parts.get(document) ?? []).filter(({ payment }) => !cancelled.has(payment)) };
}

function reconciliationBook(client: B1Client, decimals: (signal: AbortSignal) => Promise<number>) {
  const matches = new Map<number, Match[]>();
  const byRecord = new Map<ErpRecordId, Set<number>>();
  const unreadable = new Set<ErpRecordId>();
  let last = 0;

  function add(row: unknown, digits: number): void {
    const [raw] = readableRows(RawReconciliation, [row]);
    if (!raw) return refuse(row);
    // Taken back: the reversal names what it reverses, which by then names its reversal.
    if (raw.CancelAbs) matches.delete(raw.CancelAbs);
    if (raw.CancelAbs || SETTLES_NOTHING.includes(raw.ReconType ?? '')) return;
    const found = matchesIn(raw, digits);
    matches.set(raw.ReconNum, found);
    for (const { debit, credit } of found) {
      for (const side of [debit, credit]) byRecord.set(side, (byRecord.get(side) ?? new Set()).add(raw.ReconNum));
    }
  }

  function refuse(row: unknown): void {
    const [{ InternalReconciliationRows: rows } = { InternalReconciliationRows: [] }] = readableRows(WithRows, [row]);
    for (const { SrcObjTyp, SrcObjAbs } of readableRows(RawSides, rows ?? []))
      unreadable.add(documentId(Number(SrcObjTyp), SrcObjAbs ?? 0));
  }

  async function catchUp(signal: AbortSignal): Promise<void> {
    const newest = await lastKey(client, RECONCILIATIONS.set, RECONCILIATIONS.key, signal);
    if (newest < last) {
      for (const all of [matches, byRecord, unreadable]) all.clear();
      last = 0;
    }
    if (newest === last) return;
    const digits = await decimals(signal);
    const filter = allOf(OTHER_THAN_PAYMENTS, `ReconNum gt ${last - NUMBERS_OVERLAP}`);
    for await (const row of rowsByKey(client, RECONCILIATIONS, filter, signal)) add(row, digits);
    last = newest;
  }

  const of = (record: ErpRecordId): Match[] =>
    [...(byRecord.get(record) ?? [])].flatMap((number) =>
      (matches.get(number) ?? []).filter(({ debit, credit }) => debit === record || credit === record),
    );
  return { catchUp, of, isUnreadable: (record: ErpRecordId) => unreadable.has(record) };
}

/** A reconciliation as far as it names records. */
export const WithRows = z.object({ InternalReconciliationRows: z.array(z.unknown()).nullish() });

/** A reconciliation says which records are settled together, not which by which: they are matched in their order. */
export function matchesIn({ ReconDate, InternalReconciliationRows }: RawReconciliation, digits: number): Match[] {
  const rows = (InternalReconciliationRows ?? []).map((row) => ({
    id: documentId(Number(row.SrcObjTyp), row.SrcObjAbs ?? 0),
    isCredit: row.CreditOrDebit === 'codCredit',
    left: absolute(minorOf(row.ReconcileAmount, digits)),
  }));
  const credits = rows.filter(({ isCredit }) => isCredit);
  const found: Match[] = [];
  for (const debit of rows.filter(({ isCredit }) => !isCredit)) {
    for (const credit of credits) {
      const amount = least(debit.left, credit.left);
      if (amount === 0n) continue;
      debit.left -= amount;
      credit.left -= amount;
      found.push({ debit: debit.id, credit: credit.id, amount, on: ReconDate });
    }
  }
  return found;
}

/** Page by page by key: with `$skip` rows shift while they are read. */
async function* rowsByKey(client: B1Client, { set, key, select }: Source, filter: string, signal: AbortSignal): AsyncGenerator<unknown> {
  for (let after = 0, hasMore = true; hasMore;) {
    const page = await client.page(set, { select, filter: allOf(filter, `${key} gt ${after}`), orderby: key }, PAGE, signal);
    yield* page.rows;
    hasMore = page.hasMore;
    const last = lastKeyIn(page.rows, key) ?? after;
    // The same page again and again would never end.
    if (hasMore && last <= after) throw failures.unexpectedAnswer(`The pages of ${set} do not rise by ${key}`, set);
    after = last;
  }
}

export const countCancelled = (client: B1Client, signal: AbortSignal): Promise<number> =>
  client.count(PAYMENTS.set, allOf(CUSTOMER_PAYMENTS, `Cancelled eq 'tYES'`), signal);

export async function lastKey(client: B1Client, set: string, key: string, signal: AbortSignal): Promise<number> {
  const { rows } = await client.page(set, { select: [key], orderby: `${key} desc`, top: 1 }, 1, signal);
  return rows.length === 0 ? 0 : keyIn(rows[0], key);
}

/** Of the last row that has one. */
export function lastKeyIn(rows: readonly unknown[], key: string): number | undefined {
  return readableRows(z.object({ [key]: z.number().int() }), rows).at(-1)?.[key];
}

const keyIn = (row: unknown, key: string): number => z.object({ [key]: z.number().int() }).parse(row)[key] as number;
