import type { Notice } from '../../../hubspot-app/app/settings/api/types.ts';
import type { FieldValues } from '../../erp/shared/contract.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { recordName } from '../shared/record-names.ts';
import type { StoredGroup } from './run.ts';

/** A record as a dry run shows it. */
export interface Shown {
  record: Pick<HubSpotRecord, 'id' | 'properties'>;
  customerName: string | null;
  /** Of one that would be created: what the ERP would get, by field. */
  values?: FieldValues;
}

type GroupKind = Omit<StoredGroup, 'count' | 'samples'>;

/** One record, as a group of its own: groups of a kind are added up. */
export function aGroup(
  kind: GroupKind,
  { record, customerName, values: created }: Shown,
  values: { before: string | null; after: string | null } = { before: wrongValue(kind.reason), after: null },
): StoredGroup {
  return {
    ...kind,
    reason: kind.reason && reasonOfMany(kind.reason),
    count: 1,
    samples: [
      {
        recordId: record.id,
        recordName: recordName(kind.objectType, record.properties),
        customerName,
        ...values,
        ...(created && { values: created }),
      },
    ],
  };
}

/** What is the same for all records of a group: the value of one says nothing of the others, and stands with the record. */
const OF_MANY = ['field', 'fields', 'property', 'most', 'message', 'reason'];

export const reasonOfMany = ({ code, params }: Notice): Notice => ({
  code,
  params: Object.fromEntries(Object.entries(params).filter(([name]) => OF_MANY.includes(name))),
});

function wrongValue(reason: Notice | null): string | null {
  const { taxId, text, value, state } = reason?.params ?? {};
  const wrong = taxId ?? text ?? value ?? state ?? null;
  return wrong === null ? null : String(wrong);
}

export const ofRecord = (kind: GroupKind['kind'], objectType: CustomerObjectType, reason: Notice | null = null): GroupKind => ({
  kind,
  objectType,
  reason,
  property: null,
  field: null,
  rule: null,
});

/** So many of each group are shown. What is created cannot be taken back, and what a person decides is gone through one by one. */
export const samplesOf = (kind: StoredGroup['kind']): number => (kind === 'create' || kind === 'review' ? 25 : 5);

export function mergeGroups(known: readonly StoredGroup[], more: readonly StoredGroup[]): StoredGroup[] {
  const groups = new Map(known.map((group) => [nameOf(group), group]));
  for (const group of more) {
    const before = groups.get(nameOf(group));
    groups.set(
      nameOf(group),
      before
        ? { ...before, count: before.count + group.count, samples: [...before.samples, ...group.samples].slice(0, samplesOf(group.kind)) }
        : group,
    );
  }
  return [...groups.values()];
}

/** What differs only in a value is one cause. */
const nameOf = ({ kind, objectType, property, field, rule, reason }: StoredGroup): string =>
  JSON.stringify([kind, objectType, property, field, rule, reason?.code, reason?.params['field'], reason?.params['property']]);
