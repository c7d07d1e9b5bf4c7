import { isProjectObject, PROJECT_OBJECTS, type ReadableObjectType } from '../shared/object-types.ts';

/** Dated path segment of every call, as HubSpot's API of September 2026 knows it. */
export const API_VERSION = '2026-09';

/**
 * Updates of our own properties. From 2026-09 on HubSpot applies an administrator's required-property rules to every write, so that a
 * payment status could be refused because somebody left a phone number empty; 2026-03 takes the same request.
 */
export const OWN_PROPERTIES_VERSION = '2026-03';

/** Projects are a beta of this version; the one before has them for good. */
const BETA: Partial<Record<ReadableObjectType, string>> = { projects: `${API_VERSION}-beta` };

/** An object as paths call it. */
export const pathNameOf = (objectType: ReadableObjectType): string =>
  isProjectObject(objectType) ? PROJECT_OBJECTS[objectType].pathName : objectType;

/** Where the records of an object are. */
export function recordsPath(objectType: ReadableObjectType, version = API_VERSION): string {
  const dated = version === API_VERSION ? (BETA[objectType] ?? version) : version;
  return `/crm/objects/${dated}/${pathNameOf(objectType)}`;
}
