/** Rows carry the property names of `$metadata`; names that begin with `_` are the books' own and never travel. */
type Value = string | number | null | undefined | readonly Row[] | readonly number[];
export interface Row {
  readonly [property: string]: Value;
}

type YesNo = 'tYES' | 'tNO';
type SalesSet = 'Quotations' | 'Orders' | 'DeliveryNotes' | 'Returns' | 'Invoices' | 'CreditNotes' | 'DownPayments';
export type DocumentSet = SalesSet | 'PurchaseOrders' | 'PurchaseDeliveryNotes' | 'InventoryGenEntries' | 'InventoryGenExits';
type PartnerReference = 'BusinessPartnerGroups' | 'PaymentTermsTypes' | 'SalesPersons' | 'Countries' | 'States' | 'BusinessPlaces';
type CatalogTable = 'ItemGroups' | 'Projects' | 'PriceLists' | 'Warehouses' | 'VatGroups' | 'SalesTaxCodes';
/** What numbering series number. A draft has the number it would get. */
export type NumberedSet = DocumentSet | 'IncomingPayments';
export type TableName =
  | 'BusinessPartners'
  | 'Items'
  | CatalogTable
  | PartnerReference
  | NumberedSet
  | 'Drafts'
  | 'InternalReconciliations'
  | 'Currencies'
  | 'Series'
  | 'SQLQueries'
  | 'UserFieldsMD'
  | 'ProjectManagements';

/** The object types by which records refer to each other. */
export const OBJECT_TYPES = {
  Quotations: 23,
  Returns: 16,
  Orders: 17,
  DeliveryNotes: 15,
  Invoices: 13,
  CreditNotes: 14,
  DownPayments: 203,
  IncomingPayments: 24,
  PurchaseOrders: 22,
  PurchaseDeliveryNotes: 20,
  InventoryGenEntries: 59,
  InventoryGenExits: 60,
} as const;

export interface PartnerRow extends Row {
  readonly CardCode: string;
  readonly CardName: string;
  readonly Currency: string;
  readonly CurrentAccountBalance: number;
  readonly DataVersion: number;
  readonly FederalTaxID: string | null;
  /** Name of the default contact person. */
  readonly ContactPerson?: string | null | undefined;
  /** Name of the default bill-to address. */
  readonly BilltoDefault?: string | null | undefined;
  /** Of the default ship-to address. */
  readonly ShipToDefault?: string | null | undefined;
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

export interface ItemRow extends Row {
  readonly ItemCode: string;
  readonly DataVersion: number;
  readonly ItemPrices: readonly Row[];
  readonly ItemWarehouseInfoCollection: readonly Row[];
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
  /** The object type, as text; `2` are business partners. */
  readonly Document: string;
  readonly Name: string;
  readonly Series: number;
  readonly InitialNumber: number;
  readonly Prefix: string | null;
  readonly DigitNumber: number | null;
  readonly Locked: YesNo;
  readonly IsManual: YesNo;
}

export interface RowOf extends Record<CatalogTable | PartnerReference, Row>, Record<DocumentSet | 'Drafts', DocumentRow> {
  BusinessPartners: PartnerRow;
  Items: ItemRow;
  IncomingPayments: PaymentRow;
  InternalReconciliations: ReconciliationRow;
  Currencies: Row;
  Series: SeriesRow;
  SQLQueries: Row;
  UserFieldsMD: Row;
  ProjectManagements: Row;
}
export type Key = string | number;
