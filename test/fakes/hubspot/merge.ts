import type { Crm } from './crm.ts';
import type { CrmEvent } from './crm-events.ts';
import { badRequest } from './errors.ts';
import { MODIFIED_PROPERTY } from './standard-properties.ts';
import { OBJECT_TYPES, type ObjectType, type Properties, type Source, type StoredRecord } from './types.ts';

/** Kept by the table itself, never carried over. */
const isOwn = (type: ObjectType, name: string): boolean => ['hs_object_id', 'createdate', MODIFIED_PROPERTY[type]].includes(name);

/** One record of two: the primary's values, and the other's where the primary has none. */
export function mergeRecords(
  crm: Crm,
  type: ObjectType,
  primary: StoredRecord,
  other: StoredRecord,
  source: Source,
): { record: StoredRecord; event: CrmEvent } {
  if (primary === other) throw badRequest('A record cannot be merged with itself.');
  const table = crm.table(type);
  const isNew = crm.options.mergesIntoNewRecord;
  const values = mergedValues(type, primary, other, isNew);
  const moved = Object.keys(other.properties).filter((name) => primary.properties[name] === undefined).length;
  const createdAt = Math.min(primary.createdAt, other.createdAt);
  // Out of the indexes first: the new record holds the same unique values.
  const record = isNew ? table.insert({}, { createdAt }) : primary;
  for (const old of isNew ? [primary, other] : [other]) {
    table.setArchivedOrMerged(old, { mergedInto: record });
    crm.associations.move(type, old.id, record.id, OBJECT_TYPES);
  }
  table.write(record, values, source);
  for (const other of crm.associations.of(type, record.id, 'contacts')) crm.keepRelations('contacts', other, source);
  for (const other of crm.associations.of(type, record.id, 'companies')) crm.keepRelations('companies', other, source);
  crm.keepRelations(type, record.id, source);
  for (const email of (values['hs_additional_emails'] ?? '').split(';')) if (email) crm.additionalEmails.set(email, record);
  const mergedIds = [other.id];
  const about = { objectType: type, id: record.id, at: crm.now(), source };
  return { record, event: { kind: 'merged', ...about, primaryId: primary.id, mergedIds, moved } };
}

function mergedValues(type: ObjectType, primary: StoredRecord, other: StoredRecord, isNew: boolean): Properties {
  const values = Object.fromEntries(Object.entries({ ...other.properties, ...primary.properties }).filter(([name]) => !isOwn(type, name)));
  const listed = (name: string, ...more: (string | undefined)[]) =>
    [
      ...new Set(
        [primary, other].flatMap(({ properties }) => properties[name]?.split(';') ?? []).concat(more.filter((v) => v !== undefined)),
      ),
    ].join(';');
  values['hs_merged_object_ids'] = listed('hs_merged_object_ids', ...(isNew ? [primary.id, other.id] : [other.id]));
  const { domain } = other.properties;
  if (type === 'companies' && domain !== primary.properties['domain'] && primary.properties['domain']) {
    values['hs_additional_domains'] = listed('hs_additional_domains', domain);
  }
  const { email } = other.properties;
  if (type === 'contacts' && email !== primary.properties['email'] && primary.properties['email']) {
    values['hs_additional_emails'] = listed('hs_additional_emails', email);
  }
  return values;
}
