import { parseBound } from '../datetime.ts';
import { demand, modelOf } from '../env.ts';
import type { Env } from '../env.ts';
import { CatalogOperations } from '../catalog/operations.ts';
import { keyError, OdooError, validationError, valueError } from '../errors.ts';
import { createPartner, updatePartner } from '../partners.ts';
import type { Field } from '../schema/field.ts';
import { TAXES } from '../seed.ts';
import type { View } from '../store.ts';
import type { Value } from '../types.ts';
import { loadProject } from '../projects/load-project.ts';
import { requiredBooks } from './method.ts';
import type { Call, Method } from './method.ts';
import { cellsOf, ownerOf, partsOf, type Message, type Part } from './load-parts.ts';
import { loadOrder } from './sales.ts';

/** What is answered after everything was undone. */
export class UndoneAnswer extends Error {
  readonly answer: unknown;
  constructor(answer: unknown) {
    super('undone');
    this.answer = answer;
  }
}

/** Odoo's import, of one contact, order or product at a time: makes or changes the one with this external id. */
export const LOAD: Method = { level: 'model', params: ['fields', 'data'], required: ['fields', 'data'], writes: true, run: load };

function load(call: Call): unknown {
  const { env, context } = call;
  const columns = call.args.fields as string[];
  const rows = call.args.data as string[][];
  const [row] = rows;
  const owner = ownerOf(call.model);
  const own = cellsOf({ columns, rows }, owner, false);
  const continues = (cells: readonly string[]): boolean => cells.every((text) => text === '');
  if (!LOADED.includes(call.model) || !row || !own.rows.slice(1).every(continues)) throw new Error('the double loads one record at a time');
  const [messages, values] = convert(env, call.model, own.columns, own.rows[0]!);
  const parts = owner ? partsOf(env, messages, { columns, rows }, { owner, convert }) : [];
  const xid = /^(.+?)\.(.+)$/.exec(row[columns.indexOf('id')] ?? '') ?? [];
  const [, module = '', name = ''] = xid;
  try {
    const how = { update: context.mode === 'update', noupdate: context.noupdate === true };
    const id = createOrUpdate(call, { module, name, values, parts, ...how });
    if (messages.length === 0) return { ids: [id], messages: [], nextrow: 0 };
    call.db.remembered.set(`${module}.${name}`, call.model);
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    messages.push({ type: 'error', message: asLoadSaysIt(env, error.message) });
  }
  throw new UndoneAnswer({
    ids: false,
    messages: messages.map((message) => ({ rows: { from: 0, to: rows.length - 1 }, record: 0, ...message })),
    nextrow: 0,
  });
}

const LOADED = ['res.partner', 'sale.order', 'product.product', 'project.project'];

/** Constraints of the database come bare, until 18 in quotes. */
function asLoadSaysIt({ version }: Env, message: string): string {
  const bare = message.replace('The operation cannot be completed: ', '');
  return bare === message || version >= 19 ? bare : `'${bare}'`;
}

interface Loaded {
  module: string;
  name: string;
  values: Record<string, Value>;
  parts: readonly Part[];
  update: boolean;
  noupdate: boolean;
}

function createOrUpdate(call: Call, { module, name, values, parts, update, noupdate }: Loaded): number {
  const books = requiredBooks(call);
  const model = modelOf(call.env, call.model);
  const row = rowOf(books.tx, module, name);
  // Repeatable read: what another transaction commits meanwhile cannot be seen, and not be passed over either.
  if (row !== undefined && rowOf(call.db.store.committed(), module, name) === undefined)
    throw new OdooError('psycopg2.errors.SerializationFailure', 'could not serialize access due to concurrent update\n', 500);
  const known = row === undefined ? undefined : books.tx.get('ir.model.data', row);
  if (known && !(update && known.noupdate)) {
    if (call.model !== 'res.partner') throw new Error('the double changes contacts by load, no more');
    demand(call.env, model, 'write');
    updatePartner(books, Number(known.res_id), values);
  }
  if (known) return Number(known.res_id);
  demand(call.env, model, 'create');
  const id = create(call, values, parts);
  books.tx.insert('ir.model.data', { module, name, model: call.model, res_id: id, noupdate });
  return id;
}

function create(call: Call, values: Record<string, Value>, parts: readonly Part[]): number {
  const books = requiredBooks(call);
  if (call.model === 'sale.order') return loadOrder(call, values, parts.map((part) => part.values)); // prettier-ignore
  if (call.model === 'project.project') return loadProject(books, values, withRight(call, parts));
  return call.model === 'product.product' ? loadProduct(call, values) : createPartner(books, values);
}

/** Tasks need a right of their own. */
function withRight({ env }: Call, tasks: readonly Part[]): readonly Part[] {
  if (tasks.length > 0) demand(env, modelOf(env, 'project.task'), 'create');
  return tasks;
}

/** With its template; what is not given is as the company has it, taxes too. Nothing minds a reference that is there already. */
function loadProduct(call: Call, { detailed_type, ...values }: Record<string, Value>): number {
  const books = requiredBooks(call);
  if (!values.name) throw validationError('Missing required value for the field Name (name).');
  const kind = detailed_type === undefined ? {} : { type: detailed_type };
  return new CatalogOperations(books).createFromForm({ taxes_id: [Number(TAXES[16])], ...values, ...kind });
}

export function rowOf(view: View, module: string, name: string): number | undefined {
  return view.ids('ir.model.data').find((id) => {
    const row = view.get('ir.model.data', id);
    return row?.module === module && row.name === name;
  });
}

function convert(env: Env, model: string, columns: readonly string[], row: readonly string[]): [Message[], Record<string, Value>] {
  const messages: Message[] = [];
  const values: Record<string, Value> = {};
  for (const [at, column] of columns.entries()) {
    if (column === 'id') continue;
    const [name = '', part] = column.split('/');
    const field = modelOf(env, model).fields[name];
    if (!field) throw env.version <= 17 ? keyError(name) : valueError(`Invalid field name '${name}'`);
    const value = converted(env, { field, part, text: row[at] ?? '' });
    if (typeof value === 'object' && value !== null && 'refusal' in value)
      messages.push({ type: 'error', field: name, message: value.refusal, field_name: field.string });
    else values[name] = value;
  }
  return [messages, values];
}

interface Cell {
  field: Field;
  part: string | undefined;
  text: string;
}
type Refusal = { refusal: string };

function converted(env: Env, cell: Cell): Value | Refusal {
  const { field, text } = cell;
  if (field.relation !== undefined) return referenced(env, cell);
  if (field.type === 'boolean') return yesOrNo(field, text);
  if (text === '') return field.type === 'integer' || field.type === 'float' ? 0 : null;
  if (field.type === 'selection') {
    const choice = field.selection?.find(([key, label]) => key === text || label === text);
    return choice ? choice[0] : { refusal: `Value '${text}' not found in selection field '${field.string}'` };
  }
  if (field.type === 'integer' && !/^-?\d+$/.test(text))
    return { refusal: `'${text}' does not seem to be an integer for field '${field.string}'` };
  if (field.type === 'datetime') return parseBound(text, env.version);
  return field.type === 'integer' || field.type === 'float' ? Number(text) : text;
}

function yesOrNo({ string: label }: Field, text: string): Value | Refusal {
  if (['1', 'true', 'yes'].includes(text.toLowerCase())) return true;
  return ['', '0', 'false', 'no'].includes(text.toLowerCase())
    ? false
    : { refusal: `Unknown value '${text}' for boolean field '${label}'` };
}

function referenced(env: Env, { field, part, text }: Cell): Value | Refusal {
  if (part !== '.id') throw new Error('the double takes references by their ids only');
  const ids = text === '' ? [] : text.split(',');
  const wrong = ids.find((id) => !/^\d+$/.test(id));
  if (wrong !== undefined) return { refusal: `Invalid database id '${wrong}' for the field '${field.string}'` };
  const missing = ids.find((id) => !env.view.get(field.relation ?? '', Number(id)));
  if (missing !== undefined) return { refusal: `No matching record found for database id '${missing}' in field '${field.string}'` };
  return field.type === 'many2many' ? ids.map(Number) : ids.length === 0 ? null : Number(ids[0]);
}
