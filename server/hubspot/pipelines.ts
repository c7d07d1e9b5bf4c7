import { isOptionalObject } from '../shared/object-types.ts';
import type { HubSpotClient } from './contract.ts';
import { PipelinesAnswer } from './raw.ts';
import type { Transport } from './transport.ts';
import { API_VERSION, pathNameOf } from './versions.ts';

export function pipelineCalls(send: Transport): Pick<HubSpotClient, 'listPipelines'> {
  return {
    async listPipelines(objectType, options) {
      const path = `/crm/pipelines/${API_VERSION}/${pathNameOf(objectType)}`;
      const isOptional = isOptionalObject(objectType);
      const request = {
        operation: `${objectType}.pipelines`,
        method: 'GET',
        path,
        isRepeatable: true,
        isOptional,
        answer: PipelinesAnswer,
      } as const;
      const { results } = await send(request, options);
      const living = results.filter(({ archived }) => !archived).toSorted(byOrder);
      return living.map(({ id, label, stages }) => ({
        id,
        label,
        stages: stages
          .filter(({ archived }) => !archived)
          .toSorted(byOrder)
          .map(({ metadata, ...stage }) => ({ id: stage.id, label: stage.label, outcome: outcomeOf(metadata) })),
      }));
    },
  };
}

const byOrder = (a: { displayOrder: number }, b: { displayOrder: number }): number => a.displayOrder - b.displayOrder;

interface Metadata {
  isClosed: boolean | null;
  probability: number | null;
  state: 'OPEN' | 'CLOSED' | null;
}

/** HubSpot calls a stage closed that ends a deal; its probability says how. Of other objects the state of a stage says whether it is one of their ends. */
function outcomeOf({ isClosed, probability, state }: Metadata): 'open' | 'won' | 'lost' {
  const isEnd = isClosed ?? (state === 'CLOSED' || probability === 0 || probability === 1);
  if (!isEnd) return 'open';
  return probability === 1 ? 'won' : 'lost';
}
