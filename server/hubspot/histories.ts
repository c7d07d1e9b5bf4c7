import { isOptionalObject } from '../shared/object-types.ts';
import type { HubSpotClient } from './contract.ts';
import { HistoryAnswer } from './raw.ts';
import { refuseHalfReads } from './refusals.ts';
import type { Transport } from './transport.ts';
import { API_VERSION } from './versions.ts';

/** HubSpot's limit for a batch that asks for histories. */
export const HISTORY_BATCH_SIZE = 50;

export function historyCalls(send: Transport): Pick<HubSpotClient, 'propertyHistories'> {
  return {
    async propertyHistories(objectType, { ids, properties }, options) {
      if (ids.length === 0 || properties.length === 0) return new Map();
      if (ids.length > HISTORY_BATCH_SIZE)
        throw new Error(`HubSpot tells the history of ${HISTORY_BATCH_SIZE} records, not of ${ids.length}`);
      const answer = await send(
        {
          operation: `${objectType}.history`,
          method: 'POST',
          path: `/crm/objects/${API_VERSION}/${objectType}/batch/read`,
          body: { inputs: ids.map((id) => ({ id })), properties: ['hs_object_id'], propertiesWithHistory: [...properties] },
          isRepeatable: true,
          isOptional: isOptionalObject(objectType),
          answer: HistoryAnswer,
        },
        options,
      );
      refuseHalfReads(answer);
      return new Map(answer.results.map(({ id, propertiesWithHistory }) => [id, propertiesWithHistory]));
    },
  };
}
