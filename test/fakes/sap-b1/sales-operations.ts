import { addDocument, addDraft, addFromDraft } from './books/documents.ts';
import type { DocumentInput, LineInput } from './books/documents.ts';
import { closeLines, drawnOf, giveBack } from './books/open-lines.ts';
import { touched } from './books/settlement.ts';
import { CatalogOperations } from './catalog-operations.ts';
import type { DocumentRow, DocumentSet, Row } from './rows.ts';
import type { Tx } from './store.ts';

export type AgreedSet = 'Quotations' | 'Orders';
export interface Part {
  /** `LineNum` in the document it is taken from. */
  line: number;
  /** Default what is open. */
  quantity?: number;
}

/** What people do with quotations, orders and deliveries, within one transaction. */
export class SalesOperations extends CatalogOperations {
  createQuotation(input: DocumentInput): number {
    return addDocument(this.tx, 'Quotations', input).DocEntry;
  }
  createOrder(input: DocumentInput): number {
    return addDocument(this.tx, 'Orders', input).DocEntry;
  }
  /** All of a quotation, as "Copy to" does. */
  orderFromQuotation(quotation: number): number {
    const document = this.tx.get('Quotations', quotation);
    return addDocument(this.tx, 'Orders', copyOf(this.tx, 'Quotations', document, openParts(document))).DocEntry;
  }

  /** So much of an order leaves. */
  deliver(order: number, parts: readonly Part[], more: { tracking?: string } = {}): number {
    const input = copyOf(this.tx, 'Orders', this.tx.get('Orders', order), parts);
    return addDocument(this.tx, 'DeliveryNotes', input, { TrackingNumber: more.tracking ?? null }).DocEntry;
  }
  /** The reversal is a document of its own, and the goods are back. */
  cancelDelivery(entry: number): number {
    const document = this.tx.get('DeliveryNotes', entry);
    if (drawnOf(this.tx, 'DeliveryNotes', entry).length > 0) throw new Error(`delivery ${entry} is billed or returned`);
    const lines = document.DocumentLines.map((line) => ({
      ...sameLine(line),
      base: { set: 'DeliveryNotes' as const, entry, line: Number(line.LineNum) },
    }));
    const reversal = addDocument(this.tx, 'DeliveryNotes', { ...sameHead(this.tx, document), lines }, { CancelStatus: 'csCancellation' });
    closeLines(this.tx, 'DeliveryNotes', reversal.DocEntry, {});
    closeLines(this.tx, 'DeliveryNotes', entry, { ...touched(this.tx, document), Cancelled: 'tYES', CancelStatus: 'csYes' });
    giveBack(this.tx, document.DocumentLines);
    return reversal.DocEntry;
  }
  /** Goods of a delivery come back before they are billed. */
  returnGoods(delivery: number, parts: readonly Part[]): number {
    return addDocument(this.tx, 'Returns', copyOf(this.tx, 'DeliveryNotes', this.tx.get('DeliveryNotes', delivery), parts)).DocEntry;
  }
  /** What was delivered and not billed, and what of an order nobody delivers; nothing of either: all of it, goods and all. */
  invoiceOrder(order: number): number {
    const { tx } = this;
    const document = tx.get('Orders', order);
    const delivered = drawnOf(tx, 'Orders', order).filter(({ set }) => set === 'DeliveryNotes');
    const services = openParts(document).filter(({ line }) => !isStocked(tx, document, line));
    const lines = [
      ...delivered.flatMap((one) => copyOf(tx, one.set, one.document, openParts(one.document)).lines ?? []),
      ...(copyOf(tx, 'Orders', document, services).lines ?? []),
    ];
    if (lines.length === 0) return this.invoiceDirectly(order, openParts(document));
    return addDocument(tx, 'Invoices', { ...sameHead(tx, document), lines }).DocEntry;
  }
  /** The order itself is billed, goods and all: no delivery. */
  invoiceDirectly(order: number, parts: readonly Part[], more: { reserve?: boolean } = {}): number {
    return addDocument(this.tx, 'Invoices', { ...copyOf(this.tx, 'Orders', this.tx.get('Orders', order), parts), ...more }).DocEntry;
  }

  /** Refused once something was drawn from it. */
  cancelAgreed(set: AgreedSet, entry: number): void {
    const document = this.tx.get(set, entry);
    if (document.DocumentStatus === 'bost_Close') throw new Error(`${set}(${entry}) is closed`);
    if (drawnOf(this.tx, set, entry).length > 0) throw new Error(`${set}(${entry}) has documents drawn from it`);
    closeLines(this.tx, set, entry, {
      ...touched(this.tx, document),
      Cancelled: 'tYES',
      CancelStatus: 'csYes',
      CancelDate: this.tx.stamp.date,
    });
    giveBack(this.tx, document.DocumentLines);
  }
  /** By hand, with something still open. */
  closeAgreed(set: AgreedSet, entry: number): void {
    closeLines(this.tx, set, entry, touched(this.tx, this.tx.get(set, entry)));
  }

  // ── approval ──

  /** What somebody without the right to add it himself leaves behind. */
  createDraft(set: AgreedSet, input: DocumentInput): number {
    return addDraft(this.tx, set, input).DocEntry;
  }
  /** Somebody still has to add it. */
  approveDraft(draft: number): void {
    this.decide(draft, 'dasApproved');
  }
  rejectDraft(draft: number): void {
    this.decide(draft, 'dasRejected');
  }
  /** An approved draft becomes a document, whose entry is returned. */
  addApproved(draft: number): number {
    const row = this.tx.get('Drafts', draft);
    if (row.AuthorizationStatus !== 'dasApproved') throw new Error(`draft ${draft} is not approved`);
    const set = row.DocObjectCode === 'oOrders' ? 'Orders' : 'Quotations';
    const made = addFromDraft(this.tx, set, row);
    this.tx.patch('Drafts', draft, { ...touched(this.tx, row), AuthorizationStatus: 'dasGenerated', DocumentStatus: 'bost_Close' });
    return made.DocEntry;
  }
  private decide(draft: number, status: string): void {
    this.tx.patch('Drafts', draft, { ...touched(this.tx, this.tx.get('Drafts', draft)), AuthorizationStatus: status });
  }
}

const openParts = ({ DocumentLines }: DocumentRow): Part[] =>
  DocumentLines.filter(({ LineStatus }) => LineStatus === 'bost_Open').map(({ LineNum }) => ({ line: Number(LineNum) }));

function isStocked(tx: Tx, { DocumentLines }: DocumentRow, number: number): boolean {
  const code = DocumentLines.find(({ LineNum }) => LineNum === number)?.ItemCode;
  return typeof code === 'string' && tx.find('Items', code)?.InventoryItem === 'tYES';
}

/** Some of a document's lines, to be drawn from it. */
function copyOf(tx: Tx, set: DocumentSet, document: DocumentRow, parts: readonly Part[]): DocumentInput {
  const lines = parts.map(({ line, quantity }): LineInput => {
    const from = document.DocumentLines.find(({ LineNum }) => LineNum === line);
    if (from?.LineStatus !== 'bost_Open') throw new Error(`line ${line} of ${set}(${document.DocEntry}) is closed`);
    return {
      ...sameLine(from),
      quantity: quantity ?? Number(from.RemainingOpenQuantity),
      base: { set, entry: document.DocEntry, line },
    };
  });
  return { ...sameHead(tx, document), ...(typeof document.NumAtCard === 'string' && { reference: document.NumAtCard }), lines };
}

export function sameHead(tx: Tx, document: DocumentRow): DocumentInput {
  const iso = tx.store.get('Currencies', document.DocCurrency)?.DocumentsCode;
  return {
    partner: document.CardCode,
    currency: String(iso),
    rate: document.DocRate,
    contact: typeof document.ContactPersonCode === 'number' ? document.ContactPersonCode : null,
    ...(typeof document.BPLName === 'string' && { branch: document.BPLName }),
  };
}

export const sameLine = (line: Row): LineInput => ({
  ...(typeof line.ItemCode === 'string' ? { item: line.ItemCode } : {}),
  description: String(line.ItemDescription),
  ...(typeof line.WarehouseCode === 'string' ? { warehouse: line.WarehouseCode } : {}),
  quantity: Number(line.Quantity),
  price: Number(line.UnitPrice),
  discountPercent: Number(line.DiscountPercent),
  taxPercent: Number(line.TaxPercentagePerRow),
});
