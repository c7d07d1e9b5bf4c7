import type { Env } from '../env.ts';
import type { Value } from '../types.ts';

type Values = Record<string, Value>;

export interface Message {
  type: 'error';
  message: string;
  field?: string;
  field_name?: string;
}

/** A record that belongs to the one that is loaded, with what belongs to it in turn. */
export interface Part {
  values: Values;
  parts: readonly Part[];
}

type Convert = (env: Env, model: string, columns: readonly string[], row: readonly string[]) => [Message[], Values];

interface Owner {
  /** The field that holds the parts, as columns and people call it. */
  field: string;
  label: string;
  model: string;
  below?: Owner;
}

const SUBTASKS: Owner = { field: 'child_ids', label: 'Sub-tasks', model: 'project.task' };
const OWNERS: Readonly<Record<string, Owner>> = {
  'sale.order': { field: 'order_line', label: 'Order Lines', model: 'sale.order.line' },
  'project.project': { field: 'tasks', label: 'Task Activities', model: 'project.task', below: SUBTASKS },
};

export const ownerOf = (model: string): Owner | undefined => OWNERS[model];
const isOf = (column: string, { field }: Owner): boolean => column.startsWith(`${field}/`);

interface Table {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A table of the cells that are of the parts, or of those that are not. */
export function cellsOf({ columns, rows }: Table, owner: Owner | undefined, isPart: boolean): Table {
  const places = columns.flatMap((column, at) => ((owner !== undefined && isOf(column, owner)) === isPart ? [at] : []));
  const named = places.map((at) => (isPart ? columns[at]!.slice(owner!.field.length + 1) : columns[at]!));
  return { columns: named, rows: rows.map((row) => places.map((at) => row[at]!)) };
}

/** As Odoo's import groups rows: one whose own cells are empty belongs to the one above. What cannot be converted is a message about the field that holds them. */
export function partsOf(env: Env, messages: Message[], table: Table, { owner, convert }: { owner: Owner; convert: Convert }): Part[] {
  const { columns, rows } = cellsOf(table, owner, true);
  const filled = rows.filter((cells) => cells.some((text) => text !== ''));
  const own = cellsOf({ columns, rows: filled }, owner.below, false);
  const groups: (readonly string[])[][] = [];
  for (const [at, cells] of filled.entries()) {
    if (at > 0 && own.rows[at]!.every((text) => text === '')) groups.at(-1)!.push(cells);
    else groups.push([cells]);
  }
  return groups.map((group) => {
    const [first] = cellsOf({ columns, rows: group }, owner.below, false).rows;
    const [found, values] = convert(env, owner.model, own.columns, first!);
    for (const { message, field_name: label } of found)
      messages.push({
        ...{ type: 'error', field: owner.field, field_name: owner.label },
        message: message.replace(`'${label}'`, `'${owner.label}/${label}'`),
      });
    const parts = owner.below ? partsOf(env, messages, { columns, rows: group }, { owner: owner.below, convert }) : [];
    return { values, parts };
  });
}
