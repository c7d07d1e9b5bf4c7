import { B1Error, invalidBody, tooLong } from '../errors.ts';
import type { Row } from '../rows.ts';
import type { Property, Schema, TypeSchema } from '../schema.ts';
import type { CompanyStore } from '../store.ts';

/** "Ignored silently", says the guide. */
const READ_ONLY = new Set([
  ...['CurrentAccountBalance', 'OpenOrdersBalance', 'OpenDeliveryNotesBalance', 'OpenChecksBalance', 'OpenOpportunities', 'DataVersion'],
  ...['CreateDate', 'CreateTime', 'UpdateDate', 'UpdateTime', 'DunningLevel', 'DunningDate'],
]);
/** Sizes of the columns as known in the field: `$metadata` does not say them. */
const SIZES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  BusinessPartner: {
    ...{ CardCode: 15, CardName: 100, CardForeignName: 100, FederalTaxID: 32, EmailAddress: 100, Website: 100 },
    ...{ Phone1: 20, Phone2: 20, Cellular: 50, Currency: 3 },
  },
  BPAddress: { AddressName: 50, Street: 100, StreetNo: 100, Block: 100, City: 100, ZipCode: 20, County: 100, Country: 3, State: 3 },
  Document: { NumAtCard: 100, Comments: 254, JournalMemo: 50, DocCurrency: 3, Project: 20 },
  Project: { Code: 20, Name: 100 },
  Item: { ItemCode: 50, ItemName: 100, ForeignName: 100 },
  DocumentLine: { ItemCode: 50, ItemDescription: 100, WarehouseCode: 8, ProjectCode: 20 },
  ContactEmployee: {
    ...{ Name: 50, FirstName: 50, MiddleName: 50, LastName: 50, Position: 90, Title: 10, E_Mail: 100 },
    ...{ Phone1: 20, Phone2: 20, MobilePhone: 50, Remarks1: 100, Remarks2: 100 },
  },
};
const TABLES: Readonly<Record<string, string>> = {
  Document: 'OINV',
  Item: 'OITM',
  DocumentLine: 'INV1',
  Project: 'OPRJ',
  BusinessPartner: 'OCRD',
  BPAddress: 'CRD1',
  ContactEmployee: 'OCPR',
};

/** Reads a body as strictly as the metadata is: what it does not name, or types otherwise, is refused. */
export class BodyReader {
  private readonly schema: Schema;
  private readonly store: CompanyStore;

  constructor(schema: Schema, store: CompanyStore) {
    this.schema = schema;
    this.store = store;
  }

  read(type: TypeSchema, body: unknown): Row {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalidBody(`an object of ${type.name} expected`);
    const values = Object.entries(body).flatMap(([name, value]) => {
      const property = type.properties.get(name);
      if (!property) throw invalidBody(`Property '${name}' of '${type.name}' is invalid`);
      return READ_ONLY.has(name) ? [] : [[name, this.value(type, property, value)] as const];
    });
    return Object.fromEntries(values);
  }

  private value(type: TypeSchema, property: Property, value: unknown): Row[string] {
    if (property.isCollection) return this.rows(property, value);
    if (value === null) return null;
    if (property.type === 'Edm.Int32' && Number.isInteger(value)) return value as number;
    if (property.type === 'Edm.Double' && typeof value === 'number') return value;
    if (typeof value !== 'string' || property.type === 'Edm.Int32' || property.type === 'Edm.Double') throw wrongType(type, property);
    if (property.type === 'Edm.DateTimeOffset') return this.day(type, property, value);
    if (this.schema.isEnum(property.type)) return this.member(type, property, value);
    if (value.length > this.sizeOf(type, property.name)) throw tooLong(property.name, type.name);
    return value;
  }

  private rows(property: Property, value: unknown): readonly Row[] {
    const complex = this.schema.complex(property.type);
    if (!Array.isArray(value) || !complex) throw invalidBody(`Property '${property.name}' is a collection`);
    return value.map((row) => this.read(complex, row));
  }

  private day(type: TypeSchema, property: Property, value: string): string {
    const day = /^(\d{4}-\d{2}-\d{2})(?:T00:00:00Z)?$/.exec(value)?.[1];
    if (day === undefined) throw wrongType(type, property);
    return day;
  }

  private member(type: TypeSchema, property: Property, value: string): string {
    const member = this.schema.enumMember(property.type, value);
    if (member === undefined) throw wrongType(type, property);
    return member;
  }

  private sizeOf(type: TypeSchema, name: string): number {
    return Number(this.userField(type.name, name)?.Size ?? SIZES[type.name]?.[name] ?? Infinity);
  }

  /** Refuses a value that is not among those of a user-defined field. */
  requireValidValues(type: TypeSchema, row: Row): void {
    for (const [name, value] of Object.entries(row)) {
      const allowed = (this.userField(type.name, name)?.ValidValuesMD ?? []) as readonly Row[];
      if (value === null || allowed.length === 0 || allowed.some(({ Value }) => Value === String(value))) continue;
      throw new B1Error(400, -5002, `[${TABLES[type.name]}.${name}] , 'Value ${String(value)} is not valid'`);
    }
  }

  /** Of a new record. That the server insists on it is assumed: its screens do. */
  requireMandatory(type: TypeSchema, row: Row): void {
    for (const { Name, Mandatory, DefaultValue } of this.userFields(type.name)) {
      if (Mandatory !== 'tYES' || DefaultValue !== null || row[`U_${String(Name)}`]) continue;
      throw new B1Error(400, -5002, `[${TABLES[type.name]}.U_${String(Name)}] , 'Field is mandatory'`);
    }
  }

  private userField(type: string, name: string): Row | undefined {
    return name.startsWith('U_') ? this.userFields(type).find((field) => `U_${String(field.Name)}` === name) : undefined;
  }

  private userFields(type: string): readonly Row[] {
    return this.store.list('UserFieldsMD').filter(({ TableName }) => TableName === TABLES[type]);
  }
}

const wrongType = (type: TypeSchema, property: Property): B1Error =>
  invalidBody(`Invalid value of property '${property.name}' of '${type.name}'`);
