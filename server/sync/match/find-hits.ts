import type { Db } from '../../db/index.ts';
import type { CallPriority, HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import type { PortalId } from '../../shared/ids.ts';
import { OBJECTS, isOrganisation, isPerson, type CustomerObjectType } from '../../shared/object-types.ts';
import { comparableTaxIds, normaliseEmail, normaliseTaxId, plainTaxId, readTaxId } from '../../mirror/identity-values.ts';
import { CUSTOMER_KEY } from '../../records/catalogue/index.ts';
import { erpKey } from '../../records/catalogue/erp-key.ts';
import type { DueCustomer } from './due-customers.ts';
import { normaliseName, taxIdSpellings } from './names.ts';
import {
  domainsIn,
  dropRecordKeys,
  EMAIL_PROPERTIES,
  emailsIn,
  findHolders,
  keyProperties,
  nameOfKey,
  type Holders,
  type RecordKey,
} from './record-keys.ts';
import type { Hit, Hits } from './rules.ts';

export interface Lookup {
  db: Db;
  portalId: PortalId;
  hubspot: HubSpotClient;
  objectType: CustomerObjectType;
  /** Null: the administrator named none, so that step is skipped. */
  taxIdProperty: string | null;
  /** False: our key is not there (yet), so nothing can be found by it. */
  hasKey: boolean;
  priority: CallPriority;
  signal?: AbortSignal;
}

/** Asks HubSpot for everything that has something in common with these customers; what a person refused is left out. */
export async function findHits(lookup: Lookup, customers: readonly DueCustomer[]): Promise<Map<DueCustomer, Hits>> {
  const keyed = lookup.hasKey ? await byValue(lookup, CUSTOMER_KEY, customers.map(keyOf)) : new Map<string, HubSpotRecord>();
  const unkeyed = customers.filter((customer) => !keyed.has(keyOf(customer)));
  const emails = isPerson(lookup.objectType) ? unkeyed.flatMap((customer) => customer.emails) : [];
  const [known, mailed] = await Promise.all([findKnown(lookup, unkeyed), byValue(lookup, 'email', emails)]);
  return new Map(
    customers.map((customer) => {
      const { country, emails: own, refused } = customer;
      const hitOf = (record: HubSpotRecord | undefined): Hit[] =>
        record && !refused.includes(record.id) ? [toHit(lookup, country, record)] : [];
      const hits: Hits = {
        byKey: hitOf(keyed.get(keyOf(customer)))[0] ?? null,
        byTaxId: recordsWithTaxId(lookup, customer, known).flatMap(hitOf),
        byEmail: own.flatMap((email) => hitOf(mailed.get(email)).map((hit) => ({ ...hit, email }))),
        byDomainAndName: recordsWithDomainAndName(lookup, customer, known).flatMap(hitOf),
        byName: recordsWithName(lookup, customer, known).flatMap(hitOf),
      };
      return [customer, hits];
    }),
  );
}

/** Who holds which value, and these records as HubSpot has them now. */
interface Known {
  holders: ReadonlyMap<string, Holders>;
  records: ReadonlyMap<string, HubSpotRecord>;
}

/** Our table says who may hold a value, HubSpot whether it still does. */
async function findKnown(lookup: Lookup, customers: readonly DueCustomer[]): Promise<Known> {
  const keys = customers.flatMap((customer) => [
    ...taxIdKeys(lookup, customer),
    ...domainKeys(lookup, customer),
    ...nameKeys(lookup, customer),
  ]);
  const holders = keys.length === 0 ? new Map<string, Holders>() : await findHolders(lookup.db, lookup, keys);
  const ids = [...new Set([...holders.values()].flatMap(({ recordIds }) => recordIds))];
  const records = await byValue(lookup, undefined, ids);
  await dropRecordKeys(
    lookup.db,
    lookup,
    ids.filter((id) => records.get(id)?.id !== id),
  );
  return { holders, records };
}

function taxIdKeys({ taxIdProperty }: Lookup, customer: DueCustomer): RecordKey[] {
  if (taxIdProperty === null) return [];
  const { taxId, taxIdText, country } = customer;
  const values = taxId === null ? (taxIdWithWrongCheckDigit(customer) ?? []) : taxIdSpellings(taxId, taxIdText, country);
  return [values].flat().map((value) => ({ kind: 'tax_id', value }));
}

/** One whose check digit is wrong. Tax offices list such ids, and people mistype them. A contact person's is its organisation's. */
function taxIdWithWrongCheckDigit({ objectType, customerId, organisationId, taxId, taxIdText, country }: DueCustomer): string | null {
  const isOwn = isOrganisation(objectType) || customerId === organisationId;
  if (!isOwn || taxId !== null || taxIdText === null) return null;
  return readTaxId(taxIdText, country)?.outcome === 'wrong_check_digit' ? plainTaxId(taxIdText) : null;
}

const domainKeys = ({ objectType }: Lookup, { domain }: DueCustomer): RecordKey[] =>
  !isOrganisation(objectType) || domain === null ? [] : [{ kind: 'domain', value: domain }];

/** A record of its own company is nobody's customer for its name. */
function nameKeys({ objectType }: Lookup, { name, isOwnCompany }: DueCustomer): RecordKey[] {
  const value = normaliseName(name);
  return isOrganisation(objectType) && !isOwnCompany && value !== '' ? [{ kind: 'name', value }] : [];
}

/** Where so many hold a value that they cannot be read, some of them stand for all: no rule decides among several, so a person will. */
function recordsHolding(
  { holders, records }: Known,
  keys: readonly RecordKey[],
  isMeant: (record: HubSpotRecord) => boolean,
): HubSpotRecord[] {
  const found = keys.flatMap((key) => {
    const { recordIds = [], isTooMany = false } = holders.get(nameOfKey(key)) ?? {};
    return recordIds.flatMap((id) => records.get(id) ?? []).filter((record) => isTooMany || isMeant(record));
  });
  return [...new Map(found.map((record) => [record.id, record])).values()];
}

function recordsWithTaxId(lookup: Lookup, customer: DueCustomer, known: Known): HubSpotRecord[] {
  const doubtful = taxIdWithWrongCheckDigit(customer);
  const isMeant = (record: HubSpotRecord): boolean => {
    if (doubtful === null) return toHit(lookup, customer.country, record).taxId === customer.taxId;
    const held = record.properties[lookup.taxIdProperty ?? ''] ?? '';
    return plainTaxId(held) === doubtful && normaliseName(nameOf(record.properties) ?? '') === normaliseName(customer.name);
  };
  return recordsHolding(known, taxIdKeys(lookup, customer), isMeant);
}

function recordsWithDomainAndName(lookup: Lookup, customer: DueCustomer, known: Known): HubSpotRecord[] {
  const name = normaliseName(customer.name);
  const isMeant = ({ properties }: HubSpotRecord) =>
    domainsIn(properties).includes(customer.domain ?? '') && normaliseName(properties['name'] ?? '') === name;
  return recordsHolding(known, domainKeys(lookup, customer), isMeant);
}

function recordsWithName(lookup: Lookup, customer: DueCustomer, known: Known): HubSpotRecord[] {
  const name = normaliseName(customer.name);
  return recordsHolding(known, nameKeys(lookup, customer), ({ properties }) => normaliseName(properties['name'] ?? '') === name);
}

const keyOf = ({ identityKey, customerId }: DueCustomer): string => erpKey(identityKey, customerId);

function toHit({ taxIdProperty, objectType }: Lookup, country: string | null, { id, properties }: HubSpotRecord): Hit {
  const held = taxIdProperty ? (properties[taxIdProperty] ?? null) : null;
  const emails = isPerson(objectType) ? emailsIn(properties) : [];
  return { recordId: id, name: nameOf(properties), taxId: normaliseTaxId(held, country), emails };
}

function nameOf(properties: HubSpotRecord['properties']): string | null {
  const person = [properties['firstname'], properties['lastname']].filter(Boolean).join(' ');
  return properties['name'] || person || properties['email'] || properties['domain'] || null;
}

async function byValue(lookup: Lookup, idProperty: string | undefined, values: readonly string[]): Promise<Map<string, HubSpotRecord>> {
  const { hubspot, objectType, priority, signal } = lookup;
  const ofPerson = isPerson(objectType) ? EMAIL_PROPERTIES : [];
  const properties = [...new Set([...OBJECTS[objectType].nameProperties, ...ofPerson, ...keyProperties(lookup)])];
  const unique = [...new Set(values)];
  const starts = Array.from({ length: Math.ceil(unique.length / 100) }, (_, index) => index * 100);
  const read = starts.map((start) => {
    const request = { ids: unique.slice(start, start + 100), properties, ...(idProperty === undefined ? {} : { idProperty }) };
    return hubspot.batchRead(objectType, request, { priority, ...(signal ? { signal } : {}) });
  });
  return new Map((await Promise.all(read)).flatMap((found) => [...found]));
}

/** What the inbox compares: the values of a record by which unmatched customers may recognise it. */
export function identityOf(properties: HubSpotRecord['properties'], taxIdProperty: string | null) {
  return {
    email: normaliseEmail(properties['email'] ?? null),
    domains: domainsIn(properties),
    taxIds: taxIdProperty ? comparableTaxIds(properties[taxIdProperty] ?? null) : [],
  };
}
