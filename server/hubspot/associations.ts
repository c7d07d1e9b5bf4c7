import { recordId, type RecordId } from '../shared/ids.ts';
import { refuseHalfReads } from './refusals.ts';
import type { HubSpotClient } from './contract.ts';
import { Anything, AssociationsAnswer } from './raw.ts';
import type { Transport } from './transport.ts';
import { API_VERSION } from './versions.ts';

export function associationCalls(send: Transport): Pick<HubSpotClient, 'associatedIds' | 'associate'> {
  return {
    async associatedIds(from, ids, to, options) {
      const associated = new Map<RecordId, RecordId[]>();
      // The batch read, because the listing of a single record is missing from the 2026-09 specification.
      const request = {
        operation: `${from}.associations`,
        method: 'POST',
        path: `/crm/associations/${API_VERSION}/${from}/${to}/batch/read`,
        isRepeatable: true,
        answer: AssociationsAnswer,
      } as const;
      let inputs: { id: string; after?: string }[] = [...new Set(ids)].map((id) => ({ id }));
      while (inputs.length > 0) {
        const answer = await send({ ...request, body: { inputs } }, options);
        refuseHalfReads(answer);
        const { results } = answer;
        for (const {
          from: { id },
          to: found,
        } of results) {
          const before = associated.get(recordId(id)) ?? [];
          associated.set(recordId(id), [...before, ...found.map(({ toObjectId }) => recordId(toObjectId))]);
        }
        inputs = results.flatMap(({ from: { id }, paging }) => (paging?.next ? [{ id, after: paging.next.after }] : []));
      }
      return associated;
    },

    async associate(from, to, options) {
      const path = `/crm/objects/${API_VERSION}/${from.objectType}/${from.id}/associations/default/${to.objectType}/${to.id}`;
      // Associating twice is the same as once, so a repeat after an unclear end needs no reading back.
      await send({ operation: `${from.objectType}.associate`, method: 'PUT', path, isRepeatable: true, answer: Anything }, options);
    },
  };
}
