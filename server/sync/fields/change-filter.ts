import type { ChangeFilter } from '../../../hubspot-app/app/settings/api/field-changes.ts';

/** SQL condition on a row of `field_changes`, with the filter's values as bindings. A person edited a value, or decided or took back what became of it. */
export const isInFilter = (f: string): string => `(:from::timestamptz is null or ${f}.at >= :from::timestamptz)
  and (:until::timestamptz is null or ${f}.at < :until::timestamptz)
  and (:editedBy::text is null or :editedBy = 'user' and ${f}.user_id is not null or ${f}.edited_by -> 'hubspot' ->> 'kind' = :editedBy or ${f}.edited_by -> 'erp' ->> 'kind' = :editedBy)`;

/** SQL condition on a row of `field_changes`: the rules decided it, of one of the first few that are written. */
export const isOfTrial = (
  f: string,
): string => `${f}.user_id is null and (${f}.portal_id, ${f}.connection_id, ${f}.object_type, ${f}.record_id) in (
  select r.portal_id, r.connection_id, t."objectType", t."recordId"
  from customer_rules r cross join jsonb_to_recordset(r.trial) as t("objectType" text, "recordId" text)
  where r.portal_id = :portalId and r.connection_id = :connectionId and jsonb_typeof(r.trial) = 'array')`;

export const ALL_CHANGES: ChangeFilter = { from: null, until: null, editedBy: null };
