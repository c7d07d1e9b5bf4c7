import { randomUUID } from 'node:crypto';
import { internalNumber } from '../odata/values.ts';
import type { Row, Tx } from '../store.ts';

export interface PartnerInput {
  /** Default the next number of its grouping. */
  number?: string;
  /** Number of the customer; default that of the partner. `null`: it has no role of a customer. */
  customer?: string | null;
  name: string;
  /** Default false: an organisation. */
  isPerson?: boolean;
  taxId?: string | null;
  /** Default by country: `MX1`, `ES0`, … */
  taxType?: string;
  email?: string | null;
  phone?: string | null;
  mobile?: string | null;
  website?: string | null;
  /** ISO code; default that of the first company code. */
  country?: string;
  region?: string | null;
  street?: string | null;
  houseNumber?: string | null;
  city?: string | null;
  zip?: string | null;
  /** Default all of the tenant. */
  companyCodes?: readonly string[];
  /** Default that of the company code. */
  currency?: string;
  paymentTerms?: string;
  searchTerm?: string;
}
/** What a person changes in the app for business partners; blocks included. */
export interface PartnerChanges extends Omit<PartnerInput, 'number' | 'customer' | 'companyCodes' | 'isPerson' | 'name'> {
  name?: string;
  isBlocked?: boolean;
  isMarkedForArchiving?: boolean;
  orderBlock?: string;
  postingBlock?: boolean;
}

const FOR_EVER = '9999-12-31T23:59:59.000Z';
export const USER = 'CB9980000042';
const TAX_TYPES: Readonly<Record<string, string>> = { MX: 'MX1', ES: 'ES0', DE: 'DE0', US: 'US1', CL: 'CO3' };

export const partnerKey = (number: string): string => internalNumber(number, 10);

/** A business partner, and what makes a customer of it. */
export function addPartner(tx: Tx, input: PartnerInput): string {
  const number = internalNumber(input.number ?? String(tx.store.next('BusinessPartner', 10_100_001)), 10);
  if (tx.find('A_BusinessPartner', number)) throw new Error(`Business partner ${number} already exists`);
  const customer = input.customer === null ? '' : internalNumber(input.customer ?? number, 10);
  tx.put('A_BusinessPartner', number, {
    BusinessPartner: number,
    Customer: customer,
    BusinessPartnerCategory: input.isPerson ? '1' : '2',
    BusinessPartnerGrouping: 'BP02',
    BusinessPartnerUUID: randomUUID(),
    ...namesOf(input.name, input.isPerson === true),
    SearchTerm1: (input.searchTerm ?? input.name).toUpperCase().slice(0, 20),
    CreatedByUser: USER,
    CreationDate: tx.stamp.day,
    CreationTime: tx.stamp.time,
    // Nothing is written here before the first change.
    LastChangeDate: null,
    ETag: etag(tx),
  });
  addAddress(tx, number, input);
  if (input.taxId) putTaxNumber(tx, number, input);
  const roles = customer === '' ? ['BUP001'] : ['FLCU00', 'FLCU01'];
  for (const role of roles)
    tx.put('A_BusinessPartnerRole', `${number}/${role}`, {
      BusinessPartner: number,
      BusinessPartnerRole: role,
      ValidFrom: `${tx.stamp.day}T00:00:00.000Z`,
      ValidTo: FOR_EVER,
    });
  if (customer !== '') addCustomer(tx, customer, input);
  return number;
}

function addCustomer(tx: Tx, customer: string, input: PartnerInput): void {
  if (tx.find('A_Customer', customer)) throw new Error(`Customer ${customer} already exists`);
  const names = { CustomerName: input.name.slice(0, 80), BPCustomerName: input.name.slice(0, 80), CustomerFullName: input.name };
  const origin = { CreatedByUser: USER, CreationDate: tx.stamp.day, CustomerAccountGroup: 'CUST' };
  tx.put('A_Customer', customer, { Customer: customer, ...names, ...origin, TaxNumber1: input.taxId?.slice(0, 16) ?? '' });
  for (const code of input.companyCodes ?? [...tx.store.companies.keys()]) {
    const { currency } = tx.store.company(code);
    const terms = input.paymentTerms ?? '0004';
    tx.put('A_CustomerCompany', `${customer}/${code}`, {
      Customer: customer,
      CompanyCode: code,
      PaymentTerms: terms,
      ReconciliationAccount: '0012100000',
      CustomerAccountGroup: 'CUST',
    });
    tx.put('A_CustomerSalesArea', `${customer}/${code}/10/00`, {
      Customer: customer,
      SalesOrganization: code,
      DistributionChannel: '10',
      Division: '00',
      Currency: input.currency ?? currency,
      CustomerPaymentTerms: terms,
      CustomerGroup: '01',
      CustomerAccountGroup: 'CUST',
    });
  }
}

function namesOf(name: string, isPerson: boolean): Row {
  const [first = '', ...last] = name.split(' ');
  const lines = Array.from({ length: 4 }, (_, at) => name.slice(at * 40, at * 40 + 40));
  const own: Row = isPerson
    ? { FirstName: first, LastName: last.join(' ') || first, PersonFullName: name, FormOfAddress: '' }
    : {
        OrganizationBPName1: lines[0],
        OrganizationBPName2: lines[1],
        OrganizationBPName3: lines[2],
        OrganizationBPName4: lines[3],
        FormOfAddress: '0003',
      };
  return { ...own, BusinessPartnerFullName: name.slice(0, 81), BusinessPartnerName: name.slice(0, 81) };
}

function addAddress(tx: Tx, number: string, input: PartnerInput): void {
  const address = internalNumber(String(tx.store.next('AddressID', 35_001)), 10);
  const country = input.country ?? [...tx.store.companies.values()][0]?.country ?? 'MX';
  const key = `${number}/${address}`;
  tx.put('A_BusinessPartnerAddress', key, {
    BusinessPartner: number,
    AddressID: address,
    ValidityStartDate: `${tx.stamp.day}T00:00:00.000Z`,
    ValidityEndDate: FOR_EVER,
    AddressUUID: randomUUID(),
    AddressTimeZone: 'UTC',
    FullName: input.name.slice(0, 80),
    Language: country === 'US' ? 'EN' : 'ES',
    ...placeOf({ ...input, country }),
  });
  const standard = { AddressUsage: 'XXDEFAULT', ValidityStartDate: `${tx.stamp.day}T00:00:00.000Z`, ValidityEndDate: FOR_EVER };
  tx.put('A_BuPaAddressUsage', `${number}/XXDEFAULT/${address}`, {
    BusinessPartner: number,
    AddressID: address,
    ...standard,
    StandardUsage: true,
  });
  putReachability(tx, address, { ...input, country });
}

const PLACE = {
  country: 'Country',
  region: 'Region',
  street: 'StreetName',
  houseNumber: 'HouseNumber',
  city: 'CityName',
  zip: 'PostalCode',
} as const;

const placeOf = (input: Partial<PartnerInput>): Row =>
  Object.fromEntries(
    Object.entries(PLACE).flatMap(([name, field]) => {
      const value = input[name as keyof typeof PLACE];
      return value === undefined ? [] : [[field, value ?? '']];
    }),
  );

/** Children of the address, each with a number of its own; emptied, the child is gone. */
function putReachability(tx: Tx, address: string, input: Partial<PartnerInput>): void {
  const head = { AddressID: address, Person: '' };
  const put = (set: string, ordinal: string, value: string | null | undefined, row: () => Row) => {
    const key = `${address}//${ordinal}`;
    if (value === undefined) return;
    if (value === null || value === '') tx.remove(set, key);
    else tx.put(set, key, { ...head, OrdinalNumber: ordinal, ...row() });
  };
  put('A_AddressEmailAddress', '001', input.email, () => ({
    EmailAddress: input.email,
    SearchEmailAddress: input.email?.toUpperCase().slice(0, 20),
    IsDefaultEmailAddress: true,
  }));
  const phone = (number: string | null | undefined, type: string): Row => ({
    DestinationLocationCountry: input.country ?? '',
    ...numberOf(number ?? ''),
    PhoneNumberType: type,
    IsDefaultPhoneNumber: true,
  });
  put('A_AddressPhoneNumber', '001', input.phone, () => phone(input.phone, '1'));
  put('A_AddressPhoneNumber', '002', input.mobile, () => phone(input.mobile, '3'));
  put('A_AddressHomePageURL', '001', input.website, () => ({
    ValidityStartDate: '0001-01-01',
    IsDefaultURLAddress: true,
    WebsiteURL: input.website,
    URLFieldLength: String(input.website?.length ?? 0),
  }));
}

const PREFIXES: Readonly<Record<string, string>> = { '+52': 'MX', '+34': 'ES', '+1': 'US', '+49': 'DE' };

/** The prefix stands for the country, which is a field of its own; the number is kept without it. */
function numberOf(entered: string): Row {
  const [, prefix, rest] = /^(\+52|\+34|\+49|\+1)\s*(.*)$/.exec(entered) ?? [];
  if (prefix === undefined) return { PhoneNumber: entered, InternationalPhoneNumber: entered };
  const international = `${prefix}${(rest ?? '').replace(/\D/g, '')}`;
  return { DestinationLocationCountry: PREFIXES[prefix] ?? '', PhoneNumber: rest ?? '', InternationalPhoneNumber: international };
}

function putTaxNumber(tx: Tx, number: string, { taxId, taxType, country }: Partial<PartnerInput>): void {
  const kind = taxType ?? TAX_TYPES[country ?? [...tx.store.companies.values()][0]?.country ?? 'MX'] ?? 'MX1';
  const [known] = tx.by('A_BusinessPartnerTaxNumber', 'BusinessPartner', number);
  const type = taxType ?? (known ? String(known['BPTaxType']) : kind);
  const key = `${number}/${type}`;
  if (!taxId) tx.remove('A_BusinessPartnerTaxNumber', key);
  else tx.put('A_BusinessPartnerTaxNumber', key, { BusinessPartner: number, BPTaxType: type, BPTaxNumber: taxId.slice(0, 20) });
}

const etag = (tx: Tx, user = USER): string => `${user}${tx.stamp.day.replaceAll('-', '')}${tx.stamp.time.replaceAll(':', '')}`;

export const touchedBy = (tx: Tx, user: string): Row => ({
  LastChangeDate: tx.stamp.day,
  LastChangeTime: tx.stamp.time,
  LastChangedByUser: user,
  ETag: etag(tx, user),
});

/** Addresses, tax numbers and sales areas are records of their own: whether the partner's stamp moves with them is the tenant's secret. */
export function changePartner(
  tx: Tx,
  entered: string,
  changes: PartnerChanges,
  { childTouchesPartner }: { childTouchesPartner: boolean },
): void {
  const number = partnerKey(entered);
  const before = tx.get('A_BusinessPartner', number);
  const own: Row = {
    ...(changes.name === undefined ? {} : namesOf(changes.name, before['BusinessPartnerCategory'] === '1')),
    ...(changes.isBlocked === undefined ? {} : { BusinessPartnerIsBlocked: changes.isBlocked }),
    ...(changes.isMarkedForArchiving === undefined ? {} : { IsMarkedForArchiving: changes.isMarkedForArchiving }),
    ...(changes.searchTerm === undefined ? {} : { SearchTerm1: changes.searchTerm }),
  };
  const isOwn = Object.keys(own).length > 0;
  if (isOwn || childTouchesPartner) tx.patch('A_BusinessPartner', number, { ...own, ...touchedBy(tx, USER) });
  const customer = String(before['Customer'] ?? '');
  if (customer !== '') {
    if (changes.name !== undefined)
      tx.patch('A_Customer', customer, {
        CustomerName: changes.name.slice(0, 80),
        BPCustomerName: changes.name.slice(0, 80),
        CustomerFullName: changes.name,
      });
    if (changes.orderBlock !== undefined) tx.patch('A_Customer', customer, { OrderIsBlockedForCustomer: changes.orderBlock });
    if (changes.postingBlock !== undefined) tx.patch('A_Customer', customer, { PostingIsBlocked: changes.postingBlock });
  }
  const [address] = tx.by('A_BusinessPartnerAddress', 'BusinessPartner', number);
  if (address) {
    const id = String(address['AddressID']);
    const place = placeOf(changes);
    if (Object.keys(place).length > 0) tx.patch('A_BusinessPartnerAddress', `${number}/${id}`, place);
    putReachability(tx, id, { country: String(address['Country']), ...changes });
  }
  if (changes.taxId !== undefined) putTaxNumber(tx, number, changes);
}
