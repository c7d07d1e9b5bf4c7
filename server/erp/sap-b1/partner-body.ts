import { RecordRejectedError } from '../../shared/errors.ts';
import type { FieldValues } from '../shared/contract.ts';
import { NOBODY } from './field-options.ts';
import { COUNTRY_OF, type AddressPlace, type PartnerField } from './partner-fields.ts';
import { ADDRESS_TYPES, addressIn, type PartnerRow } from './partner-rows.ts';

type Properties = Record<string, unknown>;
export type BodyParts = Record<PartnerField['place'], Properties>;

/** Values in the server's own words. What cannot be said to it is refused before anything is sent. */
export function bodyOf(values: FieldValues, fields: ReadonlyMap<string, PartnerField>, before: PartnerRow | null): BodyParts {
  const parts: BodyParts = { partner: {}, billTo: {}, shipTo: {}, contact: {} };
  const countryOf = (place: AddressPlace): unknown => {
    const given = values[COUNTRY_OF[place]];
    return given === undefined ? ((before && addressIn(before, place)?.['Country']) ?? null) : given;
  };
  for (const [name, value] of Object.entries(values)) {
    const field = fields.get(name);
    if (!field) throw invalidValue(name);
    const { place, property, options } = field;
    const isState = options === 'states' && (place === 'billTo' || place === 'shipTo');
    parts[place][property] = isState ? stateIn(countryOf(place), name, value) : wireValue(field, value);
  }
  return parts;
}

function wireValue(field: PartnerField, value: string | null): string | number | null {
  // The server keeps a partner without a name, and then nobody finds it.
  if (field.isRequired && !value?.trim()) throw invalidValue(field.name);
  if (value === null) return field.options === 'salesPeople' ? Number(NOBODY) : null;
  if (field.isNumber) return numberIn(field, value);
  if (field.type === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) throw invalidValue(field.name);
  return value;
}

/** The server keeps doubles; what is no number would travel as an empty value. */
function numberIn({ name, options }: PartnerField, value: string): number {
  const isNumber = options === null ? /^-?\d+(\.\d+)?$/.test(value) : /^-?\d+$/.test(value);
  if (!isNumber) throw invalidValue(name);
  return Number(value);
}

/** `MX-NLE` is `NLE` of Mexico; the address has to be there already, or be brought there by the same change. */
function stateIn(country: unknown, name: string, value: string | null): string | null {
  if (value === null) return null;
  const [, stateCountry, state] = /^([^-]+)-(.+)$/.exec(value) ?? [];
  if (state === undefined) throw invalidValue(name);
  if (stateCountry !== country)
    throw new RecordRejectedError('The state is not of the country of the address', explain('sap-b1.state_of_other_country', name));
  return state;
}

export const invalidValue = (name: string): RecordRejectedError =>
  new RecordRejectedError('The value cannot be said to Business One', explain('sap-b1.invalid_value', name));

const explain = (code: string, field: string) => ({ code, params: { field }, properties: [field] });

/** Rows of addresses are named by their keys: the server changes those and leaves the others as they are. */
export function addressRows(parts: Pick<BodyParts, AddressPlace>, before: PartnerRow | null): { BPAddresses?: object[] } {
  const rows = (['billTo', 'shipTo'] as const).flatMap((place) => addressRow(place, parts[place], before) ?? []);
  return rows.length === 0 ? {} : { BPAddresses: rows };
}

function addressRow(place: AddressPlace, address: Properties, before: PartnerRow | null): object | null {
  const row = before && addressIn(before, place);
  if (row && Object.keys(address).length > 0) {
    const key = { AddressName: row.AddressName, AddressType: row.AddressType, BPCode: before.CardCode };
    return { ...key, ...(typeof row.RowNum === 'number' && { RowNum: row.RowNum }), ...address };
  }
  if (Object.values(address).every((value) => value === null)) return null;
  // Another name is another address, so it is not a person's to choose.
  return { AddressName: 'HubSpot', AddressType: ADDRESS_TYPES[place], ...address };
}
