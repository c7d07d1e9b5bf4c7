import type { FieldValues } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { figureText } from './mapping.ts';
import type { PartnerField } from './partner-fields.ts';
import { toInstant } from './time.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';

type Row = Readonly<Record<string, unknown>>;

type Fields = readonly PartnerField[];

/** Reads what the values of these rows refer to; afterwards `valuesOf` answers at once. */
export async function readReferred({ references }: Connection, fields: Fields, rows: readonly Row[], signal: AbortSignal): Promise<void> {
  const idsOf = (relation: string) =>
    fields.filter((field) => field.relation === relation).flatMap(({ column }) => rows.map((row) => toId(row[column])));
  const states = idsOf('res.country.state');
  await references.stateCodes.ensure(states, signal);
  const ofStates = states.map((id) => references.stateCodes.get(id)?.countryId ?? null);
  await references.countries.ensure([...idsOf('res.country'), ...ofStates], signal);
}

/** Countries and states by their codes, also where a field was added that refers to one. */
export function valuesOf({ references }: Connection, fields: Fields, row: Row): FieldValues {
  const text = (field: PartnerField): string | null => {
    const value = row[field.column];
    if (field.relation === 'res.country') return references.countries.get(toId(value)) ?? null;
    if (field.relation !== 'res.country.state') return valueText(field, value);
    const state = references.stateCodes.get(toId(value));
    return state ? `${references.countries.get(state.countryId)}-${state.code}` : null;
  };
  return Object.fromEntries(fields.map((field) => [field.name, text(field)]));
}

const toId = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** `false` is empty for everything but a boolean; an empty number is 0. */
function valueText({ name, type }: PartnerField, value: unknown): string | null {
  if (type === 'boolean') return String(value === true);
  if (Array.isArray(value)) return idsText(value);
  if (value === false || value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return figureText(value);
  if (typeof value !== 'string') throw new UnreadableError(name);
  return type === 'datetime' ? toInstant(value) : value;
}

/** Several records of another kind, whatever the order in which they were chosen. */
function idsText(ids: readonly unknown[]): string | null {
  const sorted = ids.map(Number).toSorted((a, b) => a - b);
  return sorted.length === 0 ? null : sorted.join(',');
}
