import { z } from 'zod';
import { objectTypeOfId, recordId, type ObjectType, type PortalId, type RecordId } from '../../shared/ids.ts';
import { CUSTOMER_KEY, ORDER_NUMBER } from '../../records/catalogue/index.ts';

/** Properties whose change can alter a link or what a record carries; the app subscribes to these and no others. */
export const WATCHED_PROPERTIES: Readonly<Record<ObjectType, readonly string[]>> = {
  companies: [CUSTOMER_KEY, 'domain'],
  contacts: [CUSTOMER_KEY, 'email'],
  deals: [ORDER_NUMBER],
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

/** "Read this record afresh." */
export interface Mark {
  portalId: PortalId;
  objectType: ObjectType;
  recordId: RecordId;
  isPrivacyDeletion: boolean;
  /** All that was said is that our key has this value now; null: more, or something else. */
  key: string | null;
}

const NAMES: Readonly<Record<string, ObjectType>> = { company: 'companies', contact: 'contacts', deal: 'deals' };
const KINDS = ['creation', 'deletion', 'restore', 'merge', 'propertyChange'];

/** Every record an event names: a merge says so on all of them, whether HubSpot keeps an id or makes a new one. */
export function marksOf(event: unknown): Mark[] {
  const { success, data } = RawEvent.safeParse(event);
  if (!success) return [];
  const [subject = '', kind = ''] = (data.subscriptionType ?? data.eventType ?? '').split('.');
  const objectType = subject === 'object' ? objectTypeOfId(data.objectTypeId ?? '') : NAMES[subject];
  const isPrivacyDeletion = objectType === 'contacts' && kind === 'privacyDeletion';
  if (!objectType || !(isPrivacyDeletion || KINDS.includes(kind))) return [];
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

/** One mark a record, in one order for all processes, so that two of them never wait for each other in a circle. */
export function foldMarks(marks: readonly Mark[]): Mark[] {
  const folded = new Map<string, Mark>();
  for (const mark of marks) {
    const place = `${String(mark.portalId).padStart(20, '0')} ${mark.objectType} ${mark.recordId}`;
    const earlier = folded.get(place) ?? mark;
    const isPrivacyDeletion = mark.isPrivacyDeletion || earlier.isPrivacyDeletion;
    folded.set(place, { ...mark, isPrivacyDeletion, key: mark.key === earlier.key ? mark.key : null });
  }
  return [...folded].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, mark]) => mark);
}
