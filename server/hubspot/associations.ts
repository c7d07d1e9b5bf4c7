import { isOptionalObject, ORGANISATION } from '../shared/object-types.ts';
import { recordId, type RecordId } from '../shared/ids.ts';
import { refuseHalfReads } from './refusals.ts';
import type { CompanyRelation, HubSpotClient } from './contract.ts';
import { Anything, AssociationsAnswer } from './raw.ts';
import type { Transport } from './transport.ts';
import { API_VERSION, pathNameOf } from './versions.ts';

export function associationCalls(send: Transport): Pick<HubSpotClient, 'associatedIds' | 'associate' | 'dissociate' | 'relate'> {
  return {
    async associatedIds(from, ids, to, options) {
      const associated = new Map<RecordId, RecordId[]>();
      // The batch read, because the listing of a single record is missing from the 2026-09 specification.
      const request = {
        operation: `${from}.associations`,
        method: 'POST',
        path: `/crm/associations/${API_VERSION}/${from}/${to}/batch/read`,
        isRepeatable: true,
        isOptional: isOptionalObject(from) || isOptionalObject(to),
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
          const isPrimary = ({ associationTypes }: (typeof found)[number]) =>
            associationTypes.some(({ typeId }) => PRIMARY_TYPES.includes(typeId));
          const [primary, others] = [found.filter(isPrimary), found.filter((one) => !isPrimary(one))].map((ties) =>
            ties.map(({ toObjectId }) => recordId(toObjectId)),
          );
          associated.set(recordId(id), [...primary!, ...before, ...others!]);
        }
        inputs = results.flatMap(({ from: { id }, paging }) => (paging?.next ? [{ id, after: paging.next.after }] : []));
      }
      return associated;
    },

    async associate(from, to, options) {
      const path = `/crm/objects/${API_VERSION}/${pathNameOf(from.objectType)}/${from.id}/associations/default/${pathNameOf(to.objectType)}/${to.id}`;
      // Associating twice is the same as once, so a repeat after an unclear end needs no reading back.
      const request = { operation: `${from.objectType}.associate`, method: 'PUT', path, isRepeatable: true, answer: Anything } as const;
      await send({ ...request, isOptional: isOptionalObject(from.objectType) }, options);
    },

    async dissociate(from, to, options) {
      const path = `/crm/objects/${API_VERSION}/${pathNameOf(from.objectType)}/${from.id}/associations/${pathNameOf(to.objectType)}/${to.id}`;
      const request = { operation: `${from.objectType}.dissociate`, method: 'DELETE', path, isRepeatable: true, answer: Anything } as const;
      await send({ ...request, isOptional: isOptionalObject(from.objectType) }, options);
    },

    async relate({ objectType, id }, { relation, before, after }, options) {
      const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: TYPE_IDS[relation] }];
      const isLeft = before !== null && before !== after;
      // A new primary company takes the label from the one before; two parents might stand beside each other.
      if (isLeft && (after === null || relation === 'parent_company')) {
        const path = `/crm/associations/${API_VERSION}/${objectType}/${ORGANISATION}/batch/labels/archive`;
        const body = { inputs: [{ types, from: { id }, to: { id: before } }] };
        await send({ operation: `${objectType}.unrelate`, method: 'POST', path, body, isRepeatable: true, answer: Anything }, options);
      }
      if (after === null) return;
      const path = `/crm/objects/${API_VERSION}/${objectType}/${id}/associations/${ORGANISATION}/${after}`;
      await send({ operation: `${objectType}.relate`, method: 'PUT', path, body: types, isRepeatable: true, answer: Anything }, options);
    },
  };
}

/** HubSpot's own: contact → its primary company, deal → its primary company. */
const PRIMARY_TYPES: readonly number[] = [1, 5];
/** HubSpot's own, in every account the same: contact → its primary company, company → its parent. */
const TYPE_IDS: Readonly<Record<CompanyRelation, number>> = { primary_company: 1, parent_company: 14 };
