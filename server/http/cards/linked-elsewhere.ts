import type { Candidate } from '../../../hubspot-app/app/cards/api/types.ts';
import { recordId } from '../../shared/ids.ts';
import { OBJECTS, type CustomerObjectType } from '../../shared/object-types.ts';
import { readRecordNames } from '../../sync/shared/record-names.ts';
import { recordUrl } from '../record-url.ts';
import type { Viewer } from '../viewer.ts';
import type { CardDeps } from './request.ts';

/** Names the records that candidates are linked to already, and where to see them. */
export async function nameLinkedRecords(
  { openHubSpot }: CardDeps,
  { portal }: Viewer,
  objectType: CustomerObjectType,
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  const linked = candidates.flatMap(({ linkedTo }) => (linkedTo ? [{ objectType, recordId: recordId(linkedTo.recordId) }] : []));
  const nameOf = await readRecordNames(openHubSpot, portal.portalId, linked);
  return candidates.map((candidate) => {
    if (!candidate.linkedTo) return candidate;
    const id = recordId(candidate.linkedTo.recordId);
    const url = recordUrl(portal, OBJECTS[objectType].typeId, id);
    return { ...candidate, linkedTo: { recordId: id, name: nameOf({ objectType, recordId: id }), url } };
  });
}
