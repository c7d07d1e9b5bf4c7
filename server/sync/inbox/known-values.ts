import type { Db } from '../../db/index.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { LiveRules } from '../fields/rules.ts';

interface Found {
  portalId: PortalId;
  objectType: CustomerObjectType;
  rules: readonly LiveRules[];
  /** Those that were asked for with the records. */
  properties: readonly string[];
}

/** Those of the records that are not linked everywhere, or hold something else than when they were last in step: the rest is our own writes. */
export async function withoutKnown(
  db: Db,
  { portalId, objectType, rules, properties }: Found,
  records: readonly HubSpotRecord[],
): Promise<HubSpotRecord[]> {
  const mapped = rules.map(({ scope: { connectionId }, rules: live }) => {
    const names = live[objectType].mapping.map(({ property }) => property).filter((property) => properties.includes(property));
    return { connectionId, names };
  });
  const held = records.map(({ id, properties: said }) => ({ id, said }));
  const { rows } = await db.raw<{ rows: { id: string }[] }>(
    `select r.id from jsonb_to_recordset(:held::jsonb) as r(id text, said jsonb)
     where not exists (
       select 1 from jsonb_to_recordset(:mapped::jsonb) as c("connectionId" uuid, names jsonb)
       where not exists (
         select 1 from field_pairs p where p.portal_id = :portalId and p.connection_id = c."connectionId" and p.object_type = :objectType and p.record_id = r.id)
       or exists (
         select 1 from field_pairs p cross join jsonb_array_elements_text(c.names) as n(property)
         where p.portal_id = :portalId and p.connection_id = c."connectionId" and p.object_type = :objectType and p.record_id = r.id
           and (p.fields -> n.property -> 'base' is null or coalesce(p.fields -> n.property -> 'base' ->> 'hubspot', '') <> coalesce(r.said ->> n.property, ''))))`,
    { portalId, objectType, held: JSON.stringify(held), mapped: JSON.stringify(mapped) },
  );
  const known = new Set(rows.map(({ id }) => id));
  return records.filter(({ id }) => !known.has(id));
}
