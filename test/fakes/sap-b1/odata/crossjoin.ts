import { invalidProperty, invalidQuery, notPermitted, notSupported } from '../errors.ts';
import type { Row, TableName } from '../rows.ts';
import type { Schema, TypeSchema } from '../schema.ts';
import type { CompanyStore } from '../store.ts';
import { compileFilter } from './filter.ts';
import type { Predicate } from './filter.ts';
import { projectionOf } from './project.ts';
import type { ApiVersion, Projection } from './project.ts';

interface Pair {
  set: TableName;
  collection: string;
  head: TypeSchema;
  line: TypeSchema;
}
interface Joined {
  head: Row;
  line: Row;
}

/** A document with its own rows; joins across sets are more than a connector needs and are refused. */
export function readCrossjoin(
  schema: Schema,
  store: CompanyStore,
  version: ApiVersion,
  path: string,
  options: ReadonlyMap<string, string>,
  { forbidden, ignoreCase }: { forbidden: ReadonlySet<string>; ignoreCase: boolean },
): Record<string, unknown>[] {
  const pair = pairOf(schema, path);
  if (forbidden.has(pair.set)) throw notPermitted(pair.set);
  const filter = options.get('$filter') ?? '';
  requireJoin(pair, filter);
  const keep: Predicate<Joined> =
    filter === '' ? () => true : compileFilter<Joined>(filter, { schema, ignoreCase, field: (name) => fieldOf(pair, name) });
  const parts = expandOf(schema, version, pair, options.get('$expand') ?? '');
  const out: Record<string, unknown>[] = [];
  const [skip, top] = [Number(options.get('$skip') ?? 0), Number(options.get('$top') ?? Infinity)];
  for (const joined of ordered(pair, joinedRows(store, pair, keep), options.get('$orderby'))) {
    if (keep(joined) !== true) continue;
    out.push(Object.fromEntries(parts.map(({ name, project, side }) => [name, project(joined[side])])));
  }
  return out.slice(skip, top === Infinity ? undefined : skip + top);
}

function pairOf(schema: Schema, path: string): Pair {
  const [, set = '', again = '', collection = ''] = /^\$crossjoin\((\w+),\s*(\w+)\/(\w+)\)$/.exec(path.replace(/\s+/g, '')) ?? [];
  const head = schema.sets.get(set);
  const property = head?.properties.get(collection);
  const line = property?.isCollection ? schema.complex(property.type) : undefined;
  if (!head || !line || again !== set) throw notSupported(path);
  return { set: set as TableName, collection, head, line };
}

/** Rows that carry the key of their record. */
const KEYED = new Set(['DocumentLine', 'ContactEmployee']);

/**
 * Lines of documents carry the key of their document, contact persons that of their partner, and without the equality the join is a product
 * of all with all. Rows of payments and reconciliations carry no such key in the metadata: the double joins them to their own record.
 */
function requireJoin({ set, collection, line, head }: Pair, filter: string): void {
  if (!KEYED.has(line.name)) return;
  const [a, b] = [`${set}/${head.key}`, `${set}/${collection}/${head.key}`];
  const tight = filter.replace(/\s+/g, ' ');
  if (!tight.includes(`${a} eq ${b}`) && !tight.includes(`${b} eq ${a}`)) throw invalidQuery('the join has no condition');
}

function* joinedRows(store: CompanyStore, pair: Pair, { points }: Predicate<Joined>): Generator<Joined> {
  const { set, collection, head: type, line: lineType } = pair;
  const keys = [`${set}/${type.key}`, ...(KEYED.has(lineType.name) ? [`${set}/${collection}/${type.key}`] : [])];
  const table = store.table(set);
  const asked = points && keys.includes(points.path) ? [...points.values].map((key) => table.rows.get(key)) : table.list();
  for (const head of asked) {
    if (head) for (const line of (head[collection] ?? []) as readonly Row[]) yield { head, line };
  }
}

function fieldOf({ set, collection, head, line }: Pair, path: string) {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  const owner = parts.slice(0, -1).join('/');
  const side = owner === set ? ('head' as const) : owner === `${set}/${collection}` ? ('line' as const) : null;
  const property = side && (side === 'head' ? head : line).properties.get(name);
  return side && property ? { property, read: (row: Joined) => row[side][name] } : undefined;
}

function ordered(pair: Pair, rows: Iterable<Joined>, order: string | undefined): Iterable<Joined> {
  if (!order) return rows;
  const fields = order.split(',').map((part) => {
    const [path = '', direction = 'asc'] = part.trim().split(/\s+/);
    const field = fieldOf(pair, path);
    if (!field) throw invalidProperty(path);
    return { read: field.read, sign: direction === 'desc' ? -1 : 1 };
  });
  return [...rows].sort((a, b) => {
    for (const { read, sign } of fields) {
      const [left, right] = [read(a) ?? '', read(b) ?? ''];
      if (left !== right) return (left < right ? -1 : 1) * sign;
    }
    return 0;
  });
}

function expandOf(
  schema: Schema,
  version: ApiVersion,
  pair: Pair,
  source: string,
): { name: string; project: Projection; side: 'head' | 'line' }[] {
  const child = `${pair.set}/${pair.collection}`;
  return [...source.matchAll(/([\w/]+)\(\$select=([^)]*)\)/g)].map(([, name = '', select = '']) => {
    if (name !== pair.set && name !== child) throw invalidProperty(name);
    const side = name === pair.set ? 'head' : 'line';
    const project = projectionOf(
      schema,
      side === 'head' ? pair.head : pair.line,
      version === 'v2' ? 'v2' : 'v1',
      select.split(',').map((part) => part.trim()),
    );
    return { name, project: (row) => withoutEtag(project(row)), side };
  });
}

function withoutEtag({ '@odata.etag': _etag, ...row }: Record<string, unknown>): Record<string, unknown> {
  return row;
}
