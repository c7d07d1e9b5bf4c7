import type { ConnectionId, ErpRecordId, RecordId } from '../../shared/ids.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { askForProject } from './ask-projects.ts';
import { decidingRules } from './deal-rules.ts';
import { productsByRule } from './project-rules.ts';
import type { StoredOrderRules } from './rules.ts';
import type { DealRun } from './write-order-numbers.ts';

interface DueOrder {
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
    .select<DueOrder[]>('connectionId', 'orderId', 'dealId');
  for (const order of due) {
    const scope = { portalId, connectionId: order.connectionId };
    await deps.db.transaction(async (trx) => {
      await trx('orderTies')
        .where({ ...scope, orderId: order.orderId })
        .update({ projectsDue: false });
      if (await askForAll(trx, scope, order, stored)) await deps.enqueue(trx, 'commands', scope);
    });
  }

  async function askForAll(
    trx: typeof deps.db,
    scope: ConnectionScope,
    order: DueOrder,
    { confirmed }: StoredOrderRules,
  ): Promise<boolean> {
    const rules = await decidingRules(trx, scope, order);
    if (!rules || rules.connectionId !== (scope.connectionId as string) || !confirmed[rules.pipelineId]) return false;
    const wanted = [...(await productsByRule(trx, scope, order.orderId, rules.projects ?? []))];
    for (const [rule, productIds] of wanted) {
      const project = { orderId: order.orderId, ruleId: rule.id, templateId: rule.templateId };
      await askForProject(trx, { ...scope, dealId: order.dealId, project, productIds, askedBy: BY_RULE, now: deps.now() });
    }
    return wanted.length > 0;
  }
}
