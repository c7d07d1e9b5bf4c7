import { comparable, parseBound } from './datetime.ts';
import { modelOf } from './env.ts';
import type { Env } from './env.ts';
import { missingError, valueError } from './errors.ts';
import { fromMinor } from './money.ts';
import { pythonText } from './python.ts';
import type { Field } from './schema/field.ts';
import type { Row, Value } from './types.ts';

export type Leaf = readonly [string, string, unknown];
export type Test = (row: Row) => boolean;

/** A field's value as a domain compares it: money as a number, datetimes in microseconds, relations as ids. */
export function rawValue(env: Env, field: Field, name: string, row: Row): Value {
  const value = (field.get ? field.get(env.view, row) : row[name]) ?? null;
  if (field.type === 'monetary') return fromMinor(Number(value ?? 0), decimalsOf(env, row, field.currencyField));
  if (field.type === 'boolean') return value === true;
  if (field.type === 'integer' || field.type === 'float') return value ?? 0;
  return value;
}

function decimalsOf(env: Env, row: Row, currencyField: string | undefined): number {
  let id = currencyField ? row[currencyField] : undefined;
  if (id === undefined && currencyField === 'debit_currency_id')
    id = env.view.get('account.move.line', Number(row.debit_move_id))?.currency_id;
  if (id === undefined && currencyField === 'credit_currency_id')
    id = env.view.get('account.move.line', Number(row.credit_move_id))?.currency_id;
  return env.view.get('res.currency', Number(id))?.decimal_places ?? 2;
}

export function compileLeaf(env: Env, model: string, leaf: Leaf): Test {
  const [path, operator, value] = leaf;
  const dot = path.indexOf('.');
  const name = dot < 0 ? path : path.slice(0, dot);
  const field = modelOf(env, model).fields[name];
  if (!field || !env.rights.seesField(model, name)) {
    const where = env.version >= 19 ? 'condition' : 'leaf';
    throw valueError(`Invalid field ${model}.${name} in ${where} ('${path}', '${operator}', ${pythonText(value)})`);
  }
  if (!field.store && !field.searchable) {
    // Before 19 such a condition is dropped: every record matches, without an error.
    if (env.version < 19) return () => true;
    throw valueError(`Cannot convert ${model}.${name} to SQL because it is not stored`);
  }
  if (dot >= 0) return relatedTest(env, field, name, [path.slice(dot + 1), operator, value]);
  if (field.relation) return relationTest(env, field, name, operator, value);
  return scalarTest(env, field, name, operator, value);
}

/** `a.b`: some related record fulfils the rest. */
function relatedTest(env: Env, field: Field, name: string, rest: Leaf): Test {
  const relation = field.relation ?? '';
  const inner = compileLeaf(env, relation, rest);
  return (row) => idsIn(rawValue(env, field, name, row)).some((id) => passes(env, relation, id, inner));
}

function passes(env: Env, model: string, id: number, test: Test): boolean {
  const row = env.view.get(model, id);
  return row !== undefined && test(row);
}

const idsIn = (value: Value): readonly number[] =>
  typeof value === 'number' ? [value] : Array.isArray(value) ? (value as readonly number[]) : [];

function relationTest(env: Env, field: Field, name: string, operator: string, value: unknown): Test {
  const relation = field.relation ?? '';
  const values = (row: Row): readonly number[] => idsIn(rawValue(env, field, name, row));
  if (operator.includes('like') || (typeof value === 'string' && (operator === '=' || operator === '!='))) {
    const display = modelOf(env, relation).display;
    const text = textTest(operator.replace('not ', '').replace('!=', '='), String(value));
    const some: Test = (row) => values(row).some((id) => passes(env, relation, id, (other) => text(display(env.view, other))));
    return operator.startsWith('not') || operator === '!=' ? (row) => !some(row) : some;
  }
  if (operator === 'child_of' || operator === 'parent_of') {
    const family = familyOf(env, relation, wanted(value), operator);
    return (row) => values(row).some((id) => family.has(id));
  }
  if (field.searchable && !field.store) {
    for (const id of wanted(value)) if (!env.view.get(relation, id)) throw missingError(relation, id, env.uid);
  }
  const set = new Set(wanted(value));
  const empty = value === false || value === null || (Array.isArray(value) && value.includes(false));
  const hit: Test = (row) => {
    const ids = values(row);
    return ids.length === 0 ? empty : ids.some((id) => set.has(id));
  };
  if (operator === '=' || operator === 'in') return hit;
  if (operator === '!=' || operator === 'not in') return (row) => !hit(row);
  if (operator === '=?') return value === false || value === null ? () => true : hit;
  const bound = Number(value);
  return (row) => values(row).some((id) => compare(operator, id, bound));
}

function wanted(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is number => typeof item === 'number');
}

function familyOf(env: Env, model: string, roots: readonly number[], direction: string): ReadonlySet<number> {
  const found = new Set(roots);
  for (const id of found) {
    const parent = env.view.get(model, id)?.parent_id;
    if (direction === 'child_of')
      for (const child of env.view.isIndexed(model, 'parent_id') ? env.view.by(model, 'parent_id', id) : []) found.add(child);
    else if (typeof parent === 'number') found.add(parent);
  }
  return found;
}

function scalarTest(env: Env, field: Field, name: string, operator: string, value: unknown): Test {
  const read = (row: Row): Value => {
    const raw = rawValue(env, field, name, row);
    return field.type === 'datetime' && typeof raw === 'number' ? comparable(raw, env.version) : raw;
  };
  if (operator === 'child_of' || operator === 'parent_of') {
    const family = familyOf(env, 'res.partner', wanted(value), operator);
    return (row) => family.has(row.id);
  }
  if (operator.includes('like')) {
    const text = textTest(operator.replace('not ', ''), String(value));
    return operator.startsWith('not') ? (row) => !text(String(read(row) ?? '')) : (row) => text(String(read(row) ?? ''));
  }
  const bound = (item: unknown): unknown => boundOf(env, field, item);
  if (operator === 'in' || operator === 'not in') {
    const set = new Set((Array.isArray(value) ? value : [value]).map(bound));
    return (row) => set.has(read(row)) === (operator === 'in');
  }
  const single = bound(value);
  if (operator === '=?' && single === null) return () => true;
  if (operator === '=' || operator === '==' || operator === '=?') return (row) => read(row) === single;
  if (operator === '!=' || operator === '<>') return (row) => read(row) !== single;
  return (row) => compare(operator, read(row), single);
}

function boundOf(env: Env, field: Field, value: unknown): unknown {
  if (field.type === 'boolean') return value === true;
  if (value === false || value === null) return field.type === 'integer' || field.type === 'float' || field.type === 'monetary' ? 0 : null;
  if (field.type === 'datetime') return comparable(parseBound(String(value), env.version), env.version);
  if (field.type === 'date') return String(value).slice(0, 10);
  return field.type === 'char' || field.type === 'text' || field.type === 'selection' ? String(value) : value;
}

/** Empty values are in no order to anything. */
function compare(operator: string, left: Value, right: unknown): boolean {
  if (left === null || right === null || (typeof left !== 'number' && typeof left !== 'string')) return false;
  const other = right as number | string;
  if (operator === '>') return left > other;
  if (operator === '>=') return left >= other;
  if (operator === '<') return left < other;
  if (operator === '<=') return left <= other;
  throw valueError(`Invalid operator '${operator}'`);
}

/** `ilike` contains, `=ilike` is the whole text, both without case; `%` and `_` are wildcards. */
function textTest(operator: string, value: string): (text: string) => boolean {
  if (operator === '=') return (text) => text === value;
  const pattern = value
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  const expression = new RegExp(operator.startsWith('=') ? `^${pattern}$` : pattern, operator.includes('ilike') ? 'is' : 's');
  return (text) => expression.test(text);
}
