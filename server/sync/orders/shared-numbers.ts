import type { Db } from '../../db/index.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import { hasTiedOrder } from '../../records/catalogue/numbered-orders.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { DealRun } from './write-order-numbers.ts';

/** The order of this number is another deal's. */
const NUMBER_OF_OTHER = 'order.number_of_other_deal';
const MOST_NAMED = 5;

interface Numbered {
  dealId: RecordId;
  number: string;
  /** Deals whose order it is, or that have the number, too. */
  others: RecordId[];
}

/**
 * One order counts for one deal: a number that is the order of another deal, or that people typed on several, is told on each deal that has it by no
 * right of its own. Nothing is taken away, the person decides.
 */
export async function tellSharedNumbers(
  { deps, portal: { portalId }, hubspot, priority }: DealRun,
  dealIds: readonly RecordId[],
): Promise<void> {
  const open = await deps.db('problems').where({ portalId, code: NUMBER_OF_OTHER }).whereNull('resolvedAt').pluck<RecordId[]>('subject');
  const looked = [...new Set([...dealIds, ...open])];
  const numbered = await loadNumbered(deps.db, portalId, looked);
  const shared = numbered.filter(({ others }) => others.length > 0);
  const names = await readNames(
    { hubspot, priority },
    shared.flatMap(({ others }) => others.slice(0, MOST_NAMED)),
  );
  const problems = shared.map(({ dealId, number, others }) => {
    const deals = others.slice(0, MOST_NAMED).map((id) => names.get(id) ?? id);
    return { code: NUMBER_OF_OTHER, connectionId: null, subjectKind: DEAL, subject: dealId, params: { number, deals: deals.join(', ') } };
  });
  const over = open.filter((id) => !shared.some(({ dealId }) => dealId === id));
  await deps.db.transaction(async (trx) => {
    await raiseProblems(trx, portalId, problems, deps.now());
    if (over.length > 0) await resolveProblems(trx, portalId, { codes: [NUMBER_OF_OTHER], subjectKind: DEAL, subjects: over }, deps.now());
  });
}

/** Those asked for, and those that share their numbers. A number that several orders have may mean one that is nobody's. */
async function loadNumbered(db: Db, portalId: PortalId, dealIds: readonly RecordId[]): Promise<Numbered[]> {
  const { rows } = await db.raw<{ rows: Numbered[] }>(
    `select d.deal_id, coalesce(d.typed, d.order_number) as number,
       case when ${hasTiedOrder('d')} then '[]'::jsonb else coalesce(case when orders.are_all_tied then orders.deals else typed.deals end, '[]') end as others
     from deal_orders d
     cross join lateral (
       select bool_and(t.deal_id is not null) as are_all_tied, jsonb_agg(distinct t.deal_id) as deals from erp_orders o
       left join order_ties t on t.portal_id = o.portal_id and t.connection_id = o.connection_id and t.order_id = o.erp_id
       where o.portal_id = d.portal_id and o.order_number = d.order_number) orders
     cross join lateral (
       select jsonb_agg(s.deal_id order by s.deal_id) as deals from deal_orders s
       where s.portal_id = d.portal_id and s.order_number = d.order_number and s.deal_id <> d.deal_id and not ${hasTiedOrder('s')}) typed
     where d.portal_id = :portalId and d.order_number in (
       select n.order_number from deal_orders n where n.portal_id = :portalId and n.deal_id = any(:dealIds))
     order by d.deal_id`,
    { portalId, dealIds: [...dealIds] },
  );
  return rows;
}

async function readNames(
  { hubspot, priority }: Pick<DealRun, 'hubspot' | 'priority'>,
  ids: readonly RecordId[],
): Promise<Map<RecordId, string>> {
  const unique = [...new Set(ids)].slice(0, 100);
  if (unique.length === 0) return new Map();
  const read = await hubspot.batchRead(DEAL, { ids: unique, properties: ['dealname'] }, { priority });
  return new Map(
    unique.flatMap((id) => (read.get(id)?.properties['dealname'] ? [[id, read.get(id)!.properties['dealname']!] as const] : [])),
  );
}
