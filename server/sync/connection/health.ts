import type { Health, StreamView } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import { STREAMS } from '../../streams/index.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { countRows } from '../pull/removals.ts';
import type { HeldRemoval } from '../pull/streams.ts';
import { RECORDS_OF_CONNECTION } from '../shared/targets.ts';

/**
 * The four numbers of the health screen. In sync, waiting and failing count the HubSpot records this connection reaches, deals included;
 * left out counts customers with posted invoices that reach no record.
 */
export async function loadHealth(db: Db, { portalId, connectionId }: ConnectionScope): Promise<Health> {
  const { rows } = await db.raw<{ rows: Health[] }>(
    `
    with records as (${RECORDS_OF_CONNECTION}),
    counted as (
      select
        count(*) filter (where t.due_revision <= t.pushed_revision) as in_sync,
        count(*) filter (where t.due_revision > t.pushed_revision and t.due_revision > t.refused_revision) as waiting,
        count(*) filter (where t.due_revision > t.pushed_revision and t.due_revision <= t.refused_revision) as failing
      from records r
      join targets t on t.portal_id = :portalId and t.object_type = r.object_type and t.record_id = r.record_id
    )
    select counted.*, (
      select count(*) from customer_matches m
      where m.portal_id = :portalId and m.connection_id = :connectionId and m.state in ('ambiguous', 'unmatched', 'ignored')
        and exists (select 1 from erp_invoices i where i.portal_id = m.portal_id and i.connection_id = m.connection_id
          and (i.organisation_id = m.customer_id or i.customer_id = m.customer_id) and i.status not in ('draft', 'cancelled'))
    ) as left_out
    from counted`,
    { portalId, connectionId },
  );
  return rows[0] ?? { inSync: 0, waiting: 0, leftOut: 0, failing: 0 };
}

interface StreamRow {
  isOn: boolean;
  isOffered: boolean;
  stream: StreamView['stream'];
  rowsRead: number;
  firstCompletedAt: Date | null;
  completedAt: Date | null;
  startedAt: Date;
  heldRemoval: HeldRemoval | null;
}

/** How far each stream has been read, in order of dependence; once it was read to its end, how many records it has. */
export async function loadStreams(db: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<StreamView[]> {
  const rows = await db('erpStreams').where({ portalId, connectionId }).select<StreamRow[]>();
  for (const row of rows) if (row.firstCompletedAt) row.rowsRead = await countRows(db, { portalId, connectionId }, row.stream);
  const shown = STREAMS.flatMap((stream) => rows.find((row) => row.stream === stream && row.isOn && row.isOffered) ?? []);
  return shown.map((row) => toStreamView(row, now));
}

function toStreamView({ stream, rowsRead, firstCompletedAt, completedAt, startedAt, heldRemoval }: StreamRow, now: Date): StreamView {
  const minutes = (now.getTime() - startedAt.getTime()) / 60_000;
  return {
    stream,
    rowsRead,
    isComplete: firstCompletedAt !== null,
    completedAt: completedAt?.toISOString() ?? null,
    rowsPerMinute: firstCompletedAt === null && minutes > 0 ? Math.round(rowsRead / minutes) : null,
    heldRemoval:
      heldRemoval && !heldRemoval.isConfirmed ? { count: heldRemoval.count, of: heldRemoval.of, since: heldRemoval.since } : null,
  };
}
