import type { ListRange, Payment } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import {
  addedPayments,
  byEntries,
  cancelledSince,
  newCancellations,
  newPayments,
  newReconciliations,
  paymentsAmong,
  reconciledSince,
  SETTLEMENT_SOURCES,
  type FindAffected,
} from './affected-records.ts';
import { companyWith } from './company.ts';
import type { Connection } from './connection.ts';
import type { ReadPosition } from './cursor.ts';
import { PAYMENT } from './document-sets.ts';
import { countCancelled, CUSTOMER_PAYMENTS, lastKeyIn, PAYMENTS, type Ledger } from './ledger.ts';
import { currenciesIn } from './mapping.ts';
import { paymentChangeStamp, toPayment } from './mapping-payments.ts';
import { RawPayment, RawReconciliation } from './raw.ts';
import { documentId } from './record-ids.ts';
import {
  keyOf,
  LIST_PAGE,
  localTime,
  NOTHING,
  rejectBy,
  SUPPORT,
  unreadableEntries,
  type B1Stream,
  type Entry,
  type ListStep,
  type Row,
  type Step,
} from './stream.ts';
import { allOf, inGroups, quoted } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { mergeReads, parseRows, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';

const SET = PAYMENTS.set;
const FIELDS = fieldsOf(RawPayment);
const PAGE = 500;

const idOf = ({ DocEntry }: Row): ErpRecordId => documentId(PAYMENT, Number(DocEntry));
const reject = rejectBy(idOf);

async function paymentsFrom(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<TranslatedRecords<Payment>> {
  const { ledger, company, settings, numbering } = connection;
  const numberOf = await numbering.numbersIn(rows, signal);
  const facts = await companyWith(company, currenciesIn(rows), signal);
  const read = await parseRows(RawPayment, rows, reject);
  const translate = ({ matchesOf, paymentsOf }: Pick<Ledger, 'matchesOf' | 'paymentsOf'>) =>
    translateRows(read, reject, (raw) => {
      const record = documentId(PAYMENT, raw.DocEntry);
      const named = { company: facts, companyId: settings.companyDb, number: numberOf(raw).shown };
      return [toPayment(raw, { ...named, matches: matchesOf(record), usedBy: paymentsOf(record) })];
    });
  const alone = await translate({ matchesOf: () => [], paymentsOf: () => [] });
  await ledger.catchUp(firstDayOnAccount(alone.records), signal);
  return translate(ledger);
}

/** Later payments may have used what is left of these. */
function firstDayOnAccount(payments: readonly Payment[]): string | null {
  const days = payments.flatMap(({ baseUnapplied, paidOn }) => (paidOn !== null && Number(baseUnapplied) !== 0 ? [paidOn] : []));
  return days.sort()[0] ?? null;
}

/** By number; `which` says since when, null: there are none. */
const byNumber =
  (which: (connection: Connection, position: ReadPosition) => string | null): Step<Payment> =>
  async (connection, position, signal) => {
    const chosen = which(connection, position);
    if (chosen === null) return NOTHING;
    const filter = allOf(CUSTOMER_PAYMENTS, chosen, `DocEntry gt ${position.after || 0}`);
    const { rows, hasMore } = await connection.client.page(SET, { select: FIELDS, filter, orderby: 'DocEntry' }, PAGE, signal);
    return { ...(await paymentsFrom(connection, rows, signal)), after: hasMore ? keyOf(rows, 'DocEntry') : null };
  };

const all = byNumber(() => '');
const added = byNumber((_connection, position) => addedPayments(position));
const cancelled = byNumber(cancelledSince);

/** Payments on account that something used, or gave back: nothing of it shows on themselves. */
const affected =
  (findAffected: FindAffected): Step<Payment> =>
  async (connection, position, signal) => {
    const found = await findAffected(connection, position, signal);
    return found ? { ...(await readByIds(connection, found.ids, signal)), after: found.after } : NOTHING;
  };

async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Payment>> {
  const parts: TranslatedRecords<Payment>[] = [];
  for (const group of inGroups(paymentsAmong(ids))) {
    const query = { select: FIELDS, filter: allOf(CUSTOMER_PAYMENTS, byEntries(group)) };
    const { rows } = await connection.client.page(SET, query, group.length, signal);
    parts.push(await paymentsFrom(connection, rows, signal));
  }
  return mergeReads(parts);
}

function list(range: ListRange): ListStep[] {
  if (range.kind !== 'changedSince') return [listed('')];
  return [listed(`DocDate ge ${quoted(localTime(range.since).date)}`), listedReconciled(range.since)];
}

const RawStamp = RawPayment.pick({ DocEntry: true, Cancelled: true });
const STAMP_FIELDS = fieldsOf(RawStamp);

const listed =
  (chosen: string): ListStep =>
  async (connection, after, signal) => {
    const filter = allOf(CUSTOMER_PAYMENTS, chosen, `DocEntry gt ${after || 0}`);
    const { rows, hasMore } = await connection.client.page(SET, { select: STAMP_FIELDS, filter, orderby: 'DocEntry' }, LIST_PAGE, signal);
    const entries = await entriesOf(connection, rows, signal);
    return { entries, after: hasMore ? String(lastKeyIn(rows, 'DocEntry')) : null };
  };

const listedReconciled =
  (since: Date): ListStep =>
  async (connection, after, signal) => {
    const found = await reconciledSince(connection, since, after, signal);
    const entries: Entry[] = [];
    for (const group of inGroups(paymentsAmong(found.ids))) {
      const query = { select: STAMP_FIELDS, filter: allOf(CUSTOMER_PAYMENTS, byEntries(group)) };
      const { rows } = await connection.client.page(SET, query, group.length, signal);
      entries.push(...(await entriesOf(connection, rows, signal)));
    }
    return { entries, after: found.after };
  };

async function entriesOf({ ledger }: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<Entry[]> {
  await ledger.catchUp(null, signal);
  const entries = readableRows(RawStamp, rows).map((raw) => ({
    id: idOf(raw),
    changeStamp: paymentChangeStamp(raw, ledger.matchesOf(idOf(raw))),
  }));
  return [...entries, ...unreadableEntries(RawStamp, rows, idOf)];
}

/** A payment on account says nowhere how much of it is left, so unsettled ones cannot be asked for. */
export const payments: B1Stream<'payments'> = {
  support: { ...SUPPORT, translationVersion: 4, isPermanent: true },
  watermarks: { clocks: [], ...SETTLEMENT_SOURCES },
  steps: {
    all: [all],
    since: [added, affected(newReconciliations), cancelled, affected(newPayments), affected(newCancellations)],
  },
  readByIds,
  list,
  described: { set: SET, type: 'Payment', key: 'DocEntry', tables: ['ORCT'] },
  async check({ client }, signal) {
    await client.page(SET, { select: FIELDS, top: 1 }, 1, signal);
    await countCancelled(client, signal);
    await client.page('InternalReconciliations', { select: fieldsOf(RawReconciliation), top: 1 }, 1, signal);
  },
};
