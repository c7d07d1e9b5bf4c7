import type { Db } from '../../db/index.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { askForProject } from './ask-projects.ts';
import { decidingRules } from './deal-rules.ts';
import { awaitsProducts, productsByRule } from './project-rules.ts';
import type { StoredOrderRules } from './rules.ts';
import type { DealRun } from './write-order-numbers.ts';

interface DueOrder {
  portalId: PortalId;
  connectionId: ConnectionId;
  orderId: ErpRecordId;
  dealId: RecordId;
}

const BY_RULE = { kind: 'rule', property: 'dealstage' } as const;

/**
 * What was made of these deals was confirmed, by us or in the ERP: the projects that rules want of it are asked for, once each, however often it is confirmed.
 * Rules that nobody confirmed do nothing by themselves.
 */
export async function planProjects(
  { deps, portal: { portalId } }: DealRun,
  stored: StoredOrderRules,
  dealIds: readonly RecordId[],
): Promise<void> {
  const due = await deps
    .db('orderTies')
    .where({ portalId, projectsDue: true })
    .whereIn('dealId', [...dealIds])
    .orderBy(['dealId', 'orderId'])
    .select<DueOrder[]>('portalId', 'connectionId', 'orderId', 'dealId');
  for (const order of due) {
    const { connectionId, orderId } = order;
    await deps.db.transaction(async (trx) => {
      await trx('orderTies').where({ portalId, connectionId, orderId }).update({ projectsDue: false });
      const asked = await askForAll(trx, order, { stored, now: deps.now() });
      // Whoever has read them names the deal again.
      if (asked === 'awaits_products') await trx('orderTies').where({ portalId, connectionId, orderId }).update({ projectsDue: true });
      else if (asked > 0) await deps.enqueue(trx, 'commands', { portalId, connectionId });
    });
  }
}

/** Answers how many. */
async function askForAll(
  trx: Db,
  order: DueOrder,
  { stored, now }: { stored: StoredOrderRules; now: Date },
): Promise<number | 'awaits_products'> {
  const { portalId, connectionId, orderId, dealId } = order;
  const rules = await decidingRules(trx, order, order);
  if (!rules || rules.connectionId !== (connectionId as string) || !stored.confirmed[rules.pipelineId]) return 0;
  if (await awaitsProducts(trx, order, orderId, rules.projects ?? [])) return 'awaits_products';
  const wanted = await productsByRule(trx, order, orderId, rules.projects ?? []);
  for (const [rule, productIds] of wanted) {
    const project = { orderId, ruleId: rule.id, templateId: rule.templateId };
    await askForProject(trx, { portalId, connectionId, dealId, project, productIds, askedBy: BY_RULE, now });
  }
  return wanted.size;
}
