import type { Db } from '../../db/index.ts';
import { plannedOnce } from '../../db/prepared.ts';
import { toTextArray } from '../../db/text-array.ts';
import { fromText, toText } from '../../mirror/text-rows.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { EventKind, NewEvent } from '../../streams/shared/events.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

export interface RecordProof {
  id: ErpRecordId;
  proof: string | null;
}

/** Whose events: the ERP's identity, so that neither a rebuild nor connecting again repeats one. */
export interface EventScope extends ConnectionScope {
  identityKey: string;
  now: Date;
}

/**
 * An id that a restored backup gave away again is another record's now: what happened to the first is kept under a name of its own, so that it
 * neither shows on the other nor stands in the way of what happens to that. Before the events of these records are recorded.
 */
export async function renameEventsOfReusedIds(
  trx: Db,
  scope: EventScope,
  kinds: readonly EventKind[],
  records: readonly RecordProof[],
): Promise<void> {
  const renamed = `erp_id = e.erp_id || '~' || to_char(e.recorded_at at time zone 'UTC', 'YYYYMMDDHH24MISSMS')`;
  await updateEventsOf(trx, scope, { kinds, records }, { set: renamed, where: 'e.proof <> r.proof' });
}

/** Events that were recorded before they carried a proof take that of the record they happened to, as it is still known. */
export async function addProofToEvents(
  trx: Db,
  scope: EventScope,
  kinds: readonly EventKind[],
  records: readonly RecordProof[],
): Promise<void> {
  await updateEventsOf(trx, scope, { kinds, records }, { set: 'proof = r.proof', where: 'e.proof is null' });
}

async function updateEventsOf(
  trx: Db,
  { portalId, identityKey }: EventScope,
  { kinds, records }: { kinds: readonly EventKind[]; records: readonly RecordProof[] },
  sql: { set: string; where: string },
): Promise<void> {
  const known = records.filter(({ proof }) => proof !== null);
  if (known.length === 0) return;
  // While the table has no statistics PostgreSQL would read all events of an ERP for each page; the list tells it how few are meant.
  await trx.raw(
    `update events e set ${sql.set} from json_to_recordset(:rows::json) as r(id text, proof text)
     where e.portal_id = :portalId and e.identity_key = :identityKey and e.kind = any(:kinds)
       and e.erp_id = r.id and e.erp_id = any(:ids) and ${sql.where}`,
    { portalId, identityKey, kinds: [...kinds], ids: toTextArray(known.map(({ id }) => id)), rows: JSON.stringify(known) },
  );
}

const COLUMNS = [
  ['kind', 'text'],
  ['erp_id', 'text'],
  ['customer_id', 'text'],
  ['organisation_id', 'text'],
  ['is_live', 'boolean'],
  ['proof', 'text'],
] as const;

const RECORD = `
  insert into events (portal_id, identity_key, connection_id, recorded_at, kind, erp_id, customer_id, organisation_id, is_live, proof)
  select :portalId, :identityKey, :connectionId, :now, e.kind, e.erp_id, e.customer_id, e.organisation_id, e.is_live, e.proof
  from ${fromText(COLUMNS)} e
  on conflict (portal_id, identity_key, kind, erp_id) do nothing`;

/** Writes what is new; what was recorded once, as live or as history, stays as it is for ever. */
export async function recordEvents(trx: Db, scope: EventScope, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const sorted = events.toSorted((a, b) => compare(a.kind, b.kind) || compare(a.erpId, b.erpId));
  const rows = sorted.map(({ kind, erpId, customerId, organisationId, isLive, proof }) => {
    return { kind, erp_id: erpId, customer_id: customerId, organisation_id: organisationId, is_live: isLive, proof };
  });
  await trx.raw(RECORD, { ...scope, rows: toText(COLUMNS, rows) }).options(plannedOnce(RECORD));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
