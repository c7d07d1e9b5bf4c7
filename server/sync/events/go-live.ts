import type { Db } from '../../db/index.ts';
import { findConnection, type ErpConnection } from '../../portals/connections.ts';
import { findPortal } from '../../portals/portals.ts';
import { dayIn } from '../../shared/calendar.ts';
import type { EventRules } from '../../streams/shared/event-rules.ts';
import type { EventKind } from '../../streams/shared/events.ts';
import { isPaidEventLive } from '../../streams/invoices/events.ts';
import { isReceivedEventLive, type PaymentFacts } from '../../streams/payments/events.ts';
import type { PortalRules } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

type Deps = { now(): Date };

/** Moves go-live, which is possible until the first push, and judges by it what was recorded so far. In the caller's transaction. */
export async function moveGoLive(deps: Deps, trx: Db, scope: ConnectionScope, goLiveAt: Date): Promise<boolean> {
  const { portalId, connectionId } = scope;
  const moved = await trx('erpConnections').where({ portalId, id: connectionId }).whereNull('approvedAt').update({ goLiveAt });
  const connection = await findConnection(trx, scope);
  const portal = await findPortal(trx, portalId);
  if (moved === 0 || !connection || !portal) return false;
  await markOlderEventsAsHistory(trx, connection);
  await rejudgeInvoiceEvents(deps, trx, connection, portal);
  await rejudgePaymentEvents(deps, trx, connection, portal);
  return true;
}

/** What was recorded before the new go-live is history. */
async function markOlderEventsAsHistory(trx: Db, { portalId, identityKey, goLiveAt }: ErpConnection): Promise<void> {
  await trx('events')
    .where({ portalId, identityKey, isLive: true })
    .whereNull('pushedAt')
    .where('recordedAt', '<', goLiveAt)
    .update({ isLive: false });
}

interface HistoricInvoice {
  kind: EventKind;
  erpId: string;
  settledOn: string | null;
  settledAt: Date | null;
  erpCreatedAt: Date | null;
  erpChangedAt: Date | null;
}

async function rejudgeInvoiceEvents(deps: Deps, trx: Db, connection: ErpConnection, portal: PortalRules): Promise<void> {
  const { rows } = await trx.raw<{ rows: HistoricInvoice[] }>(
    `select e.kind, i.erp_id, i.settled_on, i.settled_at, i.erp_created_at, i.erp_changed_at
     from events e join erp_invoices i on i.portal_id = e.portal_id and i.connection_id = e.connection_id and i.erp_id = e.erp_id
     where ${HISTORY_SINCE_GO_LIVE} and e.kind = 'invoice_paid'
       and greatest(i.settled_on, i.settled_at::date, i.erp_created_at::date) >= :notBefore::date`,
    candidates(deps, connection),
  );
  const rules = rulesOf(deps, connection, portal);
  const live = rows.filter(({ settledOn, settledAt, erpCreatedAt, erpChangedAt }) => {
    const after = { settledOn, settledAt: text(settledAt), createdAt: text(erpCreatedAt), changedAt: text(erpChangedAt) };
    return isPaidEventLive({ before: null, after }, rules);
  });
  await markEventsLive(trx, connection, live);
}

type HistoricPayment = { kind: EventKind; erpId: string; paidOn: string | null; erpCreatedAt: Date | null; erpChangedAt: Date | null };

async function rejudgePaymentEvents(deps: Deps, trx: Db, connection: ErpConnection, portal: PortalRules): Promise<void> {
  const { rows } = await trx.raw<{ rows: HistoricPayment[] }>(
    `select e.kind, p.erp_id, p.paid_on, p.erp_created_at, p.erp_changed_at
     from events e join erp_payments p on p.portal_id = e.portal_id and p.connection_id = e.connection_id and p.erp_id = e.erp_id
     where ${HISTORY_SINCE_GO_LIVE} and e.kind = 'payment_received' and greatest(p.paid_on, p.erp_created_at::date) >= :notBefore::date`,
    candidates(deps, connection),
  );
  const rules = rulesOf(deps, connection, portal);
  const factsOf = ({ paidOn, erpCreatedAt, erpChangedAt }: HistoricPayment): PaymentFacts => ({
    before: null,
    after: { paidOn, createdAt: text(erpCreatedAt), changedAt: text(erpChangedAt) },
  });
  await markEventsLive(
    trx,
    connection,
    rows.filter((row) => isReceivedEventLive(factsOf(row), rules)),
  );
}

/** Recorded as history since the new go-live; the dates only narrow down what is judged. */
const HISTORY_SINCE_GO_LIVE = `e.portal_id = :portalId and e.identity_key = :identityKey and not e.is_live and e.pushed_at is null and e.recorded_at >= :goLiveAt`;

function candidates({ now }: Deps, { portalId, identityKey, goLiveAt }: ErpConnection) {
  const aDayBefore = new Date(Math.min(goLiveAt.getTime(), now().getTime()) - 86_400_000);
  return { portalId, identityKey, goLiveAt, notBefore: dayIn('UTC', aDayBefore) };
}

/** Nothing was seen to change: what counts is how the ERP dates it. */
function rulesOf({ now }: Deps, { goLiveAt }: ErpConnection, { timeZone, settings }: PortalRules): EventRules {
  const unseen = { generation: 0, isRebuilding: false, wasComplete: false, lastReadAt: null };
  return { ...unseen, now: now(), goLiveAt, timeZone, maxAgeHours: settings.eventMaxAgeHours };
}

async function markEventsLive(
  trx: Db,
  { portalId, identityKey }: ErpConnection,
  events: readonly { kind: EventKind; erpId: string }[],
): Promise<void> {
  await trx.raw(
    `update events e set is_live = true from json_to_recordset(:events::json) as w(kind text, "erpId" text)
     where e.portal_id = :portalId and e.identity_key = :identityKey and e.kind = w.kind and e.erp_id = w."erpId"`,
    { portalId, identityKey, events: JSON.stringify(events.map(({ kind, erpId }) => ({ kind, erpId }))) },
  );
}

const text = (instant: Date | null): string | null => instant?.toISOString() ?? null;
