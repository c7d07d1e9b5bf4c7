import { RecordRejectedError } from '../../errors.ts';
import type { CallPriority, HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import { normaliseDomain, normaliseEmail, normaliseTaxId } from '../../mirror/identity-values.ts';
import { customerKey } from './keys.ts';
import type { DueCustomer, LinkedType } from './facts.ts';
import { normaliseName, taxIdSpellings } from './names.ts';
import type { Hit, Hits } from './rules.ts';

export interface Lookup {
  hubspot: HubSpotClient;
  objectType: LinkedType;
  /** Null: the administrator named none, so that step is skipped. */
  taxIdProperty: string | null;
  /** False: our key is not there (yet), so nothing can be found by it. */
  hasKey: boolean;
  /** Whether HubSpot let us search by that property; null: yes. */
  onTaxIdSearched(property: string, refusal: string | null): Promise<void>;
  priority: CallPriority;
  signal?: AbortSignal;
}

/** Asks HubSpot for everything that has something in common with these customers; what a person refused is left out. */
export async function lookUp(lookup: Lookup, customers: readonly DueCustomer[]): Promise<Map<DueCustomer, Hits>> {
  const keyed = lookup.hasKey ? await byValue(lookup, 'erp_customer_key', customers.map(keyOf)) : new Map<string, HubSpotRecord>();
  const unkeyed = customers.filter((customer) => !keyed.has(keyOf(customer)));
  const isCompany = lookup.objectType === 'companies';
  const [taxed, mailed, hosted] = await Promise.all([
    searchTaxIds(lookup, unkeyed),
    isCompany
      ? new Map<string, HubSpotRecord>()
      : byValue(
          lookup,
          'email',
          unkeyed.flatMap(({ emails }) => emails),
        ),
    isCompany ? searchDomains(lookup, unkeyed) : [],
  ]);
  // Once for all customers: each of two hundred would bring every record found into its one spelling.
  const countries = new Set(customers.map(({ country }) => country));
  const byTaxId = new Map([...countries].map((country) => [country, groupHits(lookup, country, taxed)]));
  const byDomain = Map.groupBy(hosted, ({ properties }) => normaliseDomain(properties['domain'] ?? null));
  return new Map(
    customers.map((customer) => {
      const { country, taxId, domain, emails, refused } = customer;
      const hitOf = (record: HubSpotRecord | undefined): Hit[] =>
        record && !refused.includes(record.id) ? [toHit(lookup, country, record)] : [];
      const name = normaliseName(customer.name);
      const namesakes = (byDomain.get(domain) ?? []).filter(({ properties }) => normaliseName(properties['name'] ?? '') === name);
      const sameTaxId = taxId === null ? [] : (byTaxId.get(country)?.get(taxId) ?? []);
      return [
        customer,
        {
          byKey: hitOf(keyed.get(keyOf(customer)))[0] ?? null,
          byTaxId: sameTaxId.filter(({ recordId }) => !refused.includes(recordId)),
          byEmail: emails.flatMap((email) => hitOf(mailed.get(email)).map((hit) => ({ ...hit, email }))),
          byDomainAndName: domain === null ? [] : namesakes.flatMap(hitOf),
        },
      ];
    }),
  );
}

/** Records by the tax id they hold, as it is written in that country. */
function groupHits(lookup: Lookup, country: string | null, records: readonly HubSpotRecord[]): Map<string | null, Hit[]> {
  return Map.groupBy(
    records.map((record) => toHit(lookup, country, record)),
    ({ taxId }) => taxId,
  );
}

const keyOf = ({ identityKey, customerId }: DueCustomer): string => customerKey(identityKey, customerId);

function toHit({ taxIdProperty }: Lookup, country: string | null, { id, properties }: HubSpotRecord): Hit {
  const held = taxIdProperty ? (properties[taxIdProperty] ?? null) : null;
  return { recordId: id, name: nameOf(properties), taxId: normaliseTaxId(held, country) };
}

function nameOf(properties: HubSpotRecord['properties']): string | null {
  const person = [properties['firstname'], properties['lastname']].filter(Boolean).join(' ');
  return properties['name'] || person || properties['email'] || properties['domain'] || null;
}

const shownProperties = ({ objectType, taxIdProperty }: Lookup): string[] => [
  ...(objectType === 'companies' ? ['name', 'domain'] : ['firstname', 'lastname', 'email']),
  ...(taxIdProperty ? [taxIdProperty] : []),
];

const optionsOf = ({ priority, signal }: Lookup) => ({ priority, ...(signal ? { signal } : {}) });

async function byValue(lookup: Lookup, idProperty: string, values: readonly string[]): Promise<Map<string, HubSpotRecord>> {
  const unique = [...new Set(values)];
  const starts = Array.from({ length: Math.ceil(unique.length / 100) }, (_, index) => index * 100);
  const read = starts.map((start) => {
    const request = { ids: unique.slice(start, start + 100), idProperty, properties: shownProperties(lookup) };
    return lookup.hubspot.batchRead(lookup.objectType, request, optionsOf(lookup));
  });
  return new Map((await Promise.all(read)).flatMap((found) => [...found]));
}

/** A property that somebody deleted since it was chosen cannot be searched: that step is skipped, and the administrator told. */
async function searchTaxIds(lookup: Lookup, customers: readonly DueCustomer[]): Promise<HubSpotRecord[]> {
  if (!lookup.taxIdProperty) return [];
  const spellings = customers.flatMap(({ taxId, taxIdText, country }) => (taxId ? taxIdSpellings(taxId, taxIdText, country) : []));
  if (spellings.length === 0) return [];
  try {
    const found = await searchValues(lookup, lookup.taxIdProperty, spellings);
    await lookup.onTaxIdSearched(lookup.taxIdProperty, null);
    return found;
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    await lookup.onTaxIdSearched(lookup.taxIdProperty, error.code);
    return [];
  }
}

async function searchDomains(lookup: Lookup, customers: readonly DueCustomer[]): Promise<HubSpotRecord[]> {
  return searchValues(
    lookup,
    'domain',
    customers.flatMap(({ domain }) => (domain ? [domain] : [])),
  );
}

/** HubSpot takes searches of at most 3,000 characters; this leaves room for what stands around the values. */
const VALUES_LENGTH = 2_400;
const PER_PAGE = 200;

async function searchValues(lookup: Lookup, propertyName: string, values: readonly string[]): Promise<HubSpotRecord[]> {
  const found = [...chunks([...new Set(values)])].map((chunk) => searchAll(lookup, propertyName, chunk));
  return (await Promise.all(found)).flat();
}

async function searchAll(lookup: Lookup, propertyName: string, values: string[]): Promise<HubSpotRecord[]> {
  const request = {
    filterGroups: [[{ propertyName, operator: 'IN' as const, values }]],
    properties: shownProperties(lookup),
    limit: PER_PAGE,
  };
  const records: HubSpotRecord[] = [];
  let after: string | null = null;
  do {
    const asked: Parameters<HubSpotClient['search']>[1] = after ? { ...request, after } : request;
    const page = await lookup.hubspot.search(lookup.objectType, asked, optionsOf(lookup));
    records.push(...page.records);
    after = page.after;
  } while (after !== null);
  return records;
}

function* chunks(values: readonly string[]): Iterable<string[]> {
  let chunk: string[] = [];
  let length = 0;
  for (const value of values) {
    const size = JSON.stringify(value).length + 1;
    if (chunk.length === 100 || (chunk.length > 0 && length + size > VALUES_LENGTH)) {
      yield chunk;
      chunk = [];
      length = 0;
    }
    chunk.push(value);
    length += size;
  }
  if (chunk.length > 0) yield chunk;
}

/** What the inbox compares: the values of a record by which unmatched customers may recognise it. */
export function identityOf(properties: HubSpotRecord['properties'], taxIdProperty: string | null) {
  return {
    email: normaliseEmail(properties['email'] ?? null),
    domain: normaliseDomain(properties['domain'] ?? null),
    taxId: taxIdProperty ? normaliseTaxId(properties[taxIdProperty] ?? null) : null,
  };
}
