import { badRequest, notFound } from '../errors.ts';
import type { EntityType, Schema, ServiceName } from '../schema.ts';
import { internalText, type NumberFormat } from '../odata/values.ts';
import type { Value } from '../store.ts';

/** What an address below a service leads to. */
export interface Address {
  type: EntityType;
  key: ReadonlyMap<string, Value> | null;
  navigation: string | null;
  isCount: boolean;
}

export function readAddress(schema: Schema, service: ServiceName, path: string, format: NumberFormat): Address {
  const segments = path.split('/').map((segment) => decodeURIComponent(segment));
  const isCount = segments.at(-1) === '$count';
  const [first = '', navigation = null, ...rest] = isCount ? segments.slice(0, -1) : segments;
  const [, set = '', key = null] = /^(\w+)(?:\((.*)\))?$/.exec(first) ?? [];
  const type = schema.sets.get(set);
  if (type?.service !== service || rest.length > 0 || (navigation !== null && key === null)) throw notFound(first);
  return { type, key: key === null ? null : readKey(type, key, format), navigation, isCount };
}

/** `'11'`, `BusinessPartner='11',AddressID='27512'` */
function readKey(type: EntityType, source: string, format: NumberFormat): Map<string, Value> {
  const parts = [...source.matchAll(/(?:(\w+)=)?((?:datetimeoffset|datetime|guid|time)?'(?:[^']|'')*'|true|false)(?:,|$)/g)];
  if (parts.map(([part]) => part).join('') !== source || parts.length !== type.key.length) throw badRequest('Invalid key predicate');
  return new Map<string, Value>(
    type.key.map((property): [string, Value] => {
      const part = parts.length === 1 ? parts[0] : parts.find(([, name]) => name === property.name);
      if (!part) throw badRequest(`The key ${property.name} is missing`);
      const [, , literal = ''] = part;
      if (literal === 'true' || literal === 'false') return [property.name, literal === 'true'];
      const text = literal.slice(literal.indexOf("'") + 1, -1).replaceAll("''", "'");
      if (literal.startsWith("'")) return [property.name, internalText(property, text, format)];
      const day = property.type === 'Edm.DateTime';
      return [property.name, day ? text.slice(0, 10) : new Date(text).toISOString()];
    }),
  );
}
