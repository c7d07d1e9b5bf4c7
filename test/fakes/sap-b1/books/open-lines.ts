import { cents } from '../money.ts';
import { OBJECT_TYPES } from '../rows.ts';
import type { DocumentRow, DocumentSet, Row } from '../rows.ts';
import type { Tx } from '../store.ts';
import { changeOpenBalance } from './partners.ts';
import { moveOpen } from './stock.ts';

/** Documents that others are drawn from, which closes them line by line. Invoices are closed by money. */
const DRAWN_FROM = ['Quotations', 'Orders', 'DeliveryNotes', 'PurchaseOrders'] as const;
type DrawnSet = (typeof DRAWN_FROM)[number];

const setOf = (type: Row[string]): DrawnSet | undefined => DRAWN_FROM.find((set) => OBJECT_TYPES[set] === type);

/** Stores a document; what is open of it stands in the stock of its items and in the partner's balances. */
export function putDocument(tx: Tx, set: DocumentSet, document: DocumentRow): void {
  const before = tx.find(set, document.DocEntry);
  tx.put(set, document.DocEntry, document);
  for (const line of before?.DocumentLines ?? []) moveOpen(tx, set, line, -openQuantity(line));
  for (const line of document.DocumentLines) moveOpen(tx, set, line, openQuantity(line));
  const balance = ({ Orders: 'OpenOrdersBalance', DeliveryNotes: 'OpenDeliveryNotesBalance' } as const)[set as 'Orders'];
  if (balance) changeOpenBalance(tx, document.CardCode, balance, openValue(document) - (before ? openValue(before) : 0));
}

const openQuantity = ({ LineStatus, RemainingOpenQuantity }: Row): number =>
  LineStatus === 'bost_Open' ? Number(RemainingOpenQuantity) : 0;

/** Gross, in hundredths of local currency. */
const openValue = ({ DocumentLines }: DocumentRow): number =>
  DocumentLines.reduce(
    (sum, line) =>
      sum + (Number(line.Quantity) === 0 ? 0 : Math.round((cents(Number(line.GrossTotal)) * openQuantity(line)) / Number(line.Quantity))),
    0,
  );

/** The lines a document was drawn from are less open by what it takes. That leaves no trace on the change stamp of their document. */
export function drawFrom(tx: Tx, lines: readonly Row[]): void {
  for (const line of lines) changeOpen(tx, line, (open) => Math.max(0, open - Number(line.Quantity)));
}

/** A cancelled document gives back what it took. */
export function giveBack(tx: Tx, lines: readonly Row[]): void {
  for (const line of lines) changeOpen(tx, line, (open, { Quantity }) => Math.min(Number(Quantity), open + Number(line.Quantity)));
}

function changeOpen(tx: Tx, { BaseType, BaseEntry, BaseLine }: Row, change: (open: number, line: Row) => number): void {
  const set = setOf(BaseType);
  if (!set) return;
  const base = tx.get(set, Number(BaseEntry));
  const lines = base.DocumentLines.map((line): Row =>
    line.LineNum === BaseLine ? withOpen(line, change(Number(line.RemainingOpenQuantity), line)) : line,
  );
  putDocument(tx, set, { ...base, DocumentLines: lines, DocumentStatus: openStatusOf(lines) });
}

const withOpen = (line: Row, open: number): Row => ({
  ...line,
  RemainingOpenQuantity: open,
  LineStatus: open === 0 ? 'bost_Close' : 'bost_Open',
});

export const openStatusOf = (lines: readonly Row[]): DocumentRow['DocumentStatus'] =>
  lines.some(({ LineStatus }) => LineStatus === 'bost_Open') ? 'bost_Open' : 'bost_Close';

/** By hand, or because it is cancelled: what is open stays in its lines, and counts no more. */
export function closeLines(tx: Tx, set: DocumentSet, entry: number, changes: Partial<DocumentRow>): void {
  const before = tx.get(set, entry);
  const lines = before.DocumentLines.map((line): Row => ({ ...line, LineStatus: 'bost_Close' }));
  putDocument(tx, set, { ...before, ...changes, DocumentLines: lines, DocumentStatus: 'bost_Close' });
}

/** Documents drawn from it that nobody cancelled. */
export function drawnOf(tx: Tx, set: DocumentSet, entry: number): { set: DocumentSet; document: DocumentRow }[] {
  return TARGETS.flatMap((target) =>
    tx.store
      .list(target)
      .map(({ DocEntry }) => tx.get(target, DocEntry))
      .filter(({ CancelStatus }) => CancelStatus === 'csNo')
      .filter(({ DocumentLines }) => DocumentLines.some(({ BaseType, BaseEntry }) => BaseType === OBJECT_TYPES[set] && BaseEntry === entry))
      .map((document) => ({ set: target, document })),
  );
}
const TARGETS = ['Orders', 'DeliveryNotes', 'Returns', 'Invoices', 'CreditNotes', 'DownPayments'] as const;
