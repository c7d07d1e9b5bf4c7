import { z } from 'zod';
import type { FieldValues } from '../shared/contract.ts';
import { plainDecimal } from '../shared/money.ts';
import { NOBODY } from './field-options.ts';
import type { PartnerField } from './partner-fields.ts';
import { addressIn, type Located } from './partner-rows.ts';

const Kept = z.union([z.string(), z.number()]).nullish();

/** What the server keeps of these fields, in the spelling of the contract. */
export const valuesOf = (located: Located, fields: ReadonlyMap<string, PartnerField>, names: readonly string[]): FieldValues =>
  Object.fromEntries(
    names.flatMap((name) => {
      const field = fields.get(name);
      return field ? [[name, valueOf(located, field)]] : [];
    }),
  );

function valueOf(located: Located, field: PartnerField): string | null {
  if (field.role === 'organisation') return located.kind === 'contact_person' ? located.partner.CardCode : null;
  const row = rowOf(located, field);
  if (!row) return null;
  const value = Kept.parse(row[field.property]) ?? null;
  if (field.options === 'states') return stateOf(value, row['Country']);
  if (typeof value === 'number') return field.options === 'salesPeople' && String(value) === NOBODY ? null : plainDecimal(value);
  if (value === null || value === '') return null;
  // A day with a meaningless midnight.
  return field.type === 'date' ? value.slice(0, 10) : value;
}

function rowOf(located: Located, { place }: PartnerField): Record<string, unknown> | null {
  if (place === 'contact') return located.kind === 'contact_person' ? located.contact : null;
  if (located.kind === 'contact_person') return null;
  return place === 'partner' ? located.partner : addressIn(located.partner, place);
}

/** A state's code is of its country, and nothing without. */
const stateOf = (state: unknown, country: unknown): string | null => (state && country ? `${String(country)}-${String(state)}` : null);
