import type { RecordId } from '../../shared/ids.ts';
import { OBJECT_TYPES, perObjectType, type ObjectType } from '../../shared/object-types.ts';
import { IS_DUE } from '../shared/targets.ts';
import { computeDue } from './differences.ts';
import { renewTerms, type Batch, type DueTarget, type DueWrite, type Push } from './slice.ts';
import { keyPropertyOf } from '../../records/catalogue/index.ts';
import { IS_FULLY_READ } from '../../records/needs.ts';

interface PushQueue {
  /** The next batch to write; null when nothing is due. */
  next(): Promise<Batch | null>;
  /** Call it when the batch was written or given up: its records may be picked again. */
  settled(batch: Batch): void;
  /** Whether any due record was dealt with. */
  hasMoved(): boolean;
}

const BATCH_SIZE = 100;
const PICKED_AT_ONCE = 2_000;
/** Enough for all who write: computing more first would leave HubSpot's limit unused at the start of every slice. */
const PICKED_FIRST = 400;

/**
 * Picks due targets, most urgent first, and fills batches of one object type. Records whose values HubSpot holds already drop out, so a
 * batch goes out when it is full, or when nothing more is due that could fill it. The next records are computed while batches are written.
 */
export function createPushQueue(push: Push): PushQueue {
  const waiting: Record<ObjectType, DueWrite[]> = perObjectType(OBJECT_TYPES, () => []);
  const held = new Set<string>();
  const inFlight = new Map<Batch, PromiseWithResolvers<void>>();
  const failures: unknown[] = [];
  let refilling: Promise<void> | null = null;
  let pickedLast: number | null = null;
  let toPick = PICKED_FIRST;
  let mayBeMore = false;
  let hasMoved = false;

  const allWaiting = (): DueWrite[] => Object.values(waiting).flat();

  function take(least: number): Batch | null {
    const objectType = OBJECT_TYPES.filter((type) => waiting[type].length >= least).sort(byUrgency(waiting))[0];
    if (!objectType) return null;
    const batch = { objectType, writes: waiting[objectType].splice(0, BATCH_SIZE) };
    inFlight.set(batch, Promise.withResolvers());
    return batch;
  }

  async function pickMore(): Promise<void> {
    const asked = toPick;
    toPick = PICKED_AT_ONCE;
    const due = await pickDue(push, held, asked);
    if (due.length > 0) await renewTerms(push);
    const flying = [...inFlight.keys()].flatMap(({ writes }) => writes);
    for (const write of withoutTakenKeys(await computeDue(push, due), [...allWaiting(), ...flying])) {
      waiting[write.objectType].push(write);
      held.add(keyOf(write));
    }
    if (due.length > 0) hasMoved = true;
    pickedLast = due.length;
    mayBeMore = due.length === asked;
  }

  function refill(): Promise<void> {
    refilling ??= pickMore()
      .catch((error: unknown) => void failures.push(error))
      .finally(() => (refilling = null));
    return refilling;
  }

  async function next(): Promise<Batch | null> {
    for (;;) {
      if (failures.length > 0) throw failures[0];
      const full = take(BATCH_SIZE);
      if (full) {
        if (mayBeMore && allWaiting().length < PICKED_AT_ONCE) void refill();
        return full;
      }
      if (refilling || pickedLast === null || mayBeMore) {
        await refill();
        continue;
      }
      const rest = take(1);
      const [oneInFlight] = inFlight.values();
      const hadSome = pickedLast > 0;
      pickedLast = null;
      if (rest) return rest;
      // What is left waits for a key that a record in flight gives up.
      if (!hadSome || !oneInFlight) return null;
      await oneInFlight.promise;
    }
  }

  return {
    next,
    settled(batch) {
      for (const write of batch.writes) held.delete(keyOf(write));
      inFlight.get(batch)?.resolve();
      inFlight.delete(batch);
    },
    hasMoved: () => hasMoved,
  };
}

const keyOf = ({ objectType, recordId }: { objectType: ObjectType; recordId: RecordId }): string => `${objectType}:${recordId}`;

const byUrgency = (waiting: Record<ObjectType, DueWrite[]>) => (a: ObjectType, b: ObjectType) =>
  (waiting[a][0]?.priority ?? 9) - (waiting[b][0]?.priority ?? 9);

/** Our key is unique in HubSpot: a record gets one only after the record that held it has given it up. */
function withoutTakenKeys(writes: DueWrite[], ahead: readonly DueWrite[]): DueWrite[] {
  const given = new Set<string>();
  for (const { objectType, values, written } of [...ahead, ...writes]) {
    const key = keyPropertyOf(objectType);
    const old = key && written?.[key];
    if (key && old && key in values) given.add(`${objectType} ${old}`);
  }
  return writes.filter(({ objectType, values }) => {
    const key = keyPropertyOf(objectType);
    return !key || !given.has(`${objectType} ${values[key] ?? ''}`);
  });
}

async function pickDue({ deps, portal: { portalId } }: Push, held: ReadonlySet<string>, limit: number): Promise<DueTarget[]> {
  const { rows } = await deps.db.raw<{ rows: DueTarget[] }>(
    `with unread as materialized (${UNREAD})
     select t.object_type, t.record_id, t.due_revision as revision, t.priority, t.written, t.is_doubtful
     from targets t
     where t.portal_id = :portalId and ${IS_DUE} and t.due_at <= :now
       and not (t.object_type || ':' || t.record_id = any(:held))
       and (not exists (select 1 from unread) or not exists (${WAITS_FOR_READING}))
     order by t.priority, t.due_at
     limit :limit`,
    { portalId, now: deps.now(), held: [...held], limit },
  );
  return rows;
}

const UNREAD = `
  select k.id from erp_connections k
  where k.portal_id = :portalId and k.status <> 'disconnected' and k.approved_at is not null and not ${IS_FULLY_READ}`;

// Half of a record's figures would be wrong figures: it waits until each connection it carries was read to its end once. Asked behind an
// "or", so that it is looked up for the records picked and not for all that are due.
const WAITS_FOR_READING = `
  select 1 from links l
  where l.portal_id = t.portal_id and l.object_type = t.object_type and l.record_id = t.record_id and l.state = 'active'
    and l.connection_id in (select u.id from unread u)`;
