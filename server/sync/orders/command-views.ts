import type { OrderCommandName, StreamName } from '../../erp/shared/contract.ts';
import type { Db } from '../../db/index.ts';
import type { ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { orders } from '../../streams/orders/index.ts';
import { products } from '../../streams/products/index.ts';
import { projects } from '../../streams/projects/index.ts';
import { DEAL } from '../../shared/object-types.ts';
import { userName } from '../../portals/users.ts';
import { withAsker } from '../commands/command-list.ts';
import type { CommandFacts, Reason } from '../commands/command-facts.ts';
import { isCustomerAsked, WAITING_CUSTOMER, type Command, type CommandState } from '../commands/command-rows.ts';

export interface OrderCommandRow extends Pick<
  Command,
  'key' | 'connectionId' | 'state' | 'waitingFor' | 'params' | 'askedBy' | 'askedAt' | 'dueAt' | 'endedAt'
> {
  name: OrderCommandName;
  recordId: RecordId;
  facts: CommandFacts;
  /** With the number that it has by now. */
  made: { id: ErpRecordId; number: string | null } | null;
  orderId: string | null;
  /** Of an order that waits for its customer: that one is asked for. */
  isCustomerAsked: boolean;
  person: string | null;
}

const COLUMNS = `c.key, c.connection_id, c.record_id, c.name, c.state, c.waiting_for, c.params, c.facts, c.asked_by, c.asked_at, c.due_at, c.ended_at, ${userName('u')} as person, c.input ->> 'id' as order_id,
  c.waiting_for is not distinct from '${WAITING_CUSTOMER}' and ${isCustomerAsked('c')} as is_customer_asked,
  case when c.result is not null then jsonb_build_object('id', c.result ->> 'id', 'number', coalesce(o.number, c.result ->> 'number')) end as made
  from commands c ${withAsker('c')}
  left join erp_orders o on o.portal_id = c.portal_id and o.connection_id = c.connection_id and o.erp_id = c.result ->> 'id'
    and c.name not in ('createProduct', 'createProject', 'planProject')`;

/** What was asked of ERPs for a deal, the newest first. */
export async function loadDealCommands(db: Db, { portalId, dealId }: { portalId: PortalId; dealId: RecordId }): Promise<OrderCommandRow[]> {
  const { rows } = await db.raw<{ rows: OrderCommandRow[] }>(
    `select ${COLUMNS} where c.portal_id = :portalId and c.object_type = '${DEAL}' and c.record_id = :dealId
     order by c.asked_at desc, c.key desc limit 10`,
    { portalId, dealId },
  );
  return rows;
}

interface Page {
  states: readonly CommandState[];
  limit: number;
  skipped: number;
}

export async function loadOrderCommands(
  db: Db,
  portalId: PortalId,
  { states, limit, skipped }: Page,
): Promise<(OrderCommandRow & { found: number })[]> {
  const { rows } = await db.raw<{ rows: (OrderCommandRow & { found: number })[] }>(
    `select count(*) over () as found, ${COLUMNS} where c.portal_id = :portalId and c.object_type = '${DEAL}' and c.state = any(:states)
     order by c.asked_at desc, c.key desc limit :limit offset :skipped`,
    { portalId, states: [...states], limit, skipped },
  );
  return rows;
}

/** Where what it made, or changed, is shown. */
export const madeStream = (name: OrderCommandName): StreamName => MADE[name] ?? orders.name;
const MADE: Partial<Record<OrderCommandName, StreamName>> = {
  createProduct: products.name,
  createProject: projects.name,
  planProject: projects.name,
};

export function reasonsOf({
  state,
  waitingFor,
  params,
  facts,
}: Pick<OrderCommandRow, 'state' | 'waitingFor' | 'params' | 'facts'>): Reason[] {
  if (state === 'rejected' && facts.reasons && facts.reasons.length > 0) return [...facts.reasons];
  return waitingFor === null ? [] : [{ code: waitingFor, params }];
}
