import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';

// What Service Layer answers, by the names of its metadata. Empty values are null, sometimes an empty text.
export const Text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);
/** `2026-11-20T00:00:00Z` is the calendar day 2026-11-20 and no instant. */
export const DayText = z
  .string()
  .nullish()
  .transform((value) => value?.slice(0, 10) ?? null);
export const Amount = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);
export const Id = z.number().int();
export const YesNo = z
  .string()
  .nullish()
  .transform((value) => value === 'tYES');

/** A moment in the company server's own time, of which nobody says the zone. */
export interface LocalTime {
  date: string;
  time: string;
}

export const stamp = { UpdateDate: DayText, UpdateTime: Text };

/** A number, and what tells it from the same one of another series or branch. */
const numbered = { DocNum: Id, Series: Id.nullish(), BPLName: Text };
export type Numbered = z.output<z.ZodObject<typeof numbered>>;

export const RawDocument = z.object({
  DocEntry: Id,
  ...numbered,
  CardCode: z.string().min(1),
  ContactPersonCode: Id.nullish(),
  NumAtCard: Text,
  DocDate: DayText,
  DocDueDate: DayText,
  DocCurrency: Text,
  DocTotal: z.number(),
  DocTotalFc: Amount,
  VatSum: Amount,
  VatSumFc: Amount,
  PaidToDate: z.number(),
  PaidToDateFC: Amount,
  DocumentStatus: Text,
  CancelStatus: Text,
  ...stamp,
  DocumentInstallments: rowsOf(z.object({ InstallmentId: Id.nullish(), DueDate: DayText, Total: Amount, TotalFC: Amount })).nullish(),
});
export type RawDocument = z.output<typeof RawDocument>;

export const RawLine = z.object({
  DocEntry: Id,
  LineNum: Id,
  ItemCode: Text,
  ItemDescription: Text,
  Quantity: Amount,
  UnitPrice: z.number().nullish(),
  LineTotal: Amount,
  RowTotalFC: Amount,
  VatGroup: Text,
  TaxCode: Text,
  BaseType: Id.nullish(),
  BaseEntry: Id.nullish(),
});
export type RawLine = z.output<typeof RawLine>;

/** The document a line was drawn from. */
export const RawBase = RawLine.pick({ DocEntry: true, BaseType: true, BaseEntry: true });

export const RawOrder = z.object({ DocEntry: Id, ...numbered });
export const RawSeries = z.object({ Name: Text });

export const RawApplied = z.object({ DocEntry: Id, InvoiceType: Text, SumApplied: Amount, AppliedFC: Amount, InstallmentId: Id.nullish() });

export const RawPayment = z.object({
  DocEntry: Id,
  ...numbered,
  CardCode: Text,
  DocDate: DayText,
  DocCurrency: Text,
  DocRate: Amount,
  CashSum: Amount,
  TransferSum: Amount,
  BillOfExchangeAmount: Amount,
  TransferReference: Text,
  CounterReference: Text,
  Remarks: Text,
  Cancelled: YesNo,
  PaymentChecks: rowsOf(z.object({ CheckSum: Amount })).nullish(),
  PaymentCreditCards: rowsOf(z.object({ CreditSum: Amount })).nullish(),
  PaymentInvoices: rowsOf(RawApplied).nullish(),
});
export type RawPayment = z.output<typeof RawPayment>;

/** What settles documents, of a payment; each row by itself, because one that cannot be understood concerns its own document alone. */
export const RawPaid = RawPayment.pick({ DocEntry: true, DocNum: true, DocDate: true, Cancelled: true }).extend({
  PaymentInvoices: z.array(z.unknown()).nullish(),
});

/** Which record a row of a reconciliation is about. */
export const RawSides = z.object({ SrcObjTyp: Text, SrcObjAbs: Id.nullish() });

export const RawReconciliation = z.object({
  ReconNum: Id,
  ReconDate: DayText,
  ReconType: Text,
  CancelAbs: Id.nullish(),
  InternalReconciliationRows: z.array(RawSides.extend({ CreditOrDebit: Text, ReconcileAmount: Amount })).nullish(),
});
export type RawReconciliation = z.output<typeof RawReconciliation>;

export const RawCurrency = z.object({ Code: z.string(), DocumentsCode: Text, Decimals: Text });
export const RawAdminInfo = z.object({
  CompanyName: Text,
  Country: Text,
  LocalCurrency: z.string(),
  FederalTaxID: Text,
  TotalsAccuracy: z.number().int().nullish(),
  EnableBranches: YesNo,
});

/** Its name is without the `U_` that it has everywhere else. */
export const RawUserField = z.object({
  Name: z.string().min(1),
  FieldID: Id,
  Description: Text,
  Type: Text,
  SubType: Text,
  Size: Id.nullish(),
  LinkedTable: Text,
  Mandatory: YesNo,
  DefaultValue: Text,
  ValidValuesMD: rowsOf(z.object({ Value: z.string(), Description: Text })).nullish(),
});
export type RawUserField = z.output<typeof RawUserField>;
