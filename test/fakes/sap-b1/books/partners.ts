import { cents, units } from '../money.ts';
import type { PartnerRow, Row } from '../rows.ts';
import type { Tx } from '../store.ts';
import { currencyCode } from './currencies.ts';

interface ContactInput {
  name: string;
  firstName?: string;
  lastName?: string;
  email?: string | null;
  phone?: string | null;
  position?: string | null;
  active?: boolean;
}

interface AddressInput {
  name?: string;
  /** Default billing. */
  type?: 'bo_BillTo' | 'bo_ShipTo';
  street?: string | null;
  city?: string | null;
  zip?: string | null;
  state?: string | null;
  country?: string | null;
}

export interface PartnerInput {
  /** Default the next of `C00001`. */
  code?: string;
  name: string;
  type?: 'cCustomer' | 'cSupplier' | 'cLid';
  /** A person, not a company. */
  isPrivate?: boolean;
  taxId?: string | null;
  email?: string | null;
  phone?: string | null;
  website?: string | null;
  /** ISO code; default all currencies, `##`. */
  currency?: string;
  /** `CardCode` of the parent company. */
  parent?: string | null;
  contacts?: readonly ContactInput[];
  addresses?: readonly AddressInput[];
  /** Default true; false ends it as a record in use. */
  valid?: boolean;
  /** No business with it. */
  frozen?: boolean;
  userFields?: Readonly<Record<string, string | number>>;
}

export function addPartner(tx: Tx, input: PartnerInput): PartnerRow {
  const code = input.code ?? `C${String(tx.store.next('CardCode')).padStart(5, '0')}`;
  if (tx.find('BusinessPartners', code)) throw new Error(`1320000140 - Business partner code '${code}' already assigned`);
  const partner = {
    ...newPartner(tx, code),
    CardName: input.name,
    CardType: input.type ?? 'cCustomer',
    CompanyPrivate: input.isPrivate ? 'cPrivate' : 'cCompany',
    Currency: input.currency ? currencyCode(tx.store, input.currency) : '##',
    ...fieldsOf(tx, code, input),
  };
  tx.put('BusinessPartners', code, partner);
  return partner;
}

/** What a partner has of which nothing was said. */
export function newPartner(tx: Tx, code: string): PartnerRow {
  const starts = tx.store.options.updateDateStartsEmpty;
  return {
    CardCode: code,
    CardName: '',
    CardType: 'cCustomer',
    CompanyPrivate: 'cCompany',
    GroupCode: 100,
    Currency: '##',
    FederalTaxID: null,
    PayTermsGrpCode: 1,
    SalesPersonCode: -1,
    PriceListNum: 1,
    CreditLimit: 0,
    CurrentAccountBalance: 0,
    OpenOrdersBalance: 0,
    OpenDeliveryNotesBalance: 0,
    Valid: 'tYES',
    Frozen: 'tNO',
    CreateDate: tx.stamp.date,
    CreateTime: tx.stamp.time,
    UpdateDate: starts ? null : tx.stamp.date,
    UpdateTime: starts ? null : tx.stamp.time,
    DataVersion: 1,
    ContactEmployees: [],
    BPAddresses: [],
  };
}

export function changePartner(tx: Tx, code: string, changes: Partial<PartnerInput>): void {
  const before = tx.get('BusinessPartners', code);
  tx.patch('BusinessPartners', code, {
    ...(changes.name === undefined ? {} : { CardName: changes.name }),
    ...fieldsOf(tx, code, changes),
    UpdateDate: tx.stamp.date,
    UpdateTime: tx.stamp.time,
    DataVersion: before.DataVersion + 1,
  });
}

/** Posting for a partner moves its balance and its DataVersion, not its change stamp. */
export function changeBalance(tx: Tx, code: string, minor: number): void {
  const before = tx.get('BusinessPartners', code);
  tx.patch('BusinessPartners', code, {
    CurrentAccountBalance: units(cents(before.CurrentAccountBalance) + minor),
    DataVersion: before.DataVersion + 1,
  });
}

/** What is ordered, or delivered, and not billed yet. */
export function changeOpenBalance(tx: Tx, code: string, balance: 'OpenOrdersBalance' | 'OpenDeliveryNotesBalance', minor: number): void {
  if (minor === 0) return;
  const before = tx.get('BusinessPartners', code);
  tx.patch('BusinessPartners', code, {
    [balance]: units(cents(Number(before[balance] ?? 0)) + minor),
    DataVersion: before.DataVersion + 1,
  });
}

function fieldsOf(tx: Tx, code: string, input: Partial<PartnerInput>): Partial<PartnerRow> {
  const given: Record<string, Row[string]> = {
    FederalTaxID: input.taxId,
    EmailAddress: input.email,
    Phone1: input.phone,
    Website: input.website,
    FatherCard: input.parent,
    Valid: input.valid === undefined ? undefined : input.valid ? 'tYES' : 'tNO',
    Frozen: input.frozen === undefined ? undefined : input.frozen ? 'tYES' : 'tNO',
    ContactEmployees: input.contacts?.map((contact) => contactOf(tx, code, contact)),
    ContactPerson: input.contacts?.[0]?.name,
    ...addressFields(code, input.addresses),
    ...input.userFields,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<PartnerRow>;
}

function addressFields(code: string, addresses: readonly AddressInput[] | undefined): Record<string, Row[string]> {
  if (!addresses) return {};
  const rows = addresses.map((address, index): Row => ({
    AddressName: address.name ?? (address.type === 'bo_ShipTo' ? 'Entrega' : 'Fiscal'),
    AddressType: address.type ?? 'bo_BillTo',
    Street: address.street ?? null,
    City: address.city ?? null,
    ZipCode: address.zip ?? null,
    State: address.state ?? null,
    Country: address.country ?? null,
    BPCode: code,
    RowNum: index,
  }));
  const billing = rows.find(({ AddressType }) => AddressType === 'bo_BillTo');
  return {
    BPAddresses: rows,
    BilltoDefault: billing?.AddressName ?? null,
    ShipToDefault: rows.find(({ AddressType }) => AddressType === 'bo_ShipTo')?.AddressName ?? null,
    Address: billing?.Street ?? null,
    City: billing?.City ?? null,
    ZipCode: billing?.ZipCode ?? null,
    Country: billing?.Country ?? null,
  };
}

/** Contact persons keep their `InternalCode` as long as they keep their name. */
function contactOf(tx: Tx, code: string, input: ContactInput): Row {
  const before = tx.find('BusinessPartners', code)?.ContactEmployees.find(({ Name }) => Name === input.name);
  const [firstName = null, ...rest] = input.name.split(' ');
  return {
    CardCode: code,
    InternalCode: before?.InternalCode ?? tx.store.next('InternalCode'),
    Name: input.name,
    FirstName: input.firstName ?? firstName,
    LastName: input.lastName ?? (rest.join(' ') || null),
    E_Mail: input.email ?? null,
    Phone1: input.phone ?? null,
    Position: input.position ?? null,
    Active: input.active === false ? 'tNO' : 'tYES',
    CreateDate: before?.CreateDate ?? tx.stamp.date,
    CreateTime: before?.CreateTime ?? tx.stamp.time,
    UpdateDate: tx.stamp.date,
    UpdateTime: tx.stamp.time,
  };
}
