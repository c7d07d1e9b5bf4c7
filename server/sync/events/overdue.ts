import type { Db } from '../../db/index.ts';
import { nothingTouched, addAll } from '../../streams/shared/touched.ts';
import { OWED, UNSETTLED } from '../../streams/invoices/statuses.ts';
import { OPEN_PARTS } from '../../records/record-invoices.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { JobOutcome } from '../../jobs/index.ts';
import { listConnections, type ErpConnection } from '../../portals/connections.ts';
import { addDays, dayIn, minuteOfDayIn, startOfDay } from '../../shared/calendar.ts';
import { recordEvents } from './events.ts';
import { recordUnpaidSubscriptions } from './unpaid-subscriptions.ts';
import type { IncomingDeps, PortalRules } from '../shared/incoming.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { markCalendarDue, markTargetsDue } from '../shared/targets.ts';
import { IS_NEEDED } from '../../records/needs.ts';

type Deps = Pick<IncomingDeps, 'db' | 'log' | 'now' | 'enqueue' | 'findPortal'>;

/** What a new day brings for a portal: first what follows from the calendar alone, then, from the chosen hour on, the overdue events. */
export async function processNewDay(deps: Deps, { portalId }: PortalScope): Promise<JobOutcome> {
  const portal = await deps.findPortal(deps.db, portalId);
  if (portal?.status !== 'active') return 'done';
  const today = dayIn(portal.timeZone, deps.now());
  const row = await deps
    .db('portals')
    .where({ portalId })
    .first<{ calendarDoneOn: string | null; overdueDoneOn: string | null }>('calendarDoneOn', 'overdueDoneOn');
  if (row.calendarDoneOn !== today) await markCalendarChanges(deps, { portalId }, portal, { doneOn: row.calendarDoneOn, today });
  const isTime = minuteOfDayIn(portal.timeZone, deps.now()) >= portal.settings.overdueHour * 60;
  if (row.overdueDoneOn !== today && isTime) await recordOverdueEvents(deps, { portalId }, portal, today);
  return 'done';
}

/** Overdue amounts and active customers change at midnight without any change in the ERP. */
async function markCalendarChanges(
  deps: Deps,
  { portalId }: PortalScope,
  portal: PortalRules,
  { doneOn, today }: { doneOn: string | null; today: string },
): Promise<void> {
  const since = doneOn ?? addDays(today, -1);
  await deps.db.transaction(async (trx) => {
    const day = { since, today, activeMonths: portal.settings.activeMonths };
    const marked = await markCalendarDue(trx, portalId, day, { priority: 1, now: deps.now() });
    await trx('portals').where({ portalId }).update({ calendarDoneOn: today });
    if (marked > 0) await deps.enqueue(trx, 'push', { portalId });
    deps.log.info({ portalId, today, marked }, 'records of the new day marked as due');
  });
}

/** Only for connections read to the end today: yesterday's mirror does not know what was paid in the night. Those come with a later tick. */
async function recordOverdueEvents(deps: Deps, { portalId }: PortalScope, portal: PortalRules, today: string): Promise<void> {
  const active = (await listConnections(deps.db, portalId)).filter(({ status }) => status === 'active');
  const midnight = startOfDay(portal.timeZone, today);
  let isComplete = true;
  for (const connection of active) {
    if (await isReadSince(deps.db, connection, midnight)) await recordOverdueEventsOf(deps, connection, portal, today);
    else isComplete = false;
  }
  if (isComplete) await deps.db('portals').where({ portalId }).update({ overdueDoneOn: today });
}

async function isReadSince(db: Db, { portalId, id }: ErpConnection, midnight: Date): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { isReadSince: boolean | null }[] }>(
    `select min(coalesce(s.completed_at, '-infinity')) >= :midnight as is_read_since from erp_streams s
     where s.portal_id = :portalId and s.connection_id = :id and ${IS_NEEDED}`,
    { portalId, id, midnight },
  );
  return rows[0]?.isReadSince ?? false;
}

interface OverdueInvoice {
  erpId: ErpRecordId;
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
  isLive: boolean;
  proof: string | null;
}

async function recordOverdueEventsOf(deps: Deps, connection: ErpConnection, portal: PortalRules, today: string): Promise<void> {
  const { portalId, id: connectionId, identityKey } = connection;
  const scope = { portalId, connectionId };
  const now = deps.now();
  await deps.db.transaction(async (trx) => {
    const { rows } = await trx.raw<{ rows: OverdueInvoice[] }>(NEWLY_OVERDUE, {
      ...scope,
      identityKey,
      today,
      timeZone: portal.timeZone,
      goLiveOn: dayIn(portal.timeZone, connection.goLiveAt),
      oldest: new Date(now.getTime() - portal.settings.eventMaxAgeHours * 3_600_000),
    });
    await recordEvents(
      trx,
      { ...scope, identityKey, now },
      rows.map((row) => ({ ...row, kind: 'invoice_overdue' })),
    );
    const live = rows.filter(({ isLive }) => isLive);
    const subscriptionOrderIds = await recordUnpaidSubscriptions(trx, { ...scope, identityKey, now }, rows);
    if (live.length === 0) return;
    const touched = nothingTouched();
    addAll(touched.subscriptionOrderIds, subscriptionOrderIds);
    addAll(
      touched.invoiceIds,
      live.map(({ erpId }) => erpId),
    );
    addAll(
      touched.customerIds,
      live.map(({ customerId }) => customerId),
    );
    addAll(
      touched.organisationIds,
      live.map(({ organisationId }) => organisationId),
    );
    addAll(touched.orderNumbers, await orderNumbersOf(trx, scope, [...touched.invoiceIds]));
    if ((await markTargetsDue(trx, scope, touched, { priority: 1, now })) > 0) await deps.enqueue(trx, 'push', { portalId });
    deps.log.info({ ...scope, events: rows.length, live: live.length }, 'overdue events recorded');
  });
}

async function orderNumbersOf(trx: Db, scope: { portalId: number; connectionId: string }, invoiceIds: ErpRecordId[]): Promise<string[]> {
  const rows = await trx('erpInvoiceOrigins')
    .where(scope)
    .whereIn('invoiceId', invoiceIds)
    .select<{ orderNumber: string }[]>('orderNumber');
  return rows.map(({ orderNumber }) => orderNumber);
}

/**
 * Overdue without an event yet. Whether what our user does not see any more was paid meanwhile nobody knows: it waits. An organisation's unapplied credit is set against its overdue invoices, oldest first; what it covers waits.
 * Live: due on or after the day of go-live (so never before it), and overdue, or in existence, for no longer than the age that counts.
 */
const NEWLY_OVERDUE = `
  with due as (
    select i.erp_id, i.customer_id, i.organisation_id, i.currency, i.erp_created_at, i.proof, min(part.due_on) as due_on, sum(part.open) as amount,
      coalesce(i.organisation_id, i.customer_id, i.erp_id) as debtor
    from erp_invoices i cross join ${OPEN_PARTS}
    where i.portal_id = :portalId and i.connection_id = :connectionId and i.type <> 'credit_note' and i.hidden_since is null
      and i.status in ${OWED} and i.open > 0 and part.open > 0 and part.due_on < :today::date
    group by i.portal_id, i.connection_id, i.erp_id
  ),
  credit as (
    select debtor, currency, sum(amount) as amount
    from (
      select coalesce(p.organisation_id, p.customer_id) as debtor, p.currency, p.unapplied as amount from erp_payments p
      where p.portal_id = :portalId and p.connection_id = :connectionId and p.direction = 'in' and p.status in ('in_process', 'posted') and p.unapplied > 0
      union all
      select coalesce(c.organisation_id, c.customer_id), c.currency, c.open from erp_invoices c
      where c.portal_id = :portalId and c.connection_id = :connectionId and c.type = 'credit_note' and c.open > 0
        and c.status in ${UNSETTLED}
    ) unapplied
    group by debtor, currency
  ),
  uncovered as (
    select d.* from (
      select due.*, sum(due.amount) over (partition by due.debtor, due.currency order by due.due_on, due.erp_id) as owed from due
    ) d
    left join credit on credit.debtor = d.debtor and credit.currency = d.currency
    where d.owed > coalesce(credit.amount, 0)
  )
  select u.erp_id, u.customer_id, u.organisation_id,
    coalesce(to_char(u.erp_created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), u.proof) as proof,
    u.due_on >= :goLiveOn::date
      and greatest((u.due_on + 1)::timestamp at time zone :timeZone, u.erp_created_at) >= :oldest::timestamptz as is_live
  from uncovered u
  where not exists (
    select 1 from events e
    where e.portal_id = :portalId and e.identity_key = :identityKey and e.kind = 'invoice_overdue' and e.erp_id = u.erp_id)
  order by u.erp_id`;
