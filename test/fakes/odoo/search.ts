import { compileDomain } from './domain.ts';
import type { CompiledDomain } from './domain.ts';
import { modelOf } from './env.ts';
import type { Env } from './env.ts';
import { valueError } from './errors.ts';
import { rawValue } from './leaf.ts';
import type { Leaf } from './leaf.ts';
import type { Model } from './schema/field.ts';
import { firstNotBelow } from './store.ts';
import type { Row, Value } from './types.ts';

interface SearchOptions {
  offset?: number;
  limit?: number | null;
  order?: string | null;
}

/** Ids of matching records, in order. Paging by id touches only the page; other orders sort all matches. */
export function search(
  env: Env,
  modelName: string,
  domain: unknown,
  { offset = 0, limit = null, order = null }: SearchOptions = {},
): number[] {
  const model = modelOf(env, modelName);
  const compiled = compileDomain(env, modelName, domain);
  const keys = parseOrder(model, order || model.order);
  const byId = keys[0]?.field === 'id';
  const wanted = limit ? offset + limit : Infinity;
  const candidates = candidateIds(env, modelName, compiled.conditions);
  const found = collect(
    env,
    model,
    byId && keys[0]?.descending ? [...candidates].reverse() : candidates,
    compiled,
    byId ? wanted : Infinity,
  );
  if (!byId) found.sort(comparator(env, model, keys));
  return found.slice(offset, wanted).map((row) => row.id);
}

export function searchCount(env: Env, modelName: string, domain: unknown): number {
  const compiled = compileDomain(env, modelName, domain);
  return collect(env, modelOf(env, modelName), candidateIds(env, modelName, compiled.conditions), compiled, Infinity).length;
}

function collect(env: Env, model: Model, ids: readonly number[], { test, mentionsActive }: CompiledDomain, wanted: number): Row[] {
  const found: Row[] = [];
  const hidesArchived = env.activeTest && !mentionsActive && model.fields.active !== undefined;
  for (const id of ids) {
    if (found.length >= wanted) break;
    const row = env.view.get(model.name, id);
    if (row && isVisible(env, model, row) && !(hidesArchived && row.active !== true) && test(row)) found.push(row);
  }
  return found;
}

/** Record rules: other companies' records do not exist for this call. */
export function isVisible(env: Env, model: Model, row: Row): boolean {
  if (model.name === 'res.company') return env.companyIds.includes(row.id);
  if (model.name === 'res.users.apikeys') return env.rights.isAdmin || row.user_id === env.uid;
  if (OF_ORDERS.has(model.name) && !isOwnOrder(env, model, row)) return false;
  if (row.company_id === undefined || row.company_id === null || model.name === 'res.users') return true;
  return env.companyIds.includes(Number(row.company_id));
}

const OF_ORDERS: ReadonlySet<string> = new Set(['sale.order', 'sale.order.line']);

/** _Own Documents Only_: those of nobody, too. */
function isOwnOrder({ rights, uid, view }: Env, model: Model, row: Row): boolean {
  if (!rights.hasGroup('sales_team.group_sale_salesman') || rights.hasGroup('sales_team.group_sale_salesman_all_leads')) return true;
  const seller = model.name === 'sale.order' ? row.user_id : view.get('sale.order', Number(row.order_id))?.user_id;
  return seller === null || seller === uid;
}

/** The smallest set an index offers, else all ids from the highest lower bound on. */
function candidateIds(env: Env, model: string, conditions: readonly Leaf[]): readonly number[] {
  for (const [path, operator, value] of conditions) {
    if (operator !== '=' && operator !== 'in') continue;
    const values = (Array.isArray(value) ? value : [value]).filter((item): item is number => typeof item === 'number');
    const isComplete = values.length === (Array.isArray(value) ? value.length : 1);
    if (!isComplete) continue;
    if (path === 'id') return [...new Set(values)].sort((a, b) => a - b);
    const found = lookup(env, model, path, values);
    if (found) return [...new Set(found)].sort((a, b) => a - b);
  }
  const ids = env.view.ids(model);
  const lowest = Math.max(
    0,
    ...conditions.map(([path, operator, value]) => (path === 'id' && operator.startsWith('>') ? Number(value) : 0)),
  );
  return lowest > 0 ? ids.slice(firstNotBelow(ids, lowest)) : ids;
}

/** Through an index, a field's own way, or two indexes one after the other: `debit_move_id.move_id`. */
function lookup(env: Env, model: string, path: string, values: readonly number[]): readonly number[] | null {
  if (env.view.isIndexed(model, path)) return values.flatMap((value) => env.view.by(model, path, value));
  const [first = '', rest, ...deeper] = path.split('.');
  const field = modelOf(env, model).fields[first];
  if (rest === undefined) return field?.lookup ? field.lookup(env.view, values) : null;
  if (deeper.length > 0 || !field?.relation || !env.view.isIndexed(model, first)) return null;
  return lookup(env, field.relation, rest, values)?.flatMap((id) => env.view.by(model, first, id)) ?? null;
}

interface OrderKey {
  field: string;
  descending: boolean;
}

function parseOrder(model: Model, order: string): OrderKey[] {
  return order.split(',').map((part) => {
    const [field = '', direction = 'asc'] = part.trim().split(/\s+/);
    if (!model.fields[field]) throw valueError(`Invalid field '${field}' on model '${model.name}'`);
    return { field, descending: direction.toLowerCase() === 'desc' };
  });
}

function comparator(env: Env, model: Model, keys: readonly OrderKey[]): (a: Row, b: Row) => number {
  const value = (row: Row, key: OrderKey): Value => {
    const field = model.fields[key.field];
    return field ? rawValue(env, field, key.field, row) : null;
  };
  return (a, b) => {
    for (const key of keys) {
      const order = compareValues(value(a, key), value(b, key));
      if (order !== 0) return key.descending ? -order : order;
    }
    return a.id - b.id;
  };
}

/** PostgreSQL puts empty values last when ascending. */
function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
