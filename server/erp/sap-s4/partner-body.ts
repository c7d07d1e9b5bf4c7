import countries from 'i18n-iso-countries';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { FieldValues } from '../shared/contract.ts';
import { LANGUAGES } from './languages.ts';
import type { PartnerField } from './partner-fields.ts';
import { nameParts } from './partner-names.ts';

type Properties = Record<string, unknown>;

/** Values in the system's own words, by where they belong. What is left out stays as it is. */
export interface BodyParts {
  partner: Properties;
  address: Properties;
  contact: Properties;
  /** Of a new customer. */
  made: Record<string, string | null>;
  email?: string | null;
  phone?: string | null;
  mobile?: string | null;
  website?: string | null;
  taxId?: string | null;
}

/** What cannot be said to the system is refused before anything is sent. */
export function bodyOf(values: FieldValues, fields: ReadonlyMap<string, PartnerField>, isPerson: boolean): BodyParts {
  const parts: BodyParts = { partner: {}, address: {}, contact: {}, made: {} };
  for (const [name, value] of Object.entries(values)) {
    const field = fields.get(name);
    if (!field) throw invalidValue(name);
    put(parts, field, checked(field, value), isPerson);
  }
  return parts;
}

function put(parts: BodyParts, { place, name, type }: PartnerField, value: string | null, isPerson: boolean): void {
  switch (place) {
    case 'name':
      // First and last name say more where they come, too.
      parts.partner = { ...nameParts(value ?? '', isPerson), ...parts.partner };
      return;
    case 'partner':
      parts.partner[name] = wireValue(name, type, value);
      return;
    case 'address':
    case 'contact':
      parts[place][name] = value ?? '';
      return;
    case 'new':
      parts.made[name] = value;
      return;
    case 'organisation':
      throw invalidValue(name);
    case 'email':
    case 'phone':
    case 'mobile':
    case 'website':
    case 'taxId':
      parts[place] = value;
  }
}

function checked(field: PartnerField, given: string | null): string | null {
  const value = given?.trim() ? given.trim() : null;
  const { name, options, isRequired } = field;
  if (value === null && (isRequired || options === 'countries')) throw invalidValue(name);
  if (value !== null && options === 'languages' && !LANGUAGES.some((language) => language.value === value)) throw invalidValue(name);
  if (value !== null && options === 'countries' && !(value in countries.getAlpha2Codes())) throw invalidValue(name);
  return value;
}

function wireValue(name: string, type: PartnerField['type'], value: string | null): unknown {
  if (type === 'boolean') return value === 'true';
  if (value === null) return type === 'date' || type === 'datetime' ? null : '';
  if (type !== 'date' && type !== 'datetime') return value;
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw invalidValue(name);
  return type === 'date' ? `/Date(${at})/` : `/Date(${at}+0000)/`;
}

export const invalidValue = (name: string): RecordRejectedError =>
  new RecordRejectedError('The value cannot be said to S/4HANA', {
    code: 'sap-s4.invalid_value',
    params: { field: name },
    properties: [name],
  });
