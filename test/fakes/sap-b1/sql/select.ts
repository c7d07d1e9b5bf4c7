import { B1Error } from '../errors.ts';
import type { Row, TableName } from '../rows.ts';
import type { Schema } from '../schema.ts';
import type { CompanyStore } from '../store.ts';
import { sqlTable } from './tables.ts';
import type { Column } from './tables.ts';

type Sql = string | number | null;
type Test = (row: Row) => boolean;

const PATTERN = /^\s*SELECT\s+(.+?)\s+FROM\s+"?(\w+)"?(?:\s+(?:AS\s+)?"?(T\d)"?)?(?:\s+WHERE\s+(.+?))?(?:\s+ORDER\s+BY\s+(.+?))?\s*$/is;
const CONDITION = /^([\w."]+)\s*(>=|<=|<>|=|>|<)\s*(?:(:\w+)|'([^']*)'|(-?\d+(?:\.\d+)?))$/;
const syntaxError = (part: string): B1Error => new B1Error(400, 701, `Invalid SQL syntax: ${part}`);

/**
 * One table, conditions joined by AND, an order: what reading paid amounts takes. `parameters: null` only checks the text, as creating does.
 */
export function runSelect(schema: Schema, store: CompanyStore, text: string, parameters: ReadonlyMap<string, string> | null): Row[] {
  const match = PATTERN.exec(text);
  if (!match) throw syntaxError(text);
  const [, list = '', name = '', , where, order] = match;
  const table = sqlTable(schema, name.toUpperCase());
  if (!table) throw new B1Error(400, 702, `Table ${name} is not accessible`);
  const column = (source: string): Column => {
    const bare = source.replaceAll('"', '').replace(/^T\d\./, '');
    const found = table.columns.get(bare);
    if (!found) throw new B1Error(400, 703, `Column ${bare} is not accessible`);
    return found;
  };
  const columns = list.split(',').map((part) => column(part.trim()));
  const tests = where ? where.split(/\s+AND\s+/i).map((part) => testOf(part.trim(), column, parameters)) : [];
  const sort = order?.split(',').map((part) => sortOf(part.trim(), column)) ?? [];
  if (parameters === null) return [];
  return table
    .rows(store.list(table.set as TableName))
    .filter((row) => tests.every((test) => test(row)))
    .sort((a, b) => sort.reduce((result, by) => result || by(a, b), 0))
    .map((row) => Object.fromEntries(columns.map(({ name: title, read }) => [title, read(row)])));
}

function testOf(source: string, column: (name: string) => Column, parameters: ReadonlyMap<string, string> | null): Test {
  const match = CONDITION.exec(source);
  if (!match) throw syntaxError(source);
  const [, name = '', operator = '=', parameter, quoted, number] = match;
  const { read, isNumber } = column(name);
  const given = parameter === undefined ? (quoted ?? number ?? '') : valueOf(parameter.slice(1), parameters);
  const wanted: Sql = isNumber ? Number(given) : given.replaceAll(/^(\d{4})(\d{2})(\d{2})$/g, '$1-$2-$3');
  return (row) => {
    const value = read(row);
    return value === null ? false : holds(operator, value, wanted);
  };
}

/** As sent: `List?from='2026-11-01'&entry=5`. */
function valueOf(name: string, parameters: ReadonlyMap<string, string> | null): string {
  if (parameters === null) return '0';
  const value = parameters.get(name);
  if (value === undefined) throw new B1Error(400, 704, `Parameter ${name} is missing`);
  return value.replace(/^'(.*)'$/, '$1');
}

function holds(operator: string, a: string | number, b: string | number): boolean {
  if (operator === '=') return a === b;
  if (operator === '<>') return a !== b;
  if (operator === '>') return a > b;
  if (operator === '>=') return a >= b;
  return operator === '<' ? a < b : a <= b;
}

function sortOf(source: string, column: (name: string) => Column): (a: Row, b: Row) => number {
  const [name = '', direction = 'ASC'] = source.split(/\s+/);
  const { read } = column(name);
  const sign = direction.toUpperCase() === 'DESC' ? -1 : 1;
  return (a, b) => {
    const [left, right] = [read(a) ?? '', read(b) ?? ''];
    return left === right ? 0 : (left < right ? -1 : 1) * sign;
  };
}
