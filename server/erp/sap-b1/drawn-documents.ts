import { z } from 'zod';
import type { Connection } from './connection.ts';
import { CREDIT_NOTE, DELIVERY, DOWN_PAYMENT, INVOICE, RETURN } from './document-sets.ts';
import { ifRefused } from './errors.ts';
import { Amount, DayText, Id, Text, YesNo } from './raw.ts';
import { allOf, inGroups, oneOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';

/** A document drawn from others, and what it takes from them. */
export interface DrawnDocument {
  objectType: number;
  entry: number;
  isCancelled: boolean;
  head: RawHead;
}

interface DrawnLine {
  document: DrawnDocument;
  /** Of the agreed document it comes from in the end. */
  origin: Origin;
  line: RawDrawnLine;
}

interface Origin {
  entry: number;
  line: number;
}

/** In quantity, and in the document's currency for what is sold by amount alone. */
interface Size {
  quantity: number;
  amount: number;
}

interface LineProgress {
  /** Drawn from it at all, before anything came back: what the server counts. */
  taken: Size;
  delivered: Size;
  invoiced: Size;
}

/** What became of some quotations or orders. */
export interface Drawn {
  progressOf(entry: number, line: number): LineProgress;
  /** By the entry of the agreed document. */
  deliveries: ReadonlyMap<number, DrawnDocument[]>;
  invoices: ReadonlyMap<number, DrawnDocument[]>;
}

const RawHead = z.object({
  DocEntry: Id,
  DocNum: Id,
  Series: Id.nullish(),
  BPLName: Text,
  DocDate: DayText,
  CancelStatus: Text,
  ReserveInvoice: YesNo,
  DownPaymentType: Text,
  TrackingNumber: Text,
});
type RawHead = z.output<typeof RawHead>;

const RawDrawnLine = z.object({
  DocEntry: Id,
  LineNum: Id,
  ItemCode: Text,
  Quantity: Amount,
  LineTotal: Amount,
  RowTotalFC: Amount,
  WithoutInventoryMovement: YesNo,
  BaseType: Id.nullish(),
  BaseEntry: Id.nullish(),
  BaseLine: Id.nullish(),
});
type RawDrawnLine = z.output<typeof RawDrawnLine>;

const TARGETS: Readonly<Record<number, { set: string; isOptional?: true }>> = {
  [DELIVERY]: { set: 'DeliveryNotes' },
  [INVOICE]: { set: 'Invoices' },
  // Nothing but what came back, or was billed ahead, hangs on these.
  [RETURN]: { set: 'Returns', isOptional: true },
  [CREDIT_NOTE]: { set: 'CreditNotes', isOptional: true },
  [DOWN_PAYMENT]: { set: 'DownPayments', isOptional: true },
};

interface DrawnFrom {
  objectType: number;
  entries: readonly number[];
  /** Whose they are, and the day of the first. */
  within: { partners: readonly string[]; since: string };
}

/**
 * Deliveries and invoices of some quotations or orders, invoices of those deliveries, deliveries of invoices that bill ahead of the goods, and
 * what came back. The server keeps no such list with an order: each line names the one it was drawn from.
 */
export async function readDrawn(connection: Connection, from: DrawnFrom, signal: AbortSignal): Promise<Drawn> {
  const trail = new Trail(from.objectType);
  const read = async (target: number, base: number, entries: readonly number[]): Promise<DrawnLine[]> => {
    const found = await readTarget(connection, target, { ...from, objectType: base, entries }, signal);
    return trail.follow(found);
  };
  const [delivered, billed, paidAhead] = await Promise.all([
    read(DELIVERY, from.objectType, from.entries),
    read(INVOICE, from.objectType, from.entries),
    read(DOWN_PAYMENT, from.objectType, from.entries),
  ]);
  const [billedAfter, deliveredAfter] = await Promise.all([
    read(INVOICE, DELIVERY, entriesOf(delivered)),
    read(DELIVERY, INVOICE, entriesOf(billed.filter(isAhead))),
  ]);
  const deliveries = [...delivered, ...deliveredAfter];
  const invoices = [...billed, ...billedAfter];
  const [returned, credited] = await Promise.all([
    read(RETURN, DELIVERY, entriesOf(deliveries)),
    read(CREDIT_NOTE, INVOICE, entriesOf(invoices)),
  ]);
  // Goods leave with an invoice that was drawn from the order itself.
  const left = billed.filter((one) => !isAhead(one));
  const progress = new Map<string, LineProgress>();
  for (const [what, lines, sign] of [
    ['taken', [...delivered, ...billed], 1],
    ['delivered', [...deliveries, ...left], 1],
    ['delivered', [...returned, ...credited.filter(({ line }) => !line.WithoutInventoryMovement)], -1],
    ['invoiced', invoices, 1],
    ['invoiced', credited, -1],
  ] as const) {
    for (const { origin, line, document } of lines) if (!document.isCancelled) add(progressAt(progress, origin)[what], line, sign);
  }
  return {
    progressOf: (entry, line) => progressAt(progress, { entry, line }),
    deliveries: documentsOf(deliveries),
    invoices: documentsOf([
      ...invoices,
      ...credited,
      ...paidAhead.filter(({ document }) => document.head.DownPaymentType === 'dptInvoice'),
    ]),
  };
}

/** Which line of the agreed documents a line comes from, by way of others. */
class Trail {
  private readonly root: number;
  private readonly origins = new Map<string, Origin & { item: string | null }>();

  constructor(root: number) {
    this.root = root;
  }

  follow(found: readonly TargetLine[]): DrawnLine[] {
    return found.flatMap(({ document, line }) => {
      const { BaseType, BaseEntry, BaseLine, ItemCode } = line;
      if (!BaseEntry || typeof BaseLine !== 'number') return [];
      const before = this.origins.get(`${BaseType}:${BaseEntry}:${BaseLine}`);
      const origin = BaseType === this.root ? { entry: BaseEntry, line: BaseLine, item: ItemCode } : before;
      // A rebate on an invoice names one of its lines, and is none of its goods.
      if (!origin || (before && before.item !== ItemCode)) return [];
      this.origins.set(`${document.objectType}:${document.entry}:${line.LineNum}`, origin);
      return [{ document, line, origin }];
    });
  }
}

interface TargetLine {
  document: DrawnDocument;
  line: RawDrawnLine;
}

async function readTarget(connection: Connection, target: number, from: DrawnFrom, signal: AbortSignal): Promise<TargetLine[]> {
  const { set, isOptional } = TARGETS[target]!;
  const read = readTargetIn(connection, { set, target }, from, signal);
  return isOptional ? read.catch(ifRefused([])) : read;
}

async function readTargetIn(
  connection: Connection,
  { set, target }: { set: string; target: number },
  { objectType, entries, within }: DrawnFrom,
  signal: AbortSignal,
): Promise<TargetLine[]> {
  const base = { type: objectType, entries };
  const rows = await connection.drawnLines({ set, base, within, select: fieldsOf(RawDrawnLine) }, signal);
  const asked = new Set(entries);
  const lines = readableRows(RawDrawnLine, rows).filter(({ BaseType, BaseEntry }) => BaseType === objectType && asked.has(BaseEntry ?? 0));
  const heads = await readHeads(connection, set, [...new Set(lines.map(({ DocEntry }) => DocEntry))], signal);
  return lines.flatMap((line) => {
    const head = heads.get(line.DocEntry);
    // The reversal of a document is nobody's business.
    if (!head || head.CancelStatus === 'csCancellation') return [];
    return [{ line, document: { objectType: target, entry: line.DocEntry, isCancelled: head.CancelStatus === 'csYes', head } }];
  });
}

async function readHeads(
  { client }: Connection,
  set: string,
  entries: readonly number[],
  signal: AbortSignal,
): Promise<Map<number, RawHead>> {
  const heads = new Map<number, RawHead>();
  for (const group of inGroups(entries)) {
    const query = { select: fieldsOf(RawHead), filter: allOf(oneOf('DocEntry', group)) };
    const { rows } = await client.page(set, query, group.length, signal);
    for (const head of readableRows(RawHead, rows)) heads.set(head.DocEntry, head);
  }
  return heads;
}

const isAhead = ({ document }: DrawnLine): boolean => document.head.ReserveInvoice;
const entriesOf = (lines: readonly DrawnLine[]): number[] => [...new Set(lines.map(({ document }) => document.entry))];

function progressAt(progress: Map<string, LineProgress>, { entry, line }: Origin): LineProgress {
  const key = `${entry}:${line}`;
  const nothing = (): Size => ({ quantity: 0, amount: 0 });
  const known = progress.get(key) ?? { taken: nothing(), delivered: nothing(), invoiced: nothing() };
  progress.set(key, known);
  return known;
}

function add(size: Size, { Quantity, LineTotal, RowTotalFC }: RawDrawnLine, sign: number): void {
  size.quantity += sign * Quantity;
  size.amount += sign * (RowTotalFC || LineTotal);
}

function documentsOf(lines: readonly DrawnLine[]): Map<number, DrawnDocument[]> {
  const found = new Map<number, Map<string, DrawnDocument>>();
  for (const { origin, document } of lines) {
    const known = found.get(origin.entry) ?? new Map<string, DrawnDocument>();
    found.set(origin.entry, known.set(`${document.objectType}:${document.entry}`, document));
  }
  return new Map([...found].map(([entry, documents]) => [entry, [...documents.values()]]));
}
