import type { CallOptions, HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { evaluateFields, type BothValues, type EvaluatedField, type KeptFields } from './evaluate.ts';
import type { MappedField } from './field-shapes.ts';
import { withoutVainQuestion } from './relations.ts';

/**
 * HubSpot leaves out properties that it does not have. Where an answer lacks one, its definition says which it is: deleted, or only empty and
 * not worth mentioning.
 */
export async function readRecords(
  hubspot: Pick<HubSpotClient, 'batchRead' | 'listProperties'>,
  objectType: CustomerObjectType,
  asked: { ids: RecordId[]; properties: string[] },
  options: CallOptions,
): Promise<Map<string, HubSpotRecord>> {
  const records = await hubspot.batchRead(objectType, asked, options);
  const isLacking = (name: string): boolean => [...records.values()].some(({ archived, properties }) => !archived && !(name in properties));
  const lacking = asked.properties.filter(isLacking);
  if (lacking.length === 0) return records;
  const defined = new Set((await hubspot.listProperties(objectType, options)).filter(({ archived }) => !archived).map(({ name }) => name));
  const empty = Object.fromEntries(lacking.filter((name) => defined.has(name)).map((name) => [name, null]));
  return new Map([...records].map(([id, record]) => [id, { ...record, properties: { ...empty, ...record.properties } }]));
}

/** What is to become of each field; `properties` with the virtual ones. What is gone from a side was emptied by nobody: it empties nothing, and a person is told. */
export function evaluatePresent(mapping: readonly MappedField[], kept: KeptFields, values: BothValues): EvaluatedField[] {
  const { properties, fields, relations } = values;
  return evaluateFields(mapping, kept, values).map((field) => {
    const { property, field: name } = field.mapped;
    if (field.isFrozen) return field;
    if (!(property in properties))
      return {
        ...field,
        decision: { kind: 'blocked', from: 'hubspot' },
        finding: { code: 'mapping.property_gone', params: { property } },
      };
    if (!(name in fields))
      return {
        ...field,
        decision: { kind: 'blocked', from: 'erp' },
        finding: { code: 'mapping.field_gone', params: { field: name } },
      };
    return withoutVainQuestion(field, relations);
  });
}
