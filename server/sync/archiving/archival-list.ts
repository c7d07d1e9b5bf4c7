import type { ArchivalList, ArchivalView } from '../../../hubspot-app/app/settings/api/archivals.ts';
import type { Db } from '../../db/index.ts';
import { userName } from '../../portals/users.ts';
import type { ErpCapabilities } from '../../erp/shared/contract.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { UNSETTLED_OF } from '../../streams/invoices/statuses.ts';
import type { Command, CommandState } from '../commands/command-rows.ts';
import type { Archival } from '../shared/archivals.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

interface ListDeps {
  db: Db;
  urlOf(objectType: CustomerObjectType, id: RecordId): string;
  linkTo: ErpCapabilities['linkTo'] | undefined;
}

interface Row extends Archival {
  state: 'noticed' | 'held' | 'asked' | 'done' | 'restoring' | 'kept';
  reason: string | null;
  /** Who decided it. */
  by: string | null;
  params: Command['params'];
  noticedAt: Date;
  dueAt: Date;
  endedAt: Date | null;
  customerName: string | null;
  key: string | null;
  commandState: CommandState | null;
  waitingFor: string | null;
  commandParams: Command['params'] | null;
  unsettled: number;
  found: number;
}

const PER_PAGE = 25;

/** What is to be archived, or was, because it went on the other side; what waits for a person first, then the newest. */
export async function loadArchivalPage(deps: ListDeps, scope: ConnectionScope, page: number): Promise<ArchivalList> {
  const { rows } = await deps.db.raw<{ rows: Row[] }>(
    `select a.side, a.object_type, a.customer_id, a.record_id, a.state, a.reason, a.params, a.noticed_at, a.due_at, a.ended_at, e.name as customer_name, ${userName('u')} as by,
       c.key, c.state as command_state, c.waiting_for, c.params as command_params, ${UNSETTLED_OF} as unsettled, count(*) over () as found
     from customer_archivals a
     left join portal_users u on u.portal_id = a.portal_id and u.user_id = a.decided_by
     left join commands c on c.portal_id = a.portal_id and c.key = a.command_key
     left join erp_customers e on e.portal_id = a.portal_id and e.connection_id = a.connection_id and e.erp_id = a.customer_id
     where a.portal_id = :portalId and a.connection_id = :connectionId
     order by a.state = 'held' desc, a.noticed_at desc, a.side, a.object_type, a.customer_id limit ${PER_PAGE} offset :skipped`,
    { ...scope, skipped: (page - 1) * PER_PAGE },
  );
  const total = rows[0]?.found ?? 0;
  return { page, pageCount: Math.max(1, Math.ceil(total / PER_PAGE)), total, archivals: rows.map((row) => viewOf(deps, row)) };
}

function viewOf({ urlOf, linkTo }: ListDeps, row: Row): ArchivalView {
  const { side, objectType, customerId, recordId, customerName, key, noticedAt, dueAt, endedAt, commandState, unsettled, by } = row;
  const isRefused = commandState === 'rejected';
  return {
    ...{ side, objectType, customerId, customerName, recordId, key, unsettled, by },
    recordUrl: urlOf(objectType, recordId),
    customerUrl: linkTo?.('customers', customerId) ?? null,
    state: isRefused ? 'rejected' : row.state,
    reason: reasonOf(row),
    noticedAt: noticedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

function reasonOf({ state, reason, params, commandState, waitingFor, commandParams }: Row): ArchivalView['reason'] {
  // What is planned says what it waits for when it is asked.
  if (reason !== null && state !== 'noticed') return { code: reason, params };
  const isOpen = (state === 'asked' || state === 'restoring') && commandState !== 'done';
  return isOpen && waitingFor !== null ? { code: waitingFor, params: commandParams ?? {} } : null;
}

interface ArchivalCounts {
  archivals: number;
  held: number;
  archivalsPlanned: number;
}

/** How many there are, how many of these wait for a person, and how many for their time. */
export async function countArchivals(db: Db, { portalId, connectionId }: ConnectionScope): Promise<ArchivalCounts> {
  const { rows } = await db.raw<{ rows: ArchivalCounts[] }>(
    `select count(*) as archivals, count(*) filter (where state = 'held') as held,
       count(*) filter (where state = 'noticed') as archivals_planned from customer_archivals
     where portal_id = :portalId and connection_id = :connectionId`,
    { portalId, connectionId },
  );
  return rows[0] ?? { archivals: 0, held: 0, archivalsPlanned: 0 };
}
