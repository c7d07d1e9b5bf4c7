import type { B1Fake } from '../../fakes/sap-b1/index.ts';
import { text } from '../../fakes/sap-b1/money.ts';
import { OBJECT_TYPES, type DocumentRow, type Row } from '../../fakes/sap-b1/rows.ts';
import type { ErpOrder, ErpOrderFile, ErpOrderLine } from '../api.ts';
import type { OrderOffice } from './erp.ts';
import { bookOrder, documentOf } from './sap-b1-order-booking.ts';
import { isoOf, isOwed, textOf } from './sap-b1-office.ts';
import { KEY_FIELD } from './sap-b1-customers.ts';

/* Ids are `Quotations:DocEntry`, `Orders:DocEntry`, `Drafts:DocEntry`. */

const FOUND_AT_MOST = 20;
const SETS = ['Drafts', 'Quotations', 'Orders'] as const;
export type OrderSet = (typeof SETS)[number];
interface Found {
  set: OrderSet;
  row: DocumentRow;
}

/** Sales at work in the double. */
export function b1Orders(b1: B1Fake): OrderOffice {
  return {
    search: (entered) => newest(b1, allOf(b1).filter(matches(entered.trim().toLowerCase()))),
    ofCustomers: (ids) => {
      const codes = new Set(ids.map((id) => id.split(':')[0]));
      return newest(
        b1,
        allOf(b1).filter(({ row }) => codes.has(row.CardCode)),
      );
    },
    order: (id) => fileOf(b1, id),
    book: async (action) => bookOrder(b1, action),
  };
}

/** A draft that became a document is that document. */
const allOf = (b1: B1Fake): Found[] =>
  SETS.flatMap((set) => b1.records(set).map((row) => ({ set, row }))).filter(
    ({ set, row }) => set !== 'Drafts' || row.DocumentStatus === 'bost_Open',
  );

const matches =
  (words: string) =>
  ({ row }: Found): boolean =>
    [row.DocNum, row.CardName, row.CardCode, row.NumAtCard, row[KEY_FIELD]].some((field) =>
      String(field ?? '')
        .toLowerCase()
        .includes(words),
    );

const newest = (b1: B1Fake, found: readonly Found[]): ErpOrder[] =>
  found
    .toSorted((a, b) => b.row.DocDate.localeCompare(a.row.DocDate) || b.row.DocEntry - a.row.DocEntry)
    .slice(0, FOUND_AT_MOST)
    .map((one) => orderOf(b1, one));

function orderOf(b1: B1Fake, { set, row }: Found): ErpOrder {
  const [state, tone] = stateOf(set, row);
  return {
    id: `${set}:${row.DocEntry}`,
    number: String(row.DocNum),
    customer: String(row.CardName),
    orderedOn: row.DocDate,
    state,
    tone,
    total: text(row.DocTotalFc || row.DocTotal),
    currency: isoOf(b1, row.DocCurrency),
    reference: textOf(row.NumAtCard),
    puenteKey: textOf(row[KEY_FIELD]),
  };
}

const TITLES: Record<OrderSet, string> = { Drafts: 'Draft', Quotations: 'Sales Quotation', Orders: 'Sales Order' };
const APPROVALS: Record<string, string> = { dasPending: 'Pending', dasApproved: 'Approved', dasRejected: 'Rejected' };

/** As its window shows it. */
function stateOf(set: OrderSet, row: DocumentRow): [string, ErpOrder['tone']] {
  if (set === 'Drafts') return [`${TITLES[set]}, ${APPROVALS[String(row.AuthorizationStatus)] ?? 'Open'}`, 'warning'];
  if (row.CancelStatus === 'csYes') return [`${TITLES[set]}, Canceled`, 'default'];
  return row.DocumentStatus === 'bost_Close' ? [`${TITLES[set]}, Closed`, 'success'] : [`${TITLES[set]}, Open`, 'info'];
}

function fileOf(b1: B1Fake, id: string): ErpOrderFile | null {
  const found = documentOf(b1, id);
  if (!found) return null;
  const drawn = drawnFrom(b1, found);
  return {
    ...orderOf(b1, found),
    lines: found.row.DocumentLines.map((line) => lineOf(b1, line, drawn)),
    tasks: [],
    subscriptions: [],
    documents: drawn.map(({ set, row }) => ({
      id: `${set}:${row.DocEntry}`,
      title: `${NAMES[set]} ${row.DocNum}`,
      state: row.DocumentStatus === 'bost_Close' ? 'Closed' : 'Open',
      amount: set === 'Invoices' ? text(row.DocTotalFc || row.DocTotal) : null,
      currency: set === 'Invoices' ? isoOf(b1, row.DocCurrency) : null,
    })),
    offers: offersOf(found, drawn),
  };
}

const TARGETS = ['Orders', 'DeliveryNotes', 'Invoices'] as const;
type TargetSet = (typeof TARGETS)[number];
const NAMES: Record<TargetSet, string> = { Orders: 'Sales order', DeliveryNotes: 'Delivery', Invoices: 'A/R invoice' };
interface Drawn {
  set: TargetSet;
  row: DocumentRow;
}

/** What was drawn from it, and from its deliveries; what is cancelled does not count. */
function drawnFrom(b1: B1Fake, { set, row }: Found): Drawn[] {
  if (set === 'Drafts') return [];
  const direct = isDrawn(b1, OBJECT_TYPES[set], row.DocEntry);
  const invoices = direct.flatMap((one) => (one.set === 'DeliveryNotes' ? isDrawn(b1, OBJECT_TYPES.DeliveryNotes, one.row.DocEntry) : []));
  return [...direct, ...invoices.filter((one) => direct.every((other) => other.row !== one.row))];
}

const isDrawn = (b1: B1Fake, type: number, entry: number): Drawn[] =>
  TARGETS.flatMap((set) => b1.records(set).map((row) => ({ set, row }))).filter(
    ({ row }) =>
      row.CancelStatus === 'csNo' && row.DocumentLines.some(({ BaseType, BaseEntry }) => BaseType === type && BaseEntry === entry),
  );

function lineOf(b1: B1Fake, line: Row, drawn: readonly Drawn[]): ErpOrderLine {
  const taken = (lines: readonly Row[]) => lines.reduce((sum, { Quantity }) => sum + Number(Quantity), 0);
  const isOfLine = ({ BaseEntry, BaseLine }: Row) => BaseEntry === line.DocEntry && BaseLine === line.LineNum;
  const linesOf = (wanted: TargetSet) => drawn.flatMap(({ set, row }) => (set === wanted ? row.DocumentLines : []));
  const deliveries = linesOf('DeliveryNotes').filter(isOfLine);
  const isOfDelivery = ({ BaseEntry, BaseLine }: Row) =>
    deliveries.some(({ DocEntry, LineNum }) => DocEntry === BaseEntry && LineNum === BaseLine);
  const invoiced = linesOf('Invoices').filter((one) =>
    one.BaseType === OBJECT_TYPES.DeliveryNotes ? isOfDelivery(one) : one.BaseType === OBJECT_TYPES.Orders && isOfLine(one),
  );
  return {
    id: String(line.LineNum),
    name: [line.ItemCode, line.ItemDescription].filter(Boolean).join(' · '),
    quantity: Number(line.Quantity),
    price: text(Number(line.UnitPrice)),
    discount: Number(line.DiscountPercent),
    net: text(Number(line.RowTotalFC || line.LineTotal)),
    isGoods: typeof line.ItemCode === 'string' && b1.record('Items', line.ItemCode)?.InventoryItem === 'tYES',
    reserved: null,
    delivered: taken(deliveries),
    invoiced: taken(invoiced),
  };
}

/** The buttons of its window. */
function offersOf({ set, row }: Found, drawn: readonly Drawn[]): ErpOrderFile['offers'] {
  if (set === 'Drafts') return row.AuthorizationStatus === 'dasPending' ? ['approve', 'reject'] : [];
  const isDue = drawn.some((one) => one.set === 'Invoices' && isOwed(one.row));
  const pay: ErpOrderFile['offers'] = isDue ? ['pay'] : [];
  if (row.DocumentStatus === 'bost_Close') {
    const isToInvoice = drawn.some((one) => one.set === 'DeliveryNotes' && one.row.DocumentStatus === 'bost_Open');
    return [...(isToInvoice ? (['invoice'] as const) : []), ...pay];
  }
  if (set === 'Quotations') return ['confirm', 'cancel'];
  return ['deliver', 'invoice', ...pay, 'cancel'];
}
