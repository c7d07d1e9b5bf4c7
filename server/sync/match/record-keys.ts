import { createHash } from 'node:crypto';
import type { Db } from '../../db/index.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { recordId, type PortalId, type RecordId } from '../../shared/ids.ts';
import { isOrganisation, isProduct, type CustomerObjectType, type ObjectType, type PRODUCT } from '../../shared/object-types.ts';
import { PRODUCT_KEY } from '../../records/catalogue/index.ts';
import { normaliseName } from './names.ts';
import { normaliseDomain, plainTaxId, possibleTaxIds } from '../../mirror/identity-values.ts';
import { comparableSku } from '../../mirror/sku.ts';
import { parseEmailAddresses } from '../../shared/email-addresses.ts';

/** What a record is recognised by, in normal form. */
export interface RecordKey {
  kind: 'tax_id' | 'domain' | 'name' | 'sku' | 'product_key';
  value: string;
}

export interface KeyScope<T extends ObjectType = CustomerObjectType | typeof PRODUCT> {
  portalId: PortalId;
  objectType: T;
  /** Null: the administrator named none. */
  taxIdProperty: string | null;
}

/** The properties that keys are made from. */
export const keyProperties = ({ objectType, taxIdProperty }: Omit<KeyScope, 'portalId'>): string[] => [
  ...(isOrganisation(objectType) ? ['name', 'domain', 'hs_additional_domains'] : []),
  ...(isProduct(objectType) ? ['hs_sku', PRODUCT_KEY] : []),
  ...(taxIdProperty ? [taxIdProperty] : []),
];

/** A company that took over others keeps their domains as further ones. */
export function domainsIn(properties: HubSpotRecord['properties']): string[] {
  const written = [properties['domain'] ?? '', ...(properties['hs_additional_domains'] ?? '').split(';')];
  return [...new Set(written.map(normaliseDomain).filter((domain) => domain !== null))];
}

export const EMAIL_PROPERTIES = ['email', 'hs_additional_emails'] as const;

/** Lower case. A contact that took over others keeps their addresses as further ones, and people add some. */
export const emailsIn = (properties: HubSpotRecord['properties']): string[] => [
  ...new Set(EMAIL_PROPERTIES.flatMap((name) => parseEmailAddresses(properties[name] ?? null))),
];

function keysOf({ objectType, taxIdProperty }: KeyScope, properties: HubSpotRecord['properties']): RecordKey[] {
  if (isProduct(objectType)) {
    const sku = comparableSku(properties['hs_sku'] ?? '');
    const key = properties[PRODUCT_KEY] ?? '';
    return [...(sku ? [{ kind: 'sku', value: sku } as const] : []), ...(key ? [{ kind: 'product_key', value: key } as const] : [])];
  }
  const taxId = taxIdProperty ? (properties[taxIdProperty] ?? null) : null;
  // HubSpot does not say of which country it is.
  const taxIds = taxId === null ? [] : [plainTaxId(taxId), ...possibleTaxIds(taxId)];
  const domains = isOrganisation(objectType) ? domainsIn(properties) : [];
  const name = isOrganisation(objectType) ? normaliseName(properties['name'] ?? '') : '';
  return [
    ...[...new Set(taxIds)].filter((value) => value !== '').map((value) => ({ kind: 'tax_id', value }) as const),
    ...domains.map((value) => ({ kind: 'domain', value }) as const),
    ...(name === '' ? [] : [{ kind: 'name', value: name } as const]),
  ];
}

const LONGEST_KEPT = 200;

/** PostgreSQL's index takes 2.7 KB, HubSpot's texts may have 65,536 characters: longer values are kept as their digest. */
export const keptValue = (value: string): string =>
  [...value].length > LONGEST_KEPT ? createHash('sha256').update(value).digest('hex') : value;

/** Replaces the keys of these records by those they have now, unless another tax-id property was chosen since they were read. */
export async function storeRecordKeys(
  trx: Db,
  scope: KeyScope,
  records: readonly Pick<HubSpotRecord, 'id' | 'properties'>[],
): Promise<void> {
  if (records.length === 0) return;
  const rows = records.flatMap(({ id, properties }) =>
    keysOf(scope, properties).map(({ kind, value }) => ({ recordId: id, kind, value: keptValue(value) })),
  );
  await trx.raw(REPLACE, {
    portalId: scope.portalId,
    objectType: scope.objectType,
    taxIdProperty: scope.taxIdProperty,
    recordIds: records.map(({ id }) => id),
    rows: JSON.stringify(rows),
  });
}

const REPLACE = `
  with other as (
    select 1 from record_key_reads r
    where r.portal_id = :portalId and r.object_type = :objectType and r.tax_id_property is distinct from :taxIdProperty
  ),
  given as (
    select r."recordId" as record_id, r.kind, r.value from jsonb_to_recordset(:rows::jsonb) as r("recordId" text, kind text, value text)
    where not exists (select 1 from other)
  ),
  gone as (
    delete from record_keys k
    where k.portal_id = :portalId and k.object_type = :objectType and k.record_id = any(:recordIds) and not exists (select 1 from other)
      and not exists (select 1 from given g where g.record_id = k.record_id and g.kind = k.kind and g.value = k.value)
  )
  insert into record_keys (portal_id, object_type, record_id, kind, value)
  select :portalId, :objectType, g.record_id, g.kind, g.value from given g order by 3, 4, 5
  on conflict do nothing`;

/** Records that merged, were deleted or forgotten. */
export async function dropRecordKeys(
  trx: Db,
  { portalId, objectType }: Omit<KeyScope, 'taxIdProperty'>,
  ids: readonly RecordId[],
): Promise<void> {
  if (ids.length > 0) await trx('recordKeys').where({ portalId, objectType }).whereIn('recordId', ids).delete();
}

export interface Holders {
  /** A few of them where there are too many to be read. */
  recordIds: RecordId[];
  isTooMany: boolean;
}

/** More records than this that share one value say nothing about any of them. */
const READ_AT_MOST = 200;
const SHOWN_OF_MANY = 5;

/** Who holds these values, by `kind value`. */
export async function findHolders(
  db: Db,
  { portalId, objectType }: Omit<KeyScope, 'taxIdProperty'>,
  keys: readonly RecordKey[],
): Promise<Map<string, Holders>> {
  const asked = [...new Map(keys.map((key) => [nameOfKey(key), key])).values()].map((key) => ({ ...key, kept: keptValue(key.value) }));
  const { rows } = await db.raw<{ rows: { kind: RecordKey['kind']; value: string; ids: string[] }[] }>(
    `select asked.kind, asked.value, held.ids from jsonb_to_recordset(:keys::jsonb) as asked(kind text, value text, kept text)
     cross join lateral (
       select array_agg(few.record_id) as ids from (
         select k.record_id from record_keys k
         where k.portal_id = :portalId and k.object_type = :objectType and k.kind = asked.kind and k.value = asked.kept
         order by k.record_id limit ${READ_AT_MOST + 1}) few
     ) held
     where held.ids is not null`,
    { portalId, objectType, keys: JSON.stringify(asked) },
  );
  return new Map(
    rows.map(({ ids, ...key }) => {
      const isTooMany = ids.length > READ_AT_MOST;
      return [nameOfKey(key), { isTooMany, recordIds: (isTooMany ? ids.slice(0, SHOWN_OF_MANY) : ids).map(recordId) }];
    }),
  );
}

export const nameOfKey = ({ kind, value }: RecordKey): string => `${kind} ${value}`;
