import { z } from 'zod';
import { recordId, type PortalId } from '../../shared/ids.ts';
import { ORGANISATION, PERSON, DEAL, isPerson, objectTypeOfId, objectTypeOfSingular, type ObjectType } from '../../shared/object-types.ts';
import { CUSTOMER_KEY, ORDER_NUMBER } from '../../records/catalogue/index.ts';
import type { ReceivedEntry } from '../../sync/inbox/received-entries.ts';

/** Properties whose change can alter a link or what a record carries; the app subscribes to these and no others. */
export const WATCHED_PROPERTIES: Readonly<Record<ObjectType, readonly string[]>> = {
  [ORGANISATION]: [CUSTOMER_KEY, 'domain'],
  [PERSON]: [CUSTOMER_KEY, 'email'],
  [DEAL]: [ORDER_NUMBER],
};

const Id = z.union([z.string().regex(/^\d{1,20}$/), z.int().positive().transform(String)]);
const Ids = z.array(Id).catch([]);

/** Parsed leniently: HubSpot adds keys, its documentation calls the type `eventType`, and an event we do not know is not an error. */
const RawEvent = z.object({
  portalId: z.coerce.number().int().positive(),
  subscriptionType: z.string().optional().catch(undefined),
  eventType: z.string().optional().catch(undefined),
  objectTypeId: z.string().optional().catch(undefined),
  objectId: Id.optional().catch(undefined),
  propertyName: z.string().optional().catch(undefined),
  propertyValue: z.string().optional().catch(undefined),
  primaryObjectId: Id.optional().catch(undefined),
  newObjectId: Id.optional().catch(undefined),
  mergedObjectIds: Ids,
});

/** HubSpot says that it sends at most 100 events at once; a longer list would be lost after its retries, so the size of the body is the limit. */
export const EventList = z.array(z.unknown());

const KINDS = ['creation', 'deletion', 'restore', 'merge', 'propertyChange'];

/** Every record an event names: a merge says so on all of them, whether HubSpot keeps an id or makes a new one. */
export function inboxEntriesOf(event: unknown): ReceivedEntry[] {
  const { success, data } = RawEvent.safeParse(event);
  if (!success) return [];
  const [subject = '', kind = ''] = (data.subscriptionType ?? data.eventType ?? '').split('.');
  const objectType = subject === 'object' ? objectTypeOfId(data.objectTypeId ?? '') : objectTypeOfSingular(subject);
  if (!objectType) return [];
  const isPrivacyDeletion = isPerson(objectType) && kind === 'privacyDeletion';
  if (!(isPrivacyDeletion || KINDS.includes(kind))) return [];
  if (kind === 'propertyChange' && !WATCHED_PROPERTIES[objectType].includes(data.propertyName ?? '')) return [];
  const ids = [data.objectId, data.primaryObjectId, data.newObjectId, ...data.mergedObjectIds].filter((id) => id !== undefined);
  const key = kind === 'propertyChange' && data.propertyName === CUSTOMER_KEY ? (data.propertyValue ?? null) : null;
  return [...new Set(ids)].map((id) => ({
    portalId: data.portalId as PortalId,
    objectType,
    recordId: recordId(id),
    isPrivacyDeletion,
    key,
  }));
}
