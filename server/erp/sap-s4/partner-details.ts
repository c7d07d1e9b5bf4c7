import { z } from 'zod';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import type { SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { keyFilters } from './key-filters.ts';
import type { RawPartner } from './raw-partner.ts';
import { SERVICES } from './services.ts';
import { DayText, Flag, InstantText, Key, NeededKey, Text } from './values.ts';

// What belongs to a partner stands in sets of its own. `$expand` would bring it along, but not every tenant lets that be asked for together
// with `$select`, and whole partners have hundreds of fields.

const RawAddress = z.object({
  BusinessPartner: NeededKey,
  AddressID: NeededKey,
  ValidityStartDate: InstantText,
  ValidityEndDate: InstantText,
  StreetName: Text,
  HouseNumber: Text,
  StreetPrefixName: Text,
  District: Text,
  CityName: Text,
  PostalCode: Text,
  Region: Text,
  Country: Text,
});
export type RawAddress = z.output<typeof RawAddress>;
const RawUsage = z.object({ BusinessPartner: NeededKey, ValidityEndDate: InstantText, AddressUsage: Text, AddressID: NeededKey });
const RawEmail = z.object({ AddressID: NeededKey, Person: Key, OrdinalNumber: NeededKey, IsDefaultEmailAddress: Flag, EmailAddress: Text });
const RawPhone = z.object({
  AddressID: NeededKey,
  Person: Key,
  OrdinalNumber: NeededKey,
  IsDefaultPhoneNumber: Flag,
  PhoneNumberType: Text,
  PhoneNumber: Text,
  PhoneNumberExtension: Text,
  InternationalPhoneNumber: Text,
});
const RawUrl = z.object({
  AddressID: NeededKey,
  Person: Key,
  OrdinalNumber: NeededKey,
  ValidityStartDate: DayText,
  IsDefaultURLAddress: Flag,
  WebsiteURL: Text,
});
const RawTax = z.object({ BusinessPartner: NeededKey, BPTaxType: z.string().min(1), BPTaxNumber: Text, BPTaxLongNumber: Text });
const RawCustomer = z.object({
  Customer: NeededKey,
  OrderIsBlockedForCustomer: Text,
  PostingIsBlocked: Flag,
  DeletionIndicator: Flag,
});

export interface Details {
  addresses: RawAddress[];
  /** Ids of those that are the partner's standard one. */
  standard: Set<string>;
  emails: z.output<typeof RawEmail>[];
  phones: z.output<typeof RawPhone>[];
  urls: z.output<typeof RawUrl>[];
  taxes: z.output<typeof RawTax>[];
  customer: z.output<typeof RawCustomer> | null;
}

const SETS = {
  addresses: { set: 'A_BusinessPartnerAddress', key: ['BusinessPartner', 'AddressID'], row: RawAddress },
  usages: { set: 'A_BuPaAddressUsage', key: ['BusinessPartner', 'ValidityEndDate', 'AddressUsage', 'AddressID'], row: RawUsage },
  emails: { set: 'A_AddressEmailAddress', key: ['AddressID', 'Person', 'OrdinalNumber'], row: RawEmail },
  phones: { set: 'A_AddressPhoneNumber', key: ['AddressID', 'Person', 'OrdinalNumber'], row: RawPhone },
  urls: {
    set: 'A_AddressHomePageURL',
    // `IsDefaultURLAddress` belongs to the key, too; nothing comes after a yes or a no.
    key: ['AddressID', 'Person', 'OrdinalNumber', 'ValidityStartDate'],
    row: RawUrl,
  },
  taxes: { set: 'A_BusinessPartnerTaxNumber', key: ['BusinessPartner', 'BPTaxType'], row: RawTax },
  customers: { set: 'A_Customer', key: ['Customer'], row: RawCustomer },
} as const;
type Name = keyof typeof SETS;

/** Which of several addresses counts belongs to them. */
export type DetailSet = Exclude<Name, 'usages'>;
const ALL = Object.keys(SETS) as Name[];

function query(name: Name, filter: string): SetQuery {
  const { set, key, row } = SETS[name];
  // The key is needed to go on after a page.
  return { service: SERVICES.partners, set, key, select: [...new Set([...fieldsOf(row), ...key])], filter };
}

export async function readDetails(
  connection: Connection,
  { partners, sets }: { partners: readonly Pick<RawPartner, 'BusinessPartner' | 'Customer'>[]; sets?: readonly DetailSet[] },
  signal: AbortSignal,
): Promise<{ of(partner: Pick<RawPartner, 'BusinessPartner' | 'Customer'>): Details }> {
  const wanted = new Set<Name>(sets?.includes('addresses') ? [...sets, 'usages'] : (sets ?? ALL));
  const read = async <T extends z.ZodObject>(name: Name, row: T, field: string, keys: readonly string[]): Promise<z.output<T>[]> => {
    const rows: z.output<T>[] = [];
    if (!wanted.has(name)) return rows;
    for (const filter of keyFilters(field, keys)) rows.push(...readableRows(row, await connection.client.all(query(name, filter), signal)));
    return rows;
  };
  const numbers = partners.map(({ BusinessPartner }) => BusinessPartner);
  const at = connection.now().toISOString();
  const valid = (await read('addresses', RawAddress, 'BusinessPartner', numbers)).filter((address) => isValid(address, at));
  const addresses = groupBy(valid, ({ BusinessPartner }) => BusinessPartner);
  const withSeveral = [...addresses].flatMap(([number, all]) => (all.length > 1 ? [number] : []));
  const usages = groupBy(await read('usages', RawUsage, 'BusinessPartner', withSeveral), ({ BusinessPartner }) => BusinessPartner);
  const ids = [...addresses.values()].flat().map(({ AddressID }) => AddressID);
  const byAddress = <T extends { AddressID: string }>(rows: T[]) => groupBy(rows, ({ AddressID }) => AddressID);
  const emails = byAddress(await read('emails', RawEmail, 'AddressID', ids));
  const phones = byAddress(await read('phones', RawPhone, 'AddressID', ids));
  const urls = byAddress(await read('urls', RawUrl, 'AddressID', ids));
  const taxes = groupBy(await read('taxes', RawTax, 'BusinessPartner', numbers), ({ BusinessPartner }) => BusinessPartner);
  const customerNumbers = partners.flatMap(({ Customer }) => Customer ?? []);
  const customers = groupBy(await read('customers', RawCustomer, 'Customer', customerNumbers), ({ Customer }) => Customer);
  return {
    of({ BusinessPartner: number, Customer }) {
      const own = addresses.get(number) ?? [];
      const those = <T>(all: ReadonlyMap<string, T[]>): T[] => own.flatMap(({ AddressID }) => all.get(AddressID) ?? []);
      const standard = (usages.get(number) ?? []).filter(({ AddressUsage }) => AddressUsage === 'XXDEFAULT');
      return {
        addresses: own,
        standard: new Set(standard.map(({ AddressID }) => AddressID)),
        emails: those(emails),
        phones: those(phones),
        urls: those(urls),
        taxes: taxes.get(number) ?? [],
        customer: customers.get(Customer ?? '')?.[0] ?? null,
      };
    },
  };
}

/** Addresses move: people enter from when on another one holds. */
const isValid = ({ ValidityStartDate: from, ValidityEndDate: to }: RawAddress, at: string): boolean =>
  (from ?? '') <= at && (to ?? '9') >= at;

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

export async function checkDetails({ client }: Connection, signal: AbortSignal): Promise<void> {
  for (const name of ALL) await client.page(query(name, ''), null, 1, signal);
}
