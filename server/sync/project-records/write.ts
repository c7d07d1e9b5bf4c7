import type { RefusedInput } from '../../hubspot/contract.ts';
import { BATCH_SIZE } from '../../hubspot/objects.ts';
import { PROJECT_KEY, type RecordValues } from '../../records/catalogue/project-record.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { ProjectObjectType } from '../../shared/object-types.ts';
import type { PlannedWrite } from './plan.ts';
import type { Run } from './slice.ts';

/** What became of a write. */
export interface Written {
  write: PlannedWrite;
  /** As HubSpot took them. */
  values: RecordValues;
  recordId: RecordId | null;
  /** What HubSpot refused, which is not offered again. */
  refused: RecordValues;
  /** Why the record as a whole was refused; null: it was not. */
  refusal: RefusedInput | null;
  /** HubSpot has no such record. */
  isGone: boolean;
}

/** Makes and changes records of one object, a hundred a call. A property that HubSpot refuses is left out, and the rest written without it. */
export async function writeRecords(run: Run, objectType: ProjectObjectType, writes: readonly PlannedWrite[]): Promise<Written[]> {
  const made = await inBatches(
    writes.filter(({ recordId }) => recordId === null),
    (batch) => upsert(run, objectType, batch),
  );
  const changed = await inBatches(
    writes.filter(({ recordId }) => recordId !== null),
    (batch) => update(run, objectType, batch),
  );
  return [...made, ...changed];
}

async function inBatches(writes: PlannedWrite[], send: (batch: PlannedWrite[]) => Promise<Outcome>): Promise<Written[]> {
  const written: Written[] = [];
  for (let at = 0; at < writes.length; at += BATCH_SIZE) written.push(...(await settle(writes.slice(at, at + BATCH_SIZE), send)));
  return written;
}

/** By what the input was called. */
interface Outcome {
  written: ReadonlyMap<string, RecordId>;
  refused: readonly RefusedInput[];
}

const nameOf = ({ key, recordId }: PlannedWrite): string => key ?? recordId;

/** Sends until nothing named stands in the way of the rest; a batch that is refused as a whole is halved until who is guilty stands alone. */
async function settle(writes: PlannedWrite[], send: (batch: PlannedWrite[]) => Promise<Outcome>): Promise<Written[]> {
  if (writes.length === 0) return [];
  const { written, refused } = await sendHalving(writes, send);
  const refusals = new Map(refused.map((refusal) => [refusal.id, refusal]));
  const settled: Written[] = [];
  const again: { write: PlannedWrite; without: RecordValues }[] = [];
  for (const write of writes) {
    const refusal = refusals.get(nameOf(write)) ?? null;
    const without = refusal === null ? {} : picked(write.values, (name) => name !== PROJECT_KEY && refusal.properties.includes(name));
    if (Object.keys(without).length > 0) again.push({ write, without });
    else settled.push(outcomeOf(write, written.get(nameOf(write)) ?? null, refusal));
  }
  const rest = again.map(({ write, without }) => ({ ...write, values: picked(write.values, (name) => !(name in without)) }));
  const repeated = await settle(rest, send);
  const original = new Map(again.map(({ write, without }) => [nameOf(write), { write, without }]));
  for (const one of repeated) {
    const { write, without } = original.get(nameOf(one.write))!;
    settled.push({ ...one, write, refused: { ...one.refused, ...without } });
  }
  return settled;
}

const picked = (values: RecordValues, isPicked: (name: string) => boolean): RecordValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => isPicked(name)));

function outcomeOf(write: PlannedWrite, recordId: RecordId | null, refusal: RefusedInput | null): Written {
  // An answer that says nothing of an input leaves open whether there is such a record, as a refusal for want of it does.
  const isGone = write.recordId !== null && recordId === null && (refusal === null || refusal.code === 'hubspot.record_gone');
  if (isGone) return { write, recordId: write.recordId, values: {}, refused: {}, refusal: null, isGone };
  if (refusal) return { write, recordId: write.recordId, values: {}, refused: write.values, refusal, isGone };
  return { write, recordId, values: write.values, refused: {}, refusal: null, isGone };
}

async function sendHalving(writes: PlannedWrite[], send: (batch: PlannedWrite[]) => Promise<Outcome>): Promise<Outcome> {
  try {
    return await send(writes);
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    if (writes.length === 1) {
      const refusal = { code: error.code, message: String(error.params['message'] ?? ''), properties: [...error.properties] };
      return { written: new Map(), refused: [{ id: nameOf(writes[0]!), ...refusal }] };
    }
    const middle = Math.ceil(writes.length / 2);
    const halves = [await sendHalving(writes.slice(0, middle), send), await sendHalving(writes.slice(middle), send)];
    return { written: new Map(halves.flatMap(({ written }) => [...written])), refused: halves.flatMap(({ refused }) => refused) };
  }
}

/** By our key: one whose answer was lost is found again, and not made twice. */
async function upsert({ hubspot, options }: Run, objectType: ProjectObjectType, writes: PlannedWrite[]): Promise<Outcome> {
  const inputs = writes.map((write) => ({
    id: nameOf(write),
    properties: { ...picked(write.values, (name) => write.values[name] !== '') },
  }));
  const { written, refused } = await hubspot.batchUpsert(objectType, { idProperty: PROJECT_KEY, inputs }, options);
  return { written: new Map(written.map(({ key, id }) => [key, id])), refused };
}

async function update({ hubspot, options }: Run, objectType: ProjectObjectType, writes: PlannedWrite[]): Promise<Outcome> {
  const inputs = writes.flatMap(({ recordId, values }) =>
    recordId === null || isEmpty(values) ? [] : [{ id: recordId, properties: { ...values } }],
  );
  const untouched = writes.flatMap(({ recordId, values }) => (recordId !== null && isEmpty(values) ? [[recordId, recordId] as const] : []));
  const { written, refused } = await hubspot.batchUpdate(objectType, inputs, options);
  return { written: new Map([...untouched, ...written.map(({ id }) => [id, id] as const)]), refused };
}

const isEmpty = (values: RecordValues): boolean => Object.keys(values).length === 0;
