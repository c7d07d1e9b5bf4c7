import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { DEAL } from '../../shared/object-types.ts';

type Pipelines = Pick<HubSpotClient, 'listPipelines'>;
type StageEnd = 'lost' | 'taken_back';

/** How a deal in this stage ended what the rules made of it; null: it did not. */
export async function endOf(
  hubspot: Pipelines,
  { rules, stage }: { rules: PipelineOrderRules; stage: string },
  priority: Parameters<Pipelines['listPipelines']>[1]['priority'],
): Promise<StageEnd | null> {
  const pipeline = (await hubspot.listPipelines(DEAL, { priority })).find(({ id }) => id === rules.pipelineId);
  const stages = pipeline?.stages ?? [];
  const place = stages.findIndex(({ id }) => id === stage);
  const outcome = stages[place]?.outcome;
  if (outcome !== 'open') return outcome === 'lost' ? 'lost' : null;
  // Back before everything that makes a document; a later stage is none that takes it back.
  return stages.slice(0, place).some(({ id }) => rules.stages[id] !== undefined) ? null : 'taken_back';
}
