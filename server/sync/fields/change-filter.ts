import type { ChangeFilter } from '../../../hubspot-app/app/settings/api/field-changes.ts';

/** SQL condition on a row of `field_changes`, with the filter's values as bindings. A person edited a value, or decided or took back what became of it. */
export const isInFilter = (f: string): string => `(:from::timestamptz is null or ${f}.at >= :from::timestamptz)
  and (:until::timestamptz is null or ${f}.at < :until::timestamptz)
  and (:editedBy::text is null or :editedBy = 'user' and ${f}.user_id is not null or ${f}.edited_by -> 'hubspot' ->> 'kind' = :editedBy or ${f}.edited_by -> 'erp' ->> 'kind' = :editedBy)`;

export const ALL_CHANGES: ChangeFilter = { from: null, until: null, editedBy: null };
