import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../db/index.ts';
import type { ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { confirmConditions } from './confirm-conditions.ts';
import { loadOrderRules, rulesOf, type StoredOrderRules } from './rules.ts';

interface TiedDeal {
  dealId: RecordId;
  orderId: ErpRecordId;
}

/** By the pipeline in which the deal was met last. */
export async function rulesOfDeal(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  dealId: RecordId,
): Promise<PipelineOrderRules | undefined> {
  const stored = await loadOrderRules(db, portalId);
  const met = await stageOfDeal(db, portalId, dealId);
  return met ? rulesOf(stored, met.pipeline) : onlyOneOf(stored, connectionId);
}

/** Where it was met last. */
export async function stageOfDeal(db: Db, portalId: PortalId, dealId: RecordId): Promise<{ pipeline: string; stage: string } | undefined> {
  return db('dealStages').where({ portalId, dealId }).first<{ pipeline: string; stage: string } | undefined>('pipeline', 'stage');
}

/** Who decides about an order: by the pipeline in which its confirmation was asked for, wherever somebody moved the deal since. */
export async function decidingRules(
  db: Db,
  scope: ConnectionScope,
  { dealId, orderId }: TiedDeal,
): Promise<PipelineOrderRules | undefined> {
  const asked = await confirmationsOf(db, scope, { dealId, orderId })
    .whereRaw(`facts ->> 'pipelineId' is not null`)
    .first<{ pipelineId: string } | undefined>(db.raw(`facts ->> 'pipelineId' as pipeline_id`));
  if (!asked) return rulesOfDeal(db, scope, dealId);
  return rulesOf(await loadOrderRules(db, scope.portalId), asked.pipelineId);
}

/**
 * Whether people make orders of quotations by a button. Where stages make quotations, nothing makes an order and nobody is named to agree to one, that is
 * done in the ERP; a workflow that makes orders is a rule of its own.
 */
export function makesOrders(rules: PipelineOrderRules): boolean {
  const outcomes = Object.values(rules.stages);
  return rules.approval !== null || confirmConditions(rules).length > 0 || outcomes.length === 0 || outcomes.includes('order');
}

/** It was confirmed, or is at this moment, whatever was read of it. */
export async function isConfirming(db: Db, scope: ConnectionScope, tied: TiedDeal): Promise<boolean> {
  return (await confirmationsOf(db, scope, tied).whereIn('state', ['sending', 'unknown', 'done']).first('key')) !== undefined;
}

/** The newest first. */
const confirmationsOf = (db: Db, { portalId, connectionId }: ConnectionScope, { dealId, orderId }: TiedDeal) =>
  db('commands')
    .where({ portalId, connectionId, objectType: DEAL, recordId: dealId, name: 'confirmOrder' })
    .whereNot({ state: 'cancelled' })
    .whereRaw(`? in (input ->> 'id', result ->> 'id')`, [orderId])
    .orderBy('askedAt', 'desc');

const onlyOneOf = (stored: StoredOrderRules | undefined, connectionId: string): PipelineOrderRules | undefined =>
  stored?.rules.pipelines.find((one) => one.connectionId === connectionId);
