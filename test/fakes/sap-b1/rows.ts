/** Rows carry the property names of `$metadata`; names that begin with `_` are the books' own and never travel. */
type Value = string | number | null | undefined | readonly Row[] | readonly number[];
export interface Row {
  readonly [property: string]: Value;
}

type YesNo = 'tYES' | 'tNO';
export type DocumentSet = 'Orders' | 'DeliveryNotes' | 'Invoices' | 'CreditNotes' | 'DownPayments';
/** What numbering series number. */
export type NumberedSet = DocumentSet | 'IncomingPayments';
export type TableName =
  'BusinessPartners' | NumberedSet | 'InternalReconciliations' | 'Currencies' | 'Series' | 'SQLQueries' | 'UserFieldsMD';

/** The object types by which records refer to each other. */
export const OBJECT_TYPES = {
  Orders: 17,
  DeliveryNotes: 15,
  Invoices: 13,
  CreditNotes: 14,
  DownPayments: 203,
  IncomingPayments: 24,
} as const;

export interface PartnerRow extends Row {
  readonly CardCode: string;
  readonly CardName: string;
  readonly Currency: string;
  readonly CurrentAccountBalance: number;
  readonly DataVersion: number;
  readonly FederalTaxID: string | null;
  readonly ContactEmployees: readonly Row[];
  readonly BPAddresses: readonly Row[];
}

export interface DocumentRow extends Row {
  readonly DocEntry: number;
  readonly DocNum: number;
  readonly CardCode: string;
  readonly DocDate: string;
  readonly DocCurrency: string;
  readonly DocRate: number;
  /** Local currency. */
  readonly DocTotal: number;
  /** The document's currency where that is foreign, else 0. */
  readonly DocTotalFc: number;
  readonly PaidToDate: number;
  readonly PaidToDateFC: number;
  readonly DocumentStatus: 'bost_Open' | 'bost_Close';
  readonly CancelStatus: 'csNo' | 'csYes' | 'csCancellation';
  readonly TransNum: number;
  readonly DataVersion: number;
  readonly UpdateDate: string | null;
  readonly UpdateTime: string | null;
  readonly DocumentLines: readonly Row[];
  readonly DocumentInstallments: readonly Row[];
  /** Reconciliations in force. */
  readonly _recons: readonly number[];
}

export interface PaymentRow extends Row {
  readonly DocEntry: number;
  readonly DocNum: number;
  readonly CardCode: string;
  readonly DocDate: string;
  readonly DocCurrency: string;
  readonly DocRate: number;
  readonly Cancelled: YesNo;
  readonly PaymentInvoices: readonly Row[];
  /** Hundredths of local currency that settle nothing yet. */
  readonly _open: number;
  readonly _total: number;
  readonly _transNum: number;
  readonly _recons: readonly number[];
}

interface ReconciliationRow extends Row {
  readonly ReconNum: number;
  readonly CardOrAccount: 'coaCard';
  readonly ReconType: string;
  readonly CancelAbs: number;
  readonly InternalReconciliationRows: readonly Row[];
}

/** Of no entity set: a service answers them one by one. */
export interface SeriesRow extends Row {
  /** The object type, as text. */
  readonly Document: string;
  readonly Name: string;
  readonly Series: number;
  readonly InitialNumber: number;
}

export interface RowOf {
  BusinessPartners: PartnerRow;
  Orders: DocumentRow;
  DeliveryNotes: DocumentRow;
  Invoices: DocumentRow;
  CreditNotes: DocumentRow;
  DownPayments: DocumentRow;
  IncomingPayments: PaymentRow;
  InternalReconciliations: ReconciliationRow;
  Currencies: Row;
  Series: SeriesRow;
  SQLQueries: Row;
  UserFieldsMD: Row;
}
export type Key = string | number;
