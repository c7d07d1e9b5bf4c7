import { OBJECTS, type ObjectType } from '../shared/object-types.ts';

interface PortalPages {
  portalId: number;
  uiDomain: string;
}

/** Where a person sees a HubSpot record. */
export const recordUrl = (portal: PortalPages, objectTypeId: string, id: string): string =>
  `https://${portal.uiDomain}/contacts/${portal.portalId}/record/${objectTypeId}/${id}`;

/** Where a person sees the members of a list. */
export const listUrl = ({ portalId, uiDomain }: PortalPages, listId: string): string =>
  `https://${uiDomain}/contacts/${portalId}/objectLists/${listId}`;

/** The same for records of several types, by their path names. */
export const urlsIn =
  (portal: PortalPages) =>
  (objectType: string, id: string): string =>
    recordUrl(portal, OBJECTS[objectType as ObjectType].typeId, id);
