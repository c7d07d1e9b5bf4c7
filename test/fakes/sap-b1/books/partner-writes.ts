import { activeAndFrozen, codeTaken, entryExists, noLinkedValue, noSuchEntity, undefinedCode } from '../errors.ts';
import { BodyReader } from '../http/body.ts';
import type { PartnerRow, Row, TableName } from '../rows.ts';
import type { Schema, TypeSchema } from '../schema.ts';
import type { Tx } from '../store.ts';
import { mergeAddresses, mergeContacts } from './partner-rows.ts';
import { newPartner } from './partners.ts';
import { codeInSeries } from './series.ts';

/** Partners as Service Layer makes and changes them: every refusal leaves everything as it was. */
export class PartnerWrites {
  private readonly tx: Tx;
  private readonly bodies: BodyReader;
  private readonly type: TypeSchema;
  private readonly schema: Schema;

  constructor(tx: Tx, schema: Schema) {
    this.tx = tx;
    this.schema = schema;
    this.bodies = new BodyReader(schema, tx.store);
    this.type = schema.sets.get('BusinessPartners') as TypeSchema;
  }

  create(body: unknown): PartnerRow {
    const given = this.read(body);
    this.bodies.requireMandatory(this.type, given);
    const code = this.codeOf(given);
    if (this.tx.find('BusinessPartners', code)) throw codeTaken(code);
    requireOneActivity(given);
    const row = this.withRows(newPartner(this.tx, code), given, false);
    this.tx.put('BusinessPartners', code, row);
    return row;
  }

  /** `replaces`: the collections that are sent take the place of the old ones. */
  update(code: string, body: unknown, replaces: boolean): void {
    const before = this.tx.find('BusinessPartners', code);
    if (!before) throw noSuchEntity(code);
    const { CardCode: _, Series: __, ...given } = this.read(body);
    const { date: UpdateDate, time: UpdateTime } = this.tx.stamp;
    if ('Valid' in given || 'Frozen' in given) requireOneActivity({ ...before, ...given });
    const row = { ...this.withRows(before, given, replaces), UpdateDate, UpdateTime, DataVersion: before.DataVersion + 1 };
    this.tx.put('BusinessPartners', code, row);
  }

  private read(body: unknown): Row {
    const given = this.bodies.read(this.type, body);
    this.bodies.requireValidValues(this.type, given);
    for (const row of rowsIn(given, 'ContactEmployees'))
      this.bodies.requireValidValues(this.schema.types.get('ContactEmployee') as TypeSchema, row);
    for (const [column, table] of Object.entries(LINKS)) this.requireLink(column, table, given[column]);
    if (given.SalesPersonCode === null) throw noLinkedValue('OCRD.SlpCode', '');
    if (typeof given.Currency === 'string' && given.Currency !== '##') this.requireLink('Currency', 'Currencies', given.Currency);
    return given;
  }

  private requireLink(property: string, table: TableName, value: Row[string]): void {
    if (value === undefined || (value === null && property === 'FatherCard')) return;
    const linked = this.tx.store.get(table, (value ?? '') as string | number);
    if (!linked || linked.Type === 'bbpgt_VendorGroup') throw noLinkedValue(`OCRD.${COLUMNS[property] ?? property}`, value);
  }

  private codeOf({ CardCode: given, Series: series }: Row): string {
    const ofSeries = typeof series === 'number' ? codeInSeries(this.tx, series) : null;
    // That a series which numbers takes no code from outside is assumed.
    if (ofSeries !== null && typeof given === 'string') throw undefinedCode('OCRD.Series');
    const code = ofSeries ?? given;
    if (typeof code !== 'string' || code === '') throw undefinedCode('OCRD.CardCode');
    return code;
  }

  private withRows(before: PartnerRow, given: Row, replaces: boolean): PartnerRow {
    const contacts = mergeContacts(this.tx, before, rowsIn(given, 'ContactEmployees'), replaces && 'ContactEmployees' in given);
    const addresses = mergeAddresses(this.tx, before, rowsIn(given, 'BPAddresses'), replaces && 'BPAddresses' in given);
    const firstOf = (type: string) => addresses.find(({ AddressType }) => AddressType === type);
    const nameOf = (row: Row | undefined): string | null => (row ? String(row.AddressName) : null);
    return {
      ...before,
      ...given,
      ContactEmployees: contacts,
      BPAddresses: addresses,
      BilltoDefault: before.BilltoDefault ?? nameOf(firstOf('bo_BillTo')),
      ShipToDefault: before.ShipToDefault ?? nameOf(firstOf('bo_ShipTo')),
      ContactPerson: defaultContact(before, contacts),
    };
  }
}

function requireOneActivity({ Valid, ValidFrom, ValidTo, Frozen, FrozenFrom, FrozenTo }: Row): void {
  if (Valid === 'tYES' && Frozen === 'tYES' && !(ValidFrom ?? ValidTo ?? FrozenFrom ?? FrozenTo)) throw activeAndFrozen();
}

const LINKS: Readonly<Record<string, TableName>> = {
  GroupCode: 'BusinessPartnerGroups',
  PayTermsGrpCode: 'PaymentTermsTypes',
  PriceListNum: 'PriceLists',
  SalesPersonCode: 'SalesPersons',
  FatherCard: 'BusinessPartners',
};
/** Columns of the database whose names differ from the service's. */
const COLUMNS: Readonly<Record<string, string>> = { PayTermsGrpCode: 'GroupNum', PriceListNum: 'ListNum', SalesPersonCode: 'SlpCode' };

const rowsIn = (given: Row, collection: string): readonly Row[] => (given[collection] ?? []) as readonly Row[];

/** The first one is the default; a renamed one stays it. */
function defaultContact(before: PartnerRow, contacts: readonly Row[]): string | null {
  const old = before.ContactEmployees.find(({ Name }) => Name === before.ContactPerson);
  const chosen = contacts.find(({ InternalCode }) => InternalCode === old?.InternalCode) ?? contacts[0];
  const names = contacts.map(({ Name }) => Name);
  if (new Set(names).size !== names.length) throw entryExists();
  return chosen ? String(chosen.Name) : null;
}
