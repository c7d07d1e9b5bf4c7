import { OBJECTS, type ObjectType } from '../shared/object-types.ts';

/** Where a person sees a HubSpot record. */
export const recordUrl = (portal: { portalId: number; uiDomain: string }, objectTypeId: string, id: string): string =>
  `https://${portal.uiDomain}/contacts/${portal.portalId}/record/${objectTypeId}/${id}`;

/** The same for records of several types, by their path names. */
export const urlsIn =
  (portal: { portalId: number; uiDomain: string }) =>
  (objectType: string, id: string): string =>
    recordUrl(portal, OBJECTS[objectType as ObjectType].typeId, id);
