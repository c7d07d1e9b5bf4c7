import { orderKeyIn, referenceIn } from '../../../server/erp/sap-s4/order-keys.ts';
import { billedOf } from '../../fakes/sap-s4/books/order-progress.ts';
import { ORDER, QUOTATION, type SalesKind } from '../../fakes/sap-s4/books/sales-documents.ts';
import type { S4Fake } from '../../fakes/sap-s4/index.ts';
import { external } from '../../fakes/sap-s4/operations.ts';
import type { Row } from '../../fakes/sap-s4/store.ts';
import type { ErpOrder, ErpOrderFile, ErpOrderLine } from '../api.ts';
import type { OrderOffice } from './erp.ts';
import { textOf } from './sap-s4-customers.ts';
import { bookOrder, documentOf, idOf, invoicesOf, isOwed, itemsOf } from './sap-s4-order-booking.ts';

const FOUND_AT_MOST = 20;
interface Found {
  kind: SalesKind;
  row: Row;
}

/** Sales at work in the double. */
export const s4Orders = (s4: S4Fake): OrderOffice => ({
  search: (entered) => newest(s4, allOf(s4).filter(matches(s4, entered.trim().toLowerCase()))),
  ofCustomers: (ids) => {
    const customers = new Set(ids.map((id) => s4.record('A_BusinessPartner', id)?.['Customer']));
    return newest(
      s4,
      allOf(s4).filter(({ row }) => customers.has(row['SoldToParty'])),
    );
  },
  order: (id) => fileOf(s4, id),
  book: async (action) => bookOrder(s4, action),
});

const allOf = (s4: S4Fake): Found[] => [QUOTATION, ORDER].flatMap((kind) => s4.records(kind.set).map((row) => ({ kind, row })));

const customerName = (s4: S4Fake, { SoldToParty: customer }: Row): string =>
  String(s4.store.table('A_BusinessPartner').by('Customer', customer)[0]?.['BusinessPartnerFullName'] ?? '');

const matches =
  (s4: S4Fake, words: string) =>
  ({ kind, row }: Found): boolean =>
    [external(String(row[kind.number])), customerName(s4, row), row['PurchaseOrderByCustomer']].some((field) =>
      String(field ?? '')
        .toLowerCase()
        .includes(words),
    );

const dayOf = (kind: SalesKind, row: Row): string => String(row[kind === ORDER ? 'SalesOrderDate' : 'SalesQuotationDate'] ?? '');

const newest = (s4: S4Fake, found: readonly Found[]): ErpOrder[] =>
  found
    .toSorted(
      (a, b) => dayOf(b.kind, b.row).localeCompare(dayOf(a.kind, a.row)) || String(b.row['_key']).localeCompare(String(a.row['_key'])),
    )
    .slice(0, FOUND_AT_MOST)
    .map((one) => orderOf(s4, one));

function orderOf(s4: S4Fake, { kind, row }: Found): ErpOrder {
  const [state, tone] = stateOf(kind, row);
  const reference = textOf(row['PurchaseOrderByCustomer']);
  return {
    id: idOf(kind, row),
    number: external(String(row[kind.number])),
    customer: customerName(s4, row),
    orderedOn: dayOf(kind, row),
    ...{ state, tone },
    total: String(row['TotalNetAmount']),
    currency: String(row['TransactionCurrency']),
    reference: referenceIn(reference),
    puenteKey: orderKeyIn(reference),
  };
}

/** As its app shows it. */
function stateOf(kind: SalesKind, row: Row): [string, ErpOrder['tone']] {
  const title = kind === ORDER ? 'Sales Order' : 'Sales Quotation';
  if (row['OverallSDDocumentRejectionSts'] === 'C') return [`${title}, Rejected`, 'default'];
  if (row['SalesDocApprovalStatus'] === 'A') return [`${title}, In Approval`, 'warning'];
  if (row['TotalCreditCheckStatus'] === 'B') return [`${title}, Credit Check: Not OK`, 'warning'];
  if (row['OverallSDProcessStatus'] === 'C') return [`${title}, Completed`, 'success'];
  return [`${title}, ${row['OverallSDProcessStatus'] === 'B' ? 'In Process' : 'Open'}`, 'info'];
}

function fileOf(s4: S4Fake, id: string): ErpOrderFile | null {
  const found = documentOf(s4, id);
  if (!found) return null;
  const { kind, row, number } = found;
  const items = itemsOf(s4, kind, number);
  return {
    ...orderOf(s4, found),
    lines: items.map((item) => lineOf(s4, kind, item)),
    tasks: [],
    subscriptions: [],
    documents: kind === ORDER ? [...deliveriesOf(s4, row), ...billingOf(s4, row)] : ordersOf(s4, row),
    offers: offersOf(s4, found, items),
  };
}

function lineOf(s4: S4Fake, kind: SalesKind, item: Row): ErpOrderLine {
  const quantity = Number(item['RequestedQuantity']);
  const conditions = s4.store
    .table(kind.conditions)
    .by(kind.number, item[kind.number])
    .filter((row) => row[kind.item] === item[kind.item]);
  const inForce = (type: string): Row | undefined =>
    conditions.find((row) => row['ConditionClass'] === type && row['ConditionInactiveReason'] === '');
  const isGoods = kind === ORDER && item['DeliveryStatus'] !== '';
  const schedule = s4.record('A_SalesOrderScheduleLine', `${String(item['_key'])}/0001`);
  return {
    id: external(String(item[kind.item])),
    name: [item['Material'], item[`${kind.item}Text`]].filter(Boolean).join(' · '),
    quantity,
    price: String(inForce('B')?.['ConditionRateValue'] ?? Number(item['NetAmount']) / quantity),
    discount: Math.abs(Number(inForce('A')?.['ConditionRateValue'] ?? 0)),
    net: String(item['NetAmount']),
    isGoods,
    reserved: isGoods ? Number(schedule?.['OpenConfdDelivQtyInOrdQtyUnit'] ?? 0) : null,
    delivered: isGoods ? Number(schedule?.['DeliveredQtyInOrderQtyUnit'] ?? 0) : 0,
    invoiced: kind === ORDER ? billedOf(s4.store.begin(), item) : 0,
  };
}

type Documents = ErpOrderFile['documents'];

function deliveriesOf(s4: S4Fake, { SalesOrder: order }: Row): Documents {
  const numbers = new Set(
    s4.store
      .table('A_OutbDeliveryItem')
      .by('ReferenceSDDocument', order)
      .map((row) => String(row['DeliveryDocument'])),
  );
  return [...numbers].map((number) => ({
    id: `delivery:${external(number)}`,
    title: `Outbound Delivery ${external(number)}`,
    state: s4.record('A_OutbDeliveryHeader', number)?.['OverallGoodsMovementStatus'] === 'C' ? 'Goods Issued' : 'Open',
    amount: null,
    currency: null,
  }));
}

const billingOf = (s4: S4Fake, order: Row): Documents =>
  invoicesOf(s4, order).map((row) => ({
    id: `invoice:${external(String(row['BillingDocument']))}`,
    title: `Billing Document ${external(String(row['BillingDocument']))}`,
    state: isOwed(s4, row) ? 'Open' : 'Cleared',
    amount: String(row['TotalGrossAmount']),
    currency: String(row['TransactionCurrency']),
  }));

const ordersOf = (s4: S4Fake, { SalesQuotation: quotation }: Row): Documents =>
  s4
    .records(ORDER.set)
    .filter((row) => row['ReferenceSDDocument'] === quotation)
    .map((row) => ({ id: idOf(ORDER, row), title: `Sales Order ${external(String(row['SalesOrder']))}`, state: stateOf(ORDER, row)[0], amount: null, currency: null })); // prettier-ignore

/** The buttons of its app. */
function offersOf(s4: S4Fake, { kind, row }: Found, items: readonly Row[]): ErpOrderFile['offers'] {
  if (row['OverallSDDocumentRejectionSts'] === 'C') return [];
  if (row['SalesDocApprovalStatus'] === 'A') return kind === ORDER ? ['approve', 'cancel'] : ['cancel'];
  if (kind === QUOTATION) return row['OverallSDProcessStatus'] === 'C' ? [] : ['confirm', 'cancel'];
  const lines = items.map((item) => lineOf(s4, kind, item));
  const isDue = invoicesOf(s4, row).some((one) => isOwed(s4, one));
  const goods = lines.filter(({ isGoods }) => isGoods);
  const isDelivered = goods.every(({ quantity, delivered }) => delivered >= quantity);
  const isBilled = lines.every(({ quantity, invoiced }) => invoiced >= quantity);
  const held = goods.some(({ reserved }) => (reserved ?? 0) > 0);
  return [
    ...(isDelivered ? [] : (['deliver', held ? 'unreserve' : 'reserve'] as const)),
    ...(isBilled ? [] : (['invoice'] as const)),
    ...(isDue ? (['pay'] as const) : []),
    ...(isDelivered && isBilled ? [] : (['cancel'] as const)),
  ];
}
