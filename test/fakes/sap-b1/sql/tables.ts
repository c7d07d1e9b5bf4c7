import { cents, units } from '../money.ts';
import type { Row } from '../rows.ts';
import type { Schema } from '../schema.ts';

export interface Column {
  name: string;
  isNumber: boolean;
  read(row: Row): string | number | null;
}
interface SqlTable {
  set: string;
  columns: ReadonlyMap<string, Column>;
  rows(headers: readonly Row[]): Row[];
}

/** Column of the database → property; the names differ from the service's. */
const DOCUMENT = {
  DocEntry: 'DocEntry',
  DocNum: 'DocNum',
  DocDate: 'DocDate',
  DocDueDate: 'DocDueDate',
  CardCode: 'CardCode',
  NumAtCard: 'NumAtCard',
  DocCur: 'DocCurrency',
  DocRate: 'DocRate',
  DocTotal: 'DocTotal',
  DocTotalFC: 'DocTotalFc',
  PaidToDate: 'PaidToDate',
  PaidFC: 'PaidToDateFC',
  DocStatus: 'DocumentStatus',
  CANCELED: 'CancelStatus',
  TransId: 'TransNum',
  CreateDate: 'CreationDate',
  UpdateDate: 'UpdateDate',
};
const INSTALLMENT = {
  DocEntry: 'DocEntry',
  InstlmntID: 'InstallmentId',
  DueDate: 'DueDate',
  InsTotal: 'Total',
  InsTotalFC: 'TotalFC',
  Paid: 'Paid',
  PaidFC: 'PaidFC',
  Status: 'Status',
};
const PAYMENT = {
  DocEntry: 'DocEntry',
  DocNum: 'DocNum',
  DocDate: 'DocDate',
  CardCode: 'CardCode',
  DocCurr: 'DocCurrency',
  Canceled: 'Cancelled',
  OpenBal: '_open',
};
/** In RCT2 `DocNum` is the payment's DocEntry, `DocEntry` the invoice's. */
const PAYMENT_ROW = {
  DocNum: 'Payment',
  InvoiceId: 'LineNum',
  DocEntry: 'DocEntry',
  SumApplied: 'SumApplied',
  AppliedFC: 'AppliedFC',
  InvType: 'InvoiceType',
  InstId: 'InstallmentId',
};
const ENUMS: Readonly<Record<string, string>> = {
  DocumentStatus: 'BoStatus',
  CancelStatus: 'CancelStatusEnum',
  Cancelled: 'BoYesNoEnum',
  InvoiceType: 'BoRcptInvTypes',
};

const TABLES: Readonly<
  Record<string, { set: string; columns: Readonly<Record<string, string>>; rows?: (headers: readonly Row[]) => Row[] }>
> = {
  OINV: { set: 'Invoices', columns: DOCUMENT },
  ORIN: { set: 'CreditNotes', columns: DOCUMENT },
  ODPI: { set: 'DownPayments', columns: DOCUMENT },
  INV6: { set: 'Invoices', columns: INSTALLMENT, rows: (headers) => headers.flatMap(installments) },
  ORCT: { set: 'IncomingPayments', columns: PAYMENT },
  RCT2: { set: 'IncomingPayments', columns: PAYMENT_ROW, rows: (headers) => headers.flatMap(paymentRows) },
};

export function sqlTable(schema: Schema, name: string): SqlTable | undefined {
  const table = TABLES[name];
  if (!table) return undefined;
  const columns = Object.entries(table.columns).map(([column, property]): [string, Column] => [column, columnOf(schema, column, property)]);
  return { set: table.set, columns: new Map(columns), rows: table.rows ?? ((headers) => [...headers]) };
}

function columnOf(schema: Schema, name: string, property: string): Column {
  const enumType = ENUMS[property];
  const isNumber = /Entry|Num$|Total|Paid|Rate|Sum|FC$|ID$|Id$|Bal$/.test(name) && !/DocStatus|NumAtCard/.test(name);
  return {
    name,
    isNumber,
    read: (row) => {
      const value = row[property];
      if (enumType && typeof value === 'string') return schema.databaseValue(enumType, value);
      if (property === '_open') return units(Number(value));
      return typeof value === 'string' || typeof value === 'number' ? value : null;
    },
  };
}

/** The only place that says how much of an instalment is paid. */
function installments(header: Row): Row[] {
  let [paid, paidForeign] = [cents(Number(header.PaidToDate)), cents(Number(header.PaidToDateFC))];
  return ((header.DocumentInstallments ?? []) as readonly Row[]).map((row) => {
    const part = Math.min(paid, cents(Number(row.Total)));
    const partForeign = Math.min(paidForeign, cents(Number(row.TotalFC)));
    paid -= part;
    paidForeign -= partForeign;
    const status = part === cents(Number(row.Total)) ? 'C' : 'O';
    return { ...row, DocEntry: header.DocEntry, Paid: units(part), PaidFC: units(partForeign), Status: status };
  });
}

const paymentRows = (header: Row): Row[] =>
  ((header.PaymentInvoices ?? []) as readonly Row[]).map((row) => ({ ...row, Payment: header.DocEntry }));
