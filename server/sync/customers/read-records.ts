import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { isPerson, type CustomerObjectType } from '../../shared/object-types.ts';
import { COMPANY, storedProperties, withVirtual } from '../fields/virtual-properties.ts';
import { EMAIL_PROPERTIES } from '../match/record-keys.ts';
import { propertiesIn, type CompiledObjectRules } from '../fields/rules.ts';

/** What has to be read of a record to say what it would become, and who it is. */
export function creationProperties(objectType: CustomerObjectType, rules: CompiledObjectRules): string[] {
  const identifying = isPerson(objectType)
    ? [...EMAIL_PROPERTIES, 'firstname', 'lastname', COMPANY]
    : ['name', 'domain', 'hs_additional_domains'];
  return storedProperties([...propertiesIn(rules), ...identifying]);
}

export const withVirtuals = (records: readonly HubSpotRecord[]): HubSpotRecord[] =>
  records.map((record) => ({ ...record, properties: withVirtual(record.properties) }));
