import { RecordRejectedError } from '../errors.ts';
import type { CallOptions, HubSpotClient, PropertyDefinition } from '../hubspot/contract.ts';
import { propertyDefinitions, propertyGroup, type Language } from '../hubspot/properties.ts';
import type { ObjectType } from '../ids.ts';

export type PropertyOutcome = { name: string } & (
  | { state: 'ready' | 'no_room' }
  /** `reason`: what about the existing property, or HubSpot's refusal, stands in the way. */
  | { state: 'conflict'; reason: string }
);

interface Provision {
  hubspot: HubSpotClient;
  objectType: ObjectType;
  language: Language;
  options: CallOptions;
}

/** Brings our properties of one object into being: reads what is there, creates what is missing, adopts what fits. Running it again changes nothing. */
export async function provisionObject(provision: Provision): Promise<PropertyOutcome[]> {
  const { hubspot, objectType, language, options } = provision;
  const wanted = propertyDefinitions(objectType, language);
  const found = await existing(provision);
  const missing = wanted.filter(({ name }) => !found.has(name));
  const outcomes = await create(provision, missing);
  for (const definition of wanted) {
    const present = found.get(definition.name);
    if (!present) continue;
    const reason = misfit(definition, present);
    if (reason === null) await addOptions(hubspot, objectType, definition, present, options);
    outcomes.push(reason === null ? { name: definition.name, state: 'ready' } : { name: definition.name, state: 'conflict', reason });
  }
  return outcomes;
}

async function existing({ hubspot, objectType, options }: Provision): Promise<Map<string, PropertyDefinition>> {
  const definitions = await hubspot.listProperties(objectType, options);
  return new Map(definitions.filter(({ archived }) => !archived).map((definition) => [definition.name, definition]));
}

async function create(provision: Provision, missing: PropertyDefinition[]): Promise<PropertyOutcome[]> {
  if (missing.length === 0) return [];
  const { hubspot, objectType, language, options } = provision;
  const room = (await hubspot.remainingCustomProperties(objectType, options)) ?? missing.length;
  // The list is in order of importance: a free account gets the keys and states first.
  const fitting = missing.slice(0, room);
  const outcomes: PropertyOutcome[] = missing.slice(room).map(({ name }) => ({ name, state: 'no_room' }));
  if (fitting.length === 0) return outcomes;
  await hubspot.createPropertyGroup(objectType, propertyGroup(language), options);
  try {
    await hubspot.createProperties(objectType, fitting, options);
    return [...outcomes, ...fitting.map(({ name }) => ({ name, state: 'ready' as const }))];
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
  }
  // One of them stands in the way of all: one by one shows which.
  for (const definition of fitting) outcomes.push(await createOne(provision, definition));
  return outcomes;
}

async function createOne(provision: Provision, definition: PropertyDefinition): Promise<PropertyOutcome> {
  const { name } = definition;
  try {
    await provision.hubspot.createProperties(provision.objectType, [definition], provision.options);
    return { name, state: 'ready' };
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    if (error.code === 'hubspot.limit_reached') return { name, state: 'no_room' };
    if (error.code !== 'hubspot.already_exists') return { name, state: 'conflict', reason: error.code };
  }
  // Somebody else made it since we looked: the part of the batch that went through, or another process.
  const present = (await existing(provision)).get(name);
  const reason = present ? misfit(definition, present) : 'archived';
  return reason === null ? { name, state: 'ready' } : { name, state: 'conflict', reason };
}

const FIELD_TYPES: Partial<Record<PropertyDefinition['type'], readonly string[]>> = {
  string: ['text', 'textarea'],
  number: ['number'],
  datetime: ['date'],
  enumeration: ['select', 'radio'],
};

/** Why an existing property cannot hold our values; null: it can. Label, group and description are the administrator's. */
function misfit(wanted: PropertyDefinition, present: PropertyDefinition): string | null {
  if (present.type !== wanted.type) return 'type';
  if (!FIELD_TYPES[wanted.type]?.includes(present.fieldType)) return 'field_type';
  if (present.calculated || present.modificationMetadata?.readOnlyValue) return 'read_only';
  // Cannot be changed afterwards: our keys must be unique, and a value two deals share must not be.
  if ((present.hasUniqueValue ?? false) !== (wanted.hasUniqueValue ?? false)) return 'uniqueness';
  return null;
}

/** A change of options replaces the whole list, so what is there stays in it. */
async function addOptions(
  hubspot: HubSpotClient,
  objectType: ObjectType,
  wanted: PropertyDefinition,
  present: PropertyDefinition,
  options: CallOptions,
): Promise<void> {
  const there = present.options ?? [];
  const added = (wanted.options ?? []).filter(({ value }) => !there.some((option) => option.value === value));
  if (added.length === 0) return;
  const renumbered = added.map((option, index) => ({ ...option, displayOrder: there.length + index }));
  await hubspot.updateProperty(objectType, wanted.name, { options: [...there, ...renumbered] }, options);
}
