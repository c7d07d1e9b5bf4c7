import { TransientError } from '../shared/errors.ts';
import { isOptionalObject, type ReadableObjectType } from '../shared/object-types.ts';
import type { HubSpotClient, HubSpotRecord, RefusedInput, UpsertedRecord } from './contract.ts';
import { codesOf, describeRefusal, refuseHalfReads, type ErrorDetail } from './refusals.ts';
import { Anything, BatchAnswer, ListAnswer, RecordAnswer, SearchAnswer, UpsertAnswer } from './raw.ts';
import type { Transport } from './transport.ts';
import { OWN_PROPERTIES_VERSION, recordsPath } from './versions.ts';

/** HubSpot's limit for one object batch. */
export const BATCH_SIZE = 100;

type ObjectCalls = Pick<HubSpotClient, 'batchArchive' | 'batchRead' | 'batchUpdate' | 'batchUpsert' | 'create' | 'list' | 'search'>;

export function objectCalls(send: Transport): ObjectCalls {
  const about = (objectType: ReadableObjectType, call: string) => {
    return { operation: `${objectType}.${call}`, isOptional: isOptionalObject(objectType) };
  };
  return {
    async batchRead(objectType, { ids, idProperty, properties, archived }, options) {
      const requested = [...new Set(ids)];
      if (requested.length === 0) return new Map();
      refuseTooMany(requested.length);
      const body = {
        ...(idProperty === undefined ? {} : { idProperty }),
        inputs: requested.map((id) => ({ id })),
        properties: [...new Set([...properties, ...identityProperties(idProperty)])],
        propertiesWithHistory: [],
      };
      const answer = await send(
        {
          ...about(objectType, 'batch_read'),
          method: 'POST',
          path: `${recordsPath(objectType)}/batch/read${archived ? '?archived=true' : ''}`,
          body,
          isRepeatable: true,
          answer: BatchAnswer,
        },
        options,
      );
      refuseHalfReads(answer);
      return byRequestedId(requested, answer.results, idProperty);
    },

    async batchUpdate(objectType, inputs, options) {
      if (inputs.length === 0) return { written: [], refused: [] };
      refuseBadBatch(inputs);
      const { results, errors } = await send(
        {
          ...about(objectType, 'batch_update'),
          method: 'POST',
          path: `${recordsPath(objectType, OWN_PROPERTIES_VERSION)}/batch/update`,
          body: { inputs: traced(inputs) },
          isRepeatable: false,
          answer: BatchAnswer,
        },
        options,
      );
      return { written: results, refused: attribute(inputs, results, errors) };
    },

    async batchUpsert(objectType, { idProperty, inputs }, options) {
      if (inputs.length === 0) return { written: [], refused: [] };
      refuseBadBatch(inputs);
      const { results, errors } = await send(
        {
          ...about(objectType, 'batch_upsert'),
          method: 'POST',
          path: `${recordsPath(objectType, OWN_PROPERTIES_VERSION)}/batch/upsert`,
          body: { inputs: traced(inputs).map((input) => ({ ...input, idProperty })) },
          isRepeatable: true,
          answer: UpsertAnswer,
        },
        options,
      );
      const written = results.map(({ trace, ...record }) => ({ ...record, key: keyOf(inputs, { ...record, trace }, idProperty) }));
      return { written, refused: attribute(inputs, keysOf(written), errors) };
    },

    create(objectType, properties, options) {
      const request = {
        ...about(objectType, 'create'),
        method: 'POST',
        path: recordsPath(objectType),
        isRepeatable: false,
        answer: RecordAnswer,
      } as const;
      return send({ ...request, body: { properties, associations: [] } }, options);
    },

    async batchArchive(objectType, ids, options) {
      if (ids.length === 0) return;
      refuseTooMany(ids.length);
      const request = { ...about(objectType, 'batch_archive'), method: 'POST', path: `${recordsPath(objectType)}/batch/archive` } as const;
      await send({ ...request, body: { inputs: ids.map((id) => ({ id })) }, isRepeatable: true, answer: Anything }, options);
    },

    async list(objectType, { properties, limit, after }, options) {
      const query = new URLSearchParams({ limit: String(limit ?? BATCH_SIZE), properties: properties.join(','), archived: 'false' });
      if (after !== undefined) query.set('after', after);
      const request = {
        ...about(objectType, 'list'),
        method: 'GET',
        path: `${recordsPath(objectType)}?${query}`,
        isRepeatable: true,
      } as const;
      const { results, paging } = await send({ ...request, answer: ListAnswer }, options);
      return { records: results, after: paging?.next?.after ?? null };
    },

    async search(objectType, { filterGroups, properties, limit, after, sorts }, options) {
      const body = {
        filterGroups: filterGroups.map((filters) => ({ filters })),
        properties,
        limit: limit ?? 100,
        ...(after === undefined ? {} : { after }),
        ...(sorts === undefined ? {} : { sorts }),
      };
      const { results, total, paging } = await send(
        {
          ...about(objectType, 'search'),
          method: 'POST',
          path: `${recordsPath(objectType)}/search`,
          body,
          bucket: 'search',
          isRepeatable: true,
          answer: SearchAnswer,
        },
        options,
      );
      return { records: results, total, after: paging?.next?.after ?? null };
    },
  };
}

function refuseBadBatch(inputs: readonly { id: string }[]): void {
  refuseTooMany(inputs.length);
  if (new Set(inputs.map(({ id }) => id)).size < inputs.length) throw new Error('A batch names one record twice');
}

/** The trace id switches on results per input, so that one bad record does not refuse the batch. */
const traced = <T extends { id: string; properties: Record<string, string> }>(inputs: readonly T[]) =>
  inputs.map(({ id, properties }, index) => ({ id, properties, objectWriteTraceId: String(index) }));

const keysOf = (written: readonly UpsertedRecord[]): { id: string }[] => written.map(({ key }) => ({ id: key }));

/** Which input a result answers: an answer repeats its trace id, and holds the key if that was written. */
function keyOf(
  inputs: readonly { id: string }[],
  { trace, properties }: { trace: string | undefined; properties: HubSpotRecord['properties'] },
  idProperty: string,
): string {
  const held = comparable(properties[idProperty] ?? '');
  const input = (trace === undefined ? undefined : inputs[Number(trace)]) ?? inputs.find(({ id }) => comparable(id) === held);
  if (input) return input.id;
  throw new TransientError('HubSpot does not say which record it wrote', { code: 'hubspot.answer_not_understood' });
}

function refuseTooMany(count: number): void {
  if (count > BATCH_SIZE) throw new Error(`HubSpot takes ${BATCH_SIZE} records a batch, not ${count}`);
}

/** By which values a result is recognised as the answer to a requested id. */
function identityProperties(idProperty: string | undefined): string[] {
  if (idProperty === undefined) return ['hs_merged_object_ids'];
  return idProperty === 'email' ? ['email', 'hs_additional_emails'] : [idProperty];
}

/** Several requested ids may be one record: HubSpot answers a merged id with the record that took it over. */
function byRequestedId(requested: string[], results: HubSpotRecord[], idProperty: string | undefined): Map<string, HubSpotRecord> {
  const known = new Map<string, HubSpotRecord>();
  for (const record of results) {
    const names = identityProperties(idProperty).flatMap((name) =>
      (record.properties[name] ?? '').split(name.startsWith('hs_') ? ';' : '\0'),
    );
    for (const name of names) if (name !== '') known.set(comparable(name), record);
  }
  // A record's own id outweighs what another record says about merges.
  if (idProperty === undefined) for (const record of results) known.set(record.id, record);
  const answers = requested.map((id) => [id, known.get(comparable(id))] as const);
  return new Map(answers.filter((pair): pair is [string, HubSpotRecord] => pair[1] !== undefined));
}

/** HubSpot trims unique values and lower-cases e-mail addresses. */
const comparable = (value: string): string => value.trim().toLowerCase();

/** Which input each error means: by its trace id, else by its record id; an error that names neither stands for all inputs without a result. */
function attribute(inputs: readonly { id: string }[], results: readonly { id: string }[], errors: ErrorDetail[]): RefusedInput[] {
  const refused = new Map<string, ErrorDetail[]>();
  const nameless: ErrorDetail[] = [];
  for (const error of errors) {
    const ids = meantIds(inputs, error);
    if (ids.length === 0) nameless.push(error);
    for (const id of ids) refused.set(id, [...(refused.get(id) ?? []), error]);
  }
  if (nameless.length > 0) {
    const written = new Set<string>(results.map(({ id }) => id));
    for (const { id } of inputs) if (!written.has(id) && !refused.has(id)) refused.set(id, nameless);
  }
  return [...refused].map(([id, details]) => ({
    id,
    ...describeRefusal(400, details),
    message: codesOf(details),
  }));
}

function meantIds(inputs: readonly { id: string }[], { context }: ErrorDetail): string[] {
  const traced = (context['objectWriteTraceId'] ?? []).map((trace) => inputs[Number(trace)]?.id).filter((id) => id !== undefined);
  if (traced.length > 0) return traced;
  const named = new Set([...(context['ids'] ?? []), ...(context['id'] ?? []), ...(context['objectId'] ?? [])]);
  return inputs.map(({ id }) => id).filter((id) => named.has(id));
}
