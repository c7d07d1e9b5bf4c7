import { createPartner, removePartner } from '../partners.ts';
import { refuseUnknownReferences, writePartner } from './partner-writes.ts';
import { LOAD } from './load.ts';
import { demand, modelOf } from '../env.ts';
import type { Env } from '../env.ts';
import { typeError, userError, validationError, valueError } from '../errors.ts';
import { fieldsGet, readNested, readRecords } from '../read.ts';
import { search, searchCount } from '../search.ts';
import { CatalogOperations } from '../catalog/operations.ts';
import { deleteMove } from '../accounting/invoices.ts';
import { createAutomation, deleteAutomation } from './automation.ts';
import { createMove, writeLine, writeMove } from './moves.ts';
import { writeProjectFrom } from './projects.ts';
import { createLineFrom, createOrderFrom, removeLineFrom, writeLineFrom, writeOrderFrom } from './sales.ts';
import type { Call, Method } from './method.ts';
import { existing, requiredBooks } from './method.ts';
import { createSendWizard, SEND_WIZARD } from './sending.ts';
import { rowValues } from './values.ts';
import type { Vals } from './values.ts';

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const isBare = (call: Call): boolean => 'load' in call.args && call.args.load !== '_classic_read';
const options = ({ args }: Call) => ({
  offset: Number(args.offset ?? 0),
  limit: typeof args.limit === 'number' ? args.limit : null,
  order: typeof args.order === 'string' ? args.order : null,
});

const reading = (run: (call: Call) => unknown) => (call: Call) => {
  demand(call.env, modelOf(call.env, call.model), 'read');
  return run(call);
};

export const GENERIC: Readonly<Record<string, Method>> = {
  search: {
    level: 'model',
    params: ['domain', 'offset', 'limit', 'order'],
    required: ['domain'],
    run: reading((call) => search(call.env, call.model, call.args.domain, options(call))),
  },
  search_count: {
    level: 'model',
    params: ['domain', 'limit'],
    required: ['domain'],
    run: reading((call) => searchCount(call.env, call.model, call.args.domain)),
  },
  search_read: {
    level: 'model',
    params: ['domain', 'fields', 'offset', 'limit', 'order', 'load'],
    run: reading((call) => {
      if (call.env.version === 16 && call.model === 'account.move.line' && 'load' in call.args)
        throw typeError("AccountMoveLine.search_read() got an unexpected keyword argument 'load'");
      const ids = search(call.env, call.model, call.args.domain ?? [], options(call));
      return readRecords(call.env, call.model, ids, strings(call.args.fields), isBare(call));
    }),
  },
  read: {
    level: 'record',
    params: ['fields', 'load'],
    run: reading((call) => readRecords(call.env, call.model, call.ids, strings(call.args.fields), isBare(call))),
  },
  web_search_read: {
    level: 'model',
    params: ['domain', 'specification', 'offset', 'limit', 'order', 'count_limit'],
    required: ['domain', 'specification'],
    run: reading((call) => {
      if (call.env.version === 16) throw typeError("web_search_read() got an unexpected keyword argument 'specification'");
      const ids = search(call.env, call.model, call.args.domain, options(call));
      const records = readNested(call.env, call.model, ids, call.args.specification as Record<string, Record<string, never>>);
      return { length: searchCount(call.env, call.model, call.args.domain), records };
    }),
  },
  fields_get: {
    level: 'model',
    params: ['allfields', 'attributes'],
    run: ({ env, model, args }) =>
      fieldsGet(env, model, args.allfields ? strings(args.allfields) : null, args.attributes ? strings(args.attributes) : null),
  },
  name_search: {
    level: 'model',
    params: ['name', 'domain', 'operator', 'limit'],
    run: reading((call) => {
      const domain = [
        ...((call.args.domain as unknown[] | undefined) ?? []),
        ['display_name', String(call.args.operator ?? 'ilike'), String(call.args.name ?? '')],
      ];
      const limit = typeof call.args.limit === 'number' ? call.args.limit : 100;
      return readRecords(call.env, call.model, search(call.env, call.model, domain, { limit }), ['display_name'], true).map((row) => [
        row.id,
        row.display_name,
      ]);
    }),
  },
  check_access_rights: {
    level: 'model',
    params: ['operation', 'raise_exception'],
    required: ['operation'],
    run: (call) => mayOrThrow(call, call.args.raise_exception !== false),
  },
  has_access: { level: 'record', params: ['operation'], required: ['operation'], since: 18, run: (call) => mayOrThrow(call, false) },
  create: { level: 'model', params: ['vals_list'], required: ['vals_list'], writes: true, run: createRecords },
  write: { level: 'record', params: ['vals'], required: ['vals'], writes: true, run: writeRecords },
  unlink: { level: 'record', params: [], writes: true, run: unlinkRecords },
  load: LOAD,
};

function mayOrThrow(call: Call, raises: boolean): boolean {
  const operation = call.args.operation;
  if (operation !== 'read' && operation !== 'write' && operation !== 'create' && operation !== 'unlink')
    throw valueError(`Wrong operation ${String(operation)}`);
  const model = modelOf(call.env, call.model);
  if (raises) demand(call.env, model, operation);
  return call.env.rights.may(model, operation);
}

/** One dict answers one id (a list of one on JSON-2), a list answers a list; all or nothing. */
function createRecords(call: Call): number | number[] {
  demand(call.env, modelOf(call.env, call.model), 'create');
  const given = call.args.vals_list;
  const ids = (Array.isArray(given) ? (given as Vals[]) : [given as Vals]).map((vals) => createRecord(call, vals));
  return Array.isArray(given) || call.isJson2 ? ids : (ids[0] ?? 0);
}

function createRecord(call: Call, vals: Vals): number {
  const { env, model } = call;
  const books = requiredBooks(call);
  if (model === 'account.move') return createMove(call, vals);
  if (model === 'base.automation') return createAutomation(call, vals);
  if (model === 'sale.order') return createOrderFrom(call, vals);
  if (model === 'sale.order.line') return createLineFrom(call, vals);
  if (model === SEND_WIZARD) return createSendWizard(call, vals);
  if (model === 'account.payment' || model === 'account.move.line') throw userError('Create it through its document or wizard.');
  const values = rowValues(env, model, vals, undefined);
  for (const [field, message] of Object.entries(modelOf(env, model).required ?? {})) if (!values[field]) throw validationError(message);
  if (model === 'res.partner') return createPartner(books, refuseUnknownReferences(env, values));
  if (model === 'product.product') return new CatalogOperations(books).createFromForm(values);
  const isWizard = modelOf(env, model).wizard === true;
  const defaults = Object.fromEntries(Object.keys(modelOf(env, model).fields).map((name) => [name, null]));
  const id = books.tx.insert(model, { ...(isWizard ? {} : withoutStamps(defaults)), ...values });
  if (isWizard) call.wizards.set(`${model},${id}`, call.context);
  return id;
}

const withoutStamps = ({
  id: _id,
  create_date: _c,
  write_date: _w,
  create_uid: _cu,
  write_uid: _wu,
  ...rest
}: Record<string, null>): Record<string, null> => rest;

function writeRecords(call: Call): true {
  const { env, model, ids } = call;
  demand(env, modelOf(env, model), 'write');
  const books = requiredBooks(call);
  const vals = call.args.vals as Vals;
  for (const id of ids) {
    const row = existing(call, id);
    if (model === 'account.move') writeMove(call, id, vals);
    else if (model === 'account.move.line') writeLine(call, id, vals);
    else if (model === 'product.product') new CatalogOperations(books).writeFromForm(id, rowValues(env, model, vals, row));
    else if (model === 'res.partner') writePartner(call, id, vals);
    else if (model === 'sale.order') writeOrderFrom(call, id, vals);
    else if (model === 'project.project') writeProjectFrom(call, id, vals);
    else if (model === 'sale.order.line') writeLineFrom(call, id, vals);
    else books.tx.update(model, id, rowValues(env, model, vals, row), { force: true });
  }
  return true;
}

function unlinkRecords(call: Call): true {
  const { model, ids } = call;
  demand(call.env, modelOf(call.env, model), 'unlink');
  const books = requiredBooks(call);
  for (const id of ids) {
    existing(call, id);
    if (model === 'account.move') deleteMove(books, id);
    else if (model === 'base.automation') deleteAutomation(books, id);
    else if (model === 'res.partner') removePartner(books, id);
    else if (model === 'sale.order.line') removeLineFrom(call, id);
    else books.tx.remove(model, id);
  }
  return true;
}

export type { Env };
