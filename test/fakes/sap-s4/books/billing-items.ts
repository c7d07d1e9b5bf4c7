import { minor, text, type Amount } from '../money.ts';
import { internalNumber } from '../odata/values.ts';
import type { Row, Tx } from '../store.ts';

export interface LineInput {
  material?: string;
  text?: string;
  /** Default 1. */
  quantity?: number;
  /** Net, of one. */
  price: Amount;
  /** Net, of all of it, where one does not come out even. */
  amount?: Amount;
  /** Default 0. */
  taxPercent?: number;
  order?: string;
  /** Item of the order; default the one at the same place. */
  orderItem?: string;
  /** Delivery that it bills. */
  delivery?: string;
  /** Billing document that it credits. */
  credits?: string;
}
const UNIT = 'PC';

interface Totals {
  net: number;
  tax: number;
  rows: { line: LineInput; net: number; tax: number }[];
}

export function totalsOf(lines: readonly LineInput[], currency: string): Totals {
  const rows = lines.map((line) => {
    const net = line.amount === undefined ? Math.round(minor(line.price, currency) * (line.quantity ?? 1)) : minor(line.amount, currency);
    return { line, net, tax: Math.round((net * (line.taxPercent ?? 0)) / 100) };
  });
  return { rows, net: rows.reduce((sum, row) => sum + row.net, 0), tax: rows.reduce((sum, row) => sum + row.tax, 0) };
}

interface ItemContext {
  /** Sales order of a line that names none. */
  order?: string | undefined;
  currency: string;
  company: string;
  date: string;
}

export function addItem(tx: Tx, number: string, index: number, { line, net, tax }: Totals['rows'][number], context: ItemContext): void {
  const item = String((index + 1) * 10).padStart(6, '0');
  const { currency, company, date } = context;
  const order = line.order ?? context.order;
  const quantity = String(line.quantity ?? 1);
  tx.put('A_BillingDocumentItem', `${number}/${item}`, {
    BillingDocument: number,
    BillingDocumentItem: item,
    SalesDocumentItemCategory: line.credits ? 'G2N' : 'TAN',
    CreatedByUser: 'CB9980000027',
    CreationDate: tx.stamp.day,
    CreationTime: tx.stamp.time,
    OrganizationDivision: '00',
    Division: '00',
    Material: line.material ?? '',
    OriginallyRequestedMaterial: line.material ?? '',
    Plant: company,
    BillingDocumentItemText: (line.text ?? '').slice(0, 40),
    ServicesRenderedDate: date,
    BillingQuantity: quantity,
    BillingQuantityUnit: UNIT,
    BillingQuantityInBaseUnit: quantity,
    BaseUnit: UNIT,
    NetAmount: text(net, currency),
    TransactionCurrency: currency,
    PricingDate: date,
    TaxAmount: text(tax, currency),
    Subtotal1Amount: text(net, currency),
    EligibleAmountForCashDiscount: text(net + tax, currency),
    CashDiscountIsDeductible: true,
    ReferenceSDDocument: line.credits ?? line.delivery ?? (order === undefined ? '' : internalNumber(order, 10)),
    ReferenceSDDocumentCategory: line.credits ? 'M' : line.delivery ? 'J' : order === undefined ? '' : 'C',
    SalesDocument: order === undefined ? '' : internalNumber(order, 10),
    SalesDocumentItem: order === undefined ? '000000' : (line.orderItem ?? item),
    SalesSDDocumentCategory: order === undefined ? '' : 'C',
    SalesOrderSalesOrganization: company,
  });
  addPrices(tx, number, item, { net, tax, line, currency });
}

/** The price and the tax, as the pricing procedure found them. */
function addPrices(
  tx: Tx,
  number: string,
  item: string,
  { net, tax, line, currency }: Totals['rows'][number] & { currency: string },
): void {
  const put = (step: string, element: Row) =>
    tx.put('A_BillingDocumentItemPrcgElmnt', `${number}/${item}/${step}/001`, {
      BillingDocument: number,
      BillingDocumentItem: item,
      PricingProcedureStep: step,
      PricingProcedureCounter: '001',
      TransactionCurrency: currency,
      ...element,
    });
  const price = line.amount === undefined ? text(minor(line.price, currency), currency) : (net / 100 / (line.quantity ?? 1)).toFixed(2);
  put('010', {
    ConditionType: 'PPR0',
    ConditionRateValue: price,
    ConditionCurrency: currency,
    ConditionQuantity: '1',
    ConditionQuantityUnit: UNIT,
    ConditionBaseValue: String(line.quantity ?? 1),
    ConditionAmount: text(net, currency),
    ConditionClass: 'B',
  });
  const percent = (line.taxPercent ?? 0).toFixed(2);
  put('800', {
    ConditionType: 'TTX1',
    ConditionRateValue: percent,
    ConditionBaseValue: text(net, currency),
    ConditionAmount: text(tax, currency),
    ConditionClass: 'D',
  });
}
