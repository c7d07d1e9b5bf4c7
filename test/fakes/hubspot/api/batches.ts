import type { Given } from '../crm.ts';
import { badRequest, HubSpotError, missingObjects } from '../errors.ts';
import type { Claims } from '../preparation.ts';
import { SINGULAR, type ObjectType, type Properties, type StoredRecord } from '../types.ts';
import { inputsOf, noContent, objectTypeIn, ok, type ApiCall, type Route } from './call.ts';
import { tieNew, type NewTie } from './new-ties.ts';
import { shape } from './shape.ts';

const BASE = '/crm/objects/:version/:object/batch';
const READ = ['crm.objects.{object}.read'];
const WRITE = ['crm.objects.{object}.write'];
const MAX = 100;
const MAX_WITH_HISTORY = 50;

export const batchRoutes: Route[] = [
  { method: 'POST', path: `${BASE}/read`, scopes: READ, handle: batchRead },
  { method: 'POST', path: `${BASE}/create`, scopes: WRITE, handle: (call) => write(call, creations) },
  { method: 'POST', path: `${BASE}/update`, scopes: WRITE, handle: (call) => write(call, updates) },
  { method: 'POST', path: `${BASE}/upsert`, scopes: WRITE, handle: (call) => write(call, upserts) },
  { method: 'POST', path: `${BASE}/archive`, scopes: WRITE, handle: batchArchive },
];

interface ReadRequest {
  idProperty?: string;
  properties?: string[];
  propertiesWithHistory?: string[];
}

function batchRead(call: ApiCall) {
  const type = objectTypeIn(call);
  const { idProperty, properties, propertiesWithHistory } = call.body as ReadRequest;
  const isArchived = call.query.get('archived') === 'true';
  const found = new Set<StoredRecord>();
  const missing: string[] = [];
  const asksHistory = (propertiesWithHistory ?? []).length > 0;
  for (const { id } of inputsOf<{ id: string }>(call.body, asksHistory ? MAX_WITH_HISTORY : MAX)) {
    const record = isArchived ? archivedRecord(call, type, String(id)) : call.crm.locate(type, idProperty, String(id));
    // Two ids of one record, merged ones among them, are one result.
    if (record) found.add(record);
    else missing.push(String(id));
  }
  const wanted = { properties: properties ?? [], history: propertiesWithHistory ?? [] };
  const results = [...found].map((record) => shape(call.crm, type, record, wanted));
  return batchAnswer(call, results, missing.length > 0 ? [missingObjects('get', SINGULAR[type], missing)] : [], 200);
}

function archivedRecord({ crm }: ApiCall, type: ObjectType, id: string): StoredRecord | undefined {
  const record = crm.table(type).find(id);
  return record && record.archivedAt !== null ? record : undefined;
}

interface Input {
  id?: string;
  idProperty?: string;
  properties?: Given;
  objectWriteTraceId?: string;
  /** Of new records only. */
  associations?: NewTie[];
}

/** What one input comes down to; a record that is not there is `missing`. */
type Target = { record: StoredRecord | null; given: Given; isNew: boolean } | 'missing';
interface Kind {
  status: number;
  verb: string;
  target(call: ApiCall, type: ObjectType, input: Input): Target;
  isUpsert?: boolean;
}

const creations: Kind = {
  status: 201,
  verb: 'create',
  target: (_call, _type, { properties = {} }) => ({ record: null, given: properties, isNew: true }),
};

const updates: Kind = {
  status: 200,
  verb: 'update',
  target: ({ crm }, type, { id = '', idProperty, properties = {} }) => {
    const record = crm.locate(type, idProperty, String(id));
    return record ? { record, given: properties, isNew: false } : 'missing';
  },
};

const upserts: Kind = {
  status: 200,
  verb: 'upsert',
  isUpsert: true,
  target: ({ crm }, type, { id = '', idProperty, properties = {} }) => {
    if (idProperty === undefined || idProperty === 'domain') throw badRequest('Unable to perform update/upsert by non-unique property');
    const record = crm.locate(type, idProperty, String(id)) ?? null;
    return { record, given: { ...(record ? {} : { [idProperty]: String(id) }), ...properties }, isNew: !record };
  },
};

type Refused = { input: Input; error: HubSpotError };
type Prepared = { input: Input; target: Exclude<Target, 'missing'>; kept: Properties };

/**
 * One refused input refuses the whole batch, unless every input carries an objectWriteTraceId. Unknown ids never do; a unique value that is taken
 * always does, where records are created.
 */
function write(call: ApiCall, kind: Kind) {
  const type = objectTypeIn(call);
  const inputs = inputsOf<Input>(call.body, MAX);
  refuseDuplicates(call, type, inputs);
  const prepared: Prepared[] = [];
  const refused: Refused[] = [];
  const missing: Input[] = [];
  const claims: Claims = new Map();
  for (const input of inputs) {
    try {
      const target = kind.target(call, type, input);
      if (target === 'missing') missing.push(input);
      else prepared.push({ input, target, kept: call.crm.prepare(type, target.record, target.given, call.version, claims) });
    } catch (error) {
      if (!(error instanceof HubSpotError)) throw error;
      refused.push({ input, error });
    }
  }
  const isTraced = inputs.every(({ objectWriteTraceId }) => objectWriteTraceId !== undefined);
  const fatal = refused.find(({ error }) => !isTraced || (kind === creations && isTaken(error)));
  if (fatal) throw fatal.error;
  const results = prepared.map((one) => carryOut(call, type, kind, one));
  const errors = refused.map(({ input, error }) => error.toItem(traceOf([input])));
  if (missing.length > 0) errors.push(...missingItems(kind, type, missing, isTraced));
  return batchAnswer(call, results, errors, kind.status);
}

const isTaken = ({ parts }: HubSpotError): boolean => parts.errors?.some(({ code }) => code === 'CONFLICTING_UNIQUE_VALUE') ?? false;

function missingItems(kind: Kind, type: ObjectType, missing: Input[], isTraced: boolean): Record<string, unknown>[] {
  const items = isTraced ? missing.map((input) => [input]) : [missing];
  return items.map((inputs) => {
    const ids = inputs.map(({ id }) => String(id));
    const item = missingObjects(kind.verb, SINGULAR[type], ids);
    return { ...item, context: { ids, ...traceOf(inputs) } };
  });
}

function traceOf(inputs: readonly Input[]): Record<string, string[]> {
  const traces = inputs.flatMap(({ objectWriteTraceId }) => objectWriteTraceId ?? []);
  return traces.length > 0 ? { objectWriteTraceId: traces } : {};
}

function carryOut(call: ApiCall, type: ObjectType, kind: Kind, { input, target, kept }: Prepared): object {
  const record = target.record ?? call.crm.create(type, kept, call.writer);
  if (target.record) call.crm.update(type, target.record, kept, call.writer);
  else tieNew(call, type, record, input.associations);
  const { objectWriteTraceId } = input;
  return {
    ...shape(call.crm, type, record, { properties: Object.keys(kept) }),
    ...(kind.isUpsert ? { new: target.isNew } : {}),
    ...(objectWriteTraceId === undefined ? {} : { objectWriteTraceId }),
  };
}

/** The same record twice, also under the id it had before a merge. */
function refuseDuplicates({ crm }: ApiCall, type: ObjectType, inputs: readonly Input[]): void {
  const seen = new Set<string>();
  for (const { id, idProperty } of inputs) {
    if (id === undefined) continue;
    const known = idProperty === undefined ? crm.table(type).find(String(id))?.id : undefined;
    const key = known ?? String(id).trim().toLowerCase();
    if (seen.has(key)) throw badRequest(`Duplicate IDs found in batch input: [${id}]. IDs must be unique.`);
    seen.add(key);
  }
}

function batchArchive(call: ApiCall) {
  const type = objectTypeIn(call);
  for (const { id } of inputsOf<{ id: string }>(call.body, MAX)) {
    const record = call.crm.table(type).living(String(id));
    if (record) call.crm.archive(type, record, call.writer);
  }
  return noContent();
}

/** Partial failures: 207 until 2026-03, from 2026-09 on the usual status with the errors in the body. */
export function batchAnswer({ version, portal }: ApiCall, results: object[], errors: object[], status: number) {
  const at = portal.crm.now().toISOString();
  const body = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
  if (errors.length === 0) return ok(body, status);
  return ok({ ...body, numErrors: errors.length, errors }, version === '2026-09' ? status : 207);
}
