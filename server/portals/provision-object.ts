import { RecordRejectedError } from '../shared/errors.ts';
import type { WrittenObjectType } from '../shared/object-types.ts';
import type { CallOptions, HubSpotClient, PropertyDefinition } from '../hubspot/contract.ts';
import { isWithheld } from '../hubspot/errors.ts';
import type { PropertySet } from '../hubspot/properties.ts';

/** `withheld`: the account did not grant the right to make it. */
type Unwritable = 'no_room' | 'withheld';
export type PropertyOutcome = { name: string } & (
  | { state: 'ready' | Unwritable }
  /** `reason`: what about the existing property, or HubSpot's refusal, stands in the way. */
  | { state: 'conflict'; reason: string }
);

interface Provision {
  hubspot: HubSpotClient;
  objectType: WrittenObjectType;
  wanted: PropertySet;
  options: CallOptions;
}

/** Brings our properties of one object into being: reads what is there, creates what is missing, adopts what fits. Running it again changes nothing. */
export async function provisionObject(provision: Provision): Promise<PropertyOutcome[]> {
  const { objectType } = provision;
  const { definitions: wanted } = provision.wanted;
  const before = await unlessWithheld(objectType, existing(provision));
  if (before === WITHHELD) return wanted.map(({ name }) => ({ name, state: 'withheld' }));
  const missing = wanted.filter(({ name }) => !before.has(name));
  const refusals = await create(provision, missing);
  // Read again: a name that was archived comes back with the type it had, and somebody else may have made it meanwhile.
  const now = missing.length > refusals.size ? await existing(provision) : before;
  const outcomes: PropertyOutcome[] = [];
  for (const definition of wanted) outcomes.push(await adopt(provision, definition, now.get(definition.name), refusals));
  return [...outcomes, ...standardOf(provision, before)];
}

/** HubSpot's own properties that can be written here: not every account has each of them, and nobody can do anything about that. */
function standardOf({ wanted }: Provision, present: ReadonlyMap<string, PropertyDefinition>): PropertyOutcome[] {
  const names = wanted.standard.filter((name) => {
    const definition = present.get(name);
    return definition && !isReadOnly(definition);
  });
  return names.map((name) => ({ name, state: 'ready' }));
}

const WITHHELD = 'withheld';

async function unlessWithheld<T>(objectType: WrittenObjectType, work: Promise<T>): Promise<T | typeof WITHHELD> {
  try {
    return await work;
  } catch (error) {
    if (isWithheld(objectType, error)) return WITHHELD;
    throw error;
  }
}

async function existing({ hubspot, objectType, options }: Provision): Promise<Map<string, PropertyDefinition>> {
  const definitions = await hubspot.listProperties(objectType, options);
  return new Map(definitions.filter(({ archived }) => !archived).map((definition) => [definition.name, definition]));
}

const NO_ROOM = 'hubspot.limit_reached';

/** Returns what could not be created, with the code of the refusal. */
async function create(provision: Provision, missing: PropertyDefinition[]): Promise<Map<string, string>> {
  if (missing.length === 0) return new Map();
  const { hubspot, objectType, wanted, options } = provision;
  const room = (await hubspot.remainingCustomProperties(objectType, options)) ?? missing.length;
  // The list is in order of importance: a free account gets the keys and states first.
  const fitting = missing.slice(0, room);
  const refusals = new Map(missing.slice(room).map(({ name }) => [name, NO_ROOM]));
  if (fitting.length === 0) return refusals;
  const group = await unlessWithheld(objectType, hubspot.createPropertyGroup(objectType, wanted.group, options));
  if (group === WITHHELD) return new Map(missing.map(({ name }) => [name, WITHHELD]));
  if ((await tryToCreate(provision, fitting)) === null) return refusals;
  // One of them stands in the way of all: one by one shows which.
  for (const definition of fitting) {
    const refusal = await tryToCreate(provision, [definition]);
    if (refusal !== null && refusal !== 'hubspot.already_exists') refusals.set(definition.name, refusal);
  }
  return refusals;
}

async function tryToCreate({ hubspot, objectType, options }: Provision, definitions: PropertyDefinition[]): Promise<string | null> {
  try {
    await hubspot.createProperties(objectType, definitions, options);
    return null;
  } catch (error) {
    if (error instanceof RecordRejectedError) return error.code;
    throw error;
  }
}

async function adopt(
  { hubspot, objectType, options }: Provision,
  wanted: PropertyDefinition,
  present: PropertyDefinition | undefined,
  refusals: ReadonlyMap<string, string>,
): Promise<PropertyOutcome> {
  const { name } = wanted;
  const refusal = refusals.get(name) ?? 'hubspot.refused';
  if (!present && refusal === NO_ROOM) return { name, state: 'no_room' };
  if (!present && refusal === WITHHELD) return { name, state: 'withheld' };
  if (!present) return { name, state: 'conflict', reason: refusal };
  const reason = misfit(wanted, present);
  if (reason !== null) return { name, state: 'conflict', reason };
  await addOptions({ hubspot, objectType, options }, wanted, present);
  return { name, state: 'ready' };
}

const FIELD_TYPES: Partial<Record<PropertyDefinition['type'], readonly string[]>> = {
  string: ['text', 'textarea'],
  number: ['number'],
  datetime: ['date'],
  date: ['date'],
  enumeration: ['select', 'radio'],
};

export const isReadOnly = ({ calculated, modificationMetadata }: PropertyDefinition): boolean =>
  (calculated ?? false) || (modificationMetadata?.readOnlyValue ?? false);

/** Why an existing property cannot hold our values; null: it can. Label, group and description are the administrator's. */
function misfit(wanted: PropertyDefinition, present: PropertyDefinition): string | null {
  if (present.type !== wanted.type) return 'type';
  if (!FIELD_TYPES[wanted.type]?.includes(present.fieldType)) return 'field_type';
  if (isReadOnly(present)) return 'read_only';
  // Cannot be changed afterwards: our keys must be unique, and a value two deals share must not be.
  if ((present.hasUniqueValue ?? false) !== (wanted.hasUniqueValue ?? false)) return 'uniqueness';
  return null;
}

/** A change of options replaces the whole list, so what is there stays in it. */
async function addOptions(
  { hubspot, objectType, options }: Pick<Provision, 'hubspot' | 'objectType' | 'options'>,
  wanted: PropertyDefinition,
  present: PropertyDefinition,
): Promise<void> {
  const there = present.options ?? [];
  const added = (wanted.options ?? []).filter(({ value }) => !there.some((option) => option.value === value));
  if (added.length === 0) return;
  const renumbered = added.map((option, index) => ({ ...option, displayOrder: there.length + index }));
  await hubspot.updateProperty(objectType, wanted.name, { options: [...there, ...renumbered] }, options);
}
