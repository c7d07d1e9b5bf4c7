import type { Row } from './rows.ts';
import type { CompanyStore, Tx } from './store.ts';

export interface UserFieldInput {
  /** Without the `U_` it has everywhere else. */
  name: string;
  /** As an administrator calls it. */
  title: string;
  /** Default `db_Alpha`. */
  type?: 'db_Alpha' | 'db_Memo' | 'db_Numeric' | 'db_Date' | 'db_Float';
  /** Default `st_None`. */
  subType?: string;
  /** Default 50 for texts. */
  size?: number;
  /** A user-defined table whose rows are the choices. */
  linkedTable?: string;
  mandatory?: boolean;
  defaultValue?: string;
  /** Value → what it means. */
  values?: Readonly<Record<string, string>>;
}

const HEADERS = ['OINV', 'ORIN', 'ODPI', 'ORDR', 'OQUT', 'ODLN', 'OPOR', 'ODRF', 'ADOC'];
const ROWS = ['INV1', 'RIN1', 'DPI1', 'RDR1', 'QUT1', 'DLN1', 'POR1', 'DRF1', 'ADO1'];
/** A field of one table is there at once in all that share its form, and in the archive. */
const RELATED: Readonly<Record<string, readonly string[]>> = { OCRD: ['OCRD', 'ACRD'], OINV: HEADERS, INV1: ROWS, ORCT: ['ORCT', 'OVPM'] };

const SIZES = { db_Alpha: 50, db_Memo: 64_000, db_Numeric: 11, db_Date: 8, db_Float: 16 } as const;
/** As `$metadata` types them. */
export const EDM_TYPES = {
  db_Alpha: 'Edm.String',
  db_Memo: 'Edm.String',
  db_Numeric: 'Edm.Int32',
  db_Date: 'Edm.DateTimeOffset',
  db_Float: 'Edm.Double',
} as const;
export const TABLES_OF_SETS: Readonly<Record<string, string>> = {
  BusinessPartners: 'OCRD',
  ContactEmployees: 'OCPR',
  Orders: 'OINV',
  DeliveryNotes: 'OINV',
  Invoices: 'OINV',
  CreditNotes: 'OINV',
  DownPayments: 'OINV',
  IncomingPayments: 'ORCT',
  Items: 'OITM',
};

/** The key of a row, `UserFieldsMD(TableName='OCRD',FieldID=0)`, as the store has it. */
export const userFieldKey = (table: string, id: number): string => `${table}/${String(id).padStart(5, '0')}`;

export function addUserField(tx: Tx, table: string, input: UserFieldInput): void {
  for (const one of RELATED[table] ?? [table]) {
    // They begin with 0.
    const id = tx.store.next(`CUFD.${one}`, 0);
    tx.put('UserFieldsMD', userFieldKey(one, id), rowOf(one, id, input));
  }
}

function rowOf(table: string, id: number, input: UserFieldInput): Row {
  const type = input.type ?? 'db_Alpha';
  const size = input.size ?? SIZES[type];
  return {
    Name: input.name,
    Type: type,
    Size: size,
    Description: input.title,
    SubType: input.subType ?? 'st_None',
    LinkedTable: input.linkedTable ?? null,
    DefaultValue: input.defaultValue ?? null,
    TableName: table,
    FieldID: id,
    EditSize: size,
    Mandatory: input.mandatory ? 'tYES' : 'tNO',
    LinkedUDO: null,
    LinkedSystemObject: 'ulNone',
    ValidValuesMD: Object.entries(input.values ?? {}).map(([Value, Description]) => ({ Value, Description })),
  };
}

/** Those the metadata of the fixture names. */
const COMMON: readonly [string, UserFieldInput][] = [
  ['OCRD', { name: 'Region', title: 'Región de ventas', size: 20, values: { Norte: 'Norte y frontera', Bajio: 'Bajío', Sur: 'Sureste' } }],
  ['OCRD', { name: 'Route', title: 'Ruta de reparto', type: 'db_Numeric' }],
  ['OINV', { name: 'DealId', title: 'Oportunidad en el CRM', size: 30 }],
  ['OINV', { name: 'Project', title: 'Obra', size: 20, linkedTable: 'OBRAS' }],
  ['OINV', { name: 'DeliveredOn', title: 'Entregado el', type: 'db_Date' }],
  ['INV1', { name: 'CostCentre', title: 'Centro de costo', size: 20 }],
  ['ORCT', { name: 'Collector', title: 'Cobrador', size: 40 }],
];

export function addCommonUserFields(store: CompanyStore): void {
  const tx = store.begin();
  for (const [table, field] of COMMON) addUserField(tx, table, field);
  tx.commit();
}
