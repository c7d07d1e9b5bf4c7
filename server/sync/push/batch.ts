import { RecordRejectedError, UnclearOutcomeError } from '../../shared/errors.ts';
import type { RefusedInput } from '../../hubspot/contract.ts';
import { isWithheld } from '../../hubspot/errors.ts';
import type { RecordId } from '../../shared/ids.ts';
import { raiseProblems } from '../../portals/problems.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import { entriesOf, keyPropertyOf } from '../../records/catalogue/index.ts';
import { CALL_PRIORITIES, type Batch, type DueWrite, type Push } from './slice.ts';
import { postpone, setDoubt, storePushed, storeRefused } from './results.ts';
import { resolveGoneRecords } from '../inbox/gone-records.ts';
import { namesOurProperty, stopProperties } from '../shared/stopped-properties.ts';

/** What became of the writes of a batch. */
interface Outcome {
  written: Map<string, Record<string, string | null>>;
  refused: Map<string, RefusedInput>;
  keyTaken: Set<string>;
  /** Never sent, or certainly not carried out. */
  untried: Set<string>;
  unclear: Set<string>;
  failures: unknown[];
}

/** Writes one batch, halving it until what HubSpot refuses stands alone, and stores what came of it. */
export async function writeBatch(push: Push, { objectType, writes }: Batch): Promise<void> {
  const outcome: Outcome = {
    written: new Map(),
    refused: new Map(),
    keyTaken: new Set(),
    untried: new Set(),
    unclear: new Set(),
    failures: [],
  };
  await setDoubt(push, objectType, idsOf(writes), true);
  await send(push, { objectType, writes }, outcome);
  await storeOutcome(push, { objectType, writes }, outcome);
  if (outcome.failures.length > 0) throw outcome.failures[0];
}

async function send(push: Push, { objectType, writes }: Batch, outcome: Outcome): Promise<void> {
  const inputs = writes
    .map((write) => ({ write, input: toInput(push, write) }))
    .filter(({ input }) => Object.keys(input.properties).length > 0);
  for (const { recordId } of writes) outcome.written.set(recordId, outcome.written.get(recordId) ?? {});
  if (inputs.length === 0) return;
  const sent = { objectType, writes: inputs.map(({ write }) => write) };
  for (const { recordId } of sent.writes) outcome.written.delete(recordId);
  if (outcome.failures.length > 0) return addAll(outcome.untried, sent.writes);
  const priority = CALL_PRIORITIES[Math.min(...writes.map((write) => write.priority))]!;
  try {
    const answer = await push.hubspot.batchUpdate(
      objectType,
      inputs.map(({ input }) => input),
      { priority, ...(push.signal ? { signal: push.signal } : {}) },
    );
    for (const { id, properties } of answer.written) outcome.written.set(id, properties);
    await sortRefused(push, sent, answer.refused, outcome);
  } catch (error) {
    await afterFailure(push, sent, error, outcome);
  }
}

const toInput = (push: Push, write: DueWrite) => ({
  id: write.recordId,
  properties: Object.fromEntries(entriesOf(writableOf(push, write))),
});

/** A property stopped meanwhile is left out. */
const writableOf = ({ writable }: Push, { objectType, values }: DueWrite): DueWrite['values'] =>
  Object.fromEntries(entriesOf(values).filter(([property]) => writable[objectType].has(property)));

async function afterFailure(push: Push, batch: Batch, error: unknown, outcome: Outcome): Promise<void> {
  const { objectType, writes } = batch;
  if (error instanceof UnclearOutcomeError) return addAll(outcome.unclear, writes);
  if (isWithheld(objectType, error)) {
    const refusal = { code: error.code, message: '', properties: [] };
    for (const { recordId } of writes) outcome.refused.set(recordId, { id: recordId, ...refusal });
    return;
  }
  if (!(error instanceof RecordRejectedError)) {
    outcome.failures.push(error);
    return addAll(outcome.untried, writes);
  }
  const refusal = { code: error.code, message: String(error.params['message'] ?? ''), properties: [...error.properties] };
  if (writes.length === 1 || namesOurProperty(writes, refusal)) {
    return sortRefused(
      push,
      batch,
      writes.map(({ recordId }) => ({ id: recordId, ...refusal })),
      outcome,
    );
  }
  const middle = Math.ceil(writes.length / 2);
  await send(push, { objectType, writes: writes.slice(0, middle) }, outcome);
  await send(push, { objectType, writes: writes.slice(middle) }, outcome);
}

/** An error that names one of our properties stops that property, not its records: they are written again without it. */
async function sortRefused(push: Push, { objectType, writes }: Batch, refused: readonly RefusedInput[], outcome: Outcome): Promise<void> {
  const again: DueWrite[] = [];
  for (const refusal of refused) {
    const write = writes.find(({ recordId }) => recordId === refusal.id);
    if (!write) continue;
    if (isKeyTaken(refusal) && keyOf(write) !== undefined) {
      outcome.keyTaken.add(refusal.id);
      again.push({ ...write, values: withoutKey(write) });
    } else if (namesOurProperty([write], refusal)) {
      await stopProperties(push, objectType, refusal);
      again.push({ ...write, values: writableOf(push, write) });
    } else outcome.refused.set(refusal.id, refusal);
  }
  if (again.length > 0) await send(push, { objectType, writes: again }, outcome);
}

const isKeyTaken = ({ code }: RefusedInput): boolean => code === 'hubspot.already_exists';

type Keyed = Pick<DueWrite, 'objectType' | 'values'>;

/** What a write says in the property that no two records share. */
function keyOf({ objectType, values }: Keyed): string | undefined {
  const key = keyPropertyOf(objectType);
  return key && values[key];
}

const withoutKey = ({ objectType, values }: Keyed): DueWrite['values'] =>
  Object.fromEntries(entriesOf(values).filter(([property]) => property !== keyPropertyOf(objectType)));

async function storeOutcome(push: Push, { objectType, writes }: Batch, outcome: Outcome): Promise<void> {
  const { deps, hubspot, portal } = push;
  // Neither written nor refused, or refused as unknown: merged or deleted, which only reading the id tells.
  const isUndecided = ({ recordId }: DueWrite) =>
    !outcome.written.has(recordId) && !outcome.untried.has(recordId) && !outcome.unclear.has(recordId);
  const isGone = ({ recordId }: DueWrite) => (outcome.refused.get(recordId)?.code ?? 'hubspot.record_gone') === 'hubspot.record_gone';
  const gone = writes.filter((write) => isUndecided(write) && isGone(write));
  const stayed = await resolveGoneRecords(deps, { portalId: portal.portalId, objectType }, { hubspot, ids: idsOf(gone) });
  const left = writes.filter((write) => isUndecided(write) && (!isGone(write) || stayed.has(write.recordId)));
  // Neither written nor refused, and there: nobody knows what became of the write.
  addAll(
    outcome.unclear,
    left.filter(({ recordId }) => !outcome.refused.has(recordId)),
  );
  const refused = left.flatMap((write) => {
    const refusal = outcome.refused.get(write.recordId);
    return refusal ? [{ write, refusal }] : [];
  });
  await storePushed(push, objectType, writtenOf(push, writes, outcome), outcome.written);
  await storeRefused(push, objectType, refused);
  await setDoubt(push, objectType, idsOf(writes.filter(({ recordId }) => outcome.untried.has(recordId))), false);
  await postpone(push, objectType, idsOf(writes.filter(({ recordId }) => outcome.unclear.has(recordId))));
  await askForKeys(
    push,
    writes.filter(({ recordId }) => outcome.keyTaken.has(recordId) && outcome.written.has(recordId)),
  );
}

/** What was left out (a stopped property, a key that is taken) does not count as written. */
function writtenOf(push: Push, writes: readonly DueWrite[], { written, keyTaken }: Outcome): DueWrite[] {
  return writes
    .filter(({ recordId }) => written.has(recordId))
    .map((write) => {
      const values = writableOf(push, write);
      // Its revision stays below the due one, so that the key is tried again.
      return keyTaken.has(write.recordId)
        ? { ...write, values: withoutKey({ objectType: write.objectType, values }), revision: write.revision - 1 }
        : { ...write, values };
    });
}

/** Another record holds our key: it is read afresh, and gives the key up unless it is its own. */
async function askForKeys({ deps, hubspot, portal, ...push }: Push, writes: readonly DueWrite[]): Promise<void> {
  const [first] = writes;
  if (!first) return;
  const { objectType } = first;
  const idProperty = keyPropertyOf(objectType)!;
  const keys = writes.map((write) => keyOf(write) ?? '');
  const holders = await hubspot.batchRead(objectType, { ids: keys, idProperty, properties: [idProperty] }, { priority: 'live' });
  await deps.db.transaction(async (trx) => {
    await addToInbox(
      trx,
      portal.portalId,
      [...holders.values()].map(({ id }) => ({ objectType, recordId: id })),
      deps.now(),
    );
    const problems = writes.map((write) => ({
      code: 'record.key_taken',
      connectionId: null,
      subjectKind: objectType,
      subject: write.recordId as string,
      params: { holder: holders.get(keyOf(write) ?? '')?.id ?? null },
    }));
    await raiseProblems(trx, portal.portalId, problems, deps.now());
    await deps.enqueue(trx, 'inbox', { portalId: portal.portalId });
  });
  await postpone({ deps, hubspot, portal, ...push }, objectType, idsOf(writes));
}

const idsOf = (writes: readonly DueWrite[]): RecordId[] => writes.map(({ recordId }) => recordId);
const addAll = (ids: Set<string>, writes: readonly DueWrite[]): void => {
  for (const { recordId } of writes) ids.add(recordId);
};
