import type { Given } from '../crm.ts';
import { badRequest, notFound } from '../errors.ts';
import { search, type SearchRequest } from '../search.ts';
import { objectTypeOf, type ObjectType, type StoredRecord } from '../types.ts';
import { noContent, objectTypeIn, ok, type ApiCall, type Route } from './call.ts';
import { tieNew, type NewTie } from './new-ties.ts';
import { shape } from './shape.ts';

const READ = ['crm.objects.{object}.read'];
const WRITE = ['crm.objects.{object}.write'];
const BASE = '/crm/objects/:version/:object';
const MAX_SEARCH_BODY = 3_000;

export const objectRoutes: Route[] = [
  { method: 'POST', path: `${BASE}/search`, scopes: READ, bucket: 'search', handle: searchRecords },
  { method: 'POST', path: `${BASE}/merge`, scopes: WRITE, handle: merge },
  { method: 'POST', path: `${BASE}/gdpr-delete`, scopes: WRITE, handle: privacyDelete },
  { method: 'GET', path: BASE, scopes: READ, handle: list },
  { method: 'POST', path: BASE, scopes: WRITE, handle: create },
  { method: 'GET', path: `${BASE}/:id`, scopes: READ, handle: readOne },
  { method: 'PATCH', path: `${BASE}/:id`, scopes: WRITE, handle: update },
  { method: 'DELETE', path: `${BASE}/:id`, scopes: WRITE, handle: archive },
];

const listed = (value: string | null): string[] => (value ?? '').split(',').filter(Boolean);

function wantedOf({ query }: ApiCall) {
  return { properties: listed(query.get('properties')), history: listed(query.get('propertiesWithHistory')) };
}

function readOne(call: ApiCall) {
  const type = objectTypeIn(call);
  const record = requireRecord(call, type);
  const associations = listed(call.query.get('associations')).flatMap((name) => objectTypeOf(name) ?? []);
  const tied = associations.map((to) => [to, { results: tiesOf(call, type, record, to) }] as const);
  const found = shape(call.crm, type, record, wantedOf(call));
  return ok(tied.length > 0 ? { ...found, associations: Object.fromEntries(tied) } : found);
}

function tiesOf({ crm }: ApiCall, from: ObjectType, { id }: StoredRecord, to: ObjectType): { id: string; type: string }[] {
  return [...crm.associations.of(from, id, to)].map((toId) => ({ id: toId, type: `${from}_to_${to}` }));
}

function requireRecord({ crm, path, query }: ApiCall, type: ObjectType): StoredRecord {
  const { id = '' } = path;
  if (query.get('archived') === 'true') {
    const record = crm.table(type).find(id);
    if (record && record.archivedAt !== null) return record;
    throw notFound();
  }
  const record = crm.locate(type, query.get('idProperty') ?? undefined, id);
  if (!record) throw notFound();
  return record;
}

function list(call: ApiCall) {
  const type = objectTypeIn(call);
  const limit = Number(call.query.get('limit') ?? 10);
  if (limit > 100) throw badRequest('The maximum allowed page size is 100.');
  const isArchived = call.query.get('archived') === 'true';
  const page: StoredRecord[] = [];
  for (const record of call.crm.table(type).from(Number(call.query.get('after') ?? 0))) {
    if (record.mergedInto === null && (record.archivedAt !== null) === isArchived) page.push(record);
    if (page.length > limit) break;
  }
  const next = page[limit];
  const results = page.slice(0, limit).map((record) => shape(call.crm, type, record, wantedOf(call)));
  return ok({ results, ...(next ? { paging: { next: { after: next.id } } } : {}) });
}

interface NewRecord {
  properties?: Given;
  associations?: NewTie[];
}

function create(call: ApiCall) {
  const type = objectTypeIn(call);
  const { properties = {}, associations } = call.body as NewRecord;
  const kept = call.crm.prepare(type, null, properties, call.version);
  const record = call.crm.create(type, kept, call.writer);
  tieNew(call, type, record, associations);
  return ok(shape(call.crm, type, record, { properties: Object.keys(kept) }), 201);
}

function update(call: ApiCall) {
  const type = objectTypeIn(call);
  const record = requireRecord(call, type);
  const kept = call.crm.prepare(type, record, (call.body as NewRecord).properties ?? {}, call.version);
  call.crm.update(type, record, kept, call.writer);
  return ok(shape(call.crm, type, record, { properties: Object.keys(kept) }));
}

function archive(call: ApiCall) {
  const type = objectTypeIn(call);
  const record = call.crm.table(type).living(call.path['id'] ?? '');
  if (record) call.crm.archive(type, record, call.writer);
  return noContent();
}

function merge(call: ApiCall) {
  const type = objectTypeIn(call);
  const { primaryObjectId, objectIdToMerge } = call.body as { primaryObjectId?: string; objectIdToMerge?: string };
  const [primary, other] = [call.crm.require(type, primaryObjectId ?? ''), call.crm.require(type, objectIdToMerge ?? '')];
  return ok(shape(call.crm, type, call.crm.merge(type, primary, other, call.writer), {}));
}

function privacyDelete(call: ApiCall) {
  const { objectId = '', idProperty } = call.body as { objectId?: string; idProperty?: string };
  const record = objectTypeIn(call) === 'contacts' ? call.crm.locate('contacts', idProperty, objectId) : undefined;
  if (!record) throw notFound();
  call.crm.privacyDelete(record, call.writer);
  return noContent();
}

function searchRecords(call: ApiCall) {
  const type = objectTypeIn(call);
  if (JSON.stringify(call.body).length > MAX_SEARCH_BODY) throw badRequest(`Query of over ${MAX_SEARCH_BODY} characters.`);
  const request = call.body as SearchRequest & { properties?: string[] };
  const { total, page, after } = search(call.crm.table(type), call.crm.definitions(type), request);
  const results = page.map(({ record, shown }) => shape(call.crm, type, record, { properties: request.properties ?? [] }, shown));
  return ok({ total, results, ...(after === undefined ? {} : { paging: { next: { after } } }) });
}
