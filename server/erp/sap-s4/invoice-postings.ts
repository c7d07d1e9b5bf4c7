import { failures } from './errors.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { RejectedRecord } from '../shared/contract.ts';
import type { RawStamp } from './billing.ts';
import type { Connection } from './connection.ts';
import type { Group } from './distribution.ts';
import { readDownPaymentsTaken } from './down-payments.ts';
import { readNamed, readRelated, receivables, relatedTo } from './invoice-groups.ts';
import { entered, itemsNaming, itemsOfBilling } from './journal.ts';
import { groupBy, openOnes, type DocumentKey, type Item, type Items } from './journal-item.ts';
import type { Postings } from './settlement.ts';
import { scaled } from './values.ts';

/** What accounts say of a billing document. */
export interface Booking extends Group {
  /** Of a credit memo that is open: the invoice that it names. */
  invoice: (Group & { id: string }) | null;
  /** Posted, and in no customer's account: nothing is owed. */
  isElsewhere: boolean;
}

/** What customers' accounts say of some billing documents. */
interface InvoicePostings {
  of(id: string): Booking & Postings;
  /** An item of it, or of what cleared it, cannot be understood or seen: how it was settled is not known. */
  rejectionOf(id: string): RejectedRecord | null;
}

interface OwnAndRelated {
  own: Items;
  related: Items;
  of(id: string): Booking;
  /** Something of it cannot be understood, or its journal not be seen. */
  isBroken(id: string): boolean;
  isUnseen(id: string): boolean;
}

/** Items that belong to them, by which it shows whether anything happened. */
export async function readOwnAndRelated(
  connection: Connection,
  documents: readonly RawStamp[],
  signal: AbortSignal,
): Promise<OwnAndRelated> {
  const own = await itemsOfBilling(connection, documents, signal);
  const related = await readRelated(
    connection,
    own.items.map(({ document }) => document),
    signal,
  );
  const ownOf = groupBy(own.items, ({ billingDocument }) => billingDocument);
  const relatedOf = groupBy(related.items, ({ reference }) => reference);
  const credits = openOnes(own.items).filter(({ amount, reference }) => amount < 0n && reference !== null);
  const named = await readNamed(connection, credits, signal);
  const broken = [...own.broken, ...related.broken, ...named.broken];
  const hasItems = (id: string): boolean => ownOf.has(id) || own.broken.some(({ names }) => names.has(id));
  const missing = documents.filter((raw) => isPosted(raw) && !hasItems(raw.BillingDocument));
  const outside = await entered(
    connection,
    missing.filter(({ TotalGrossAmount }) => scaled(TotalGrossAmount) !== 0n),
    signal,
  );
  const elsewhere = new Set(
    missing.filter((raw) => scaled(raw.TotalGrossAmount) === 0n || outside.has(raw.BillingDocument)).map((raw) => raw.BillingDocument),
  );
  const unseen = new Set(missing.map(({ BillingDocument }) => BillingDocument).filter((id) => !elsewhere.has(id)));
  const of = (id: string): Booking => {
    const mine = receivables(ownOf.get(id) ?? []);
    const others = relatedTo(mine, relatedOf).filter((item) => item.billingDocument !== id);
    const invoice = mine.reduce<Booking['invoice']>((found, item) => found ?? named.of(item), null);
    return { own: mine, related: others, invoice, isElsewhere: elsewhere.has(id) };
  };
  return {
    own,
    related,
    of,
    isUnseen: (id) => unseen.has(id),
    isBroken(id) {
      if (unseen.has(id)) return true;
      if (broken.length === 0) return false;
      const { own: mine, related: others, invoice } = of(id);
      const items = [...mine, ...others, ...(invoice ? [...invoice.own, ...invoice.related] : [])];
      const concerned = new Set([id, ...items.map(({ document }) => document)]);
      return broken.some(({ names }) => [...names].some((name) => concerned.has(name)));
    },
  };
}

/** Its entry was made: what it says stands in an account, unless nothing was to be paid. */
const isPosted = ({ AccountingTransferStatus, BillingDocumentIsCancelled }: RawStamp): boolean =>
  AccountingTransferStatus === 'C' && !BillingDocumentIsCancelled;

export async function readPostings(connection: Connection, documents: readonly RawStamp[], signal: AbortSignal): Promise<InvoicePostings> {
  const { own, related, of, isBroken, isUnseen } = await readOwnAndRelated(connection, documents, signal);
  const items = [...own.items, ...related.items];
  const cleared = await itemsNaming(
    connection,
    'clearing',
    documentsOf(items, ({ clearedBy }) => clearedBy),
    signal,
  );
  const taken = await readDownPaymentsTaken(connection, [...related.items, ...cleared.items], signal);
  const clearedOf = groupBy(cleared.items, ({ clearedBy }) => clearedBy);
  const broken = [own, related, cleared].flatMap((part) => part.broken);
  return {
    of: (id) => ({ ...of(id), cleared: clearedOf, taken }),
    rejectionOf(id) {
      if (isUnseen(id)) return failures.unreadableRecord(erpRecordId(id), 'journal');
      if (broken.length === 0) return isBroken(id) ? failures.unreadableRecord(erpRecordId(id), 'item') : null;
      const mine = of(id);
      const concerned = new Set([
        id,
        ...[...mine.own, ...mine.related].flatMap(({ document, clearedBy }) => [document, clearedBy ?? document]),
      ]);
      const found = broken.find(({ names }) => [...names].some((name) => concerned.has(name)));
      return found
        ? failures.unreadableRecord(erpRecordId(id), found.field)
        : isBroken(id)
          ? failures.unreadableRecord(erpRecordId(id), 'item')
          : null;
    },
  };
}

const documentsOf = (items: readonly Item[], nameOf: (item: Item) => DocumentKey | null): Set<DocumentKey> =>
  new Set(items.flatMap((item) => nameOf(item) ?? []));
