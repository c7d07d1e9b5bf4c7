import type { Crm } from '../crm.ts';
import { isClosedStage } from '../pipelines.ts';
import { DEFAULT_PROPERTIES, MODIFIED_PROPERTY } from '../standard-properties.ts';
import type { ObjectType, Properties, Source, StoredRecord } from '../types.ts';
import { javaInstant } from '../values.ts';

interface Wanted {
  properties?: readonly string[];
  history?: readonly string[];
}

/** A record as the API answers it. */
export function shape(crm: Crm, type: ObjectType, record: StoredRecord, wanted: Wanted, shown: Properties = record.properties): object {
  const archived = record.archivedAt !== null;
  const histories = (wanted.history ?? []).map((name) => [name, historyOf(crm, type, record, name)] as const);
  return {
    id: record.id,
    properties: visible(crm, type, wanted.properties, shown),
    ...(histories.length > 0 ? { propertiesWithHistory: Object.fromEntries(histories) } : {}),
    createdAt: javaInstant(record.createdAt),
    updatedAt: javaInstant(record.updatedAt),
    archived,
    ...(archived ? { archivedAt: javaInstant(record.archivedAt!) } : {}),
  };
}

/** Names HubSpot does not know are left out without a word; empty values are null. */
function visible(crm: Crm, type: ObjectType, asked: readonly string[] | undefined, shown: Properties): Record<string, string | null> {
  const always = ['createdate', MODIFIED_PROPERTY[type], 'hs_object_id'];
  const names = asked && asked.length > 0 ? [...asked, ...always] : DEFAULT_PROPERTIES[type];
  const values: Record<string, string | null> = {};
  for (const name of names)
    if (crm.definitions(type).get(name))
      values[name] = (type === 'deals' && name === 'hs_is_closed' ? isClosed(shown) : shown[name]) ?? null;
  return values;
}

const isClosed = ({ dealstage }: Properties): string => String(isClosedStage(dealstage));

function historyOf(crm: Crm, type: ObjectType, record: StoredRecord, name: string): object[] {
  const changes = crm.table(type).history(record.id, name);
  const newestFirst = [...changes].reverse();
  return newestFirst.map(({ value, at, source }) => ({
    value: value ?? '',
    timestamp: javaInstant(at.getTime()),
    sourceType: source.type,
    sourceId: source.id,
    ...updatedBy(source),
  }));
}

function updatedBy({ id }: Source): { updatedByUserId?: number } {
  const userId = /^userId:(\d+)$/.exec(id)?.[1];
  return userId === undefined ? {} : { updatedByUserId: Number(userId) };
}
