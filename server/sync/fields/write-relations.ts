import { isStillHeld } from '../../erp/shared/still-held.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import { recordId } from '../../shared/ids.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import type { DuePair } from './due-pairs.ts';
import { isRelation, RELATION_OF, storedProperties, withVirtual } from './virtual-properties.ts';
import { NOTHING_WRITTEN, refusedByHubSpot, writeProperties, type PairWrite, type WriteOutcome } from './write-fields.ts';

/** Properties of many records go in one call, and where a record belongs in one of its own. */
export async function writeToHubSpot(
  hubspot: HubSpotClient,
  decided: readonly PairWrite[],
  signal: AbortSignal,
): Promise<Map<DuePair, WriteOutcome>> {
  const { writes, moved } = await partByHeld(hubspot, decided, signal);
  const outcomes = await writeProperties(hubspot, partOf(writes, false), signal);
  for (const { pair } of moved) outcomes.set(pair, { ...NOTHING_WRITTEN, isMoved: true });
  for (const [pair, outcome] of await writeRelations(hubspot, partOf(writes, true), signal)) {
    const { kept, refused, isGone } = outcomes.get(pair) ?? NOTHING_WRITTEN;
    outcomes.set(pair, {
      kept: { ...kept, ...outcome.kept },
      refused: { ...refused, ...outcome.refused },
      isGone: isGone || outcome.isGone,
    });
  }
  return outcomes;
}

/**
 * An ERP may take minutes over a batch, and people edit meanwhile; HubSpot takes no version of what it changes. So what is to be written over is read
 * once more, of all records in one call.
 */
async function partByHeld(
  hubspot: Pick<HubSpotClient, 'batchRead'>,
  decided: readonly PairWrite[],
  signal: AbortSignal,
): Promise<{ writes: PairWrite[]; moved: PairWrite[] }> {
  const [first] = decided;
  if (!first) return { writes: [], moved: [] };
  const ids = [...new Set(decided.map(({ pair }) => pair.recordId))];
  const properties = storedProperties(decided.flatMap(({ before }) => Object.keys(before)));
  const records = await hubspot.batchRead(first.pair.objectType, { ids, properties }, { priority: 'live', signal });
  const isHeld = ({ pair, before }: PairWrite): boolean => {
    const record = records.get(pair.recordId);
    return record !== undefined && record.id === pair.recordId && !record.archived && isStillHeld(before, withVirtual(record.properties));
  };
  return { writes: decided.filter(isHeld), moved: decided.filter((one) => !isHeld(one)) };
}

function partOf(writes: readonly PairWrite[], isOfRelations: boolean): PairWrite[] {
  return writes.flatMap((write) => {
    const part = Object.entries(write.values).filter(([name]) => isRelation(name) === isOfRelations);
    return part.length > 0 ? [{ ...write, values: Object.fromEntries(part) }] : [];
  });
}

/** Each is a call of its own. */
const IN_FLIGHT = 4;

/** Records get the company they belong to. What HubSpot does not show afterwards is in doubt: it says so in a property, which follows the association. */
async function writeRelations(
  hubspot: Pick<HubSpotClient, 'batchRead' | 'relate'>,
  writes: readonly PairWrite[],
  signal: AbortSignal,
): Promise<Map<DuePair, WriteOutcome>> {
  const outcomes = new Map<DuePair, WriteOutcome>();
  const [first] = writes;
  if (!first) return outcomes;
  const { objectType } = first.pair;
  const { name, stored, relation } = RELATION_OF[objectType];
  const options = { priority: 'live', signal } as const;
  const read = () => hubspot.batchRead(objectType, { ids: writes.map(({ pair }) => pair.recordId), properties: [stored] }, options);
  const before = await read();
  const waiting = [...writes];
  await inParallel({ atOnce: IN_FLIGHT, next: () => waiting.shift(), work: relate });
  const after = await read();
  for (const { pair, values } of writes) {
    const held = after.get(pair.recordId)?.properties[stored] || null;
    if (!outcomes.has(pair) && held === (values[name] || null)) outcomes.set(pair, { ...NOTHING_WRITTEN, kept: { [name]: held } });
  }
  return outcomes;

  async function relate({ pair, values }: PairWrite): Promise<void> {
    const change = { relation, before: idOf(before.get(pair.recordId)?.properties[stored]), after: idOf(values[name]) };
    try {
      await hubspot.relate({ objectType, id: pair.recordId }, change, options);
    } catch (error) {
      if (!(error instanceof RecordRejectedError)) throw error;
      const isGone = error.code === 'hubspot.record_gone';
      outcomes.set(pair, { kept: {}, refused: isGone ? {} : { [name]: refusedByHubSpot(name, error.code) }, isGone });
    }
  }
}

const idOf = (id: string | null | undefined) => (id ? recordId(id) : null);
