import { z } from 'zod';
import type { CustomerFieldKind, FieldValues } from '../shared/contract.ts';
import { companyContext } from './company-context.ts';
import type { Connection } from './connection.ts';
import { HIGHEST_ID, type Domain } from './domain.ts';
import { RawId } from './raw.ts';
import { choicesOf, isListed, isWritable, TYPES, type PartnerField, type PartnerFields } from './partner-fields.ts';
import { notChosen, notWritable } from './refusals.ts';
import { searchRead } from './search.ts';
import { fromInstant } from './time.ts';
import { rowsOf } from '../shared/rows.ts';

/** A value on its way into Odoo; null: empty. Ids of several records, of one, or anything else as text. */
export interface GivenValue {
  field: PartnerField;
  value: number[] | number | string | null;
}

/**
 * Values in Odoo's own form. What can be chosen is looked up before: of what is no choice Odoo keeps some (a language), drops some
 * (a payment term, until 18) and refuses some in words about deleting records.
 */
export async function toGiven(
  connection: Connection,
  { fields, kind, values }: { fields: PartnerFields; kind: CustomerFieldKind; values: FieldValues },
  signal: AbortSignal,
): Promise<GivenValue[]> {
  const given: GivenValue[] = [];
  for (const [name, value] of Object.entries(values)) {
    const field = fields.get(name);
    if (!field || !isListed(field, kind) || !isWritable(field)) throw notWritable(name);
    given.push({ field, value: value === null || value === '' ? null : await toOdoo(connection, field, value, signal) });
  }
  return given;
}

async function toOdoo(connection: Connection, field: PartnerField, value: string, signal: AbortSignal): Promise<GivenValue['value']> {
  const { type } = field;
  if (type === 'many2one') return (await existing(connection, field, [value], signal))[0]!;
  if (type === 'many2many') return existing(connection, field, value.split(','), signal);
  if (type === 'selection' && !choicesOf(field).some((choice) => choice.value === value)) throw notInside(field, value);
  if (SPELLED[type]?.(value) === false) throw notInside(field, value);
  return type === 'datetime' ? fromInstant(value) : value;
}

const isNumber = (value: string): boolean => /^-?\d+(\.\d+)?$/.test(value);
/** Of other spellings Odoo cuts some (decimals of a whole number) and fails at others without saying which field it was. */
const SPELLED: Readonly<Record<string, (value: string) => boolean>> = {
  integer: (value) => /^-?\d+$/.test(value),
  float: isNumber,
  monetary: isNumber,
  boolean: (value) => value === 'true' || value === 'false',
  date: (value) => z.iso.date().safeParse(value).success,
  datetime: (value) => !Number.isNaN(Date.parse(value)),
};

const notInside = ({ name, string: label }: PartnerField, value: string) => notChosen({ name, label }, value);

/** The ids of those that are there, archived ones too: a value that is kept already may be one. */
function existing(
  { client, settings, choices }: Connection,
  field: PartnerField,
  parts: readonly string[],
  signal: AbortSignal,
): Promise<number[]> {
  const model = field.relation ?? '';
  return choices.ids(`${model} ${parts.join(',')}`, async () => {
    const domain = domainOf(field, parts);
    if (domain === null) throw notInside(field, parts.join(','));
    const search = { model, domain, fields: ['id'], context: companyContext(settings) };
    const found = rowsOf(RawId).parse(await searchRead(client, search, signal));
    if (found.length !== new Set(parts).size) throw notInside(field, parts.join(','));
    return found.map(({ id }) => id);
  });
}

/** Null: that can be the value of nobody. */
function domainOf({ relation }: PartnerField, parts: readonly string[]): Domain | null {
  if (relation === 'res.country') return [['code', '=', parts[0]]];
  if (relation === 'res.country.state') {
    const [, country, code] = /^([A-Z]{2})-(.+)$/.exec(parts[0] ?? '') ?? [];
    return country === undefined ? null : [['code', '=', code], ['country_id.code', '=', country]]; // prettier-ignore
  }
  const ids = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : 0));
  return ids.every((id) => id > 0 && id <= HIGHEST_ID) ? [['id', 'in', ids]] : null;
}

export const byPlace = (given: readonly GivenValue[]): { own: GivenValue[]; delivery: GivenValue[] } => ({
  own: given.filter(({ field }) => field.place === 'partner'),
  delivery: given.filter(({ field }) => field.place === 'delivery'),
});

/** As `write` takes it. */
export function toVals(given: readonly GivenValue[]): Record<string, unknown> {
  return Object.fromEntries(given.map((one) => [one.field.column, toVal(one)]));
}

function toVal({ field: { type }, value }: GivenValue): unknown {
  if (type === 'many2many') return [[6, 0, value ?? []]];
  if (value === null) return TYPES[type] === 'number' ? 0 : false;
  if (type === 'boolean') return value === 'true';
  return TYPES[type] === 'number' ? Number(value) : value;
}

/** As `load` takes it: text in columns, `/.id` where it is the id of a record. */
export function toColumns(given: readonly GivenValue[]): [column: string, text: string][] {
  return given.map(({ field: { column: name, type }, value }) => {
    if (type === 'many2one') return [`${name}/.id`, String(value ?? '')];
    if (type === 'many2many') return [`${name}/.id`, (value as number[] | null)?.join(',') ?? ''];
    if (type === 'boolean') return [name, value === 'true' ? '1' : ''];
    return [name, String(value ?? '')];
  });
}
