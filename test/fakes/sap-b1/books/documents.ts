import { addDays } from '../clock.ts';
import { cents, units } from '../money.ts';
import type { Amount } from '../money.ts';
import { OBJECT_TYPES } from '../rows.ts';
import type { DocumentRow, DocumentSet, Row } from '../rows.ts';
import type { Tx } from '../store.ts';
import { currencyCode } from './currencies.ts';
import { changeBalance } from './partners.ts';
import { branchOf, nextNumber, numberIn } from './series.ts';
import { drawFrom, putDocument } from './open-lines.ts';
import { moveStock } from './stock.ts';

export interface LineInput {
  /** `LineNum`; default its place. */
  number?: number;
  item?: string;
  description?: string;
  /** Default 1. */
  quantity?: number;
  /** Default the general one, `01`. */
  warehouse?: string;
  /** Day of arrival, of what is ordered. */
  shipDate?: string;
  /** Net, in the document's currency. */
  price: Amount;
  discountPercent?: number;
  /** Default by hand. */
  priceSource?: string;
  /** Default 0. */
  taxPercent?: number;
  /** Its code. */
  project?: string;
  userFields?: Readonly<Record<string, string | number>>;
  /** The document this line was drawn from. */
  base?: { set: DocumentSet; entry: number; line: number };
}

export interface DocumentInput {
  /** Null: business inside the house. */
  partner: string | null;
  /** `DocNum`, what people see; default the next of its series. */
  number?: number;
  /** Default the one the company came with. */
  series?: number;
  /** Default the first, where the company has branches. */
  branch?: string;
  /** One line without tax, where `lines` would be noise. */
  total?: Amount;
  lines?: readonly LineInput[];
  /** ISO code; default the company's. */
  currency?: string;
  /** Local units per unit; default the day's. */
  rate?: number;
  /** `YYYY-MM-DD`; default today in the server's zone. */
  date?: string;
  /** Default 30 days later. */
  due?: string;
  instalments?: readonly { due: string; percent: number }[];
  /** `InternalCode` of a contact person. */
  contact?: number | null;
  /** `NumAtCard`, the customer's own reference. */
  reference?: string;
  comments?: string;
  reserve?: boolean;
  userFields?: Readonly<Record<string, string | number>>;
}

const CODES: Readonly<Record<DocumentSet, string>> = {
  Quotations: 'oQuotations',
  Returns: 'oReturns',
  Orders: 'oOrders',
  DeliveryNotes: 'oDeliveryNotes',
  Invoices: 'oInvoices',
  CreditNotes: 'oCreditNotes',
  DownPayments: 'oDownPayments',
  PurchaseOrders: 'oPurchaseOrders',
  PurchaseDeliveryNotes: 'oPurchaseDeliveryNotes',
  InventoryGenEntries: 'oInventoryGenEntry',
  InventoryGenExits: 'oInventoryGenExit',
};

const MOVE_BALANCE: readonly DocumentSet[] = ['Invoices', 'CreditNotes', 'DownPayments'];
const NOBODY = { CardCode: '', CardName: '', FederalTaxID: null };

interface Money {
  local: number;
  foreign: number;
}

/** A posted document. */
export function addDocument(tx: Tx, set: DocumentSet, input: DocumentInput, more: Partial<DocumentRow> = {}): DocumentRow {
  const entry = tx.store.next(`${set}.DocEntry`);
  return post(tx, set, { ...documentOf(tx, set, entry, input), ...numberIn(tx, set, input), ...more });
}

/** What was drawn from another document closes it as far as it goes; a cancellation takes nothing, a down payment bills ahead. */
function post(tx: Tx, set: DocumentSet, document: DocumentRow): DocumentRow {
  putDocument(tx, set, document);
  moveStock(tx, set, document);
  if (document.CancelStatus !== 'csCancellation' && set !== 'DownPayments') drawFrom(tx, document.DocumentLines);
  if (MOVE_BALANCE.includes(set) && document.DownPaymentType !== 'dptRequest')
    changeBalance(tx, document.CardCode, set === 'CreditNotes' ? -cents(document.DocTotal) : cents(document.DocTotal));
  return document;
}

/** Waits for somebody's approval, under a number of its own set; the number people see is the one it would get. */
export function addDraft(tx: Tx, set: DocumentSet, input: DocumentInput, more: Partial<DocumentRow> = {}): DocumentRow {
  const entry = tx.store.next('Drafts.DocEntry');
  const document = {
    ...documentOf(tx, set, entry, input),
    ...nextNumber(tx, set, input),
    AuthorizationStatus: 'dasPending',
    TransNum: 0,
    ...more,
  };
  tx.put('Drafts', entry, document);
  return document;
}

/** An approved draft becomes a document; the draft stays, closed. */
export function addFromDraft(tx: Tx, set: DocumentSet, draft: DocumentRow): DocumentRow {
  const entry = tx.store.next(`${set}.DocEntry`);
  const { date, time } = tx.stamp;
  const made = { CreationDate: date, DocTime: time, UpdateDate: date, UpdateTime: time, TransNum: tx.store.next('TransNum') };
  const lines = draft.DocumentLines.map((line): Row => ({ ...line, DocEntry: entry }));
  return post(tx, set, {
    ...draft,
    DocEntry: entry,
    ...numberIn(tx, set, { series: Number(draft.Series) }),
    ...made,
    DocumentLines: lines,
    AuthorizationStatus: 'dasGenerated',
  });
}

/** Totals are added in hundredths, foreign ones turned into local currency line by line. */
export function documentOf(tx: Tx, set: DocumentSet, entry: number, input: DocumentInput): DocumentRow {
  const partner = input.partner === null ? NOBODY : tx.get('BusinessPartners', input.partner);
  const date = input.date ?? tx.stamp.date;
  const local = tx.store.facts.LocalCurrency;
  const currency = input.currency ? currencyCode(tx.store, input.currency) : local;
  const rate = currency === local ? 1 : (input.rate ?? tx.store.rateOn(currency, date));
  const lines = (input.lines ?? [{ description: 'Servicio', price: input.total ?? 0 }]).map((line, index) =>
    lineOf(entry, index, line, currency, currency === local ? null : rate),
  );
  const total = sumOf(lines, 'gross');
  const tax = sumOf(lines, 'tax');
  const instalments = instalmentsOf(input.instalments ?? [{ due: input.due ?? addDays(date, 30), percent: 100 }], total);
  const branch = branchOf(tx, input.branch);
  const starts = tx.store.options.updateDateStartsEmpty;
  return {
    DocEntry: entry,
    DocNum: 0,
    DocType: input.lines?.some(({ item }) => item) ? 'dDocument_Items' : 'dDocument_Service',
    DocObjectCode: CODES[set],
    HandWritten: 'tNO',
    Printed: 'psNo',
    DocDate: date,
    TaxDate: date,
    DocDueDate: String(instalments.at(-1)?.DueDate ?? date),
    CardCode: partner.CardCode,
    CardName: partner.CardName,
    FederalTaxID: partner.FederalTaxID,
    ContactPersonCode: input.contact ?? null,
    NumAtCard: input.reference ?? null,
    Comments: input.comments ?? null,
    DocCurrency: currency,
    DocRate: rate,
    DocTotal: units(total.local),
    DocTotalFc: units(total.foreign),
    DocTotalSys: units(total.local),
    VatSum: units(tax.local),
    VatSumFc: units(tax.foreign),
    PaidToDate: 0,
    PaidToDateFC: 0,
    PaidToDateSys: 0,
    DocumentStatus: 'bost_Open',
    Cancelled: 'tNO',
    CancelStatus: 'csNo',
    PaymentGroupCode: 1,
    SalesPersonCode: -1,
    SeriesString: null,
    BPL_IDAssignedToInvoice: branch.id,
    BPLName: branch.name,
    TransNum: tx.store.next('TransNum'),
    ReserveInvoice: input.reserve ? 'tYES' : 'tNO',
    AuthorizationStatus: 'dasWithout',
    CreationDate: tx.stamp.date,
    DocTime: tx.stamp.time,
    UpdateDate: starts ? null : tx.stamp.date,
    UpdateTime: starts ? null : tx.stamp.time,
    DataVersion: 1,
    DocumentLines: lines.map(({ row }) => row),
    DocumentInstallments: instalments,
    DocumentReferences: [],
    NumberOfInstallments: instalments.length,
    _recons: [],
    ...input.userFields,
  };
}

interface BuiltLine {
  row: Row;
  gross: Money;
  tax: Money;
}

function lineOf(entry: number, index: number, input: LineInput, currency: string, rate: number | null): BuiltLine {
  const quantity = input.quantity ?? 1;
  const taxPercent = input.taxPercent ?? 0;
  const net = Math.round(quantity * cents(input.price) * (1 - (input.discountPercent ?? 0) / 100));
  const tax = Math.round((net * taxPercent) / 100);
  const inBooks = (minor: number): Money =>
    rate === null ? { local: minor, foreign: 0 } : { local: Math.round(minor * rate), foreign: minor };
  const [netMoney, taxMoney] = [inBooks(net), inBooks(tax)];
  const gross = { local: netMoney.local + taxMoney.local, foreign: netMoney.foreign + taxMoney.foreign };
  const row: Row = {
    DocEntry: entry,
    LineNum: input.number ?? index,
    ItemCode: input.item ?? null,
    ItemDescription: input.description ?? input.item ?? null,
    Quantity: quantity,
    UnitPrice: Number(input.price),
    Price: units(Math.round(cents(input.price) * (1 - (input.discountPercent ?? 0) / 100))),
    DiscountPercent: input.discountPercent ?? 0,
    PriceSource: input.priceSource ?? 'dpsManual',
    Currency: currency,
    LineTotal: units(netMoney.local),
    RowTotalFC: units(netMoney.foreign),
    TaxTotal: units(taxMoney.local),
    TaxPercentagePerRow: taxPercent,
    GrossTotal: units(gross.local),
    GrossTotalFC: units(gross.foreign),
    TaxCode: taxPercent === 16 ? 'IVAT16' : taxPercent === 0 ? 'IVAT0' : `IVA${taxPercent}`,
    LineStatus: 'bost_Open',
    RemainingOpenQuantity: quantity,
    WarehouseCode: input.warehouse ?? '01',
    ProjectCode: input.project ?? null,
    ShipDate: input.shipDate ?? null,
    AccountCode: '401-001',
    BaseType: input.base ? OBJECT_TYPES[input.base.set] : -1,
    BaseEntry: input.base?.entry ?? null,
    BaseLine: input.base?.line ?? null,
    ...input.userFields,
  };
  return { row, gross, tax: taxMoney };
}

const sumOf = (lines: readonly BuiltLine[], what: 'gross' | 'tax'): Money => ({
  local: lines.reduce((sum, line) => sum + line[what].local, 0),
  foreign: lines.reduce((sum, line) => sum + line[what].foreign, 0),
});

/** The last one takes what rounding leaves over. */
function instalmentsOf(inputs: readonly { due: string; percent: number }[], total: Money): Row[] {
  let rest = total;
  return inputs.map(({ due, percent }, index) => {
    const isLast = index === inputs.length - 1;
    const part = isLast ? rest : { local: Math.round((total.local * percent) / 100), foreign: Math.round((total.foreign * percent) / 100) };
    rest = { local: rest.local - part.local, foreign: rest.foreign - part.foreign };
    return {
      InstallmentId: index + 1,
      DueDate: due,
      Percentage: percent,
      Total: units(part.local),
      TotalFC: units(part.foreign),
      DunningLevel: 0,
      LastDunningDate: null,
      PaymentOrdered: 'tNO',
    };
  });
}
