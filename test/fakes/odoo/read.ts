import { datetimeText } from './datetime.ts';
import { modelOf } from './env.ts';
import type { Env } from './env.ts';
import { accessError, valueError } from './errors.ts';
import { rawValue } from './leaf.ts';
import { variantName } from './schema/catalog.ts';
import type { Field, Model } from './schema/field.ts';
import { isVisible } from './search.ts';
import type { Row, Value } from './types.ts';

type WireRecord = Record<string, unknown>;

/** A value as it travels: `false` for empty, pairs for many2one, datetimes in whole seconds. */
function wireValue(env: Env, field: Field, name: string, row: Row, bare: boolean): unknown {
  if (name === 'rate' && field.string === 'Current Rate') return env.rateOf(row.id);
  if (name === 'display_name' && env.hidesCodes && 'default_code' in row) return variantName(env.view, row);
  const value: Value = rawValue(env, field, name, row);
  if (field.relation === 'account.tax' && Array.isArray(value)) return visibleIn(env, field.relation, value as number[]);
  if (field.type === 'one2many' || field.type === 'many2many') return value ?? [];
  if (value === null || value === '') return false;
  if (field.type === 'datetime') return datetimeText(Number(value));
  if (field.type !== 'many2one' || bare) return value;
  const relation = modelOf(env, field.relation ?? '');
  const other = env.view.get(relation.name, Number(value));
  return [value, other ? relation.display(env.view, other) : `${relation.name},${value}`];
}

/** Those of other companies are left out of a list. */
const visibleIn = (env: Env, relation: string, ids: readonly number[]): number[] =>
  ids.filter((id) => {
    const row = env.view.get(relation, id);
    return row !== undefined && isVisible(env, modelOf(env, relation), row);
  });

/** Ids that do not exist are left out; a field that is unknown or not for this user fails the whole call. */
export function readRecords(env: Env, modelName: string, ids: readonly number[], fields: readonly string[], bare: boolean): WireRecord[] {
  const model = modelOf(env, modelName);
  const names = fields.length > 0 ? fields : Object.keys(model.fields).filter((name) => env.rights.seesField(modelName, name));
  const plan = names.filter((name) => name !== 'id').map((name) => [name, readableField(env, model, name)] as const);
  const records: WireRecord[] = [];
  for (const id of ids) {
    const row = env.view.get(modelName, id);
    if (!row) continue;
    if (!isVisible(env, model, row)) throw hiddenRecord(model, id, env.uid);
    const record: WireRecord = { id };
    for (const [name, field] of plan) record[name] = wireValue(env, field, name, row, bare);
    records.push(record);
  }
  return records;
}

function readableField(env: Env, model: Model, name: string): Field {
  const field = model.fields[name];
  if (!field)
    throw valueError(env.version >= 19 ? `Invalid field '${name}' on '${model.name}'` : `Invalid field '${name}' on model '${model.name}'`);
  if (!env.rights.seesField(model.name, name)) {
    throw accessError(
      `The requested operation can not be completed due to security restrictions.\n\nDocument type: ${model.description} (${model.name})\nOperation: read\nUser: ${env.uid}\nFields:\n- ${name} (allowed for groups 'Extra Rights / Hidden')`,
    );
  }
  return field;
}

const hiddenRecord = (model: Model, id: number, uid: number) =>
  accessError(
    `Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, (id=${uid}) doesn't have 'read' access to:\n- ${model.description} (${model.name}: ${id})`,
  );

const ATTRIBUTES = [
  'type',
  'string',
  'relation',
  'selection',
  'store',
  'required',
  'readonly',
  'currency_field',
  'name',
  'searchable',
  'sortable',
  'related',
];

export function fieldsGet(
  env: Env,
  modelName: string,
  allfields: readonly string[] | null,
  attributes: readonly string[] | null,
): WireRecord {
  const model = modelOf(env, modelName);
  const wanted = attributes && attributes.length > 0 ? attributes : ATTRIBUTES;
  const described = Object.entries(model.fields).filter(
    ([name]) => env.rights.seesField(modelName, name) && (!allfields || allfields.length === 0 || allfields.includes(name)),
  );
  return Object.fromEntries(described.map(([name, field]) => [name, describe(name, field, wanted)]));
}

function describe(name: string, field: Field, wanted: readonly string[]): WireRecord {
  const all: WireRecord = {
    type: field.type,
    string: field.string,
    store: field.store,
    required: field.required,
    readonly: field.readonly,
    name,
    searchable: field.store || field.searchable === true,
    sortable: field.store,
    ...(field.relation ? { relation: field.relation } : {}),
    ...(field.selection ? { selection: field.selection } : {}),
    ...(field.related ? { related: field.related } : {}),
    company_dependent: field.companyDependent === true,
    ...(field.type === 'float' ? { digits: field.digits === undefined ? false : [16, field.digits] } : {}),
    ...(field.currencyField ? { currency_field: field.currencyField } : {}),
  };
  return Object.fromEntries(Object.entries(all).filter(([key]) => wanted.includes(key)));
}

type Specification = Record<string, { fields?: Specification }>;

/** `web_search_read`'s nested answer: relations expanded, a many2one as an object or `false`. */
export function readNested(env: Env, modelName: string, ids: readonly number[], specification: Specification): WireRecord[] {
  const model = modelOf(env, modelName);
  const flat = readRecords(env, modelName, ids, ['id', ...Object.keys(specification)], true);
  return flat.map((record) => {
    const expanded: WireRecord = { id: record.id };
    for (const [name, { fields }] of Object.entries(specification)) {
      if (name === 'id') continue;
      const relation = model.fields[name]?.relation;
      expanded[name] = fields && relation ? expand(env, relation, record[name], fields) : record[name];
    }
    return expanded;
  });
}

function expand(env: Env, relation: string, value: unknown, fields: Specification): unknown {
  if (Array.isArray(value)) return readNested(env, relation, value as number[], fields);
  return typeof value === 'number' ? (readNested(env, relation, [value], fields)[0] ?? false) : false;
}
