import { parseBound } from '../datetime.ts';
import { modelOf } from '../env.ts';
import type { Env } from '../env.ts';
import { keyError, valueError } from '../errors.ts';
import { toMinor } from '../money.ts';
import { pythonText } from '../python.ts';
import type { Field } from '../schema/field.ts';
import type { Row, Value } from '../types.ts';

export type Vals = Record<string, unknown>;

/** Checks names and selections, and turns wire values into the row's own. Fields in `skip` are for the caller. */
export function rowValues(
  env: Env,
  modelName: string,
  vals: Vals,
  current: Row | undefined,
  skip: readonly string[] = [],
): Record<string, Value> {
  const model = modelOf(env, modelName);
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(vals)) {
    const field = model.fields[name];
    if (!field) throw env.version >= 19 ? keyError(name) : valueError(`Invalid field '${name}' on model '${modelName}'`);
    if (skip.includes(name)) continue;
    values[name] = rowValue(env, modelName, name, field, value, current);
  }
  return values;
}

function rowValue(env: Env, modelName: string, name: string, field: Field, value: unknown, current: Row | undefined): Value {
  if (field.type === 'boolean') return value === true;
  if (field.type === 'many2many' || field.type === 'one2many')
    return applyCommands((current?.[name] as readonly number[] | undefined) ?? [], value);
  if (value === false || value === null || value === undefined)
    return field.type === 'integer' || field.type === 'float' || field.type === 'monetary' ? 0 : null;
  if (field.type === 'selection') {
    const known = (field.selection ?? []).some(([key]) => key === value);
    // Which languages are installed is looked up; from 18 on nobody compares.
    if (!known && !(name === 'lang' && env.version >= 18)) throw valueError(`Wrong value for ${modelName}.${name}: ${pythonText(value)}`);
  }
  if (field.type === 'datetime') return parseBound(String(value), env.version);
  if (field.type === 'monetary') return toMinor(Number(value), currencyDecimals(env, field, current));
  if (typeof value === 'number' || typeof value === 'string') return value;
  throw valueError(`Wrong value for ${modelName}.${name}: ${pythonText(value)}`);
}

function currencyDecimals(env: Env, field: Field, current: Row | undefined): number {
  const id = field.currencyField ? current?.[field.currencyField] : undefined;
  return env.view.get('res.currency', Number(id))?.decimal_places ?? 2;
}

type Command = readonly [number, number, unknown];

export const commandsOf = (value: unknown): Command[] => (Array.isArray(value) ? (value as Command[]) : []);

/** Links only; rows made with `[0, 0, {…}]` are the caller's. */
export function applyCommands(current: readonly number[], value: unknown): number[] {
  let ids = [...current];
  for (const command of commandsOf(value)) {
    if (typeof command === 'number') ids.push(command);
    else if (command[0] === 6) ids = [...(command[2] as number[])];
    else if (command[0] === 5) ids = [];
    else if (command[0] === 4) ids.push(command[1]);
    else if (command[0] === 3 || command[0] === 2) ids = ids.filter((id) => id !== command[1]);
  }
  return ids;
}
