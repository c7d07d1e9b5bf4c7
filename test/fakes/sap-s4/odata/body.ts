import { badRequest, invalidProperty, invalidValue } from '../errors.ts';
import type { EntityType, Property } from '../schema.ts';
import type { Row, Value } from '../store.ts';
import { internalText, type NumberFormat } from './values.ts';

/** What a request says of a record, and of those that are to be made with it, by the navigation that leads to them. */
export interface Body {
  row: Row;
  children: ReadonlyMap<string, readonly Body[]>;
}

type Given = Record<string, unknown>;

/** A body as the metadata allows it. The first thing that is wrong is named with its place in the text. */
export function readBody(type: EntityType, { raw, isNew }: { raw: Buffer; isNew: boolean }, format: NumberFormat): Body {
  const text = raw.toString();
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw badRequest('Error while parsing an XML or JSON stream', '/IWBEP/CM_MGW_RT/050');
  }
  return bodyOf({ text, format, isNew }, type, given);
}

interface Source {
  text: string;
  format: NumberFormat;
  /** Of a record that is to be made. */
  isNew: boolean;
}

function bodyOf(source: Source, type: EntityType, given: unknown): Body {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw badRequest('Malformed request body');
  const row: Record<string, Value> = {};
  const children = new Map<string, readonly Body[]>();
  for (const [name, value] of Object.entries(given as Given)) {
    const property = type.properties.get(name);
    const navigation = type.navigations.get(name);
    if (property) {
      const read = valueOf(source, property, value);
      if (source.isNew ? property.isCreatable : property.isUpdatable) row[name] = read;
    } else if (navigation)
      children.set(
        name,
        entriesOf(value, navigation.isMany).map((one) => bodyOf(source, navigation.target, one)),
      );
    else if (name !== '__metadata') throw invalidProperty(name);
  }
  return { row, children };
}

function entriesOf(value: unknown, isMany: boolean): unknown[] {
  if (!isMany) return [value];
  const entries: unknown = Array.isArray(value) ? value : (value as Given | null)?.['results'];
  if (!Array.isArray(entries)) throw badRequest('Malformed request body');
  return entries;
}

const DATE = /^\/Date\((-?\d+)(?:[+-]\d+)?\)\/$/;

function valueOf({ text, format }: Source, property: Property, value: unknown): Value {
  const { name, type, maxLength, scale } = property;
  const wrong = () => invalidValue(name, text.indexOf(`"${name}"`), value);
  if (value === null) return type === 'Edm.Boolean' ? false : type.startsWith('Edm.Date') ? null : undefined;
  if (type === 'Edm.Boolean' || type === 'Edm.Int16') {
    if (typeof value !== (type === 'Edm.Boolean' ? 'boolean' : 'number')) throw wrong();
    return type === 'Edm.Boolean' ? (value as boolean) : String(value);
  }
  if (typeof value !== 'string') throw wrong();
  switch (type) {
    case 'Edm.DateTime':
    case 'Edm.DateTimeOffset': {
      const at = new Date(DATE.test(value) ? Number(DATE.exec(value)?.[1]) : Date.parse(`${value}Z`));
      if (Number.isNaN(at.getTime())) throw wrong();
      return type === 'Edm.DateTime' ? at.toISOString().slice(0, 10) : at.toISOString();
    }
    case 'Edm.Decimal':
      if (!/^-?\d+(\.\d+)?$/.test(value) || (value.split('.')[1]?.length ?? 0) > scale) throw wrong();
      return value;
    default:
      if (maxLength > 0 && value.length > maxLength) throw wrong();
      return internalText(property, value, format);
  }
}
