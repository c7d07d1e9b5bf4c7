import type { ListRange, Payment } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { mergeReads, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import type { Connection } from './connection.ts';
import type { Watermarks } from './cursor.ts';
import { daysOf, isSame } from './day-feed.ts';
import { failures } from './errors.ts';
import { readConcerned, readNamed, type Named } from './invoice-groups.ts';
import { itemsNaming, pageOfItems } from './journal.ts';
import { groupBy, isDocumentKey, isPart, isPayment, PAYMENT_FILTER, type DocumentKey, type Item, type Items } from './journal-item.ts';
import { clearedElsewhere, toPayment } from './mapping-payments.ts';
import { SERVICES } from './services.ts';
import { keyAt, listedByReading, NOTHING, PAGE, placeOf, rejectBy, SUPPORT, type S4Stream, type Step } from './stream.ts';
import { checkTouched, pageOfTouched, readTouchedDays } from './touched-items.ts';

const reject = rejectBy((document) => String(document));

/** Whole documents: their items may lie on two pages. */
async function readDocuments(
  connection: Connection,
  documents: Iterable<DocumentKey>,
  signal: AbortSignal,
): Promise<TranslatedRecords<Payment>> {
  const asked = new Set(documents);
  const { items, broken } = await itemsNaming(connection, 'own', asked, signal);
  const itemsOf = groupBy(items, ({ document }) => document);
  await addClearings(connection, itemsOf, clearedElsewhere(items), signal);
  const related = await itemsNaming(connection, 'reference', asked, signal);
  const named = await readNamed(connection, items.filter(isPart), signal);
  const takenOf = groupBy(related.items, ({ reference }) => reference);
  const partners = await connection.partnerNumbers.of(
    items.map(({ customer }) => customer),
    signal,
  );
  const unclear = items.filter((item) => isPart(item) && isConcerned(named, item));
  const wrong = [...broken, ...unclear.map(({ document }) => ({ field: 'item', names: new Set([document]) }))].flatMap(({ field, names }) =>
    [...names].filter((name) => asked.has(name)).map((name) => failures.unreadableRecord(erpRecordId(name), field)),
  );
  const left = new Set<string>(wrong.map(({ id }) => id));
  const parsed = [...asked].filter((document) => itemsOf.has(document) && !left.has(document));
  const context = { itemsOf: (document: DocumentKey) => itemsOf.get(document) ?? [], invoiceOf: named.of, partnerOf };
  function partnerOf(customer: string | null): ErpRecordId | null {
    return partners.get(customer ?? '') ?? null;
  }
  return translateRows(
    { parsed, rejected: wrong },
    (document, field) => reject(document, field),
    (document) => toPayment(document, { ...context, items: itemsOf.get(document) ?? [], taken: takenOf.get(document) ?? [] }),
  );
}

/** Something of the invoice that it names cannot be understood: how much it covers is not known. */
function isConcerned({ of, broken }: Named, item: Item): boolean {
  const invoice = broken.length > 0 ? of(item) : null;
  const names = invoice && [invoice.id, ...[...invoice.own, ...invoice.related].map(({ document }) => document)];
  return names !== null && broken.some((one) => names.some((name) => one.names.has(name)));
}

/** A rest may be cleared again and leave another one. */
const MOST_ROUNDS = 5;

async function addClearings(
  connection: Connection,
  itemsOf: Map<DocumentKey, Item[]>,
  documents: Iterable<DocumentKey>,
  signal: AbortSignal,
): Promise<void> {
  let next = new Set([...documents].filter((document) => !itemsOf.has(document)));
  for (let round = 0; round < MOST_ROUNDS && next.size > 0; round++) {
    const { items } = await itemsNaming(connection, 'own', next, signal);
    // A document without items of its own has left nothing.
    for (const document of next) itemsOf.set(document, []);
    for (const [document, found] of groupBy(items, (item) => item.document)) itemsOf.set(document, found);
    next = new Set(clearedElsewhere(items.filter(({ amount }) => amount < 0n)).filter((document) => !itemsOf.has(document)));
  }
}

const all: Step<Payment> = async (connection, { after }, signal) => {
  const page = await pageOfItems(connection, PAYMENT_FILTER, { after: keyAt(after), size: PAGE }, signal);
  const documents = new Set([
    ...page.items.map(({ document }) => document),
    ...page.broken.flatMap(({ names }) => [...names].filter(isDocumentKey)),
  ]);
  return { ...(await readDocuments(connection, documents, signal)), after: placeOf(page) };
};

const affected: Step<Payment> = async (connection, position, signal) => {
  if (position.phase === 'all' || isSame(position)) return NOTHING;
  const page = await pageOfTouched(connection, position, keyAt(position.after), signal);
  return { ...(await readDocuments(connection, await paymentsOf(connection, page, signal), signal)), after: placeOf(page) };
};

/** The payments that items are of, take back, or are what was left of; and those that name the same invoices. */
async function paymentsOf(connection: Connection, { items: touched, broken }: Items, signal: AbortSignal): Promise<Set<DocumentKey>> {
  const { items: concerned } = await readConcerned(connection, touched, signal);
  const items = [...touched, ...concerned.filter(isPart)];
  const own = items
    .filter(isPayment)
    .flatMap(({ document, isReversal, counterpart }) => (isReversal && counterpart ? [counterpart] : [document]));
  const rests = items.filter((item) => item.amount < 0n && !isPayment(item) && item.billingDocument === null);
  const { items: used } = await itemsNaming(connection, 'clearing', new Set(rests.map(({ document }) => document)), signal);
  const named = items.filter(({ amount }) => amount > 0n).flatMap(({ reference }) => reference ?? []);
  const unread = broken.flatMap(({ names }) => [...names].filter(isDocumentKey));
  return new Set([...own, ...used.filter(isPayment).map(({ document }) => document), ...named, ...unread]);
}

async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Payment>> {
  return mergeReads([await readDocuments(connection, ids.filter(isDocumentKey), signal)]);
}

/** Everything that was entered or cleared since the day before. */
const touchedSince =
  (since: Date): Step<Payment> =>
  async (connection, { after: place }, signal) => {
    const page = await pageOfTouched(connection, since.getTime(), keyAt(place), signal);
    return { ...(await readDocuments(connection, await paymentsOf(connection, page, signal), signal)), after: placeOf(page) };
  };

const listed = (step: Step<Payment>) =>
  listedByReading((connection, after, signal) => step(connection, { phase: 'all', step: 0, after, to: NO_WATERMARKS }, signal));
const NO_WATERMARKS: Watermarks = { readAt: 0, latest: null, days: {} };

async function readWatermarks(connection: Connection, before: Watermarks | null, signal: AbortSignal): Promise<Watermarks> {
  const readAt = connection.now().getTime();
  return { readAt, latest: null, days: daysOf(await readTouchedDays(connection, before?.readAt ?? readAt, signal)) };
}

/** A payment on account says nowhere how much of it is left, so unsettled ones cannot be asked for. */
export const payments: S4Stream<'payments'> = {
  support: { ...SUPPORT, translationVersion: 2, listsUnsettled: false, isPermanent: true },
  described: { service: SERVICES.journal, set: 'A_OperationalAcctgDocItemCube' },
  readWatermarks,
  steps: { all: [all], since: [affected] },
  readByIds,
  list: (range: ListRange) => [listed(range.kind === 'changedSince' ? touchedSince(range.since) : all)],
  async check(connection, signal) {
    await checkTouched(connection, signal);
    await pageOfItems(connection, PAYMENT_FILTER, { after: null, size: 1 }, signal);
  },
};
