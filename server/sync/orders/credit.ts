import type { CustomerStanding } from '../../erp/shared/orders.ts';
import type { Db } from '../../db/index.ts';
import { add, compare, subtract } from '../../shared/decimals.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Reason } from '../commands/command-facts.ts';
import type { CommandRun, Prepared } from '../commands/handler.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { TiedOrder } from './order-ties.ts';
import { WAITING_CREDIT } from './waiting.ts';

/** Payments make room, and nobody tells. */
const LOOK_AGAIN_MS = 15 * 60_000;

/** How far an order of this amount goes over the customer's credit; null: it does not, or is in another currency, which is not converted. */
export function overLimit(
  credit: CustomerStanding['credit'],
  { amount, currency }: { amount: string; currency: string | null },
): Reason | null {
  if (!credit) return null;
  const wanted = add(credit.used, credit.currency === currency ? amount : '0');
  if (compare(wanted, credit.limit) <= 0) return null;
  return { code: 'order.credit_exceeded', params: { over: subtract(wanted, credit.limit), currency: credit.currency } };
}

/**
 * No rule makes an order over the credit limit, and nobody makes one for a customer that the ERP has blocked since it was quoted. Whoever presses the
 * button, or approves this very amount, has decided that it may go over. Null: nothing is in the way.
 */
export async function holdByStanding(
  { deps, run }: CommandRun,
  { tie, isDecided }: { tie: TiedOrder; isDecided: boolean },
): Promise<Prepared<'confirmOrder'> | null> {
  const customer = await customerOf(deps.db, run.scope, tie.orderId);
  const { orders } = run.erp.capabilities;
  if (!customer || !orders) return null;
  const { customerId, companyId } = customer;
  const standing = await orders.standing({ customerId, companyId, isQuoted: true }, run.context.signal).catch(nullIfRefused);
  if (!standing) return null;
  const { blockedBy, credit } = standing;
  if (blockedBy !== null) return { kind: 'refused', reasons: [{ code: 'order.customer_blocked', params: { message: blockedBy } }] };
  const amount = tie.total ?? customer.total ?? tie.erpNet ?? '0';
  const over = isDecided ? null : overLimit(credit, { amount, currency: tie.currency });
  return over && { kind: 'waiting', waitingFor: WAITING_CREDIT, params: over.params, afterMs: LOOK_AGAIN_MS };
}

/** It is told by the command itself. */
function nullIfRefused(error: unknown): null {
  if (error instanceof RecordRejectedError) return null;
  throw error;
}

interface OrderingCustomer {
  customerId: ErpRecordId;
  companyId: string | null;
  total: string | null;
}

/** As it was read, or as it was sent where nobody read it yet. */
async function customerOf(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  orderId: ErpRecordId,
): Promise<OrderingCustomer | undefined> {
  const { rows } = await db.raw<{ rows: OrderingCustomer[] }>(
    `select coalesce(o.organisation_id, o.customer_id) as customer_id, o.company_id, o.total::text as total from erp_orders o
     where o.portal_id = :portalId and o.connection_id = :connectionId and o.erp_id = :orderId and coalesce(o.organisation_id, o.customer_id) is not null
     union all
     (select c.input ->> 'customerId', c.input ->> 'companyId', c.result ->> 'total' from commands c
      where c.portal_id = :portalId and c.connection_id = :connectionId and c.name = 'createOrder' and c.result ->> 'id' = :orderId
        and c.input ->> 'customerId' is not null order by c.asked_at desc limit 1)
     limit 1`,
    { portalId, connectionId, orderId },
  );
  return rows[0];
}

/** Changes of a customer's orders use up one credit: none is under way beside another, so that the next finds the one before in it. */
export async function creditOf({ deps, run }: CommandRun, { input }: { input: { id: ErpRecordId } | null }): Promise<string | null> {
  const customer = input && (await customerOf(deps.db, run.scope, input.id));
  return customer ? `customer ${customer.customerId}` : null;
}
