import { badRequest } from '../errors.ts';
import type { Property } from '../schema.ts';
import type { Row, Value } from '../store.ts';

/** How numbers of records travel. */
export interface NumberFormat {
  /** Not converted: they carry their leading zeros, and a filter has to. */
  isPadded: boolean;
}

const YEARS = /FiscalYear$/;
/** Has digits inside and something else for people, which is empty where there is none. */
const SHOWN_EMPTY = 'WBSElement';

/** `90000000` is kept as `0090000000`, `USCU-CUS01` as it is. */
export const internalNumber = (text: string, length: number): string => (/^\d+$/.test(text) ? text.padStart(length, '0') : text);

const strip = (text: string): string => text.replace(/^0+(?=.)/, '');

/** What the books hold where nothing was entered. */
function initialOf(property: Property): Value {
  if (property.type === 'Edm.Boolean') return false;
  if (property.type === 'Edm.DateTime' || property.type === 'Edm.DateTimeOffset') return null;
  if (property.type === 'Edm.Time') return '00:00:00';
  if (property.type === 'Edm.Guid') return '00000000-0000-0000-0000-000000000000';
  if (property.type === 'Edm.Decimal' || property.type.startsWith('Edm.Int')) return '0';
  return property.isNumeric && property.name !== SHOWN_EMPTY ? '0'.repeat(property.maxLength) : '';
}

export const valueOf = (row: Row, property: Property): Value => row[property.name] ?? initialOf(property);

/** Decimals of the currencies that have not two. */
const DECIMALS: Readonly<Record<string, number>> = { JPY: 0, CLP: 0, KRW: 0, KWD: 3, BHD: 3 };
export const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2;

/** A value as JSON of OData 2 has it. */
export function toJson(row: Row, property: Property, { isPadded }: NumberFormat): string | boolean | number | null {
  const value = valueOf(row, property);
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  switch (property.type) {
    case 'Edm.DateTime':
      return `/Date(${Date.parse(`${value}T00:00:00Z`)})/`;
    case 'Edm.DateTimeOffset':
      return `/Date(${Date.parse(value)}+0000)/`;
    case 'Edm.Time':
      return `PT${value.slice(0, 2)}H${value.slice(3, 5)}M${value.slice(6, 8)}S`;
    case 'Edm.Decimal':
      return row[property.name] === undefined ? zeroOf(row, property) : value;
    case 'Edm.Int16':
      return Number(value);
    default:
      if (isPadded || value === '' || YEARS.test(property.name)) return value;
      return property.isNumeric || (property.isAlpha && /^\d+$/.test(value)) ? strip(value) : value;
  }
}

function zeroOf(row: Row, { unit, scale }: Property): string {
  if (unit === null) return scale === 0 ? '0' : (0).toFixed(scale);
  if (/Currency/.test(unit)) return (0).toFixed(decimalsOf(String(row[unit] ?? '')));
  return /Weight|Volume/.test(unit) ? '0.000' : '0';
}

/** What a value is compared by; amounts as numbers. Initial dates lie before all others: the database has no nulls. */
export function comparable(row: Row, property: Property): string | number | boolean {
  const value = valueOf(row, property);
  if (typeof value === 'boolean') return value;
  if (value === null || value === undefined) return '';
  if (property.type === 'Edm.DateTimeOffset') return inTicks(value);
  return property.type === 'Edm.Decimal' || property.type.startsWith('Edm.Int') ? Number(value) : value;
}

/** A key in an address, or what `__metadata` says of it. */
export function keyLiteral(row: Row, property: Property, format: NumberFormat): string {
  const value = valueOf(row, property);
  if (property.type === 'Edm.DateTime') return `datetime'${encodeURIComponent(`${String(value)}T00:00:00`)}'`;
  if (property.type === 'Edm.DateTimeOffset') return `datetimeoffset'${encodeURIComponent(String(value).replace('.000Z', 'Z'))}'`;
  if (typeof value === 'boolean') return String(value);
  return `'${encodeURIComponent(String(toJson(row, property, format)).replaceAll("'", "''"))}'`;
}

/** A text of a key or filter as the books keep it. */
export function internalText(property: Property, text: string, { isPadded }: NumberFormat): string {
  if (isPadded) return text;
  if (property.isNumeric || property.isAlpha) return text === '' && !property.isNumeric ? '' : internalNumber(text, property.maxLength);
  return text;
}

/** `datetime'…'` and its kin, checked against the type of the property. */
export function internalLiteral(property: Property, literal: string, text: string): string {
  const expected = { 'Edm.DateTime': 'datetime', 'Edm.DateTimeOffset': 'datetimeoffset', 'Edm.Time': 'time', 'Edm.Guid': 'guid' };
  if (expected[property.type as keyof typeof expected] !== literal)
    throw badRequest(`Invalid parametertype used at function '${property.name}'`, '/IWBEP/CM_MGW_RT/179');
  if (literal === 'guid') return text.toLowerCase();
  if (literal === 'time') return timeOf(text);
  const shape = literal === 'datetime' ? /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/;
  if (!shape.test(text) || Number.isNaN(Date.parse(text))) throw badRequest(`Invalid ${literal} '${text}'`);
  // A day has no time: whatever is sent with it is cut off.
  return literal === 'datetime' ? text.slice(0, 10) : inTicks(text);
}

/** An instant to ten millionths of a second, as it is kept; answers tell thousandths. */
export function inTicks(text: string): string {
  const [, seconds = '', fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(text) ?? [];
  return `${seconds.length === 16 ? `${seconds}:00` : seconds}.${fraction.slice(0, 7).padEnd(7, '0')}Z`;
}

function timeOf(text: string): string {
  const [, hours, minutes = '0', seconds = '0'] = /^PT(\d+)H(?:(\d+)M)?(?:(\d+)S)?$/.exec(text) ?? [];
  if (hours === undefined) throw badRequest(`Invalid time '${text}'`);
  return [hours, minutes, seconds].map((part) => part.padStart(2, '0')).join(':');
}
