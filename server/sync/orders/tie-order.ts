import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { plainOrderNumber } from '../../mirror/order-number.ts';
import { ORDER_NUMBER } from '../../records/catalogue/index.ts';
import { loadOrderCandidates } from '../../records/queries/deal-orders.ts';
import { InvalidInputError, RecordRejectedError } from '../../shared/errors.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL, ORGANISATION } from '../../shared/object-types.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import { markRecordsDue } from '../shared/targets.ts';
import type { DealDeps } from './deal-context.ts';
import { findTie, saveTie } from './order-ties.ts';
import type { OrderRef, PersonsDeal } from './person-orders.ts';

interface TieDeps extends Omit<DealDeps, 'openHubSpot'> {
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead' | 'associatedIds' | 'batchUpdate'>>;
}

/** An order that was made in the ERP is this deal's: one of those that its card offers. Twice is the same as once. */
export async function tieByPerson(deps: TieDeps, deal: PersonsDeal, { connectionId, orderId }: OrderRef): Promise<void> {
  const { portalId, dealId, user } = deal;
  const scope = { portalId, connectionId };
  const hubspot = await deps.openHubSpot(portalId);
  const associated = await hubspot.associatedIds(DEAL, [dealId], ORGANISATION, { priority: 'interactive' });
  const companies = associated.get(dealId) ?? [];
  await deps.db.transaction(async (trx) => {
    const order = await trx('erpOrders')
      .where({ ...scope, erpId: orderId })
      .forUpdate()
      .first<{ number: string | null; untaxed: string; currency: string } | undefined>('number', 'untaxed', 'currency');
    const known = await findTie(trx, scope, orderId);
    if (known?.dealId === dealId) return;
    if (known) throw new InvalidInputError('Tied to another deal', { code: 'order.tied_elsewhere' });
    const [offered] = order ? await loadOrderCandidates(trx, { portalId, companies, only: { connectionId, orderId } }) : [];
    if (!order || !offered) throw new InvalidInputError('No such order of the customers of this deal', { code: 'not_found' });
    const tie = { dealId, how: 'person', wants: 'order', dealNet: null, lineCount: 0, userId: user.userId } as const;
    await saveTie(trx, scope, { ...tie, order: { id: orderId, ...order }, now: deps.now() });
    await tellDeal(deps, trx, portalId, dealId);
  });
}

/**
 * What a person tied a person takes off again, an order with the quotation that it was copied from; what was made of the deal stays its own. The number
 * that we wrote goes first: it would bring the order back.
 */
export async function untieByPerson(deps: TieDeps, { portalId, dealId }: PersonsDeal, { connectionId, orderId }: OrderRef): Promise<void> {
  const scope = { portalId, connectionId };
  const written = await loadTied(deps.db, { ...scope, dealId, orderId });
  const cleared = await clearNumber(deps, portalId, { dealId, written: written.flatMap((one) => one.numberWritten ?? []) });
  await deps.db.transaction(async (trx) => {
    const orderIds = written.map((one) => one.orderId);
    await trx('orderTies')
      .where({ ...scope, dealId, how: 'person' })
      .whereIn('orderId', orderIds)
      .delete();
    if (cleared !== null) await trx('dealOrders').where({ portalId, dealId, orderNumber: cleared }).delete();
    await tellDeal(deps, trx, portalId, dealId);
  });
}

type Tied = { orderId: string; numberWritten: string | null };

async function loadTied(db: Db, asked: OrderRef & { portalId: PortalId; dealId: RecordId }): Promise<Tied[]> {
  const { rows } = await db.raw<{ rows: Tied[] }>(
    `select t.order_id, t.number_written from order_ties t
     left join erp_orders o on o.portal_id = t.portal_id and o.connection_id = t.connection_id and o.erp_id = t.order_id
     left join erp_orders asked on asked.portal_id = t.portal_id and asked.connection_id = t.connection_id and asked.erp_id = :orderId
     where t.portal_id = :portalId and t.connection_id = :connectionId and t.deal_id = :dealId and t.how = 'person'
       and (t.order_id = :orderId or t.order_id = asked.quotation_id or o.quotation_id = :orderId)`,
    { ...asked },
  );
  return rows;
}

/** Answers the number that is not on the deal any more; null: what stands there is not ours. Where HubSpot keeps it nothing is untied: it says whose the order is. */
async function clearNumber(
  { openHubSpot }: TieDeps,
  portalId: PortalId,
  { dealId, written }: { dealId: RecordId; written: readonly string[] },
): Promise<string | null> {
  if (written.length === 0) return null;
  const hubspot = await openHubSpot(portalId);
  const options = { priority: 'interactive' } as const;
  const deal = (await hubspot.batchRead(DEAL, { ids: [dealId], properties: [ORDER_NUMBER] }, options)).get(dealId);
  const held = plainOrderNumber(deal?.properties[ORDER_NUMBER] ?? '');
  if (!written.some((number) => plainOrderNumber(number) === held)) return null;
  const kept = new InvalidInputError('HubSpot keeps the number', {
    code: 'order.number_kept',
    params: { number: deal?.properties[ORDER_NUMBER] ?? held },
  });
  try {
    const { written: cleared } = await hubspot.batchUpdate(DEAL, [{ id: dealId, properties: { [ORDER_NUMBER]: '' } }], options);
    if (cleared.length > 0) return held;
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
  }
  throw kept;
}

async function tellDeal({ enqueue, now }: TieDeps, trx: Db, portalId: PortalId, dealId: RecordId): Promise<void> {
  await markRecordsDue(trx, portalId, [{ objectType: DEAL, recordId: dealId }], { priority: 0, now: now() });
  await addToInbox(trx, portalId, [{ objectType: DEAL, recordId: dealId }], now());
  await enqueue(trx, 'inbox', { portalId });
  await enqueue(trx, 'push', { portalId });
}
