import type { CustomerFieldSupport, EditedFields } from '../../erp/shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { mayWriteTo } from './approval.ts';
import type { EvaluatedField } from './evaluate.ts';
import { evaluatePresent, readRecords } from './present-fields.ts';
import { loadRelations } from './load-relations.ts';
import { relatedIds } from './relations.ts';
import { storedProperties, withVirtual } from './virtual-properties.ts';
import type { DuePair } from './due-pairs.ts';
import type { EvaluatedPair } from './settle-fields.ts';
import type { FieldRun } from './sync-pairs.ts';

interface BothSides {
  evaluated: EvaluatedPair[];
  /** Their HubSpot record merged into another, or was deleted. */
  goneRecords: DuePair[];
  goneCustomers: DuePair[];
}

/** Both sides of these links as they are now, all of one object type, and what is to become of their fields. */
export async function readBothSides(run: FieldRun, pairs: readonly DuePair[]): Promise<BothSides> {
  const { deps, scope, hubspot, customerFields, rules, context } = run;
  const [first] = pairs;
  const mapping = first ? rules.live[first.objectType].mapping : [];
  if (!first || mapping.length === 0) return { evaluated: [], goneRecords: [], goneCustomers: [] };
  const properties = storedProperties(mapping.map(({ property }) => property));
  const ids = [...new Set(pairs.map(({ recordId }) => recordId))];
  const customerIds = pairs.map(({ customerId }) => customerId);
  const names = [...new Set(mapping.map(({ field }) => field))];
  const options = { priority: 'live', signal: context.signal } as const;
  const [records, customers] = await Promise.all([
    readRecords(hubspot, first.objectType, { ids, properties }, options),
    readCustomers(customerFields, { ids: customerIds, names }, context.signal),
  ]);
  // A record that merged answers with another id; its links move in the inbox.
  const recordOf = ({ recordId }: DuePair) => {
    const record = records.get(recordId);
    return record && record.id === recordId && !record.archived ? record : undefined;
  };
  const held = pairs.flatMap((pair) => {
    const [record, customer] = [recordOf(pair), customers.get(pair.customerId)];
    return record && customer ? [{ pair, properties: withVirtual(record.properties), ...customer }] : [];
  });
  const relations = await loadRelations({ db: deps.db, hubspot }, scope, relatedIds(mapping, held), options);
  const evaluated = held.map(({ pair, properties: ofRecord, fields, lastEdit }): EvaluatedPair => {
    const own = mapping.filter(({ fieldShape: { kinds } }) => pair.kind !== null && kinds.includes(pair.kind));
    const all = evaluatePresent(own, pair, { properties: ofRecord, fields, relations, timeZone: run.timeZone });
    return { pair, lastEdit, fields: all.map((field) => withinApproval(run, pair, field)) };
  });
  return {
    evaluated,
    goneRecords: pairs.filter((pair) => !recordOf(pair)),
    goneCustomers: pairs.filter((pair) => recordOf(pair) && !customers.has(pair.customerId)),
  };
}

async function readCustomers(
  customerFields: CustomerFieldSupport,
  { ids, names }: { ids: readonly ErpRecordId[]; names: readonly string[] },
  signal: AbortSignal,
): Promise<Map<ErpRecordId, EditedFields>> {
  if (customerFields.readWithEdits) return customerFields.readWithEdits(ids, names, signal);
  const read = await customerFields.read(ids, names, signal);
  return new Map([...read].map(([id, fields]) => [id, { fields, lastEdit: null }]));
}

/** What was not approved is not written, and stays undecided. Of a frozen record only what a person asked for is done. */
function withinApproval({ rules: { writes } }: FieldRun, { objectType, isFrozen }: DuePair, field: EvaluatedField): EvaluatedField {
  const { decision, order, mapped } = field;
  const isApproved = decision.kind !== 'write' || mayWriteTo(decision.to, writes, { ...mapped, objectType });
  return isApproved && (!isFrozen || order) ? field : { ...field, decision: { kind: 'rest', keep: false }, finding: null };
}
