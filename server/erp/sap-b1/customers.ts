import { z } from 'zod';
import type { Customer } from '../shared/contract.ts';
import { parseEmailAddresses } from '../../shared/email-addresses.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { CREATED, UPDATED } from './filters.ts';
import { isFrozen, isInUse, limitedChangeStamp } from './mapping.ts';
import { DayText, Id, stamp, Text, YesNo } from './raw.ts';
import { CUSTOMERS, PARTNERS } from './partner-rows.ts';
import { cardCodesOf, contactId } from './record-ids.ts';
import {
  changedFilter,
  changeOf,
  keyAfter,
  keyOf,
  LIST_PAGE,
  NOTHING,
  rejectBy,
  SUPPORT,
  unreadableEntries,
  type B1Stream,
  type Entry,
  type ListStep,
  type Step,
} from './stream.ts';
import type { Clock } from './watermarks.ts';
import { allOf, anyOf, inGroups, oneOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import { mergeReads, parseRows, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import { todayOf } from '../shared/today.ts';

const RawContact = z.object({
  InternalCode: Id,
  Name: Text,
  FirstName: Text,
  LastName: Text,
  E_Mail: Text,
  Phone1: Text,
  MobilePhone: Text,
  Active: Text,
});
type RawContact = z.output<typeof RawContact>;

const RawAddress = z.object({
  AddressName: Text,
  AddressType: Text,
  Street: Text,
  StreetNo: Text,
  City: Text,
  ZipCode: Text,
  State: Text,
  Country: Text,
});

const RawPartner = z.object({
  CardCode: z.string().min(1),
  CardName: Text,
  CompanyPrivate: Text,
  FederalTaxID: Text,
  EmailAddress: Text,
  Phone1: Text,
  Cellular: Text,
  Website: Text,
  FatherCard: Text,
  ContactPerson: Text,
  BilltoDefault: Text,
  Valid: YesNo,
  ValidFrom: DayText,
  ValidTo: DayText,
  Frozen: YesNo,
  FrozenFrom: DayText,
  FrozenTo: DayText,
  ...stamp,
  BPAddresses: rowsOf(RawAddress).nullish(),
  ContactEmployees: rowsOf(RawContact).nullish(),
});
type RawPartner = z.output<typeof RawPartner>;

const SET = PARTNERS;
const FIELDS = fieldsOf(RawPartner);
const PAGE = 100;
const UPDATED_CLOCK: Clock = { source: 'updated', set: SET, key: 'CardCode', fields: UPDATED, filter: CUSTOMERS };
const CREATED_CLOCK: Clock = { source: 'created', set: SET, key: 'CardCode', fields: CREATED, filter: CUSTOMERS };

const reject = rejectBy(({ CardCode }) => erpRecordId(String(CardCode)));

async function customersFrom(connection: Connection, rows: readonly unknown[]): Promise<TranslatedRecords<Customer>> {
  const today = todayOf(connection);
  return translateRows(await parseRows(RawPartner, rows, reject), reject, (raw) => toCustomers(raw, today));
}

const partners: Step<Customer> = async (connection, position, signal) => {
  const changes = position.phase === 'all' ? [] : [UPDATED_CLOCK, CREATED_CLOCK].flatMap((clock) => changeOf(position, clock) ?? []);
  if (position.phase !== 'all' && changes.length === 0) return NOTHING;
  const filter = allOf(CUSTOMERS, anyOf(changes), keyAfter('CardCode', position.after));
  const { rows, hasMore } = await connection.client.page(SET, { select: FIELDS, filter, orderby: 'CardCode' }, PAGE, signal);
  return { ...(await customersFrom(connection, rows)), after: hasMore ? keyOf(rows, 'CardCode') : null };
};

const readByIds: B1Stream<'customers'>['readByIds'] = async (connection, ids, signal) => {
  const asked = new Set(ids);
  const parts: TranslatedRecords<Customer>[] = [];
  for (const group of inGroups([...new Set(ids.flatMap(cardCodesOf))])) {
    const query = { select: FIELDS, filter: allOf(CUSTOMERS, oneOf('CardCode', group)) };
    const { rows } = await connection.client.page(SET, query, group.length, signal);
    parts.push(await customersFrom(connection, rows));
  }
  const { records, rejected } = mergeReads(parts);
  return { records: records.filter(({ id }) => asked.has(id)), rejected };
};

const RawStamp = RawPartner.pick({
  CardCode: true,
  UpdateDate: true,
  UpdateTime: true,
  Valid: true,
  ValidFrom: true,
  ValidTo: true,
  Frozen: true,
  FrozenFrom: true,
  FrozenTo: true,
}).extend({ ContactEmployees: rowsOf(RawContact.pick({ InternalCode: true })).nullish() });

const listed =
  (changed: string): ListStep =>
  async (connection, after, signal) => {
    const query = { select: fieldsOf(RawStamp), filter: allOf(CUSTOMERS, changed, keyAfter('CardCode', after)), orderby: 'CardCode' };
    const { rows, hasMore } = await connection.client.page(SET, query, LIST_PAGE, signal);
    const today = todayOf(connection);
    const found = readableRows(RawStamp, rows);
    const entries = found.flatMap((raw) =>
      [erpRecordId(raw.CardCode), ...(raw.ContactEmployees ?? []).map(({ InternalCode }) => contactId(raw.CardCode, InternalCode))].map(
        (id): Entry => ({ id, changeStamp: limitedChangeStamp(raw, today) }),
      ),
    );
    const last = readableRows(RawStamp.pick({ CardCode: true }), rows).at(-1)?.CardCode;
    return {
      entries: [...entries, ...unreadableEntries(RawStamp, rows, ({ CardCode }) => erpRecordId(String(CardCode)))],
      after: hasMore ? (last ?? null) : null,
    };
  };

export const customers: B1Stream<'customers'> = {
  support: { ...SUPPORT, translationVersion: 5 },
  watermarks: { clocks: [UPDATED_CLOCK, CREATED_CLOCK], numbers: [] },
  steps: { all: [partners], since: [partners] },
  readByIds,
  list: (range) => [listed(range.kind === 'changedSince' ? changedFilter(range.since, true) : '')],
  described: { set: SET, type: 'BusinessPartner', key: 'CardCode', tables: ['OCRD'] },
  async check({ client }, signal) {
    await client.page(SET, { select: FIELDS, filter: CUSTOMERS, top: 1 }, 1, signal);
  },
};

/** A business partner and its contact persons, all with the change stamp of the partner: a person is changed with it. */
function toCustomers(raw: RawPartner, today: string): Customer[] {
  return [toPartner(raw, today), ...(raw.ContactEmployees ?? []).map((contact) => toPerson(raw, contact, today))];
}

function toPartner(raw: RawPartner, today: string): Customer {
  return {
    ...commonOf(raw, today),
    id: erpRecordId(raw.CardCode),
    kind: raw.CompanyPrivate === 'cPrivate' ? 'person' : 'organisation',
    parentId: raw.CompanyPrivate === 'cPrivate' || raw.FatherCard === null ? null : erpRecordId(raw.FatherCard),
    number: raw.CardCode,
    name: raw.CardName ?? raw.CardCode,
    emails: parseEmailAddresses(raw.EmailAddress),
    phone: raw.Phone1 ?? raw.Cellular,
    website: raw.Website,
    taxId: raw.FederalTaxID,
    address: addressOf(raw),
    isBillingContact: false,
    active: isInUse(raw, today),
  };
}

function toPerson(raw: RawPartner, contact: RawContact, today: string): Customer {
  const fullName = [contact.FirstName, contact.LastName].filter(Boolean).join(' ');
  return {
    ...commonOf(raw, today),
    id: contactId(raw.CardCode, contact.InternalCode),
    kind: 'person',
    parentId: null,
    number: null,
    name: fullName || contact.Name || `#${contact.InternalCode}`,
    emails: parseEmailAddresses(contact.E_Mail),
    phone: contact.Phone1 ?? contact.MobilePhone,
    website: null,
    taxId: null,
    address: { street: null, city: null, zip: null, state: null, country: null },
    // The default contact person is the one documents are addressed to.
    isBillingContact: contact.Name !== null && contact.Name === raw.ContactPerson,
    active: contact.Active !== 'tNO' && isInUse(raw, today),
  };
}

function commonOf(
  raw: RawPartner,
  today: string,
): Pick<Customer, 'organisationId' | 'blocked' | 'companyId' | 'createdAt' | 'changeStamp'> {
  return {
    organisationId: erpRecordId(raw.CardCode),
    blocked: isFrozen(raw, today),
    companyId: null,
    // The server's zone is unknown, so its times are no instants.
    createdAt: null,
    changeStamp: limitedChangeStamp(raw, today),
  };
}

function addressOf({ BPAddresses, BilltoDefault }: RawPartner): Customer['address'] {
  const billing = (BPAddresses ?? []).filter(({ AddressType }) => AddressType === 'bo_BillTo');
  const chosen = billing.find(({ AddressName }) => AddressName === BilltoDefault) ?? billing[0] ?? BPAddresses?.[0];
  if (!chosen) return { street: null, city: null, zip: null, state: null, country: null };
  const street = [chosen.Street, chosen.StreetNo].filter(Boolean).join(' ') || null;
  return { street, city: chosen.City, zip: chosen.ZipCode, state: chosen.State, country: countryOf(chosen.Country) };
}

const countryOf = (code: string | null): string | null => (code !== null && /^[A-Za-z]{2}$/.test(code) ? code.toUpperCase() : null);
