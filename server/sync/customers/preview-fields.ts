import type { CustomerFieldKind } from '../../erp/shared/contract.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { OBJECTS, type CustomerObjectType } from '../../shared/object-types.ts';
import type { EvaluatedField, KeptFields } from '../fields/evaluate.ts';
import { storedProperties, withVirtual } from '../fields/virtual-properties.ts';
import { evaluatePresent, readRecords } from '../fields/present-fields.ts';
import { loadRelations } from '../fields/load-relations.ts';
import { relatedIds, shownAs, type Relations } from '../fields/relations.ts';
import { aGroup, ofRecord, type Shown } from './preview-groups.ts';
import type { RunStep, StoredGroup } from './run.ts';

export interface PreviewedLink extends KeptFields {
  customerId: ErpRecordId;
  recordId: RecordId;
  customerName: string | null;
  kind: CustomerFieldKind | null;
}

/** What the rules would do to the fields of links: decided by the code that will do it. */
export async function previewFields(
  { deps, run, erpRun: { erp, context, portal } }: RunStep,
  objectType: CustomerObjectType,
  links: readonly PreviewedLink[],
): Promise<StoredGroup[]> {
  const { portalId, rules } = run;
  const { mapping } = rules[objectType];
  const { customerFields } = erp.capabilities;
  if (links.length === 0 || mapping.length === 0 || !customerFields) return [];
  const hubspot = await deps.openHubSpot(portalId);
  const ids = [...new Set(links.map((link) => link.recordId))];
  const properties = [...new Set([...storedProperties(mapping.map(({ property }) => property)), ...OBJECTS[objectType].nameProperties])];
  const names = [...new Set(mapping.map(({ field }) => field))];
  const options = { priority: 'backfill', signal: context.signal } as const;
  const [records, customers] = await Promise.all([
    readRecords(hubspot, objectType, { ids, properties }, options),
    customerFields.read(
      links.map(({ customerId }) => customerId),
      names,
      context.signal,
    ),
  ]);
  const held = links.flatMap((link) => {
    const [record, fields] = [records.get(link.recordId), customers.get(link.customerId)];
    return record && fields ? [{ link, record, properties: withVirtual(record.properties), fields }] : [];
  });
  const relations = await loadRelations({ db: deps.db, hubspot }, run, relatedIds(mapping, held), options);
  return held.flatMap(({ link, record, properties: present, fields }) => {
    const own = mapping.filter(({ fieldShape: { kinds } }) => link.kind !== null && kinds.includes(link.kind));
    const evaluated = evaluatePresent(own, link, { properties: present, fields, relations, timeZone: portal.timeZone });
    const shown = { record, customerName: link.customerName };
    const groups = evaluated.flatMap((field) => groupOf(objectType, shown, named(field, relations)));
    return groups.length === 0 ? [aGroup(inStep(objectType), shown)] : groups;
  });
}

const inStep = (objectType: CustomerObjectType) => ofRecord('in_step', objectType);

/** With names in the place of ids. */
function named(field: EvaluatedField, relations: Relations): EvaluatedField {
  if (field.mapped.fieldShape.role !== 'organisation') return field;
  const { decision, hubspot, erp } = field;
  const shown = decision.kind === 'write' ? { ...decision, value: shownAs(relations, decision.to, decision.value) } : decision;
  return { ...field, decision: shown, hubspot: shownAs(relations, 'hubspot', hubspot), erp: shownAs(relations, 'erp', erp) };
}

function groupOf(objectType: CustomerObjectType, shown: Shown, { mapped, hubspot, erp, decision, finding }: EvaluatedField): StoredGroup[] {
  const about = { objectType, property: mapped.property, field: mapped.field };
  if (finding)
    return [aGroup({ ...about, kind: 'incomplete', rule: null, reason: finding }, shown, { before: hubspot ?? erp, after: null })];
  if (decision.kind === 'ask')
    return [aGroup({ ...about, kind: 'ask', rule: 'ask', reason: null }, shown, { before: hubspot, after: erp })];
  if (decision.kind !== 'write') return [];
  const kind = decision.to === 'erp' ? ('update_erp' as const) : ('update_hubspot' as const);
  const before = decision.to === 'erp' ? erp : hubspot;
  const rule = decision.rule === 'respelled' ? decision.rule : mapped.rule;
  return [aGroup({ ...about, kind, rule, reason: null }, shown, { before, after: decision.value })];
}
