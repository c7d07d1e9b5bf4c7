import { REQUIRED_OF_NEW } from './delivery-objects.ts';
import type { Definitions } from './definitions.ts';
import { conflict, HubSpotError, invalidValues, type ValueProblem } from './errors.ts';
import type { Table } from './table.ts';
import { OBJECT_TYPE_IDS, type ApiVersion, type Properties, type StoredRecord } from './types.ts';
import { domainOf, keepValue } from './values.ts';

export interface PreparationDeps {
  portalId: number;
  table: Table;
  definitions: Definitions;
  /** What an administrator demands; 2026-03 does not look at it. */
  required: ReadonlySet<string>;
  holderOfEmail(email: string): StoredRecord | undefined;
}

/** Unique values that earlier inputs of the same batch will hold, by `property/value`. */
export type Claims = Map<string, string>;

/** The values to store, as HubSpot keeps them ('' clears), or the refusal it answers with. */
export function prepare(
  deps: PreparationDeps,
  record: StoredRecord | null,
  given: Readonly<Record<string, unknown>>,
  { version, claims = new Map() }: { version: ApiVersion | null; claims?: Claims },
): Properties {
  const kept: Properties = {};
  const problems: ValueProblem[] = [];
  for (const [property, value] of Object.entries(given)) {
    const outcome = keepOne(deps, record, property, value === null ? '' : String(value), version !== null);
    if ('problem' in outcome) problems.push(outcome.problem);
    else kept[property] = outcome.value;
  }
  if (problems.length > 0) throw invalidValues(problems);
  const { objectType } = deps.table;
  const domain = kept['domain'] ?? record?.properties['domain'] ?? '';
  if (objectType === 'companies' && kept['website'] && domain === '') kept['domain'] = domainOf(kept['website']);
  if (record === null) refuseWithoutPlace(deps, kept);
  refuseTakenValues(deps, record, kept, claims);
  if (version === '2026-09') refuseMissing(deps, record, kept);
  return kept;
}

function keepOne({ table, definitions }: PreparationDeps, record: StoredRecord | null, property: string, text: string, isApi: boolean) {
  const definition = definitions.get(property);
  const refuse = (code: string, message: string) => ({ problem: { code, message, property } });
  if (!definition) return refuse('PROPERTY_DOESNT_EXIST', `Property "${property}" does not exist`);
  if (isApi && definition.readOnly) {
    return refuse('READ_ONLY_VALUE', `"${property}" is a read only property; its value cannot be set.`);
  }
  return keepValue(table.objectType, definition, text, record?.properties[property]);
}

function refuseTakenValues(deps: PreparationDeps, record: StoredRecord | null, kept: Properties, claims: Claims): void {
  const { table, definitions } = deps;
  for (const [property, value] of Object.entries(kept)) {
    const isEmail = table.objectType === 'contacts' && property === 'email';
    if (value === '' || !(isEmail || definitions.get(property)?.hasUniqueValue)) continue;
    const holder = isEmail ? deps.holderOfEmail(value) : table.withValue(property, value)[0];
    const claim = `${property}/${value.toLowerCase()}`;
    const claimant = claims.get(claim);
    const own = record?.id ?? `new ${claims.size}`;
    const other = holder && holder !== record ? holder.id : claimant !== undefined && claimant !== own ? claimant : undefined;
    if (other === undefined) claims.set(claim, own);
    else throw isEmail ? conflict(`Contact already exists. Existing ID: ${other}`) : takenValue(deps, property, value, own, other);
  }
}

function takenValue({ portalId, table }: PreparationDeps, property: string, value: string, own: string, other: string): HubSpotError {
  const where = `portalId=${portalId}, objectTypeId=${OBJECT_TYPE_IDS[table.objectType]}, propertyName=${property}, value=${value}`;
  const message = `Cannot set PropertyValueCoordinates{${where}} on ${own}. ${other} already has that value.`;
  const errors = [{ message, code: 'CONFLICTING_UNIQUE_VALUE', context: { propertyName: [property] } }];
  return new HubSpotError(400, { category: 'VALIDATION_ERROR', message, errors });
}

/** Whatever the version and whoever makes it. */
function refuseWithoutPlace({ table: { objectType } }: PreparationDeps, kept: Properties): void {
  const needed = objectType === 'services' || objectType === 'projects' ? REQUIRED_OF_NEW[objectType] : [];
  const missing = needed.filter((name) => (kept[name] ?? '') === '');
  if (missing.length === 0) return;
  throw invalidValues(missing.map((property) => ({ code: 'MISSING_REQUIRED_PROPERTY', property, message: `${property} is required` })));
}

function refuseMissing({ required, table }: PreparationDeps, record: StoredRecord | null, kept: Properties): void {
  const missing = [...required].filter((name) => (kept[name] ?? record?.properties[name] ?? '') === '');
  if (missing.length === 0) return;
  const code = 'MISSING_REQUIRED_PROPERTY';
  throw invalidValues(
    missing.map((property) => ({ code, property, message: `${property} is required for ${OBJECT_TYPE_IDS[table.objectType]}` })),
  );
}
