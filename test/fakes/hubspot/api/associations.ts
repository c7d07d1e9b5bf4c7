import { badRequest } from '../errors.ts';
import type { ObjectType } from '../types.ts';
import { requireScope } from '../installs.ts';
import { batchAnswer } from './batches.ts';
import { inputsOf, noContent, objectTypeIn, ok, type ApiCall, type Route } from './call.ts';
import { scopesFor } from './scopes.ts';

const SINGLE = '/crm/objects/:version/:object/:id/associations';
const BATCH = '/crm/associations/:version/:object/:to/batch';
const READ = ['crm.objects.{object}.read'];
const WRITE = ['crm.objects.{object}.write'];
const MAX_READ = 1_000;
const MAX_WRITE = 2_000;
const PAGE = 500;

export const associationRoutes: Route[] = [
  { method: 'PUT', path: `${SINGLE}/default/:to/:toId`, scopes: WRITE, handle: associateOne },
  { method: 'PUT', path: `${SINGLE}/:to/:toId`, scopes: WRITE, handle: associateOne },
  { method: 'DELETE', path: `${SINGLE}/:to/:toId`, scopes: WRITE, handle: dissociateOne },
  { method: 'POST', path: `${BATCH}/read`, scopes: READ, handle: batchRead },
  { method: 'POST', path: `${BATCH}/create`, scopes: WRITE, handle: associateBatch },
  { method: 'POST', path: `${BATCH}/associate/default`, scopes: WRITE, handle: associateBatch },
  { method: 'POST', path: `${BATCH}/archive`, scopes: WRITE, handle: dissociateBatch },
  { method: 'POST', path: `${BATCH}/labels/archive`, scopes: WRITE, handle: unlabelBatch },
];

function associateOne(call: ApiCall) {
  const [from, to] = [objectTypeIn(call), objectTypeIn(call, 'to')];
  const { id = '', toId = '' } = call.path;
  tie(call, from, id, to, toId, Array.isArray(call.body) ? (call.body as AssociationType[]) : []);
  return ok({ status: 'COMPLETE', results: [tieShape(call, from, id, to, toId)] });
}

interface AssociationType {
  associationCategory: string;
  associationTypeId: number;
}

/** Which kinds of records a type of HubSpot's own joins; another is refused. */
const JOINED: Readonly<Record<number, string>> = {
  1: 'contacts>companies',
  279: 'contacts>companies',
  2: 'companies>contacts',
  280: 'companies>contacts',
  13: 'companies>companies',
  14: 'companies>companies',
  450: 'companies>companies',
};

function tie(
  { crm, writer }: ApiCall,
  from: ObjectType,
  id: string,
  to: ObjectType,
  toId: string,
  types: readonly AssociationType[] = [],
): void {
  for (const { associationTypeId } of types) {
    const joined = JOINED[associationTypeId];
    if (joined && joined !== `${from}>${to}`)
      throw badRequest(`Association type ${associationTypeId} is not defined between ${from} and ${to}.`);
  }
  const dead = [crm.table(from).living(id) ? '' : id, crm.table(to).living(toId) ? '' : toId].filter(Boolean);
  if (dead.length > 0) throw badRequest('One or more objects are invalid', { context: { INVALID_OBJECT_IDS: dead } });
  const labels = types.map(({ associationTypeId }) => associationTypeId);
  crm.associate(from, id, to, toId, writer, labels);
}

const tieShape = ({ crm }: ApiCall, from: ObjectType, id: string, to: ObjectType, toId: string) => ({
  from: { id },
  to: { id: toId },
  associationSpec: { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: crm.associations.types(from, id, to, toId)[0]?.typeId },
});

function dissociateOne(call: ApiCall) {
  const { id = '', toId = '' } = call.path;
  call.crm.dissociate(objectTypeIn(call), id, objectTypeIn(call, 'to'), toId, call.writer);
  return noContent();
}

function batchRead(call: ApiCall) {
  const [from, to] = [objectTypeIn(call), objectTypeIn(call, 'to')];
  requireScope(call.grant, scopesFor(to, READ));
  const results: object[] = [];
  const errors: object[] = [];
  for (const { id, after } of inputsOf<{ id: string; after?: string }>(call.body, MAX_READ)) {
    const record = call.crm.table(from).living(String(id));
    const tied = record ? [...call.crm.associations.of(from, record.id, to)].filter((toId) => call.crm.table(to).living(toId)) : [];
    if (!record || tied.length === 0) errors.push(nothingFound(from, to, String(id)));
    else results.push(page(call, { from, to, id: record.id, tied, start: Number(after ?? 0) }));
  }
  return batchAnswer(call, results, errors, 200);
}

interface Page {
  from: ObjectType;
  to: ObjectType;
  id: string;
  tied: string[];
  start: number;
}

function page({ crm }: ApiCall, { from, to, id, tied, start }: Page): object {
  const end = start + PAGE;
  const shown = tied.slice(start, end).map((toId) => ({
    toObjectId: Number(toId),
    associationTypes: crm.associations.types(from, id, to, toId),
  }));
  return { from: { id }, to: shown, ...(end < tied.length ? { paging: { next: { after: String(end) } } } : {}) };
}

const nothingFound = (from: ObjectType, to: ObjectType, id: string) => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
  message: `No ${to} is associated with ${from} ${id}.`,
  context: { fromObjectId: [id] },
});

function associateBatch(call: ApiCall) {
  const [from, to] = [objectTypeIn(call), objectTypeIn(call, 'to')];
  const inputs = inputsOf<{ from: { id: string }; to: { id: string }; types?: AssociationType[] }>(call.body, MAX_WRITE);
  for (const { from: one, to: other, types } of inputs) tie(call, from, String(one.id), to, String(other.id), types);
  const results = inputs.map((input) => tieShape(call, from, String(input.from.id), to, String(input.to.id)));
  return batchAnswer(call, results, [], 201);
}

function dissociateBatch(call: ApiCall) {
  const [from, to] = [objectTypeIn(call), objectTypeIn(call, 'to')];
  for (const input of inputsOf<{ from: { id: string }; to: { id: string }[] }>(call.body, MAX_WRITE)) {
    for (const { id } of input.to) call.crm.dissociate(from, String(input.from.id), to, String(id), call.writer);
  }
  return noContent();
}

/** Labels go; the tie stays, and so does what another type says of it. */
function unlabelBatch(call: ApiCall) {
  const [from, to] = [objectTypeIn(call), objectTypeIn(call, 'to')];
  for (const input of inputsOf<{ from: { id: string }; to: { id: string }; types: AssociationType[] }>(call.body, MAX_WRITE)) {
    const typeIds = input.types.map(({ associationTypeId }) => associationTypeId);
    call.crm.dissociate(from, String(input.from.id), to, String(input.to.id), call.writer, typeIds);
  }
  return noContent();
}
