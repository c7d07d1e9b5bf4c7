import { commitLater } from '../../db/commit-later.ts';
import type { Db } from '../../db/index.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { recordId, type PortalId, type RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { InboxRun } from './slice.ts';
import { plainOrderNumber } from '../../mirror/order-number.ts';
import { ORDER_NUMBER } from '../../records/catalogue/index.ts';
import { planHours } from '../orders/plan-hours.ts';
import { planOrders } from '../orders/plan-orders.ts';
import { tellSharedNumbers } from '../orders/shared-numbers.ts';
import { writeOrderNumbers } from '../orders/write-order-numbers.ts';
import { resolveDeletedDeals } from '../shared/order-problems.ts';
import { holdsOurValues } from '../shared/property-values.ts';
import { markRecordsDue } from '../shared/targets.ts';

/** Deals: the order number a person typed decides which invoices the deal carries, its stage what becomes of it in the ERP. */
export async function processDeals(inbox: InboxRun, deals: readonly HubSpotRecord[]): Promise<void> {
  const { deps, portal } = inbox;
  const { portalId } = portal;
  const numbered = await writeOrderNumbers(inbox, deals);
  const clones = await findClones(inbox, deals);
  const numbers = deals.map(({ id, properties }) => ({
    dealId: id,
    typed: typedOn(properties),
    orderNumber: clones.has(id) ? '' : numberOf(properties),
  }));
  await deps.db.transaction(async (trx) => {
    // The entries go later, by a commit that waits. A clone whose number is gone is none any more: whoever is told of it is told before.
    if (clones.size === 0) await commitLater(trx);
    const isApproved = await isAnythingApproved(trx, portalId);
    const changed = await storeNumbers(trx, portalId, numbers);
    await reportClones(trx, portalId, { deals, clones }, deps.now());
    await resolveDeletedDeals(
      trx,
      portalId,
      deals.map(({ id }) => id),
      deps.now(),
    );
    const concerned = isApproved ? changed : await holdingOurs(trx, portalId, changed);
    const mark = (ids: readonly RecordId[], now: Date) =>
      markRecordsDue(
        trx,
        portalId,
        ids.map((id) => ({ objectType: DEAL, recordId: id })),
        { priority: 1, now },
      );
    const marked = await mark(
      concerned.filter((id) => !numbered.has(id)),
      deps.now(),
    );
    if (marked > 0) await deps.enqueue(trx, 'push', { portalId });
    const own = concerned.filter((id) => numbered.has(id));
    if ((await mark(own, new Date(deps.now().getTime() + AFTER_READING_MS))) > 0)
      await deps.enqueue(trx, 'push', { portalId }, { afterMs: AFTER_READING_MS });
  });
  await clearNumbers(inbox, clones);
  if (inbox.orderRules)
    await tellSharedNumbers(
      inbox,
      deals.map(({ id }) => id),
    );
  await planOrders(inbox, deals);
  await planHours(
    inbox,
    deals.map(({ id }) => id),
  );
}

/** An order that was just made is read in a moment: what the deal carries by it is written with what it says, once. */
const AFTER_READING_MS = 3_000;

/** Whoever approves meanwhile waits, and marks every deal that has a number then. Before that a number gives a deal nothing. */
async function isAnythingApproved(trx: Db, portalId: PortalId): Promise<boolean> {
  const connections = trx('erpConnections').where({ portalId });
  if (await connections.clone().whereNotNull('approvedAt').first('id')) return true;
  const locked = await connections.forShare().select<{ approvedAt: Date | null }[]>('approvedAt');
  return locked.some(({ approvedAt }) => approvedAt !== null);
}

async function holdingOurs(trx: Db, portalId: PortalId, dealIds: readonly RecordId[]): Promise<RecordId[]> {
  const rows = await trx('targets')
    .where({ portalId, objectType: DEAL })
    .whereIn('recordId', [...dealIds])
    .select<{ recordId: RecordId }[]>('recordId');
  return rows.map(({ recordId: id }) => id);
}

const typedOn = (properties: HubSpotRecord['properties']): string => (properties[ORDER_NUMBER] ?? '').trim();
const numberOf = (properties: HubSpotRecord['properties']): string => plainOrderNumber(typedOn(properties));

/**
 * Cloning a deal copies its order number with our values. A deal that carries values we never wrote to it, made while we were installed,
 * is a copy; its number belongs to the other deal that has it. Before the first approval nothing is written, so nothing is cleared either.
 */
async function findClones({ deps, portal }: InboxRun, deals: readonly HubSpotRecord[]): Promise<Set<RecordId>> {
  const suspects = deals.filter(
    ({ properties }) =>
      numberOf(properties) !== '' &&
      holdsOurValues(DEAL, properties) &&
      Date.parse(properties['createdate'] ?? '') >= portal.installedAt.getTime(),
  );
  if (suspects.length === 0) return new Set();
  const { rows } = await deps.db.raw<{ rows: { dealId: string }[] }>(
    `select s."dealId" as deal_id from jsonb_to_recordset(:suspects::jsonb) as s("dealId" text, "orderNumber" text)
     where exists (select 1 from erp_connections k where k.portal_id = :portalId and k.approved_at is not null and k.status <> 'disconnected')
       and exists (select 1 from deal_orders d where d.portal_id = :portalId and d.order_number = s."orderNumber" and d.deal_id <> s."dealId")
       and not exists (select 1 from deal_orders d where d.portal_id = :portalId and d.deal_id = s."dealId")
       and not exists (select 1 from targets t where t.portal_id = :portalId and t.object_type = '${DEAL}' and t.record_id = s."dealId")`,
    {
      portalId: portal.portalId,
      suspects: JSON.stringify(suspects.map(({ id, properties }) => ({ dealId: id, orderNumber: numberOf(properties) }))),
    },
  );
  return new Set(rows.map(({ dealId }) => recordId(dealId)));
}

/** One that HubSpot does not let us clear (a rule of the account's) keeps its number there; it carries nothing, and holds up nobody. */
async function clearNumbers(inbox: InboxRun, clones: ReadonlySet<RecordId>): Promise<void> {
  if (clones.size === 0) return;
  const inputs = [...clones].map((id) => ({ id, properties: { [ORDER_NUMBER]: '' } }));
  try {
    await inbox.hubspot.batchUpdate(DEAL, inputs, { priority: inbox.priority });
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    if (clones.size > 1) for (const id of clones) await clearNumbers(inbox, new Set([id]));
  }
}

/** Shown on the deal's card until somebody types a number; the sweep resolves it after a while. */
export const CLONED = 'deal.cloned';

async function reportClones(
  trx: Db,
  portalId: PortalId,
  { deals, clones }: { deals: readonly HubSpotRecord[]; clones: ReadonlySet<RecordId> },
  now: Date,
): Promise<void> {
  const subjectKind = DEAL;
  const [cloned = [], others = []] = [true, false].map((isClone) => deals.filter(({ id }) => clones.has(id) === isClone));
  const problems = cloned.map(({ id, properties }) => {
    return { code: CLONED, connectionId: null, subjectKind, subject: id, params: { orderNumber: typedOn(properties) } } as const;
  });
  await raiseProblems(trx, portalId, problems, now);
  const typed = others.filter(({ properties }) => numberOf(properties) !== '').map(({ id }) => id);
  await resolveProblems(trx, portalId, { codes: [CLONED], subjectKind, subjects: typed }, now);
}

/** Returns the deals whose number is another one now. */
async function storeNumbers(
  trx: Db,
  portalId: PortalId,
  numbers: readonly { dealId: RecordId; orderNumber: string; typed: string }[],
): Promise<RecordId[]> {
  const { rows } = await trx.raw<{ rows: { dealId: string }[] }>(
    `with read as (select r."dealId", r."orderNumber", r.typed from jsonb_to_recordset(:numbers::jsonb) as r("dealId" text, "orderNumber" text, typed text)),
     emptied as (
       delete from deal_orders d using read r
       where d.portal_id = :portalId and d.deal_id = r."dealId" and r."orderNumber" = '' returning d.deal_id
     ),
     typed as (
       insert into deal_orders as d (portal_id, deal_id, order_number, typed)
       select :portalId, r."dealId", r."orderNumber", r.typed from read r where r."orderNumber" <> '' order by r."dealId"
       on conflict (portal_id, deal_id) do update set order_number = excluded.order_number, typed = excluded.typed
         where d.order_number <> excluded.order_number or d.typed is distinct from excluded.typed
       returning d.deal_id
     )
     select deal_id from emptied union select deal_id from typed`,
    { portalId, numbers: JSON.stringify(numbers) },
  );
  return rows.map(({ dealId }) => recordId(dealId));
}
