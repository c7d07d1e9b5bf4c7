import { createHash } from 'node:crypto';
import { invalidProperty } from '../errors.ts';
import type { Row } from '../rows.ts';
import type { Property, Schema, TypeSchema } from '../schema.ts';

export type ApiVersion = 'v1' | 'v2';
export type Projection = (row: Row) => Record<string, unknown>;
type Writer = (value: Row[string]) => unknown;

const HAS_ETAG = new Set(['Document', 'BusinessPartner', 'Item']);

/** What travels of a row: every property the metadata names, or those asked for. Collections come whole. */
export function projectionOf(schema: Schema, type: TypeSchema, version: ApiVersion, select: readonly string[] | null): Projection {
  const properties = select ? select.map((name) => known(type, name)) : [...type.properties.values()];
  const writers = properties.map((property) => [property.name, writerOf(schema, property, version)] as const);
  const etag = version === 'v2' && HAS_ETAG.has(type.name) && type.properties.has('DataVersion');
  // A trap of the real thing: with $select the ETag is only right when DataVersion is selected.
  const knowsVersion = properties.some(({ name }) => name === 'DataVersion');
  return (row) => {
    const out: Record<string, unknown> = etag ? { '@odata.etag': etagOf(knowsVersion ? row.DataVersion : '') } : {};
    for (const [name, write] of writers) out[name] = write(row[name]);
    return out;
  };
}

function known(type: TypeSchema, name: string): Property {
  const property = type.properties.get(name);
  if (!property) throw invalidProperty(name);
  return property;
}

function writerOf(schema: Schema, property: Property, version: ApiVersion): Writer {
  const complex = schema.complex(property.type);
  if (property.isCollection && complex) {
    const project = projectionOf(schema, complex, version, null);
    return (value) => (Array.isArray(value) ? (value as readonly Row[]).map(project) : []);
  }
  // A calendar day, dressed as an instant in v2.
  if (property.type === 'Edm.DateTimeOffset' && version === 'v2')
    return (value) => (typeof value === 'string' ? `${value}T00:00:00Z` : null);
  return (value) => value ?? null;
}

const etags = new Map<Row[string], string>();
export function etagOf(dataVersion: Row[string]): string {
  const known = etags.get(dataVersion);
  if (known) return known;
  const etag = `W/"${createHash('sha1').update(String(dataVersion)).digest('hex').toUpperCase()}"`;
  etags.set(dataVersion, etag);
  return etag;
}
