import type { DefinitionInput } from '../definitions.ts';
import { HubSpotError } from '../errors.ts';
import { OBJECT_TYPE_IDS, OBJECT_TYPES, SINGULAR, type PropertyDefinition } from '../types.ts';
import { batchAnswer } from './batches.ts';
import { inputsOf, noContent, objectTypeIn, ok, type ApiCall, type Route } from './call.ts';

const BASE = '/crm/properties/:version/:object';
const READ = ['crm.objects.{object}.read', 'crm.schemas.{object}.read', 'crm.schemas.{object}.write'];
const WRITE = ['crm.schemas.{object}.write'];

export const propertyRoutes: Route[] = [
  { method: 'GET', path: BASE, scopes: READ, handle: list },
  { method: 'POST', path: BASE, scopes: WRITE, handle: (call) => ok(shape(definitionsOf(call).create(call.body as DefinitionInput)), 201) },
  { method: 'POST', path: `${BASE}/batch/create`, scopes: WRITE, handle: batchCreate },
  { method: 'POST', path: `${BASE}/batch/read`, scopes: READ, handle: batchRead },
  { method: 'POST', path: `${BASE}/batch/archive`, scopes: WRITE, handle: batchArchive },
  { method: 'GET', path: `${BASE}/groups`, scopes: READ, handle: (call) => ok({ results: [...definitionsOf(call).groups.values()] }) },
  { method: 'POST', path: `${BASE}/groups`, scopes: WRITE, handle: (call) => ok(definitionsOf(call).createGroup(call.body), 201) },
  { method: 'DELETE', path: `${BASE}/groups/:name`, scopes: WRITE, handle: archiveGroup },
  { method: 'GET', path: `${BASE}/:name`, scopes: READ, handle: (call) => ok(shape(definitionsOf(call).require(nameIn(call)))) },
  { method: 'PATCH', path: `${BASE}/:name`, scopes: WRITE, handle: update },
  { method: 'DELETE', path: `${BASE}/:name`, scopes: WRITE, handle: archive },
  { method: 'GET', path: '/crm/limits/:version/custom-properties', handle: limits },
];

const definitionsOf = (call: ApiCall) => call.crm.definitions(objectTypeIn(call));
const nameIn = ({ path }: ApiCall): string => path['name'] ?? '';

function shape({ readOnly, ...definition }: PropertyDefinition): object {
  const { options, hubspotDefined } = definition;
  const modificationMetadata = { archivable: !hubspotDefined, readOnlyDefinition: hubspotDefined, readOnlyValue: readOnly };
  return { ...definition, options, hidden: false, formField: false, modificationMetadata };
}

function list(call: ApiCall) {
  return ok({
    results: definitionsOf(call)
      .list(call.query.get('archived') === 'true')
      .map(shape),
  });
}

function update(call: ApiCall) {
  return ok(shape(definitionsOf(call).update(nameIn(call), call.body as DefinitionInput)));
}

function archive(call: ApiCall) {
  definitionsOf(call).archive(nameIn(call));
  return noContent();
}

function archiveGroup(call: ApiCall) {
  definitionsOf(call).archiveGroup(nameIn(call));
  return noContent();
}

function batchCreate(call: ApiCall) {
  const results: object[] = [];
  const errors: object[] = [];
  for (const input of inputsOf<DefinitionInput>(call.body, 100)) {
    try {
      results.push(shape(definitionsOf(call).create(input)));
    } catch (error) {
      if (!(error instanceof HubSpotError)) throw error;
      errors.push(error.toItem({ name: [input.name ?? ''] }));
    }
  }
  return batchAnswer(call, results, errors, 201);
}

function batchRead(call: ApiCall) {
  const names = inputsOf<{ name: string }>(call.body, 100).map(({ name }) => name);
  const results = names.flatMap((name) => definitionsOf(call).get(name) ?? []).map(shape);
  return batchAnswer(call, results, [], 200);
}

function batchArchive(call: ApiCall) {
  for (const { name } of inputsOf<{ name: string }>(call.body, 100)) definitionsOf(call).archive(name);
  return noContent();
}

function limits({ crm }: ApiCall) {
  const byObjectType = OBJECT_TYPES.map((type) => {
    const { limit } = crm.definitions(type);
    const usage = crm.definitions(type).custom().length;
    return { objectTypeId: OBJECT_TYPE_IDS[type], limit, usage, percentage: (100 * usage) / limit, singularLabel: SINGULAR[type] };
  });
  return ok({ byObjectType });
}
