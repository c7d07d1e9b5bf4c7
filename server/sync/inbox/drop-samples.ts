import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import type { ObjectType } from '../../shared/object-types.ts';

interface Scope {
  portalId: PortalId;
  objectType: ObjectType;
  recordId: RecordId;
}

/** Dry runs show a few records by name and value: not those that went. */
export async function dropSamples(trx: Db, scope: Scope): Promise<void> {
  await trx.raw(DROP_SAMPLES, { ...scope });
  await trx('previewedIdentities').where(scope).delete();
}

const DROP_SAMPLES = `
  update customer_runs r set groups = (
    select jsonb_agg(g || jsonb_build_object('samples', coalesce(
      (select jsonb_agg(s order by at) from jsonb_array_elements(g -> 'samples') with ordinality as kept(s, at) where s ->> 'recordId' <> :recordId), '[]'))
      order by place)
    from jsonb_array_elements(r.groups) with ordinality as shown(g, place))
  where r.portal_id = :portalId
    and r.groups @> jsonb_build_array(jsonb_build_object('objectType', :objectType::text,
      'samples', jsonb_build_array(jsonb_build_object('recordId', :recordId::text))))`;
