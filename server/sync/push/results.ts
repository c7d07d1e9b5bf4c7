import { commitLater } from '../../db/commit-later.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { ObjectType } from '../../shared/object-types.ts';
import { entriesOf, EVENT_PROPERTIES, propertyNamed, type PropertyName } from '../../records/catalogue/index.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { RefusedInput } from '../../hubspot/contract.ts';
import type { DueWrite, Push } from './slice.ts';
import { afterWrite } from '../shared/property-values.ts';
import { wakeByRecords } from '../shared/wake-actions.ts';

/** Stores what HubSpot holds now. A change that came meanwhile raised the due revision, so the record stays due. */
export async function storePushed(
  push: Push,
  objectType: ObjectType,
  writes: readonly DueWrite[],
  returned: ReadonlyMap<string, Record<string, string | null>>,
): Promise<void> {
  if (writes.length === 0) return;
  const { deps, portal } = push;
  const rows = writes.map(({ recordId, revision, values, isLinked }) => ({
    recordId,
    revision,
    isLinked,
    kept: afterWrite(values, returned.get(recordId) ?? {}),
    outdated: Object.keys(values).map((property) => `sent:${property}`),
  }));
  const bindings = { portalId: portal.portalId, objectType, rows: JSON.stringify(rows), now: deps.now() };
  await deps.db.transaction(async (trx) => {
    // What is lost with it is still in doubt, or due: it is read back, or computed again, and stored then.
    await commitLater(trx);
    await trx.raw(STORE, bindings);
    if (rows.some(({ isLinked }) => !isLinked)) await trx.raw(DROP_EMPTIED, bindings);
    await markEventsPushed(push, trx, objectType, writes);
    await saveAnnounced(push, trx, objectType, writes);
    await wakeByRecords(deps, trx, portal.portalId, { objectType, recordIds: writes.map(({ recordId }) => recordId) });
    if (returned.size === 0) return;
    const subjects = writes.map(({ recordId }) => recordId as string);
    await resolveProblems(
      trx,
      portal.portalId,
      { codes: ['record.refused', 'record.key_taken'], subjectKind: objectType, subjects },
      deps.now(),
    );
  });
}

const ROWS = `jsonb_to_recordset(:rows::jsonb) as r("recordId" text, revision bigint, "isLinked" boolean, kept jsonb, outdated text[])`;

// If another process pushed a later revision meanwhile, nobody knows whose write HubSpot took last: the record is read again.
const STORE = `
  update targets t set
    written = (coalesce(t.written, '{}') - r.outdated) || r.kept,
    is_doubtful = t.pushed_revision > r.revision,
    due_revision = t.due_revision + case when t.pushed_revision > r.revision then 1 else 0 end,
    pushed_revision = greatest(t.pushed_revision, r.revision),
    tries = case when r.revision >= t.due_revision then 0 else t.tries end
  from ${ROWS}
  where t.portal_id = :portalId and t.object_type = :objectType and t.record_id = r."recordId"`;

const DROP_EMPTIED = `
  delete from targets t using ${ROWS}
  where t.portal_id = :portalId and t.object_type = :objectType and t.record_id = r."recordId" and not r."isLinked"
    and t.due_revision = r.revision and not t.is_doubtful`;

async function markEventsPushed(push: Push, trx: Push['deps']['db'], objectType: ObjectType, writes: readonly DueWrite[]): Promise<void> {
  // Of those computed: a property that HubSpot refused meanwhile did not move.
  const moved = writes.flatMap(({ events }) => events).filter(({ kind }) => push.writable[objectType].has(EVENT_PROPERTIES[kind]));
  if (moved.length === 0) return;
  await trx.raw(
    `update events e set pushed_at = :now
     from (select distinct r."identityKey", r.kind, r."erpId" from jsonb_to_recordset(:rows::jsonb) as r("identityKey" text, kind text, "erpId" text)) m
     where e.portal_id = :portalId and e.identity_key = m."identityKey" and e.kind = m.kind and e.erp_id = m."erpId" and e.pushed_at is null`,
    { portalId: push.portal.portalId, now: push.deps.now(), rows: JSON.stringify(moved) },
  );
}

/** Kept for ever, because a record may be emptied and filled again. */
async function saveAnnounced(push: Push, trx: Push['deps']['db'], objectType: ObjectType, writes: readonly DueWrite[]): Promise<void> {
  const rows = writes.flatMap(({ recordId, announced }) =>
    entriesOf(announced)
      .filter(([property]) => push.writable[objectType].has(property))
      .map(([property, at]) => ({ recordId, at, kind: kindOf(property) })),
  );
  if (rows.length === 0) return;
  await trx.raw(
    `insert into told_events as t (portal_id, object_type, record_id, kind, told_at)
     select :portalId, :objectType, r."recordId", r.kind, r.at
     from jsonb_to_recordset(:rows::jsonb) as r("recordId" text, kind text, at timestamptz) order by 3, 4
     on conflict (portal_id, object_type, record_id, kind) do update set told_at = greatest(t.told_at, excluded.told_at)`,
    { portalId: push.portal.portalId, objectType, rows: JSON.stringify(rows) },
  );
}

function kindOf(name: PropertyName) {
  const property = propertyNamed(name);
  return property.kind === 'event' ? property.movedBy : null;
}

/** Guilty records stand alone: a problem each, and not tried again until something about them changes. */
export async function storeRefused(
  push: Push,
  objectType: ObjectType,
  refused: readonly { write: DueWrite; refusal: RefusedInput }[],
): Promise<void> {
  if (refused.length === 0) return;
  const { deps, portal } = push;
  await deps.db.transaction(async (trx) => {
    await trx.raw(
      `update targets t set refused_revision = greatest(t.refused_revision, r.revision), is_doubtful = false, tries = 0
       from jsonb_to_recordset(:rows::jsonb) as r("recordId" text, revision bigint)
       where t.portal_id = :portalId and t.object_type = :objectType and t.record_id = r."recordId"`,
      {
        portalId: portal.portalId,
        objectType,
        rows: JSON.stringify(refused.map(({ write: { recordId, revision } }) => ({ recordId, revision }))),
      },
    );
    const problems = refused.map(({ write, refusal }) => ({
      code: 'record.refused',
      connectionId: null,
      subjectKind: objectType,
      subject: write.recordId as string,
      params: { reason: refusal.code, property: refusal.properties.join(', ') || null, message: refusal.message },
    }));
    await raiseProblems(trx, portal.portalId, problems, deps.now());
    await wakeByRecords(deps, trx, portal.portalId, { objectType, recordIds: refused.map(({ write }) => write.recordId) });
  });
}

/** Ahead of every write: a crash before the answer is stored leaves a doubt, and a doubt is read back. */
export async function setDoubt(push: Push, objectType: ObjectType, recordIds: readonly RecordId[], isDoubtful: boolean): Promise<void> {
  if (recordIds.length === 0) return;
  await push.deps
    .db('targets')
    .where({ portalId: push.portal.portalId, objectType })
    .whereRaw('record_id = any(?)', [[...recordIds]])
    .update({ isDoubtful });
}

/**
 * HubSpot may still be working on a write whose answer was lost, and reading it back too early would see the old values; a record that holds
 * our key is asked to give it up first.
 */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** Puts records off, each time in a row for longer; they stay due, and are written at once when something about them changes. */
export async function postpone(push: Push, objectType: ObjectType, recordIds: readonly RecordId[]): Promise<void> {
  if (recordIds.length === 0) return;
  await push.deps.db.raw(
    `update targets t set priority = 3, tries = t.tries + 1,
       due_at = :now::timestamptz + make_interval(secs => least(:longestMs, :firstMs * power(2, least(t.tries, 20))) / 1000)
     where t.portal_id = :portalId and t.object_type = :objectType and t.record_id = any(:recordIds)`,
    {
      portalId: push.portal.portalId,
      objectType,
      recordIds: [...recordIds],
      now: push.deps.now(),
      firstMs: FIRST_WAIT_MS,
      longestMs: LONGEST_WAIT_MS,
    },
  );
}
