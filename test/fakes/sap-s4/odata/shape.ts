import { badRequest, notImplemented, unknownProperty } from '../errors.ts';
import type { EntityType, Property } from '../schema.ts';
import type { Row, Store } from '../store.ts';
import { inTicks, keyLiteral, toJson, valueOf, type NumberFormat } from './values.ts';

export interface ShapeContext {
  store: Store;
  /** Up to the service: `https://host/sap/opu/odata/sap/API_X`. */
  root: string;
  format: NumberFormat;
  /** Company codes whose journal the communication user may not see. */
  hiddenCompanies: ReadonlySet<string>;
}
type Shape = (row: Row) => Record<string, unknown>;

/** `('11')`, `(BusinessPartner='11',AddressID='27512')` */
function keySegment(type: EntityType, row: Row, format: NumberFormat): string {
  const [only, ...more] = type.key;
  if (only && more.length === 0) return `(${keyLiteral(row, only, format)})`;
  return `(${type.key.map((property) => `${property.name}=${keyLiteral(row, property, format)}`).join(',')})`;
}

export const etagOf = (type: EntityType, row: Row): string | null => {
  const stamp = type.concurrency === null ? null : row[type.concurrency];
  return etagOfStamp(stamp);
};

export const etagOfStamp = (stamp: Row[string]): string | null =>
  typeof stamp === 'string' ? `W/"datetimeoffset'${encodeURIComponent(inTicks(stamp))}'"` : null;

interface Tree {
  [navigation: string]: Tree;
}

/** `$expand` names whole paths; what they lead over is expanded, too. */
function treeOf(type: EntityType, expand: string): Tree {
  const tree: Tree = {};
  for (const path of expand.split(',').map((part) => part.trim())) {
    let [at, here]: [Tree, EntityType] = [tree, type];
    for (const name of path.split('/')) {
      const navigation = here.navigations.get(name);
      if (!navigation) throw badRequest(`Expand option contains an invalid navigation property ${name} of type ${here.type}`);
      at = at[name] ??= {};
      here = navigation.target;
    }
  }
  return tree;
}

/** What a row looks like in an answer; `select` names properties and navigations, empty: all of them. */
export function shapeOf(context: ShapeContext, type: EntityType, { select, expand }: { select: string; expand: string }): Shape {
  const tree = expand === '' ? {} : treeOf(type, expand);
  const names = select === '' || select === '*' ? null : select.split(',').map((name) => name.trim());
  for (const name of names ?? []) if (!type.properties.has(name) && !type.navigations.has(name)) throw unknownProperty(name, type.type);
  return shapeWith(context, type, tree, names && new Set(names));
}

function shapeWith(context: ShapeContext, type: EntityType, tree: Tree, names: ReadonlySet<string> | null): Shape {
  const { format } = context;
  const properties = [...type.properties.values()].filter(({ name }) => names?.has(name) ?? true);
  const navigations = [...type.navigations.values()].filter(({ name }) => names?.has(name) ?? true);
  const inner = new Map(navigations.map(({ name, target }) => [name, tree[name] && shapeWith(context, target, tree[name], null)]));
  return (row) => {
    const uri = `${context.root}/${type.set}${keySegment(type, row, format)}`;
    const etag = etagOf(type, row);
    const shaped: Record<string, unknown> = { __metadata: { id: uri, uri, type: type.type, ...(etag === null ? {} : { etag }) } };
    for (const property of properties) shaped[property.name] = toJson(row, property, format);
    for (const { name, isMany } of navigations) {
      const shape = inner.get(name);
      if (!shape) shaped[name] = { __deferred: { uri: `${uri}/${name}` } };
      else {
        const found = related(context.store, type, row, name).map(shape);
        shaped[name] = isMany ? { results: found } : (found[0] ?? null);
      }
    }
    return shaped;
  };
}

/** Where the names of the keys do not say it. */
const JOINS: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  to_BusinessPartnerContact: [['BusinessPartner', 'BusinessPartnerCompany']],
  to_BPRelationship: [['BusinessPartner', 'BusinessPartner1']],
};
const ONLY: Readonly<Record<string, (row: Row) => boolean>> = {
  to_PhoneNumber: ({ PhoneNumberType: type }) => type !== '3',
  to_MobilePhoneNumber: ({ PhoneNumberType: type }) => type === '3',
};

/** The rows behind a navigation, in order of their keys. */
export function related(store: Store, type: EntityType, row: Row, name: string): Row[] {
  const navigation = type.navigations.get(name);
  if (!navigation) throw notImplemented(name);
  const { target } = navigation;
  const joins = JOINS[name] ?? target.key.filter((key) => type.properties.has(key.name)).map((key) => [key.name, key.name] as const);
  const [first] = joins;
  if (!first) return [];
  const wanted = (from: string) => valueOf(row, type.properties.get(from) as Property);
  const value = wanted(first[0]);
  if (value === '') return [];
  const rows = store.table(target.set).by(first[1], value);
  const isTheirs = (one: Row) => joins.every(([from, to]) => valueOf(one, target.properties.get(to) as Property) === wanted(from));
  return rows.filter((one) => isTheirs(one) && (ONLY[name]?.(one) ?? true));
}
